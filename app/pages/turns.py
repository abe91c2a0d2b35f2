"""Pure: an answer with what its documents say beside the quotes, and how much of it is shown at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.model import Answer
from ingest.model import Kind
from ingest.records import VersionRecord

Versions = Callable[[str, int], VersionRecord]


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer, and the documents of its cases that are made up."""

    answer: Answer
    fictional: frozenset[str] = frozenset()


def turn_of(answer: Answer, versions: Versions) -> Turn:
    """Look up what an answer's citations do not carry: whether a case is made up."""
    cases = {(c.document, c.version) for c in answer.citations if c.kind is Kind.CASE}
    return Turn(answer, frozenset(key[0] for key in cases if is_fictional(versions(*key))))


def is_fictional(version: VersionRecord) -> bool:
    """Whether the document says of itself that its school and people are made up."""
    return version.metadata.extra.get("fictional") is True


LINES = 30
"""Lines that fill about one screen; what is beyond stands behind 更多."""
_LINE = 38
"""Characters of a line on a wide window."""
_AROUND, _HEADING = 2, 3
"""Lines that a quote's source takes, and a section's heading with its 更多."""


def shown(lengths: list[list[int]], budget: int = LINES) -> list[int]:
    """How many quotes of each section are shown at once, from the lengths of their texts.

    Sections take turns, first quotes first, until ``budget`` lines are full; each shows at least one.
    """
    counts = [0] * len(lengths)
    for rank in range(max(map(len, lengths), default=0)):
        for section, texts in enumerate(lengths):
            if rank != counts[section] or rank >= len(texts):
                continue
            lines = _AROUND + -(-texts[rank] // _LINE) + (0 if rank else _HEADING)
            if rank == 0 or lines <= budget:
                counts[section] += 1
                budget -= lines
    return counts
