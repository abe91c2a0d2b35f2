"""Every metric against values computed by hand, and against a second implementation on random runs."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from eval.metrics import MEASURES, evaluate, means, of_a_step, percentile


def test_hand_computed_values():
    # One answer (2) at rank 2 and one helper (1) at rank 3; a third helper is not found.
    gold = {"q": {"a": 2, "b": 1, "c": 1}}
    runs = {"q": [("x", 3.0), ("a", 2.0), ("b", 1.0)]}
    means, each = evaluate(gold, runs)
    dcg = 2 / log2(3) + 1 / log2(4)
    ideal = 2 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert means["nDCG@10"] == pytest.approx(dcg / ideal)
    assert means["MRR@10"] == pytest.approx(1 / 2)
    assert means["hit@1"] == 0.0
    assert means["hit@3"] == 1.0
    assert means["recall@10"] == pytest.approx(2 / 3)
    assert each["q"] == means


def test_a_question_without_a_result_stays_in_the_mean():
    gold = {"found": {"a": 2}, "lost": {"b": 2}}
    means, each = evaluate(gold, {"found": [("a", 1.0)]})
    assert means["hit@1"] == 0.5
    assert means["nDCG@10"] == 0.5
    assert each["lost"]["MRR@10"] == 0.0


def test_gold_below_the_cut_does_not_count():
    ranking = [(f"x{i}", 20.0 - i) for i in range(10)] + [("a", 1.0)]
    means, _ = evaluate({"q": {"a": 2}}, {"q": ranking})
    assert means["hit@10"] == 0.0
    assert means["MRR@10"] == 0.0
    assert means["nDCG@10"] == 0.0


def test_an_empty_run_is_zero_not_missing():
    means, _ = evaluate({"q": {"a": 2}}, {})
    assert set(means.values()) == {0.0}


RELEVANCE = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([1, 2]), min_size=1, max_size=5)
ORDER = st.permutations([*"abcdefgh", *(f"x{i}" for i in range(8))])


@given(RELEVANCE, ORDER, st.integers(0, 16))
def test_agrees_with_loops_and_scikit_learn(relevance: dict[str, int], order: list[str], length: int):
    found = order[:length]
    means, _ = evaluate({"q": relevance}, {"q": [(key, 20.0 - i) for i, key in enumerate(found)]})
    places = [i for i, key in enumerate(found[:10], 1) if key in relevance]
    for k in (1, 3, 5, 10):
        assert means[f"hit@{k}"] == float(any(place <= k for place in places))
    assert means["MRR@10"] == pytest.approx(1 / places[0] if places else 0.0)
    assert means["recall@10"] == pytest.approx(len(places) / len(relevance))
    # scikit-learn ranks every document: what was not found stands behind the tenth.
    behind = [key for key in order if key not in found]
    whole = [*found, *(f"filler{i}" for i in range(10)), *behind]
    true = np.array([[relevance.get(key, 0) for key in whole]])
    scores = np.arange(len(whole), 0, -1, dtype=float)[None, :]
    assert means["nDCG@10"] == pytest.approx(ndcg_score(true, scores, k=10))


@given(st.integers(0, 70))
def test_a_step_s_figures_agree_with_the_library(rank: int):
    run = [(f"x{i}", 99.0 - i) for i in range(1, rank)] + [("a", 1.0)] * (rank > 0)
    library, _ = evaluate({"q": {"a": 2}}, {"q": run})
    assert of_a_step(rank) == {name: library[name] for name in ("hit@10", "MRR@10")}


def test_a_mean_is_over_the_questions_that_have_the_metric():
    # hit@1: (1 + 0) / 2; silent: 1 / 1; nothing has MRR@10.
    rows = [{"hit@1": 1.0}, {"hit@1": 0.0}, {"silent": 1.0}]
    assert means(rows) == {"hit@1": 0.5, "silent": 1.0}
    assert list(MEASURES)[0] == next(iter(means(rows)))


def test_percentiles_by_nearest_rank():
    # 20 values: .95 * 20 = 19, the 19th; .5 * 20 = 10, the 10th. 3 values: ceil(1.5) = 2, the 2nd.
    assert percentile(range(1, 21), 0.95) == 19
    assert percentile(range(20, 0, -1), 0.5) == 10
    assert percentile([7, 9, 8], 0.5) == 8
    assert percentile([], 0.5) == 0.0


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=40), st.sampled_from([0.05, 0.5, 0.9, 0.95]))
def test_percentiles_agree_with_numpy(values: list[float], share: float):
    assert percentile(values, share) == np.quantile(values, share, method="inverted_cdf")
