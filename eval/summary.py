"""Pure: figures of a run's questions, of all and of groups: by type, kind of gold document, school stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.abstention import area, curve, false_answers, false_refusals
from eval.metrics import means, percentile
from eval.runs import Outcome
from eval.significance import Interval, bootstrap

ANY_STAGE = "不限学段"


@dataclass(frozen=True, slots=True)
class Silence:
    """``false_answers``: reason -> (answered all the same, asked); ``false_refusals``: (refused, asked)."""

    area: float
    curve: tuple[tuple[float, float], ...]
    false_answers: dict[str, tuple[int, int]]
    false_refusals: tuple[int, int]


def silence_of(outcomes: Sequence[Outcome]) -> Silence:
    decisions = [outcome.decision for outcome in outcomes]
    points = curve(decisions)
    return Silence(area(points), tuple(points), false_answers(decisions), false_refusals(decisions))


def latency_of(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, float]]:
    """What is timed -> p50 and p95 in milliseconds."""
    times = {"检索": [o.search_ms for o in outcomes], "回答": [o.answer_ms for o in outcomes]}
    return {label: (percentile(values, 0.5), percentile(values, 0.95)) for label, values in times.items()}


def intervals_of(outcomes: Sequence[Outcome]) -> dict[str, Interval]:
    """The bootstrap interval of every metric's mean."""
    return {
        name: bootstrap([outcome.values[name] for outcome in outcomes if name in outcome.values])
        for name in means(outcome.values for outcome in outcomes)
    }


def groups_of(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    """By what -> group -> its questions. A question with gold of two kinds is in both kinds' groups."""
    groups: dict[str, dict[str, list[Outcome]]] = {"题型": {}, "资料类别": {}, "学段": {}}
    for outcome in outcomes:
        groups["题型"].setdefault(outcome.type.label, []).append(outcome)
        groups["学段"].setdefault(outcome.school or ANY_STAGE, []).append(outcome)
        for kind in outcome.kinds:
            groups["资料类别"].setdefault(kind, []).append(outcome)
    return groups
