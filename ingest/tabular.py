"""Pure: where a table's rows stand. Row labels, sheet and slide titles become headings of the outline."""

from __future__ import annotations

import re

from ingest.lines import Line, condensed
from ingest.model import ClauseKind
from ingest.nesting import Knot, OpenClauses
from ingest.numbering import recognise, title_of


class TablePlaces:
    """The headings that the ``path`` of the lines has opened so far, outermost first."""

    def __init__(self, clauses: OpenClauses) -> None:
        self.open = clauses
        self.chain: list[tuple[str, int | None]] = []

    def enter(self, line: Line) -> None:
        """Open and close the headings that a table's labels, a sheet's or a slide's title stand for.

        They have no line of their own here; a slide's title that is open as a heading is not doubled.
        """
        path, depth = line.path, 0
        while depth < min(len(path), len(self.chain)) and self._is_same_label(depth, path[depth]):
            depth += 1
        for _, knot in self.chain[depth:]:
            if knot is not None and knot in self.open.stack:
                del self.open.stack[self.open.stack.index(knot) :]
        del self.chain[depth:]
        for name in path[depth:]:
            self.chain.append((name, self._open_label(line, name)))

    def _is_same_label(self, depth: int, name: str) -> bool:
        known, knot = self.chain[depth]
        return known == name and (knot is None or knot in self.open.stack)

    def _open_label(self, line: Line, name: str) -> int | None:
        shown = [self.open.knots[k] for k in self.open.stack]
        if line.level or any(knot.heading and condensed(knot.title) == condensed(name) for knot in shown):
            return None
        self.open.leave_items()
        label = recognise(name)
        number, words = (label.text, name[label.end :]) if label else ("", name)
        title = title_of(words) or words.strip()
        self.open.push(
            Knot(ClauseKind.HEADING, number, title, self.open.top(), line.start, None, heading=True)
        )
        return self.open.top()

    def row(self, i: int, line: Line) -> None:
        """A table row: a leaf under the nearest heading or article, called by its first value."""
        self.open.leave_items()
        first = re.split(r"[；\t|\n]", line.text)[0].strip()
        title = re.sub(r"^[^：]{1,20}：", "", first)[:20]
        self.open.knots.append(Knot(ClauseKind.ROW, "", title, self.open.top(), line.start, i, lines=[i]))
