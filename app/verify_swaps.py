"""Pure: what was exchanged in a sentence that otherwise keeps to its quote: a word, 前 for 后, 和 for 或.

An alteration mostly leaves the rest as it was; a paraphrase mostly changes more than one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from app.verify_likeness import likeness, says
from app.verify_organs import ORGANS
from app.verify_text import BAN, MAY, MUST, URGE, USUALLY, WAIVED, Finding, clauses, sentences
from index.tokens import STOP_WORDS, is_noun, words

SAME, FIRM = 0.55, 2
"""Share of a clause that must stand in the quote as it is, and letters of a stretch that count as kept."""
SHORT = 8
"""Letters of a stretch up to which it is an exchange and not another clause."""
_BINDING = re.compile(rf"{MUST}|{MAY}|{BAN}|{URGE}|{USUALLY}|{WAIVED}|确有所需|[≥≤＜0-9]")
_DESCRIBING_WORDS = """
任意 贵重 优秀 合格 良好 严重 轻微 重大 特别 主要 必要 适当 全部 所有 部分 多数 少数
单独 集中 公开 临时 固定 正式 直接 自动 优先
"""
_DESCRIBING = frozenset(_DESCRIBING_WORDS.split())
_PRONOUN = re.compile(r"[他她它们谁]|自己|别人|孩子$|[，：。；]|时$|时候$|情况$|[一二两三四五六七八九十每]")


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Exchanges in ``sentence`` against ``quote`` (both canonical)."""
    parts = sentences(quote)
    for clause in clauses(sentence):
        yield from _exchanged(clause, parts)
    yield from _before_and_after(sentence, quote)
    yield from _joined(sentence, quote)
    yield from _only_then(sentence, quote)


def _exchanged(clause: str, parts: Sequence[str]) -> Iterator[Finding]:
    """Stretches in place of others between stretches that were kept."""
    best: Sequence[tuple[str, int, int, int, int]] = []
    kept, beside = 0, ""
    for part in parts:
        codes = SequenceMatcher(None, clause, part, autojunk=False).get_opcodes()
        same = sum(b - a for tag, a, b, _, _ in codes if tag == "equal" and b - a >= FIRM)
        if same > kept:
            best, kept, beside = codes, same, part
    if kept < SAME * len(clause):
        return
    for at, (tag, a, b, c, d) in enumerate(best):
        if tag != "replace" or max(b - a, d - c) > SHORT or not _held(best, at, beside):
            continue
        mine, theirs = _whole(clause, a, b), _whole(beside, c, d)
        if mine in theirs or theirs in mine or says(mine, theirs) or not (_names(mine) and _names(theirs)):
            continue
        if _BINDING.search(clause[a:b]) or _BINDING.search(beside[c:d]):
            continue
        far = 1 - max(likeness([mine], theirs)[mine], 0.0)
        yield Finding(
            "swapped", f"引文里是“{theirs}”，这句写成“{mine}”", (kept / len(clause)) * (0.5 + far / 2)
        )


def _held(codes: Sequence[tuple[str, int, int, int, int]], at: int, part: str) -> bool:
    """Whether both neighbours of the exchange are kept stretches, or the end of the clause."""
    before = at == 0 or (codes[at - 1][0] == "equal" and codes[at - 1][2] - codes[at - 1][1] >= FIRM)
    after = (
        at + 1 < len(codes) and codes[at + 1][0] == "equal" and codes[at + 1][2] - codes[at + 1][1] >= FIRM
    )
    ends = at + 1 == len(codes) or (at + 2 == len(codes) and codes[at + 1][0] == "insert")
    return before and (after or (ends and at > 0))


def _names(stretch: str) -> bool:
    """Whether it names or describes: verbs are what a paraphrase exchanges."""
    found = [word for word in words(stretch) if word not in STOP_WORDS]
    return bool(found) and not _PRONOUN.search(stretch) and (is_noun(found[-1]) or found[-1] in _DESCRIBING)


def _whole(text: str, start: int, end: int) -> str:
    """The stretch with the rest of the words that it cuts."""
    at = 0
    first, last = start, end
    for word in words(text):
        begin = text.find(word, at)
        if begin < 0:
            continue
        at = begin + len(word)
        if begin < start < at:
            first = begin
        if begin < end < at:
            last = at
    return text[first:last]


_SIDES = re.compile(r"([\u4e00-\u9fff]{2})(?:通过|完成|结束|开始)?(?:之|以)?(前|后)(?![面期续勤果者])")


def _before_and_after(sentence: str, quote: str) -> Iterator[Finding]:
    """开门前 for 开门后, 批准后 for 报批前."""
    theirs: dict[str, set[str]] = {}
    for match in _SIDES.finditer(quote):
        theirs.setdefault(match[1], set()).add(match[2])
    for match in _SIDES.finditer(sentence):
        event, side = match.groups()
        held = theirs.get(event) or set(re.findall(rf"{event[1]}(?:通过|完成|结束)?(?:之|以)?(前|后)", quote))
        if held and side not in held:
            yield Finding("range", f"引文里不是“{match.group()}”")


_OR = re.compile(rf"({ORGANS})(?:本人)?或其?({ORGANS})")
_AND = re.compile(rf"({ORGANS})(?:本人)?(?:和|及)其?({ORGANS})")


def _joined(sentence: str, quote: str) -> Iterator[Finding]:
    """学生或家长 where the quote has 学生和家长, where nothing is forbidden (不得…或 and 不得…和 are one)."""
    for pattern, other, what in ((_OR, _AND, "或"), (_AND, _OR, "和")):
        there = {frozenset(match.groups()) for match in other.finditer(quote)}
        here = {frozenset(match.groups()) for match in pattern.finditer(quote)}
        for clause in clauses(sentence):
            for match in pattern.finditer(clause):
                pair = frozenset(match.groups())
                if pair in there - here and not re.search(rf"{BAN}|[不没未无]|除", clause):
                    yield Finding("joined", f"引文里“{match[1]}”“{match[2]}”之间不是“{what}”")


_THEN = re.compile(r"才|只有|方可|前提|条件是")


def _only_then(sentence: str, quote: str) -> Iterator[Finding]:
    """…的才… where the quote knows no such condition."""
    if (match := _THEN.search(sentence)) and not re.search(
        rf"{_THEN.pattern}|[仅只]|未经|不得|同意|先|再|还可以|没有[^，。；|]{2, 12}的", quote
    ):
        yield Finding("range", f"引文没有说“{match.group()}”")
