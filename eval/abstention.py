"""Pure: does the assistant keep silent where it should? False answers, false refusals, risk and coverage.

Risk-coverage (El-Yaniv and Wiener, JMLR 2010): questions are taken in the order of the probability that the
corpus answers them. At each share taken (coverage), risk is the share of those that would be answered wrongly:
unanswerable ones, and those whose gold is not among the first ten found. The area under the curve is the mean
risk over all coverages: 0 is perfect, the overall share of wrong ones is no better than chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Decision:
    """One question. ``right``: what would be answered is right. ``reason``: why none is due, empty if one is."""

    confidence: float
    right: bool
    answered: bool
    reason: str = ""


def curve(decisions: Sequence[Decision]) -> list[tuple[float, float]]:
    """(coverage, risk) after each question, surest first; equally sure ones share their errors evenly."""
    ordered = sorted(decisions, key=lambda one: -one.confidence)
    points: list[tuple[float, float]] = []
    wrong = 0.0
    for _, tied in groupby(ordered, key=lambda one: one.confidence):
        group = list(tied)
        each = sum(not one.right for one in group) / len(group)
        for _ in group:
            wrong += each
            points.append(((len(points) + 1) / len(ordered), wrong / (len(points) + 1)))
    return points


def area(points: Sequence[tuple[float, float]]) -> float:
    """Area under a curve of equal steps; 0 for none."""
    return sum(risk for _, risk in points) / len(points) if points else 0.0


def false_answers(decisions: Sequence[Decision]) -> dict[str, tuple[int, int]]:
    """Reason -> (answered all the same, asked), in the order reasons are met."""
    due = [one for one in decisions if one.reason]
    reasons = dict.fromkeys(one.reason for one in due)
    return {
        reason: (
            sum(one.answered for one in due if one.reason == reason),
            sum(one.reason == reason for one in due),
        )
        for reason in reasons
    }


def false_refusals(decisions: Sequence[Decision]) -> tuple[int, int]:
    """(refused, asked) of the answerable."""
    due = [one for one in decisions if not one.reason]
    return sum(not one.answered for one in due), len(due)
