"""Values of texts: each made once while it is remembered, and what is not asked for is forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from index.remembered import Remembered


class Lengths:
    """Makes the length of each text and notes what it was asked for."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, texts: Sequence[str]) -> list[int]:
        self.made += texts
        return [len(text) for text in texts]


def test_what_is_known_is_not_made_again():
    lengths = Lengths()
    known = Remembered(lengths, 100)
    assert known.of(["家长会", "班级", "家长会"]) == [3, 2, 3] and known.of([]) == []
    assert known.of(["班级", "手机管理"]) == [2, 4]
    assert lengths.made == ["家长会", "班级", "手机管理"]


def test_what_is_asked_for_stays_and_the_rest_is_forgotten():
    lengths = Lengths()
    known = Remembered(lengths, 8)
    for number in range(20):
        known.of(["家长会", f"{number}"])
    assert lengths.made.count("家长会") == 1
    known.of(["0"])
    assert lengths.made.count("0") == 2
    assert len(known._young) + len(known._old) <= 8


@given(st.lists(st.lists(st.text("一二三", max_size=3), max_size=12)))
def test_values_are_those_of_their_texts_however_little_is_remembered(asked: list[list[str]]):
    known = Remembered(lambda texts: list(texts), 4)
    assert [known.of(texts) for texts in asked] == asked
