"""Intervals and tests against exact enumeration, against SciPy, and against what they promise."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.significance import bootstrap, holm, paired_randomisation

VALUES = st.sampled_from([0.0, 0.2, 0.25, 1 / 3, 0.5, 1.0])
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=9)


def test_the_randomisation_test_by_hand():
    # Differences 1, 1, 1: of 8 patterns of signs 2 (all +, all -) reach a sum of 3.
    assert paired_randomisation([0, 0, 0], [1, 1, 1]) == 2 / 8
    assert paired_randomisation([0, 0, 0], [1, 1, 1], side="greater") == 1 / 8
    assert paired_randomisation([0, 0, 0], [1, 1, 1], side="less") == 1.0
    assert paired_randomisation([0.5, 0.5], [0.5, 0.5]) == 1.0


@given(PAIRS)
def test_agrees_with_every_pattern_counted(pairs: list[tuple[float, float]]):
    differences = [b - a for a, b in pairs]
    sums = [
        sum(s * d for s, d in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(pairs))
    ]
    observed = sum(differences)
    first, second = zip(*pairs, strict=True)
    two_sided = np.mean([abs(one) >= abs(observed) - 1e-9 for one in sums])
    less = np.mean([one <= observed + 1e-9 for one in sums])
    assert paired_randomisation(first, second) == pytest.approx(two_sided)
    assert paired_randomisation(first, second, side="less") == pytest.approx(less)


@pytest.mark.parametrize(("side", "count"), [("two-sided", 11), ("less", 11), ("greater", 60)])
def test_agrees_with_scipy(side, count: int):
    stats = pytest.importorskip("scipy.stats")
    random = np.random.default_rng(3)
    first, second = random.random(count), random.random(count) + 0.08
    result = stats.permutation_test(
        (second, first),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        alternative=side,
        vectorized=True,
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    )
    ours = paired_randomisation(first, second, side=side)
    assert ours == pytest.approx(result.pvalue, abs=1e-12 if count < 13 else 0.01)


def test_no_effect_is_rarely_found():
    random = np.random.default_rng(0)
    found = 0
    for seed in range(200):
        first, second = random.random((2, 40))
        found += paired_randomisation(first, second, rounds=500, seed=seed) < 0.05
    assert found <= 20  # 10 are expected; more than 20 has a probability below .001


def test_the_interval_is_seeded_and_that_of_its_second_implementation():
    values = [0.0] * 30 + [1.0] * 70
    interval = bootstrap(values)
    assert interval == bootstrap(values)
    stats = pytest.importorskip("scipy.stats")
    other = stats.bootstrap(
        (values,), np.mean, method="percentile", n_resamples=20_000, rng=np.random.default_rng(5)
    )
    assert interval.low == pytest.approx(other.confidence_interval.low, abs=0.015)
    assert interval.high == pytest.approx(other.confidence_interval.high, abs=0.015)


def test_the_interval_covers_the_mean_as_often_as_it_says():
    random = np.random.default_rng(1)
    covered = 0
    for seed in range(200):
        interval = bootstrap(random.random(60) < 0.4, resamples=400, seed=seed)
        covered += interval.low <= 0.4 <= interval.high
    assert covered >= 180


def test_holm_by_hand():
    # Sorted .01 .02 .04: times 3, 2, 1 -> .03 .04 .04.
    assert holm({"a": 0.04, "b": 0.01, "c": 0.02}) == pytest.approx({"a": 0.04, "b": 0.03, "c": 0.04})
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_rejects_step_by_step(given: list[float]):
    """Reject the smallest while p <= .05 / (what is left), and stop at the first that is not."""
    rejected = set()
    for place, (p, index) in enumerate(sorted((p, i) for i, p in enumerate(given))):
        if p * (len(given) - place) > 0.05:
            break
        rejected.add(index)
    corrected = holm({str(i): p for i, p in enumerate(given)})
    assert {int(name) for name, p in corrected.items() if p <= 0.05} == rejected
