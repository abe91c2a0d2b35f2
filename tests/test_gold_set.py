"""The shipped gold set is what it says: its types, its split by document, its anchors."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from zlib import crc32

import pytest

from eval import migration
from eval.dataset import load
from eval.model import Question, QuestionType
from index import tokens
from ingest.catalog import Catalog
from ingest.starter import publish_starter
from tests.catalog_parts import TODAY

NEAR = 0.5
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REASONS = {"没有依据", "涉及具体学生个人信息", "不在范围", "需要专业诊断或法律判断"}


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return load("gold_450")


def main_document(question: Question) -> str:
    """What decides its split: the document of its first gold, or its own id."""
    return question.gold[0].document if question.gold else question.id


def test_every_type_and_reason_is_asked(questions):
    assert len(questions) >= 460
    counts = Counter(question.type for question in questions)
    assert set(counts) == set(QuestionType)
    assert min(counts.values()) >= 15
    assert {question.reason for question in questions if question.reason} == REASONS


def test_the_split_is_by_document(questions):
    for question in questions:
        half = ("tune", "test")[crc32(main_document(question).encode()) % 2]
        assert question.split == half, question.id


def test_a_follow_up_follows_an_earlier_question_of_its_half(questions):
    seen: dict[str, Question] = {}
    for question in questions:
        if question.type is QuestionType.FOLLOW_UP:
            assert question.follows in seen, question.id
            assert seen[question.follows].split == question.split, question.id
        else:
            assert question.follows is None, question.id
        seen[question.id] = question


def test_no_two_questions_are_nearly_the_same(questions):
    grams = {
        question.id: frozenset(
            pairwise(char for char in tokens.normalise(question.question) if char.isalnum())
        )
        for question in questions
    }
    near = [
        (one, other)
        for (one, a), (other, b) in combinations(grams.items(), 2)
        if len(a & b) > NEAR * len(a | b)
    ]
    assert near == []


def test_every_answerable_question_has_an_answer_and_exact_quotes(questions):
    for question in questions:
        if question.gold:
            assert question.gold[0].relevance == 2, question.id
            assert all(8 <= len(gold.quote) <= 40 for gold in question.gold), question.id


@pytest.mark.slow
def test_every_anchor_stands_in_the_shipped_corpus(questions, home):
    with Catalog.open(home / "catalog.db") as catalog:
        publish_starter(catalog, home, CORPUS, TODAY)
        library = migration.Library.of(catalog)
        checked = migration.checks(questions, library)
    assert [one for one in checked if one.fate is not migration.Fate.FOUND] == []
    texts = {
        document: "\n".join(section.text for section in sections)
        for document, sections in library.sections.items()
    }
    for question in questions:
        full = "".join(texts[gold.document] for gold in question.gold if gold.relevance == 2)
        assert all(answer in full for answer in question.answers), question.id
