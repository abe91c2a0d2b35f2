"""Pure: tree -> passages. One clause each, or parts of a long one; never across two articles.

``MAX_CHARACTERS`` by measurement (``python -m eval.benchmarks.clause_boundaries sizes``: 2,131 lay questions
on 17 laws, BM25, hit@5): 100 .183, 150 .185, 200 .183, 300 .189, 400 .188, 600 and 1,000 .189. From 300 on it
hardly matters (97 of 100 articles are shorter), so the size that leaves articles whole and bounds the
longest was taken. Context helps at every size: without it 400 has .185.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.lines import Line, Pages
from ingest.model import Clause, ClauseKind, Passage
from ingest.nesting import Knot
from ingest.numbering import Family
from ingest.packing import Span, length_of, pack, pack_article

MAX_CHARACTERS = 400
SHORT_CHARACTERS = 200  # a passage up to this long takes its parents' headings as context

_CLAUSES = frozenset({Family.COMMA, Family.BRACKET})


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
    paragraphs = sorted(k.start for k in knots if k.kind is ClauseKind.PARAGRAPH)
    spans: list[tuple[int, int, str]] = []
    for unit in cutter.units(free):
        for run in _uninterrupted(unit, frame):
            if run.loose or length_of(run.parts) <= maximum:
                spans.extend(pack(text, run.parts, maximum, items if run.loose else {}))
            else:
                spans.extend(pack_article(text, run.parts, maximum, paragraphs))
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
