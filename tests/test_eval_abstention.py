"""Risk and coverage, false answers and refusals: by hand, and against a second implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.abstention import Decision, area, curve, false_answers, false_refusals


def test_the_curve_by_hand():
    decisions = [
        Decision(0.2, right=False, answered=False, reason="没有依据"),
        Decision(0.9, right=True, answered=True),
        Decision(0.6, right=False, answered=True, reason="不在范围"),
        Decision(0.5, right=True, answered=True),
    ]
    # In order: right, wrong, right, wrong. Risks 0/1, 1/2, 1/3, 2/4.
    points = curve(decisions)
    assert points == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert area(points) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_equally_sure_ones_share_their_errors():
    tied = [Decision(0.5, right=right, answered=True) for right in (True, False)]
    assert curve(tied) == [(0.5, 0.5), (1.0, 0.5)]
    assert curve(tied[::-1]) == curve(tied)


def test_no_question_has_no_area():
    assert area(curve([])) == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60, unique_by=lambda p: p[0]))
def test_the_area_agrees_with_numpy(pairs: list[tuple[float, bool]]):
    decisions = [Decision(confidence, right=right, answered=True) for confidence, right in pairs]
    confidence = np.array([pair[0] for pair in pairs])
    wrong = np.array([not pair[1] for pair in pairs], dtype=float)[np.argsort(-confidence)]
    risks = np.cumsum(wrong) / np.arange(1, len(pairs) + 1)
    assert area(curve(decisions)) == pytest.approx(risks.mean())


def test_false_answers_by_reason_and_false_refusals_by_hand():
    decisions = [
        Decision(0.9, right=False, answered=True, reason="不在范围"),
        Decision(0.1, right=False, answered=False, reason="不在范围"),
        Decision(0.1, right=False, answered=False, reason="没有依据"),
        Decision(0.9, right=True, answered=True),
        Decision(0.4, right=True, answered=False),
        Decision(0.8, right=False, answered=True),
    ]
    assert false_answers(decisions) == {"不在范围": (1, 2), "没有依据": (0, 1)}
    assert false_refusals(decisions) == (1, 3)
