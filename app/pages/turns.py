"""Pure: an answer with what its documents say beside the quotes, and how much of it is shown at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.dialogue import Asked
from app.model import Answer
from ingest.model import Kind
from ingest.records import VersionRecord

Versions = Callable[[str, int], VersionRecord]
FICTIONAL = '<span class="lv lv5">虚构案例</span>'


@dataclass(frozen=True, slots=True)
class Said:
    """What its asker said of an answer. ``helpful`` None: nothing yet; ``explained``: it was sent whole.

    ``at``: when it was said, by the browser's clock in milliseconds: clicks may overtake each other.
    ``asked``: whether it can be said at all, which takes an account and a question that is kept.
    ``submitted``: the question was handed over to the hosts.
    """

    asked: bool = False
    helpful: bool | None = None
    reasons: tuple[str, ...] = ()
    explained: bool = False
    submitted: bool = False
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer, and the documents of its cases that are made up.

    ``past``: (document, version) of what it cites that does not hold today, looked up where the answer is
    of another day. ``at``: when it was given, where it was opened again.
    """

    answer: Answer
    fictional: frozenset[str] = frozenset()
    said: Said = field(default_factory=Said)
    past: frozenset[tuple[str, int]] = frozenset()
    at: datetime | None = None


def turn_of(answer: Answer, versions: Versions, *, said: Said | None = None) -> Turn:
    """Look up whether a case is made up, which answers of before did not carry."""
    cases = {(c.document, c.version) for c in answer.citations if c.kind is Kind.CASE}
    made_up = frozenset(key[0] for key in cases if is_fictional(versions(*key)))
    citations = tuple(
        replace(one, fictional=True) if one.document in made_up else one for one in answer.citations
    )
    return Turn(replace(answer, citations=citations), made_up, said or Said())


def asked_in(turn: Turn) -> Asked:
    """The question as it was taken, with the place cited first: what a follow-up goes on from."""
    answer = turn.answer
    first = next((c for c in answer.citations if c.kind is not Kind.EMERGENCY), None)
    question = answer.understood or answer.question
    return Asked(question, first.title, first.clause) if first else Asked(question)


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
