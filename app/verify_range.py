"""Pure: how far a rule reaches. Those let off it, all where the quote names some, degree and place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_text import Finding, bigrams, clauses
from index.tokens import is_noun, words

_LET_OFF = re.compile(r"不受(?:此)?限制?|不作(?:此)?要求|不在此限|没有限制|不限于?此|不适用")
_EVEN = re.compile(r"即使|即便|哪怕|就算")
_LEFT_OUT = re.compile(r"不(?:计算|计|包括|包含|含|算)(?:在内|入|进)?")
_TAKEN_IN = re.compile(r"(?<!不)(?:包括|包含|含|计入|算入)")
_EVERY = re.compile(r"所有的?(?!人|组织|单位|个人)([\u4e00-\u9fff]{2})")
_DEGREE = "重大|一般|严重|轻微|较重|较轻|特别|故意|少量|大量|主要|次要|直接|间接"
_OF_DEGREE = re.compile(rf"({_DEGREE})(?:的|地)?(?=([\u4e00-\u9fff]{{2}}))")
_WHERE = re.compile(r"在([\u4e00-\u9fff]{1,6}?)(?:里|上|内|中)(?![一-龥]{0,2}(?:事故|活动))")
MOSTLY = 0.5
"""Share of a clause's pairs of letters that the quote has where it speaks of the same act."""


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where the sentence reaches further, or less far, than the quote (both canonical)."""
    yield from _let_off(sentence, quote)
    yield from _everything(sentence, quote)
    yield from _degree(sentence, quote)
    yield from _elsewhere(sentence, quote)


def _let_off(sentence: str, quote: str) -> Iterator[Finding]:
    """…不受限制, 即使…也, and 不计算在内 of what the quote takes in."""
    if (match := _LET_OFF.search(sentence)) and not _LET_OFF.search(quote):
        yield Finding("scope", f"引文没有说“{match.group()}”")
    if (match := _EVEN.search(sentence)) and not _EVEN.search(quote):
        yield Finding("even if", f"引文没有说“{match.group()}”")
    if (match := _LEFT_OUT.search(sentence)) and _TAKEN_IN.search(quote) and not _LEFT_OUT.search(quote):
        yield Finding("scope", f"引文没有说“{match.group()}”")


def _everything(sentence: str, quote: str) -> Iterator[Finding]:
    """所有地区 where the quote speaks of 条件不具备的地区."""
    for noun in _EVERY.findall(sentence):
        if re.search(rf"的{noun}", quote) and not re.search(rf"所有的?{noun}", quote):
            yield Finding("scope", f"引文说的不是“所有{noun}”")


def _degree(sentence: str, quote: str) -> Iterator[Finding]:
    """一般过失 for 重大过失."""
    held: dict[str, set[str]] = {}
    for degree, noun in _OF_DEGREE.findall(quote):
        held.setdefault(noun, set()).add(degree)
    for degree, noun in _OF_DEGREE.findall(sentence):
        if noun in held and degree not in held[noun]:
            yield Finding("scope", f"引文里不是“{degree}{noun}”")


def _elsewhere(sentence: str, quote: str) -> Iterator[Finding]:
    """在操场上 for 在教室里."""
    theirs = _WHERE.findall(quote)
    for clause in clauses(sentence):
        for place in _WHERE.findall(clause):
            last = words(place)[-1]
            if (
                not theirs
                or last in quote
                or not is_noun(last)
                or any(set(last) & set(one) for one in theirs)
            ):
                continue
            rest = bigrams(clause.replace(place, " "))
            if len(rest & bigrams(quote)) >= MOSTLY * len(rest):
                yield Finding("scope", f"引文里不是在“{place}”")
