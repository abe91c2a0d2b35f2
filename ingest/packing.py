"""Pure: the smallest parts of a clause -> spans of passages, none over the maximum but for a stub of a tail."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

LEAD_CHARACTERS = 80  # of the lead-in, what a later part of a long clause takes along
OWN_CHARACTERS = 30  # a （一） of a long list is a passage of its own if it is at least this long
LIST_CHARACTERS = 200  # the 1. 2. 3. of a long list are joined up to this length

_SENTENCE = re.compile(r".*?(?:[。！？；!?;]+[”’」』）)】]*|\n|$)", re.DOTALL)
_COMMA = re.compile(r".*?(?:[，,、：:]|$)", re.DOTALL)
_TAIL = 1.25  # a last part may push its neighbour over the maximum by this factor instead of standing alone
_STUB = 40  # a last part shorter than this does not stand alone
_NO_ITEMS: Mapping[int, bool] = MappingProxyType({})

Span = tuple[int, int]


def length_of(parts: Sequence[Span]) -> int:
    """Characters from the first part's beginning to the last one's end."""
    return parts[-1][1] - parts[0][0] if parts else 0


def pack_article(
    text: str, parts: Sequence[Span], maximum: int, paragraphs: Sequence[int]
) -> list[tuple[int, int, str]]:
    """A long article: 款 that fit are joined whole, one that does not is cut and joined with no other.

    ``paragraphs`` are where 款 begin, which for an article's first is behind its number.
    """
    # What stands above the first 款, the number on a line of its own, goes with it.
    first = bisect_left(paragraphs, parts[0][0]) + 1
    packed: list[tuple[int, int, str]] = []
    whole: list[Span] = []
    for _, group in groupby(parts, key=lambda part: max(first, bisect_left(paragraphs, part[1]))):
        inside = list(group)
        if length_of(inside) <= maximum:
            whole.append((inside[0][0], inside[-1][1]))
            continue
        packed += [(start, end, "") for start, end in _greedy(whole, maximum)]
        packed += pack(text, inside, maximum, {})
        whole = []
    return packed + [(start, end, "") for start, end in _greedy(whole, maximum)]


def pack(
    text: str, parts: Sequence[Span], maximum: int, items: Mapping[int, bool]
) -> list[tuple[int, int, str]]:
    """Spans with the lead-in that later parts take along (empty for the first)."""
    if not parts:
        return []
    if length_of(parts) <= maximum:
        return [(parts[0][0], parts[-1][1], "")]
    fine = [piece for part in parts for piece in _sentences(text, part, maximum)]
    leads = text[slice(*fine[0])].endswith(("：", ":"))
    packed = _greedy(fine, maximum, items, lead=leads)
    lead = text[slice(*fine[0])][:LEAD_CHARACTERS].split("\n")[0] if leads else ""
    return [(s, e, lead if n else "") for n, (s, e) in enumerate(packed)]


def _greedy(
    parts: Sequence[Span], maximum: int, items: Mapping[int, bool] = _NO_ITEMS, *, lead: bool = False
) -> list[Span]:
    """Join neighbours up to ``maximum``; ``items`` maps where items begin to whether they are clauses.

    Clauses of a rule, （一） and the like, are not joined unless tiny; list items are, up to a lesser length.

    A lead-in (``lead``: the first part is one) takes the first of what it leads to along.
    """
    packed: list[Span] = []
    for n, (start, end) in enumerate(parts):
        limit = maximum
        if start in items and not (lead and n == 1):
            limit = min(maximum, LIST_CHARACTERS)
            if items[start] and end - start >= OWN_CHARACTERS:
                limit = 0
        if packed and end - packed[-1][0] <= limit:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    if len(packed) > 1 and packed[-1][0] not in items:
        (before, _), (start, end) = packed[-2:]
        if end - start < _STUB and end - before <= maximum * _TAIL:
            packed[-2:] = [(before, end)]
    return packed


def _sentences(text: str, span: Span, maximum: int) -> list[Span]:
    """The span itself, or its sentences joined up to ``maximum``; an endless one is cut at commas."""
    start, end = span
    if end - start <= maximum:
        return [span]
    pieces: list[Span] = []
    for piece in _split(text, start, end, _SENTENCE):
        if piece[1] - piece[0] <= maximum:
            pieces.append(piece)
            continue
        for part in _split(text, *piece, _COMMA):
            pieces.extend((at, min(at + maximum, part[1])) for at in range(part[0], part[1], maximum))
    joined = _greedy(pieces, maximum)
    return [trimmed for s, e in joined if (trimmed := _trim(text, s, e))]


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Span]:
    found: list[Span] = []
    at = start
    while at < end:
        match = pattern.match(text, at, end)
        stop = match.end() if match and match.end() > at else end
        found.append((at, stop))
        at = stop
    return found


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
