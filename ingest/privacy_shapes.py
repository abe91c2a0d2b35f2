"""Pure: names told by their shape: with a dot (买买提·艾力), Tibetan (扎西次仁), with a space (张 雨)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_people import ADULT, PARENT, PUPIL, PUPIL_TEXT, People, before_marks, role_after
from ingest.privacy_segment import given_cost
from ingest.privacy_words import alternatives, entries_of, given, listed, surnames, words

_HAN = r"[\u4e00-\u9fff]"
_SYLLABLES = alternatives("tibetan")
_SPACED = re.compile(
    rf"(?<!{_HAN} )({_HAN}{{1,2}}) {{1,3}}({_HAN})(?! {{1,3}}(?![的与和及同等]){_HAN}(?:\s|$))"
)
_SPACED_THREE = re.compile(
    rf"(?<!{_HAN} )({_HAN}{{1,6}}) {{1,3}}({_HAN}) {{1,3}}({_HAN})(?! {{1,3}}{_HAN}(?:\s|$))"
)
_GLUE = re.compile(r"[了的是叫让对和与向把被给到在请帮同为]|忘不了")
_SPACED_RUN = re.compile(rf"(?<!{_HAN}){_HAN}{{1,3}}(?: {{1,3}}{_HAN}{{1,3}}){{3,}}(?!{_HAN})")
_PAIR = re.compile(rf"(?<!{_HAN})({_HAN}) {{1,3}}({_HAN})(?!{_HAN})")
_NICKNAME = re.compile(rf"(?<!{_HAN})({_HAN})\1(?=[妈爸][: ,妈爸]|奶奶|爷爷|家长|同学|的[妈爸]|[妈爸]$)")
_ACTS = rf"(?={alternatives('child_does')}|{alternatives('child_has')}|离|爱|因|平|总|报)"
_ETHNIC = re.compile(
    rf"{alternatives('ethnic')}{{1,2}}(?:古丽|江|罕|花)?|{_HAN}{{1,4}}古丽(?!{_HAN})|"
    rf"{alternatives('yi')}{_HAN}{{1,3}}?(?=[^\u4e00-\u9fff]|$|小学|每天|{alternatives('child_has')})"
)
_TOLD_OF = re.compile(r"(?:[^\u4e00-\u9fff]|[把给对和与叫让找问跟向是小]|孩子|女孩|男孩|女生|男生|儿童)$")
_DOTTED = re.compile(rf"{_HAN}{{2,6}}·{_HAN}{{1,7}}")
_TIBETAN = re.compile(rf"{_SYLLABLES}{{2}}|{_SYLLABLES}(?=同学|的?妈妈|的?爸爸|的?家长)")


def find_shapes(folded: str, people: People) -> None:
    """Names with a dot, Tibetan names, and two-character names written with a space between."""
    marks = before_marks(folded)
    for match in _DOTTED.finditer(folded):
        start = _dotted_start(match[0], match.start(), marks)
        name = _dotted_end(folded[start : match.end()])
        role = marks.get(start) or role_after(folded, start + len(name))
        if any(words().get(name[i : i + 2], 99.0) < 13 for i in range(len(name) - 1)):
            continue
        minority = name.endswith(entries_of("dotted_ends")) and name not in listed("foreign")
        if (role in (PUPIL, PARENT) and name not in listed("foreign")) or (minority and role != ADULT):
            people.add(folded, start, start + len(name), role or PUPIL)
    for match in _TIBETAN.finditer(folded):
        role = marks.get(match.start()) or role_after(folded, match.end()) or PUPIL
        people.add(folded, *match.span(), role)
    for role, span in [*_pairs(folded), *_ethnic(folded, marks)]:
        people.add(folded, *span, role)
    _spaced_three(folded, people)
    for match in _SPACED.finditer(folded):
        if any(start < match.end() and match.start(1) < end for start, end in people.spans):
            continue
        role = marks.get(match.start(1)) or role_after(folded, match.end())
        _spaced(folded, match, role, people)


def _spaced_three(folded: str, people: People) -> None:
    """马 俊 杰: a surname and two characters, each by itself."""
    for match in _SPACED_THREE.finditer(folded):
        family, first = match[1][-1], match.end(1) - 1
        if any(start < match.end() and first < end for start, end in people.spans):
            continue
        lone = len(match[1]) == 1 or before_marks(folded[max(0, first - 12) : first]).get(min(12, first))
        if lone and family in surnames() and given_cost(match[2]) < 7 and given_cost(match[3]) < 7:
            people.add(folded, first, match.end(), PUPIL)


def _pairs(folded: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Lines of spaced names: 王 磊 李 娜 张 敏."""
    for run in _SPACED_RUN.finditer(folded):
        pairs = [m for m in _PAIR.finditer(folded, *run.span()) if _is_pair(m[1], m[2])]
        if len(pairs) > 1:
            yield from ((PUPIL, pair.span()) for pair in pairs)
    for match in _NICKNAME.finditer(folded):
        if match[1] in given() and match[0] not in words():
            yield PUPIL, match.span()


def _is_pair(family: str, first: str) -> bool:
    return family in surnames() and given_cost(first) < 7


def _ethnic(folded: str, marks: dict[int, str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Names without surname that are written without a dot, where a word or the marks around say so."""
    for match in _ETHNIC.finditer(folded):
        role = marks.get(match.start()) or role_after(folded, match.end())
        edges = folded[max(0, match.start() - 1) : match.start()] + folded[match.end() : match.end() + 1]
        if role in (PUPIL, PARENT) or (role is None and "·" not in edges and _stands_alone(folded, match)):
            yield role or PUPIL, match.span()


def _stands_alone(folded: str, match: re.Match[str]) -> bool:
    lead, after = folded[max(0, match.start() - 2) : match.start()], folded[match.end() : match.end() + 3]
    if not re.search(rf"{_HAN}$", lead) and not re.match(_HAN, after):
        return True
    told = not lead or _TOLD_OF.search(lead)
    return bool(told and match[0] not in words() and (not re.match(_HAN, after) or re.match(_ACTS, after)))


def _spaced(folded: str, match: re.Match[str], role: str | None, people: People) -> None:
    family, first = match[1], match[2]
    start = match.start(1)
    if family not in surnames() and family[-1] in surnames():
        start, family = start + 1, family[-1]
        role = role or before_marks(folded[max(0, start - 12) : start]).get(min(12, start))
    alone = not re.match(_HAN, folded[match.end() : match.end() + 1] or " ")
    lone = alone and not re.match(_HAN, folded[start - 1 : start] or " ")
    if family not in surnames() or given_cost(first) >= 7:
        return
    joined = family + first
    unmarked = lone and (joined not in words() or joined in listed("name_words"))
    if role or (unmarked and PUPIL_TEXT.search(folded[max(0, start - 200) : start + 200])):
        people.add(folded, start, match.end(), role or PUPIL)


def _dotted_start(text: str, start: int, marks: dict[int, str]) -> int:
    dot = text.index("·")
    inside = [at for at in marks if start < at <= start + dot - 2]
    inside += [start + m.end() for m in _GLUE.finditer(text[:dot]) if dot - m.end() >= 2]
    return max(inside, default=start)


def _dotted_end(name: str) -> str:
    """Cut what follows the name: a role word or a verb that ran into it."""
    dot = name.index("·")
    tail = re.split(
        r"同学|的|家长|妈妈|爸爸|今|昨|没|在|和|与|说|是|因|,|离|捧|拿|站|坐|拿|走|报|家|得|老师|被|把|向|也|又|很|来|为|从",
        name[dot + 1 :],
    )[0]
    if len(tail) <= 4:
        return name[: dot + 1] + tail
    for size in range(len(tail), 1, -1):
        if tail[:size].endswith(entries_of("dotted_ends")):
            return name[: dot + 1] + tail[:size]
    return name[: dot + 1] + tail
