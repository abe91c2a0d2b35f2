"""Typical questions find the passages of the clause they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.attach import attach
from ingest.model import TypicalQuestion

PATHS: list[tuple[str, ...]] = [
    ("班级手册", "第一节 考勤"),
    ("班级手册", "第三节 请假（含病假）", "一、 手续"),
    ("班级手册", "第三节 请假（含病假）", "二、 流程"),
    ("班级手册", "第四节 情境", "第七条"),
    ("班级手册", "第四节 情境", "第七条之一"),
]


def places(at: str, paths: list[tuple[str, ...]] = PATHS) -> tuple[list[int], bool]:
    found, lost = attach([TypicalQuestion("问", at)], paths)
    return sorted(found), bool(lost)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("第三节 请假（含病假）/二、流程", [2]),
        ("第三节请假（含病假）", [1, 2]),
        ("第三节 请假", [1, 2]),
        ("第三节/手续", [1]),
        ("二、", [2]),
        ("流程", [2]),
        ("班级手册/第一节 考勤", [0]),
        ("第七条", [3]),
        ("第七条/第一款", [3]),
        ("第七条之一", [4]),
        ("班级手册", [0, 1, 2, 3, 4]),
    ],
)
def test_a_clause_is_named_by_whole_name_number_words_or_their_beginning(at, expected):
    assert places(at) == (expected, False)


def test_below_a_clause_that_is_there_its_passages_get_the_question():
    assert places("第三节/申诉") == ([1, 2], True)


@pytest.mark.parametrize("at", ["第九节", "请", "第七"])
def test_a_clause_that_is_not_there_is_reported_and_the_question_kept(at):
    assert places(at) == ([3], True)


def test_a_question_about_the_whole_stands_where_the_document_opens():
    assert places("") == ([3], False)
    assert places("", [("甲",), ("乙",)]) == ([0], False)
    assert places("", []) == ([], False)


def test_the_same_question_is_kept_once_in_order():
    questions = [TypicalQuestion(text, "流程") for text in ("乙", "甲", "乙")]
    assert attach(questions, PATHS)[0] == {2: ("乙", "甲")}


names = st.text("第一二条章、 ab", max_size=5)


@given(st.lists(names), st.lists(st.lists(names).map(tuple), min_size=1))
def test_no_question_is_lost(asked, paths):
    found, _lost = attach([TypicalQuestion(f"问{place}", at) for place, at in enumerate(asked)], paths)
    kept: set[str] = {text for texts in found.values() for text in texts}
    assert kept == {f"问{place}" for place in range(len(asked))}
