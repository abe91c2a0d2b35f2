"""What re-training is judged by and what came of it, without torch: a server tells it and trains elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.training.measure import Case
from ingest.errors import StudioError
from ingest.records import PassageRecord

LEAST_QUESTIONS = 30
"""Fewer held-out questions than this cannot tell a better encoder from a luckier one."""
_LUCK = 0.05


@dataclass(frozen=True, slots=True)
class TuneReport:
    """What tuning did. ``before`` and ``after``: fused (hit@1, hit@5) on documents left out.

    ``chance``: how probable it is that at least as many of the questions that changed gained, were each as
    likely to lose.
    """

    before: tuple[float, float]
    after: tuple[float, float]
    questions: int
    chance: float
    kept: bool
    folder: Path | None

    @property
    def better(self) -> bool:
        """Better by more than luck."""
        return sum(self.after) > sum(self.before) and self.chance < _LUCK


def judges(records: Sequence[PassageRecord], seen: Collection[tuple[str, str]]) -> list[Case]:
    """The typical questions that can judge: those that are not among the (document, question) ``seen``."""
    return [
        Case(q, frozenset({r.id}), r.document)
        for r in records
        for q in r.questions
        if (r.document, q) not in seen
    ]


def check_enough(questions: int) -> None:
    """StudioError where so many questions cannot judge."""
    if questions < LEAST_QUESTIONS:
        raise StudioError(
            f"编码器没有学过的典型问法只有 {questions} 条，至少要 {LEAST_QUESTIONS} 条才能判断再训练后是不是更好"
            "（随软件附带的问法它都学过，不算）。请先给自己的资料补充典型问法：在“资料”页，或用 studio docs questions"
        )
