"""Pure: what changed from one run to another, metric by metric and question by question."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from eval.metrics import ALL
from eval.runs import Outcome, Run
from eval.significance import Interval, bootstrap, holm, paired_randomisation
from ingest.errors import StudioError

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric over the questions that both runs have it for. ``difference`` is second minus first, ``interval``
    its bootstrap interval, ``p`` two-sided and corrected for all metrics compared."""

    metric: str
    questions: int
    first: float
    second: float
    difference: float
    interval: Interval
    p: float

    @property
    def significant(self) -> bool:
        return self.p < ALPHA

    @property
    def verdict(self) -> str:
        if not self.significant:
            return "没有显著差别"
        return "显著变好" if self.difference > 0 else "显著变差"


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose outcome changed: its rank, whether it was answered, its citation recall."""

    id: str
    question: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left_out`` questions stand in one run only, or their gold was changed between."""

    metrics: tuple[Difference, ...]
    changes: tuple[Change, ...]
    left_out: int


def compared(first: Run, second: Run) -> Comparison:
    """``first`` is the earlier one. Raises StudioError where the runs have no question in common."""
    after = {outcome.id: outcome for outcome in second.outcomes}
    pairs = [(one, after[one.id]) for one in first.outcomes if one.id in after and _same(one, after[one.id])]
    if not pairs:
        raise StudioError("两次评估没有相同的题，无法比较。请用同一套题各跑一次。")
    rows = {name: paired(pairs_values(pairs, name)) for name in ALL}
    rows = {name: values for name, values in rows.items() if values[0]}
    corrected = holm({name: paired_randomisation(*values) for name, values in rows.items()})
    return Comparison(
        metrics=tuple(_difference(name, *values, corrected[name]) for name, values in rows.items()),
        changes=tuple(Change(a.id, a.question, a, b) for a, b in pairs if _told(a) != _told(b)),
        left_out=len(first.outcomes) + len(second.outcomes) - 2 * len(pairs),
    )


def pairs_values(pairs: list[tuple[Outcome, Outcome]], name: str) -> list[tuple[float, float]]:
    """(first, second) of the questions that have the metric in both."""
    return [(a.values[name], b.values[name]) for a, b in pairs if name in a.values and name in b.values]


def paired(values: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [a for a, _ in values], [b for _, b in values]


def _difference(name: str, first: list[float], second: list[float], p: float) -> Difference:
    each = [b - a for a, b in zip(first, second, strict=True)]
    before, after = statistics.fmean(first), statistics.fmean(second)
    return Difference(name, len(each), before, after, after - before, bootstrap(each), p)


def _same(one: Outcome, other: Outcome) -> bool:
    return (one.question, one.gold, one.reason) == (other.question, other.gold, other.reason)


def _told(outcome: Outcome) -> Mapping[str, object]:
    return {
        "rank": outcome.rank,
        "answered": outcome.answered,
        "recall": outcome.values.get("citation recall"),
    }
