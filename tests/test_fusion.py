"""Fusion, with values worked by hand and properties that must hold for any rankings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import fusion
from index.fusion import Voice
from index.model import Scored
from ingest.model import Form

LEXICAL = [Scored("a", 8.0), Scored("b", 4.0), Scored("c", 2.0)]
VECTOR = [Scored("b", 0.9), Scored("d", 0.45)]
RANKINGS = {"lexical": LEXICAL, "vector": VECTOR}
ranking = st.lists(
    st.builds(Scored, st.sampled_from("abcdef"), st.floats(0.1, 30)),
    max_size=6,
    unique_by=lambda s: s.passage,
).map(lambda found: sorted(found, key=lambda s: -s.score))


def test_weighted_by_hand():
    """a: .6*8/8; b: .6*4/8 + .4*.9/.9; c: .6*2/8; d: .4*.45/.9"""
    fused = fusion.weighted(RANKINGS, {"lexical": 0.6, "vector": 0.4})
    assert fused == pytest.approx({"a": 0.6, "b": 0.7, "c": 0.15, "d": 0.2})


def test_weighted_with_a_floor():
    """Cosine from -1: b (.9+1)/1.9 = 1, d 1.45/1.9."""
    fused = fusion.weighted({"vector": VECTOR}, {"vector": 1.0}, {"vector": -1.0})
    assert fused == pytest.approx({"b": 1.0, "d": 1.45 / 1.9})


def test_scores_at_or_below_the_floor_add_nothing():
    assert fusion.weighted({"vector": [Scored("a", 0.5), Scored("b", -0.2)]}, {"vector": 1.0})["b"] == 0.0
    assert fusion.weighted({"vector": [Scored("a", 0.0)]}, {"vector": 1.0}) == {"a": 0.0}


def test_reciprocal_rank_by_hand():
    fused = fusion.reciprocal_rank(RANKINGS, k=60)
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 63, "d": 1 / 62})


@given(ranking, ranking)
def test_fused_scores_stay_within_the_weights(lexical, vector):
    fused = fusion.weighted({"lexical": lexical, "vector": vector})
    assert set(fused) == {s.passage for s in lexical + vector}
    assert all(0 <= score <= sum(fusion.WEIGHTS.values()) + 1e-9 for score in fused.values())


@given(ranking)
def test_one_retriever_alone_keeps_its_order(found):
    fused = fusion.weighted({"lexical": found})
    scores = [fused[s.passage] for s in found]
    assert scores == sorted(scores, reverse=True)


def test_a_typical_question_speaks_for_its_passage():
    found = [Scored("a#q2", 0.9), Scored("b", 0.8), Scored("a", 0.3)]
    assert fusion.best_of(found) == [Scored("a", 0.9), Scored("b", 0.8)]


def test_parts_name_rank_and_score():
    assert fusion.parts_of(RANKINGS)["b"] == {"lexical": (2, 4.0), "vector": (1, 0.9)}


def test_one_per_clause():
    assert fusion.one_per(["a1", "b1", "a2", "c1"], lambda one: one[0]) == ["a1", "b1", "c1"]


def test_no_document_fills_the_list_while_others_wait():
    order = ["a1", "a2", "a3", "a4", "b1", "c1"]
    assert fusion.diverse(order, lambda one: one[0], 4, 2) == ["a1", "a2", "b1", "c1"]
    assert fusion.diverse(order, lambda one: one[0], 6, 2) == ["a1", "a2", "b1", "c1", "a3", "a4"]


@given(st.lists(st.integers(0, 30), unique=True, max_size=30), st.integers(1, 12), st.integers(1, 5))
def test_diversity_loses_nothing_it_has_room_for(order, k, most):
    kept = fusion.diverse(order, lambda one: one % 3, k, most)
    assert len(kept) == min(k, len(order)) and len(set(kept)) == len(kept) and kept[:1] == order[:1]


def test_a_digest_steps_behind_its_rule_only():
    voices = [
        Voice("家庭教育促进法要点整理", Form.DIGEST),
        Voice("中华人民共和国家庭教育促进法（2021年）", Form.ORIGINAL),
        Voice("《反家庭暴力法》要点整理", Form.DIGEST),
    ]
    assert fusion.digest_factors(voices) == [fusion.DIGEST_FACTOR, 1.0, 1.0]
    assert fusion.digest_factors([]) == []
