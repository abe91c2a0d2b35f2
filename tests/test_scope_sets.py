"""The sets of plain scope questions: a third is held out, and all questions about one thing on one side."""

from __future__ import annotations

from zlib import crc32

import pytest

from eval.dataset import load


@pytest.mark.parametrize("name", ["scope_plain", "scope_plain_controls"])
def test_the_crc32_of_the_first_quote_says_what_is_held_out(name: str):
    for question in load(name):
        held_out = crc32(question.gold[0].quote.encode()) % 3 == 0
        assert question.split == ("test" if held_out else "tune"), question.id


def test_half_of_the_wide_set_is_held_out_by_the_same_rule():
    for question in load("scope_wide"):
        held_out = crc32(question.gold[0].quote.encode()) % 2 == 0
        assert question.split == ("test" if held_out else "tune"), question.id


def test_a_scope_question_has_gold_in_several_documents():
    for question in load("scope_plain"):
        assert len({gold.document for gold in question.gold if gold.relevance > 1}) > 1, question.id
