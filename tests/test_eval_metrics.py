"""Every metric against values computed by hand."""

from __future__ import annotations

from math import log2

import pytest

from eval.metrics import evaluate


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
