"""Pure: names told by the items around them: chat speakers, lines of a list, what stands beside a number.

An item of a list is a stretch of 2 to 4 (or more, for names of minorities) Chinese characters between marks.
Where most items of the same place are known names, the others are names too, be they words (候鸟, 和煦).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ingest.privacy_people import PUPIL, People, is_credit_line
from ingest.privacy_words import UNKNOWN, alternatives, given, listed, surnames, words

_HAN = r"[\u4e00-\u9fff]"
_KIN = alternatives("kin")
_SPEAKER = re.compile(rf"(?:^|(?<=[\n“\"《【@]))({_HAN}{{2,4}}?)(?={_KIN}(?:[:\s@\"”,(]|\d|$))", re.MULTILINE)
_SAYS = re.compile(rf"^({_HAN}{{2,3}}):(?=\S)", re.MULTILINE)
_LABELLED = re.compile(
    r"\s{0,3}[,:(]?\s?(?:QQ|扣扣|微信|电话|手机|学号|证件|家长|号码)?号?\s?[:：]?\s?$", re.IGNORECASE
)
_SLOT = re.compile(rf"(?<!{_HAN}|·)({_HAN}{{2,4}})(?!{_HAN}|·)")
_NUMBERED = re.compile(r"(?:第?\d{1,3}(?:号|床|道|棒|位|周|组|座)|\d{1,2}[.、)])\s?$")
_NO_ITEM = re.compile(
    r"老师|同学|家长|主任|校长|学生|年级|班|组|室|校|院|处|科|部|某|[男女]生|未|无|空|缺|[病事]假|请假|"
    r"[一二三四五六七八九十][项等]|^第|次$|分$|元$|号$|表$|单$|课$|语文|数学|英语|备注|代表|"
    r"族$|名$|员$|者$|人$|[省市县区乡镇村路街]$|[妈爸父母爷奶]"
)
_COMMON = 10.5  # a word dearer than this may be a name where a list says so


def find_items(folded: str, people: People, numbers: Collection[tuple[int, int]]) -> None:
    """Add to ``people`` what speakers, numbers beside and the items around it tell to be a name."""
    for start, end, role in [*_speakers(folded), *_beside_numbers(folded, numbers)]:
        if folded[start:end] not in people.adults:
            people.add(folded, start, end, role)
    for start, end in _siblings(folded, people):
        people.add(folded, start, end, PUPIL)


def _speakers(folded: str) -> Iterator[tuple[int, int, str]]:
    """也尔那家长：, 豆豆爸：, 魏来妈妈 139…; and 张三：… where two or more lines begin so."""
    for match in _SPEAKER.finditer(folded):
        if _is_called(match[1]):
            yield *match.span(1), PUPIL
    says = [m for m in _SAYS.finditer(folded) if is_name_like(m[1])]
    if len({m[1] for m in says}) > 1:
        for match in says:
            yield *match.span(1), PUPIL


def _is_called(text: str) -> bool:
    """No common word, no 老王, no 学生: something one calls a child."""
    if _NO_ITEM.search(text) or text[0] in "老各全本该某其我你他她谁请有和" or text in listed("no_nickname"):
        return False
    pieces = [text[i : i + 2] for i in range(len(text) - 1)]
    if len(text) > 2 and any(words().get(piece, 99.0) < _COMMON for piece in pieces):
        return False
    if re.search(r"[的是他她我你这受访说跟告]|^那", text):
        return False
    return words().get(text, 99.0) > _COMMON or text in listed("nicknames")


def is_name_like(text: str) -> bool:
    """A surname, and characters of given names behind it, and no word."""
    width = 2 if text[:2] in surnames() and len(text) > 2 else 1
    known = text[:width] in surnames() and all(c in given() for c in text[width:])
    return known and words().get(text, 99.0) > _COMMON and not _NO_ITEM.search(text)


def _beside_numbers(folded: str, numbers: Collection[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """来福QQ2916083475, 德吉 153…: an item that begins a line or a list's part, straight before a number."""
    for start, _ in numbers:
        lead = folded[max(0, start - 24) : start]
        address = not folded[start + 1 : start + 2].isascii()
        if address and not re.search(rf"(?:[\n;:。]|^){_HAN}{{2,4}}[,(]$", lead):
            continue
        label = _LABELLED.search(lead)
        head = lead[: label.start()] if label else lead
        match = re.search(rf"(?:^|[\n;,、。.:\s])({_HAN}{{2,4}}|{_HAN}{{2,6}}·{_HAN}{{2,6}})$", head)
        if match and len(head) - match.start(1) < 20 and _is_item(match[1]):
            begin = max(0, start - 24) + match.start(1)
            yield begin, begin + len(match[1]), PUPIL


def _is_item(text: str) -> bool:
    if _NO_ITEM.search(text) or text in listed("field_words") or text in listed("no_nickname"):
        return False
    return text in listed("name_words") or (
        text not in words() and (text[0] in surnames() or all(c in given() for c in text))
    )


def _siblings(folded: str, people: People) -> Iterator[tuple[int, int]]:
    """Items whose neighbours of the same place are names, line by line and over the lines of a list."""
    groups: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    starts = dict(people.spans.keys())
    for match in _SLOT.finditer(folded):
        for key in _place(folded, match):
            groups.setdefault(key, []).append(match.span(1))
    for key, spans in groups.items():
        known = [span for span in spans if starts.get(span[0]) == span[1]]
        open_ = [span for span in spans if span not in known and _may_be(folded, span, people)]
        others = len(spans) - len(known) - len(open_)
        if len(known) >= _least(key) and len(known) >= len(open_) and others <= len(known) // 2:
            yield from open_


def _least(key: tuple[str, ...]) -> int:
    return 1 if key[0] == "numbered" else 2


def _place(folded: str, match: re.Match[str]) -> Iterator[tuple[str, ...]]:
    """The places an item has: behind which mark and before which, on its line or at the head of lines."""
    begin = folded.rfind("\n", 0, match.start()) + 1
    lead, after = folded[begin : match.start()], folded[match.end() : match.end() + 3]
    mark = _mark(after)
    if is_credit_line(folded, match.start()):
        return
    if _NUMBERED.search(lead):
        yield "numbered", str(begin) if lead.count(".") == 0 else "", mark
    if not lead.strip():
        yield "head", mark
    elif (before := lead[-1]) in "、;,:/|\t :★" and mark:
        yield "line", str(begin), mark
        if before in "、/":
            yield "list", str(begin)


def _mark(after: str) -> str:
    """What follows an item: a bracket, a number, an account, a mark."""
    if not after.strip():
        return "end"
    plain = after.lstrip(" \t")
    if plain[0].isdigit():
        return "number"
    if plain[:1] in "(-:":
        return plain[0]
    if re.match(r"[A-Za-z]", plain):
        return "letter"
    return {"、": "list", "/": "list", ";": "part", ",": "comma", "★": "list"}.get(plain[0], "")


def _may_be(folded: str, span: tuple[int, int], people: People) -> bool:
    text = folded[slice(*span)]
    if (
        text in people.adults
        or _NO_ITEM.search(text)
        or text in listed("field_words") | listed("no_nickname")
    ):
        return False
    cost = words().get(text, UNKNOWN)
    family = text[0] in surnames() or text[:2] in surnames()
    return cost > _COMMON - 1.5 and (family or all(c in given() for c in text))
