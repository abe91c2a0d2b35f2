"""Pure: names of pupils and their families. Officials, teachers, authors and famous people are none.

A name is certain where a role word, a field, a column or a list says whose it is; a certain name is then
found everywhere in its document, and so are its given name and 小 + its last character if they can mean
nobody else. Without any such word only a very name-like stretch in a text about pupils is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ingest import privacy_tables
from ingest.privacy_calls import find_calls
from ingest.privacy_items import find_items
from ingest.privacy_model import Finding
from ingest.privacy_people import (
    ADULT,
    FAMOUS,
    PARENT,
    PUPIL,
    PUPIL_TEXT,
    WHY,
    People,
    is_credit_line,
    names_a_thing,
)
from ingest.privacy_segment import Token, name_cost, names_in, word_cost
from ingest.privacy_shapes import find_shapes
from ingest.privacy_short import owners, shorts_of
from ingest.privacy_words import alternatives, given, listed, surnames, words

_BETWEEN = re.compile(r"[ \t]*(?:[、,/;|和与及跟同]|以及|还有|[ \t])[ \t]*")
_HAN = r"[\u4e00-\u9fff]"
_OFFICIAL_TEXT = re.compile(
    r"教授|院士|研究员|出版社|同志|总书记|委员会|国务院|人大|法院|作者|著名|研究|论文|课题|参考文献|专家|发表于|主编"
)
_VERB_AFTER = re.compile(rf"(?:[,。,;:!?、)(\d\s\"”+-]|$|{alternatives('after_name')})")
_OF_WORKS = re.compile(r"的(?:诗|词|文|作品|故事|小说|名言|事迹|精神)|《|说过|曾说|有言")
_NEXT = re.compile(
    rf"[ \t]*(?:[、,/;|]|[ \t]|和|与|及)[ \t]*({_HAN}{{2,4}})"
    r"(?=[、,，/;。.(| \t\n]|和|与|及|等|同学|[两三四五六]|$)"
)
_PREVIOUS = re.compile(rf"(?:^|[、,/;:|( \t\n])({_HAN}{{2,4}})[ \t]*(?:[、/]|和|与|及)[ \t]*$")
_NO_NAME = re.compile(r"老师|同学|家长|主任|校长|某|[班组]长|小学|中学|[高初][一二三]|[\d]")
_LEAST_WITH_CUE = -5.0
_SURE = 8.0
_RARE_WORD = 11.4  # 童话同学 has that name
_SHARED = listed("shared_names")  # famous, and borne by many a pupil: found before what pupils do
_STRANGE = 50.0  # a character that no given name has: only before what pupils do
_OF_A_PUPIL = re.compile(f"{alternatives('child_has')}|{alternatives('child_does')}|收")
_STAFF_LINE = re.compile(r"[^\n:]{0,8}(?:课题|名师|工作室|教职工|教研组|教师代表)")
_MASKED = re.compile(r"[A-Z某×xX*＊○〇]")


def find_names(folded: str, taken: Collection[tuple[int, int]] = ()) -> Iterator[Finding]:
    """Findings of names over folded text, never overlapping one another; ``taken`` are spans not to touch."""
    people = People()
    for start, end, written in [*privacy_tables.columns(folded), *privacy_tables.fields(folded)]:
        people.add(folded, start, end, written)
    find_shapes(folded, people)
    closed = bytearray(len(folded))
    for start, end in taken:
        closed[start:end] = b"\x01" * (end - start)
    read = (token for token in names_in(folded) if not any(closed[token.start : token.end]))
    tokens = [token for token in read if not _MASKED.match(folded, token.end)]
    roles = _roles(folded, tokens)
    for token, role in zip(tokens, roles, strict=True):
        if role and not (role != ADULT and _is_no_pupil(folded, token, people)):
            people.add(folded, token.start, token.end, role)
    _alone(folded, tokens, roles, people)
    find_items(folded, people, taken)
    find_calls(folded, people)
    _neighbours(folded, people)
    yield from _findings(folded, people)


def _roles(folded: str, tokens: list[Token]) -> list[str | None]:
    """The role of each token: its own, else that of the list it stands in."""
    roles: list[str | None] = [_own_role(t) for t in tokens]
    groups = _groups(folded, tokens)
    for group in groups:
        given_roles = [roles[i] for i in group if roles[i]]
        if len(group) > 1 and given_roles:
            head = roles[group[0]]
            shared = head or given_roles[-1]
            for i in group:
                roles[i] = roles[i] or shared
        elif (
            len(group) > 2
            and all(tokens[i].margin > 0.5 for i in group)
            and not is_credit_line(folded, tokens[group[0]].start)
        ):
            famous = sum(tokens[i].text in FAMOUS for i in group)
            role = None if famous * 2 > len(group) else PUPIL
            for i in group:
                roles[i] = role
    for i, token in enumerate(tokens):
        if (
            roles[i] in (None, PUPIL) and _STAFF_LINE.match(folded, folded.rfind("\n", 0, token.start) + 1)
        ) or (
            roles[i] in (None, PUPIL)
            and not token.before
            and not token.after
            and is_credit_line(folded, token.start)
        ):
            roles[i] = ADULT
    return roles


def _own_role(token: Token) -> str | None:
    if token.before == ADULT and token.after not in (PARENT,):
        return ADULT
    if token.after == ADULT:
        return token.before if token.before == PARENT else ADULT
    return token.before or token.after


def _groups(folded: str, tokens: list[Token]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, token in enumerate(tokens):
        joined = groups and _BETWEEN.fullmatch(folded, tokens[i - 1].end, token.start)
        if joined:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _is_no_pupil(folded: str, token: Token, people: People) -> bool:
    """A cue beside it notwithstanding: a famous name, a place's or a prize's, an ordinary word."""
    text = token.text
    strong = token.before in (PUPIL, PARENT) or token.after in (PUPIL, PARENT)
    also_a_word = text in listed("name_words")
    if _is_famous(folded, token) and token.before not in (PUPIL, PARENT):
        return True
    if not strong and text in people.adults:
        return True
    if _NO_NAME.search(text) or _is_quoted_title(folded, token):
        return True
    if not token.after and (names_a_thing(folded, token.end) or _is_odd(token)):
        return True
    if text in words() and not also_a_word:
        rare = folded.startswith("同学", token.end) and words()[text] > _RARE_WORD
        return not (rare or (token.before and token.after))
    return token.margin < _LEAST_WITH_CUE and not (strong and also_a_word)


def _is_famous(folded: str, token: Token) -> bool:
    """A famous name; one of two characters, which pupils share, only where works or deeds follow."""
    return token.text in FAMOUS and (len(token.text) > 2 or bool(_OF_WORKS.match(folded, token.end)))


def _is_odd(token: Token) -> bool:
    """No character that given names have, and not far cheaper than words: 家长|戴防割|手套."""
    return token.margin < _SURE and not any(character in given() for character in token.text[1:])


def _is_quoted_title(folded: str, token: Token) -> bool:
    line = folded.rfind("\n", 0, token.start) + 1
    return folded.rfind("《", line, token.start) > folded.rfind("》", line, token.start)


def _alone_least(name: str) -> float:
    """The margin a name needs without a role word: more for a short one and a rare surname."""
    width = 2 if name[:2] in surnames() else 1
    strange = sum(character not in given() for character in name[width:])
    if strange == len(name) - width:
        return 1e9
    if strange:
        return _STRANGE
    rare = surnames().get(name[:width], 9.0) - 2.6
    return -0.5 + 0.4 * rare if len(name) > 2 else -0.2 + 0.5 * rare


def _alone(folded: str, tokens: list[Token], roles: list[str | None], people: People) -> None:
    """Names without a role word: very name-like, not in a text of officials, before what people do."""
    for token, role in zip(tokens, roles, strict=True):
        famous = token.text in FAMOUS and (
            token.text not in _SHARED or not _OF_A_PUPIL.match(folded, token.end)
        )
        if role or famous or token.text in people.adults or token.text in words():
            continue
        if _NO_NAME.search(token.text) or names_a_thing(folded, token.end):
            continue
        if _is_quoted_title(folded, token):
            continue
        around = folded[max(0, token.start - 150) : token.end + 150]
        least = _alone_least(token.text)
        if least == _STRANGE and _OF_A_PUPIL.match(folded, token.end):
            least = _SURE
        likely = token.margin > least + (0.0 if PUPIL_TEXT.search(around) else 0.5)
        if (
            likely
            and not (token.margin < _SURE and _OFFICIAL_TEXT.search(around[-190:]))
            and (token.margin > 4 or _VERB_AFTER.match(folded, token.end))
        ):
            people.spans[token.start, token.end] = "alone"
            people.certain.setdefault(token.text, "again")


def _neighbours(folded: str, people: People) -> None:
    """Items beside a found name in a list that have a name's shape, however rare their characters."""
    waiting = list(people.spans.items())
    while waiting:
        (start, end), role = waiting.pop()
        for match in (_NEXT.match(folded, end), _PREVIOUS.search(folded[max(0, start - 8) : start])):
            if match is None:
                continue
            offset = max(0, start - 8) if match.re is _PREVIOUS else 0
            span = (match.start(1) + offset, match.end(1) + offset)
            if span not in people.spans and _is_item(match[1], match[0], people):
                people.spans[span] = role
                people.certain.setdefault(match[1], role)
                waiting.append((span, role))


def _is_item(text: str, joined: str, people: People) -> bool:
    if (
        text in people.adults
        or (text in words() and text not in listed("name_words"))
        or text in listed("field_words")
    ):
        return False
    if name_cost(text) > 1e8 or (len(text) == 4 and text[:2] not in surnames()):
        return False
    loose = re.search(r"[和与及 \t]", joined)
    return (not loose or word_cost(text) - name_cost(text) > -8.0) and not re.search(
        r"[班级组的某]|老师|主任|同学|家长|校长", text
    )


def _demote(folded: str, people: People) -> None:
    """雨桐 read as surname and name is 张雨桐's short form where she is the only one it can mean."""
    short = {name for name in people.certain if len(owners(name, people.certain)) == 1}
    for name in short:
        del people.certain[name]
    for start, end in people.spans:
        if folded[start:end] in short:
            people.spans[start, end] = "short"


def _findings(folded: str, people: People) -> Iterator[Finding]:
    _demote(folded, people)
    names = sorted(people.certain, key=len, reverse=True)
    taken: list[Finding] = [
        Finding("name", start, end, folded[start:end], WHY.get(role, WHY["alone"]))
        for (start, end), role in people.spans.items()
    ]
    covered = bytearray(len(folded))
    kept = []
    for finding in sorted(taken, key=lambda f: (f.start - f.end, f.start)):
        kept += _claim(finding, covered)
    for text, why in [
        *((n, WHY["again"]) for n in names),
        *((s, WHY["short"]) for s in _short_names(folded, people)),
    ]:
        at = folded.find(text)
        while at >= 0:
            if why != WHY["short"] or _may_be_short(folded, at, at + len(text)):
                kept += _claim(Finding("name", at, at + len(text), text, why), covered)
            at = folded.find(text, at + 1)
    yield from sorted(kept, key=lambda f: f.start)


def _claim(finding: Finding, covered: bytearray) -> list[Finding]:
    if any(covered[finding.start : finding.end]):
        return []
    covered[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return [finding]


def _short_names(folded: str, people: People) -> list[str]:
    """Short forms that occur and can mean one person only."""
    full = {name for name in people.certain if " " not in name}
    owned: dict[str, int] = {}
    for name in full:
        for short in shorts_of(name):
            owned[short] = owned.get(short, 0) + 1
    usable = [s for s, count in owned.items() if count == 1 and s in folded and s not in full]
    return sorted(
        (s for s in usable if words().get(s, 99.0) > (11.0 if s[0] in "小阿" else 98.0)),
        key=len,
        reverse=True,
    )


def _may_be_short(folded: str, start: int, end: int) -> bool:
    """Not part of another full name: 雨桐 in 李雨桐 belongs to somebody else."""
    text = folded[start:end]
    if text.endswith("同学") or text[0] in "小阿":
        return not re.match(r"们", folded[end : end + 1])
    previous = folded[start - 1 : start]
    follows = folded[start - 1 : end] in words()
    return not follows and (not previous or surnames().get(previous, 9.0) > 5.5)
