"""Pure: where age decides in a rule that is quoted and the question says none, that it does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.model import Citation, Section, SectionKind
from index.tokens import chinese_number
from ingest.model import Kind

_YEARS = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_AGED = re.compile(
    rf"(?:已满|年满|未满|不满|不足|满)\s*{_YEARS}\s*周?岁(?:以[上下])?(?:、?(?:不满|未满|不足)\s*{_YEARS}\s*周?岁)?"
    rf"|{_YEARS}\s*(?:周岁|岁)以[上下](?:、?(?:不满|未满|不足)\s*{_YEARS}\s*周?岁)?"
    rf"|{_YEARS}(?:周?岁)?[至到]{_YEARS}周?岁"
)
_DEFINES = re.compile(r"(?:是指|指的是|所称|系指)[^，。；]{0,6}$")
_YEAR = re.compile(_YEARS)
_SAYS_AGE = re.compile(
    rf"{_YEARS}\s*(?:多|来)?\s*周?岁|几岁|多大|年龄|年纪|成年|婴|幼儿|刚满|没满|不满|未满|满十"
)
_BARE_AGE = re.compile(r"(?:个|才|就|已|快|一)\s*十[一二三四五六七八九]?(?=[，。、的]|$|了|才|就)")
_STAGES = (
    (re.compile(r"小学|[一二三四五六]年级|低年级|高年级"), (6, 12)),
    (re.compile(r"初中|初[一二三]|[七八九]年级"), (12, 15)),
    (re.compile(r"高中|高[一二三]|中职|职高|中专|技校|职校"), (15, 18)),
    (re.compile(r"大学|高校|本科"), (18, 24)),
)
"""Stages with the ages that pupils of them have, in full years."""
MOST = 2
_RULES = frozenset({Kind.POLICY, Kind.PLAN})


def notes(question: str, sections: Sequence[Section], citations: Sequence[Citation]) -> tuple[str, ...]:
    """One sentence where a quote that stands first in its group holds for an age only; else none.

    Not where the question says an age, asks for one, or names a stage whose pupils are all on one side.
    """
    if _SAYS_AGE.search(question) or _BARE_AGE.search(question):
        return ()
    stages = [ages for words, ages in _STAGES if words.search(question)]
    phrases = [
        f"引用 {citation.n} 适用于“{phrase}”"
        for citation in _firsts(sections, citations)
        if (phrase := _open_phrase(citation.quote, stages))
    ]
    if not phrases:
        return ()
    return (f"年龄不同，规定不同：{'，'.join(phrases[:MOST])}。问题里没有说年龄，请核对。",)


def _firsts(sections: Sequence[Section], citations: Sequence[Citation]) -> list[Citation]:
    numbers = {s.statements[0].citations[0] for s in sections if s.kind is not SectionKind.EMERGENCY}
    return [c for c in citations if c.n in numbers and c.kind in _RULES]


def _open_phrase(quote: str, stages: Sequence[tuple[int, int]]) -> str:
    """The first age in a quote that the stages of a question do not settle; empty where there is none."""
    for match in _AGED.finditer(quote):
        if _DEFINES.search(quote[: match.start()]):
            continue
        limits = [_number(year) for year in _YEAR.findall(match.group())]
        if not stages or any(low < limit <= high for limit in limits for low, high in stages):
            return match.group()
    return ""


def _number(year: str) -> int:
    return int(year) if year.isascii() else chinese_number(year)
