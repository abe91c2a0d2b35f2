"""The sets of plain scope questions ask what several documents answer."""

from __future__ import annotations

from eval.dataset import load


def test_a_scope_question_has_gold_in_several_documents():
    for question in load("scope_plain"):
        assert len({gold.document for gold in question.gold if gold.relevance > 1}) > 1, question.id
