"""Cohen's κ: against scikit-learn on random judgements, against values worked by hand, and its interval."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from app.kappa import agreement

KINDS = ["correct", "incomplete", "wrong", "refuse"]
pairs = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)), max_size=60)


@given(pairs)
def test_kappa_is_that_of_scikit_learn(judged):
    found = agreement(judged, KINDS)
    assert found.count == len(judged) == sum(map(sum, found.table))
    if not judged:
        assert found.value is None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score([one for one, _ in judged], [other for _, other in judged], labels=KINDS)
    if found.value is None:
        assert math.isnan(expected)
    else:
        assert found.value == pytest.approx(expected, abs=1e-12)
        assert -1 <= found.low <= found.value <= found.high <= 1


def test_values_worked_by_hand():
    # p_o = 35/50, p_e = (25·30 + 25·20)/50² = .5: κ = .4 (the table of 50 grants, 20 and 15 on the diagonal)
    judged = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(judged, ["y", "n"])
    assert found.value == pytest.approx(0.4)
    assert found.table == ((20, 5), (10, 15))
    assert found.poor
    assert agreement([("y", "y"), ("n", "n")], ["y", "n"]).value == pytest.approx(1.0)
    assert agreement([("y", "n"), ("n", "y")], ["y", "n"]).value == pytest.approx(-1.0)


def test_one_verdict_throughout_says_nothing():
    found = agreement([("y", "y")] * 9, ["y", "n"])
    assert found.value is None and found.count == 9 and not found.poor


def test_a_verdict_of_no_category_is_refused():
    with pytest.raises(ValueError, match="x"):
        agreement([("x", "y")], ["y", "n"])


def test_the_interval_is_as_wide_as_resampling_says():
    judged = [("y", "y")] * 80 + [("y", "n")] * 20 + [("n", "y")] * 40 + [("n", "n")] * 60
    found = agreement(judged, ["y", "n"])
    random = np.random.default_rng(7)
    drawn = random.integers(0, len(judged), (400, len(judged)))
    values = [agreement([judged[place] for place in some], ["y", "n"]).value for some in drawn]
    spread = float(np.std([value for value in values if value is not None]))
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * spread, rel=0.15)
