"""Which matters a question asks for, and what that tells of sentences: values worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.listed import ASKED, COLUMNS, Nearest, Told, columns, nearest, probabilities, told
from app.matters import Index, mark, of_lines
from index.fusion import EXACT
from index.model import Hit, Matrix
from ingest.model import Form, Kind

RETURNED, KEPT, ALLOWED = "当周还给家长。", "由班主任统一保管。", "可以带到学校。"
INDEX: Index = of_lines(
    [
        "M\t多久还",
        *(f"Q\t怎么问{n}" for n in range(3)),
        f"S\t甲\t\t{mark(RETURNED)}",
        f"S\t乙\t\t{mark(RETURNED)}",
        "M\t谁保管",
        "Q\t谁管",
        f"S\t甲\t\t{mark(KEPT)}",
    ]
)


def hit(title: str) -> Hit:
    return Hit(
        passage=title,
        document=title,
        version=1,
        title=title,
        kind=Kind.PLAN,
        form=Form.ORIGINAL,
        level=None,
        scope="",
        path=(),
        page=None,
        start=0,
        end=1,
        text="",
        score=1.0,
    )


def likeness(*values: float) -> Nearest:
    return nearest(values, INDEX)


def test_the_matter_with_the_nearest_wording_is_first_and_all_are_measured_from_the_best():
    near = likeness(0.3, 0.6, 0.3, 0.9)
    assert near.numbers == (1, 0)
    expected = [
        [0.9 - 0.6, 0.0, 0.0, 0.0, 0.0],
        [0.6 - 0.6, 0.6 - 0.9, 0.4 - 0.9, 0.4 - 0.9, -math.log(2)],
    ]
    assert near.likeness == pytest.approx(np.array(expected), abs=1e-6)


def test_what_a_matter_lists_counts_as_close_as_the_closest_of_each_document():
    near = likeness(0.9, 0.9, 0.9, 0.1)
    read = [(hit("甲"), RETURNED), (hit("乙"), RETURNED), (hit("甲"), KEPT), (hit("丙"), RETURNED)]
    found = told(INDEX, near, read, [1.0, 0.6, 0.2, 0.4])
    assert found.members == ((0,), (0,), (1,), ())
    assert found.closeness.tolist() == pytest.approx([0.0, -0.4, -0.8, -0.6])
    assert found.asked[:, 5:] == pytest.approx(np.array([[-0.2, 0.0], [-0.8, -0.8]]))


def test_what_holds_the_question_word_for_word_is_no_measure_of_the_others():
    near = likeness(0.9, 0.9, 0.9, 0.1)
    exact = replace(hit("丙"), parts={EXACT: (1, 1.0)})
    alone, beside = (
        told(INDEX, near, read, [1.0, 0.6, 2.0][: len(read)])
        for read in (
            [(hit("甲"), RETURNED), (hit("乙"), RETURNED)],
            [(hit("甲"), RETURNED), (hit("乙"), RETURNED), (exact, ALLOWED)],
        )
    )
    assert alone.asked.tolist() == beside.asked.tolist()


def test_a_matter_of_which_nothing_was_read_is_far():
    found = told(INDEX, likeness(0.9, 0.9, 0.9, 0.1), [(hit("丙"), ALLOWED)], [0.5])
    assert found.asked[:, 5:].tolist() == [[-1.0, -1.0], [-1.0, -1.0]]


def test_none_of_the_matters_has_its_share():
    asked = np.zeros((2, len(ASKED) - 1), dtype=np.float32)
    asked[0, 0] = math.log(6)
    weighed = np.zeros(len(ASKED), dtype=np.float32)
    weighed[0], weighed[-1] = 1.0, math.log(3)
    assert probabilities(asked, weighed).tolist() == pytest.approx([0.6, 0.1])


@given(st.lists(st.floats(-2, 2), min_size=len(ASKED), max_size=len(ASKED)), st.integers(0, 5))
def test_probabilities_are_some_and_leave_room_for_none(weighed: list[float], matters: int):
    asked = np.linspace(-1, 1, matters * (len(ASKED) - 1), dtype=np.float32).reshape(matters, len(ASKED) - 1)
    found = probabilities(asked, np.array(weighed, dtype=np.float32))
    assert (found >= 0).all() and found.sum() < 1


def one(members: list[tuple[int, ...]], documents: list[str]) -> Told:
    closeness = -np.arange(len(members), dtype=np.float32)
    return Told(np.zeros((2, len(ASKED) - 1), dtype=np.float32), tuple(members), closeness, tuple(documents))


def test_a_sentence_is_listed_as_probably_as_the_matters_that_list_it():
    found = columns(
        one([(0,), (0, 1), ()], ["甲", "甲", "甲"]),
        np.array([0.5, 0.25], dtype=np.float32),
        lambda some: np.zeros((len(some), 3), dtype=np.float32),
    )
    assert found.shape == (3, len(COLUMNS))
    assert found[:, 0].tolist() == pytest.approx([math.log(p / 0.02 + 1) for p in (0.5, 0.75, 0.0)])
    assert found[:, 1].tolist() == pytest.approx([0.25, 0.0, 0.75])


def test_what_no_index_knows_counts_by_its_likeness_to_what_is_listed_elsewhere():
    like = np.array([[1.0, 0.8, 0.5], [0.8, 1.0, 0.25]], dtype=np.float32)
    found = columns(
        one([(0,), (0,), ()], ["甲", "乙", "丙"]),
        np.array([0.5, 0.0], dtype=np.float32),
        lambda some: like[list(some)],
    )
    # The likeness to another document's: 甲's to 乙's .8, 乙's to 甲's .8, 丙's to the closest .5.
    assert found[:, 2].tolist() == pytest.approx([0.0, 0.0, 0.5 * 0.5])
    assert found[:, 3].tolist() == pytest.approx([0.5 * 0.8, 0.5 * 0.8, 0.0])


def unasked(_: Sequence[int]) -> Matrix:
    return pytest.fail("nothing is listed")


def test_without_a_matter_nothing_is_listed_and_nothing_is_looked_up():
    near = nearest((), Index((), {}))
    found = told(Index((), {}), near, [(hit("甲"), RETURNED)], [0.5])
    table = columns(found, probabilities(found.asked, np.ones(len(ASKED), dtype=np.float32)), unasked)
    assert table.tolist() == [[0.0] * len(COLUMNS)]
