"""Pure: tree -> passages. One clause each, or parts of a long one; never across two articles.

``MAX_CHARACTERS`` by measurement (``python -m eval.benchmarks.clause_boundaries sizes``: 2,131 lay questions
on 17 laws, BM25, hit@5): 100 .183, 150 .185, 200 .183, 300 .189, 400 .188, 600 and 1,000 .189. From 300 on it
hardly matters (97 of 100 articles are shorter), so the size that leaves articles whole and bounds the
longest was taken. Context helps at every size: without it 400 has .185.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ingest.lines import Line, Pages
from ingest.model import Clause, ClauseKind, Passage
from ingest.nesting import Knot
from ingest.numbering import Family

MAX_CHARACTERS = 400
SHORT_CHARACTERS = 200  # a passage up to this long takes its parents' headings as context
LEAD_CHARACTERS = 80  # of the lead-in, what a later part of a long clause takes along
OWN_CHARACTERS = 30  # a （一） of a long list is a passage of its own if it is at least this long
LIST_CHARACTERS = 200  # the 1. 2. 3. of a long list are joined up to this length

_SENTENCE = re.compile(r".*?(?:[。！？；!?;]+[”’」』）)】]*|\n|$)", re.DOTALL)
_COMMA = re.compile(r".*?(?:[，,、：:]|$)", re.DOTALL)
_TAIL = 1.25  # a last part may push its neighbour over the maximum by this factor instead of standing alone
_STUB = 40  # a last part shorter than this does not stand alone

_CLAUSES = frozenset({Family.COMMA, Family.BRACKET})
_NO_ITEMS: Mapping[int, bool] = MappingProxyType({})

Span = tuple[int, int]


@dataclass(slots=True)
class Unit:
    """What is packed together: the text of one clause as its smallest parts, in order."""

    clause: int | None
    parts: list[Span] = field(default_factory=list)
    loose: bool = False  # a list outside an article, whose longer items are passages of their own


def cut(
    text: str,
    lines: Sequence[Line],
    free: Sequence[int],
    knots: Sequence[Knot],
    clauses: Sequence[Clause],
    frame: Sequence[int],
    pages: Pages,
    maximum: int = MAX_CHARACTERS,
) -> tuple[Passage, ...]:
    """Passages of a parsed text in reading order.

    ``free`` are the body lines that stand above the first clause, ``frame`` where lines that belong to no
    passage begin (a passage never reaches across one). ``maximum`` is in characters;
    only a stub of a tail may push a passage over it, by a quarter at most.
    """
    cutter = _Cutter(text, lines, knots, clauses, maximum)
    items = {k.start: k.family in _CLAUSES for k in knots if k.kind in {ClauseKind.ITEM, ClauseKind.POINT}}
    spans: list[tuple[int, int, str]] = []
    for unit in cutter.units(free):
        for run in _uninterrupted(unit, frame):
            spans.extend(_pack(text, run, maximum, items if run.loose else {}))
    spans.sort()
    return tuple(
        cutter.passage(ordinal, start, end, lead, pages) for ordinal, (start, end, lead) in enumerate(spans)
    )


class _Cutter:
    def __init__(
        self,
        text: str,
        lines: Sequence[Line],
        knots: Sequence[Knot],
        clauses: Sequence[Clause],
        maximum: int,
    ) -> None:
        self.text, self.lines, self.knots, self.clauses = text, lines, knots, clauses
        self.maximum = maximum
        self.children: dict[int | None, list[int]] = {}
        for k, knot in enumerate(knots):
            self.children.setdefault(knot.parent, []).append(k)

    # -- units ------------------------------------------------------------------------------------

    def units(self, free: Sequence[int]) -> Iterator[Unit]:
        for run in _runs(free):
            yield Unit(None, [self._span(i) for i in run])
        for k in self.children.get(None, []):
            yield from self._clause_units(k)

    def _clause_units(self, k: int) -> Iterator[Unit]:
        knot = self.knots[k]
        if knot.kind is ClauseKind.ARTICLE:
            yield Unit(k, list(self._parts(k)))
            return
        structural = [c for c in self.children.get(k, []) if self._is_structural(c)]
        if not structural and self._length(k) > self.maximum:
            structural = [c for c in self.children.get(k, []) if c in self.children]
        if not structural:
            yield Unit(k, list(self._parts(k)), loose=True)
            return
        yield from self._mixed_units(k, set(structural))

    def _length(self, k: int) -> int:
        return self.clauses[k].end - self.clauses[k].start

    def _is_structural(self, k: int) -> bool:
        knot = self.knots[k]
        if knot.heading or knot.kind in {ClauseKind.ARTICLE, ClauseKind.ROW}:
            return True
        return any(self._is_structural(c) for c in self.children.get(k, []))

    def _mixed_units(self, k: int, structural: set[int]) -> Iterator[Unit]:
        """Own text and plain items of a clause run together up to the next heading below it."""
        members = [(self.lines[i].start, False, i) for i in self.knots[k].lines]
        members += [(self.knots[c].start, True, c) for c in self.children.get(k, [])]
        run = Unit(k, loose=True)
        for _, is_clause, index in sorted(members):
            if is_clause and index in structural:
                if run.parts:
                    yield run
                run = Unit(k, loose=True)
                yield from self._clause_units(index)
            elif is_clause:
                run.parts.extend(self._parts(index))
            else:
                run.parts.append(self._span(index))
        if run.parts:
            yield run

    def _parts(self, k: int) -> Iterator[Span]:
        """The lines of a clause and all below it, in order; the article's number goes with its first line."""
        knot = self.knots[k]
        members = list(knot.lines)
        below = self.children.get(k, [])
        spans = [self._span(i) for i in members] + [s for c in below for s in self._parts(c)]
        if knot.head is not None and not knot.heading and knot.head not in members:
            spans.append(self._span(knot.head))
        yield from sorted(set(spans))

    def _span(self, i: int) -> Span:
        return self.lines[i].start, self.lines[i].end

    # -- passages ---------------------------------------------------------------------------------

    def passage(self, ordinal: int, start: int, end: int, lead: str, pages: Pages) -> Passage:
        clause = self._owner(start, end)
        path = self._path(clause)
        first, last = pages.of(start, end)
        short = end - start <= SHORT_CHARACTERS
        heads = [name for name in path if not self.text.startswith(name, start)] if short or lead else []
        context = " ".join([*heads, lead] if lead else heads)
        return Passage(ordinal, path, start, end, self.text[start:end], clause, first, last, context)

    def _owner(self, start: int, end: int) -> int | None:
        """The deepest clause that holds the whole span."""
        owner: int | None = None
        while True:
            below = self.children.get(owner, [])
            at = bisect_left(below, end, key=lambda c: self.clauses[c].end)  # siblings end in their order
            if at == len(below) or self.clauses[below[at]].start > start:
                return owner
            owner = below[at]

    def _path(self, clause: int | None) -> tuple[str, ...]:
        names: list[str] = []
        while clause is not None:
            names.append(self.clauses[clause].name)
            clause = self.clauses[clause].parent
        return tuple(name for name in reversed(names) if name)


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _uninterrupted(unit: Unit, frame: Sequence[int]) -> Iterator[Unit]:
    run = Unit(unit.clause, loose=unit.loose)
    for start, end in unit.parts:
        if run.parts and bisect_left(frame, run.parts[-1][1]) < bisect_left(frame, start):
            yield run
            run = Unit(unit.clause, loose=unit.loose)
        run.parts.append((start, end))
    yield run


def _pack(text: str, unit: Unit, maximum: int, items: Mapping[int, bool]) -> list[tuple[int, int, str]]:
    """Spans with the lead-in that later parts take along (empty for the first)."""
    parts = unit.parts
    if not parts:
        return []
    start, end = parts[0][0], parts[-1][1]
    if end - start <= maximum:
        return [(start, end, "")]
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
