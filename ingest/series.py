"""Pure: the body lines of a text with the numbers they bear, and a look ahead along a series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import Line
from ingest.model import BlockKind
from ingest.nesting import Knot
from ingest.numbering import STATUTE, Family, Label, recognise

_VALUES = re.compile(r"^[^：；。]{1,30}：[^；]*；[^：；。]{1,30}：|\t| \| ")


class NumberedLines:
    """``order`` are the body lines' indices, ``labels`` their numbers, ``following`` the next body line."""

    def __init__(self, lines: Sequence[Line], body: Sequence[bool]) -> None:
        self.lines = lines
        self.order = [i for i in range(len(lines)) if body[i]]
        self.labels = {i: _label_of(lines[i]) for i in self.order}
        self.following = dict(pairwise(self.order))

    def goes_on(self, i: int, knot: Knot, inner: Family | None = None) -> bool:
        """Whether ``knot``'s series is continued after line ``i`` before anything larger begins.

        Numbers of the family ``inner`` are passed over, larger or not.
        """
        at: int | None = self.following.get(i)
        while at is not None:
            label = self.labels[at]
            if label and (label.family in STATUTE or label.family is Family.APPENDIX):
                return False
            if label and label.family is knot.family:
                return label.number == knot.number + 1
            if (self.lines[at].level and not label) or self._is_larger(label, knot, inner):
                return False
            at = self.following.get(at)
        return False

    @staticmethod
    def _is_larger(label: Label | None, knot: Knot, inner: Family | None) -> bool:
        if label is None or knot.family is None or label.family is inner:
            return False
        return label.family < knot.family


def _label_of(line: Line) -> Label | None:
    return None if is_row(line) or line.kind is BlockKind.CAPTION else recognise(line.text)


def starts_clause(line: Line) -> bool:
    """Whether a line bears a number or is a table row."""
    return line.kind is BlockKind.TABLE_ROW or recognise(line.text) is not None


def is_row(line: Line) -> bool:
    """Whether a line is a row of values; a paragraph out of a cell is read like any other line."""
    return line.kind is BlockKind.TABLE_ROW and _VALUES.search(line.text) is not None
