"""Pure: names written by their sound: Uyghur, Kazakh, Mongolian, Tibetan, Yi, Dai; without a surname or a dot.

Such a name is a run of characters that stand for syllables (古丽, 提, 尔, 克, 其, 格 …). A run of three or
more that makes no word, ends as such names do and stands where people are spoken of is a name; one of two
syllables needs a role word or marks on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_people import ADULT, PUPIL, PUPIL_TEXT, People, before_marks, names_a_thing, role_after
from ingest.privacy_words import alternatives, entries_of, listed, words

_HAN = r"[\u4e00-\u9fff]"
_SYLLABLES = "".join(entries_of("syllables"))
_RUN = re.compile(rf"[{_SYLLABLES}]{{2,9}}")
_ENDS = entries_of("syllable_ends")
_SMALL = "和都来再那比里别合加也达把给对与及"  # syllables that are small words too
_TIBETAN = re.compile(rf"(?:{alternatives('tibetan')}){{1,2}}(?:梅朵|[吉措加杰草太卓](?![果入上]))?")
_DAI = re.compile(rf"{alternatives('dai')}(?={_HAN}|[^\u4e00-\u9fff]|$)")
_DOES = re.compile(
    rf"[^\u4e00-\u9fff]|$|{alternatives('child_does')}|{alternatives('child_has')}|{alternatives('after_pupil')}|"
    rf"{alternatives('after_name')}|[流失夺拉劝已脚头肚手牙感]"
)
_THING_AFTER = re.compile(
    r"[族盟旗州山河湖江县市区镇乡村语文人部]|自治|草原|沙漠|高原|盆地|石油|定律|效应|理论|主义"
)
_SPEAKS_OF = re.compile(
    r"(?:[^\u4e00-\u9fff]|[把给对和与叫让找问跟向是记陪由]|[生子童孩]|[妹弟姐哥妈爸亲]|同桌|[一二三]档)$"
)
_ALSO_PUPILS = re.compile(r"学校|谈话|家访|书费|放学|上学")
_WORDLIKE = 11.5


def find_sounds(folded: str, people: People) -> None:
    """Add to ``people`` the names that are told by their syllables."""
    if not PUPIL_TEXT.search(folded) and not _ALSO_PUPILS.search(folded) and not people.spans:
        return
    spans = [*_runs(folded), *_listed(folded)]
    marks = before_marks(folded) if spans else {}
    for start, end in spans:
        if any(a <= start and end <= b for a, b in people.spans):
            continue
        role = marks.get(start) or role_after(folded, end)
        if role != ADULT and _is_person(folded, start, end, role):
            people.add(folded, start, end, role or PUPIL)
            people.firm.add((start, end))


def _runs(folded: str) -> Iterator[tuple[int, int]]:
    for match in _RUN.finditer(folded):
        start, end = match.span()
        while end - start > 2 and folded[start] in _SMALL:
            start += 1
        while end - start > 2 and folded[end - 1] in _SMALL and re.match(_HAN, folded[end : end + 1]):
            end -= 1
        text = folded[start:end]
        if end - start >= 3 and text.endswith(_ENDS) and "·" not in folded[start - 1 : end + 1]:
            yield start, end


def _listed(folded: str) -> Iterator[tuple[int, int]]:
    for pattern in (_TIBETAN, _DAI):
        for match in pattern.finditer(folded):
            yield match.span()


def _is_person(folded: str, start: int, end: int, role: str | None) -> bool:
    text = folded[start:end]
    if text in words() or text.startswith(entries_of("foreign_sounds")) or text in listed("places"):
        return False
    pieces = [text[i : i + 2] for i in range(len(text) - 1)]
    if any(words().get(piece, 99.0) < _WORDLIKE for piece in pieces) or text[:3] in listed("places"):
        return False
    if not role and (names_a_thing(folded, end) or _THING_AFTER.match(folded, end)):
        return False
    before = folded[max(0, start - 2) : start]
    told = not before or bool(_SPEAKS_OF.search(before))
    if len(text) > 3:
        return bool(role) or told or bool(_DOES.match(folded, end))
    return bool(role) or (told and bool(_DOES.match(folded, end)))
