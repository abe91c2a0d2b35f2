"""What is read beyond the hits: the whole of the leading cases and lessons, once each."""

from __future__ import annotations

import pytest

from app.reading import LEADING, LONGEST, likeness, with_stories
from index.hits import hit_of
from ingest.model import Kind
from tests.index_parts import CountingEncoder, Studio, document

STORY = ("学生总离座。", "改记事实。", "两周后好了。")


@pytest.fixture
def studio(home) -> Studio:
    return Studio.at(home)


def first_of(studio: Studio, name: str, *sentences: str, kind: Kind = Kind.CASE):
    """The hit of a new document's first passage."""
    version = studio.publish(document(name, *sentences, kind=kind))
    return hit_of(studio.catalog.passages_of(version, 1)[0], score=0.9)


def read(studio: Studio, *hits) -> list[tuple[str, float]]:
    return [(hit.text.partition(" ")[2], hit.score) for hit in with_stories(hits, studio.catalog)]


@pytest.mark.parametrize("kind", [Kind.CASE, Kind.LESSON, Kind.ACTIVITY])
def test_a_case_or_lesson_that_was_found_is_read_to_its_end(studio: Studio, kind: Kind):
    found = read(studio, first_of(studio, "甲", *STORY, kind=kind))
    assert found == [(STORY[0], 0.9), (STORY[1], 0.0), (STORY[2], 0.0)]


def test_of_a_rule_only_what_was_found_is_read(studio: Studio):
    assert read(studio, first_of(studio, "甲", *STORY, kind=Kind.POLICY)) == [(STORY[0], 0.9)]


def test_only_the_leading_cases_are_read_whole(studio: Studio):
    hits = [first_of(studio, f"第{i}例", *STORY) for i in range(LEADING + 1)]
    found = with_stories(hits, studio.catalog)
    assert {hit.document for hit in found[len(hits) :]} == {hit.document for hit in hits[:LEADING]}


def test_a_collection_is_not_read_whole(studio: Studio):
    hit = first_of(studio, "案例集", *(f"第{i}个学生的事。" for i in range(LONGEST + 1)))
    assert with_stories([hit], studio.catalog) == [hit]


def test_likeness_is_by_the_encoder_of_the_search_unless_that_is_slow():
    slow = CountingEncoder()
    near, farther = likeness("学生上课玩手机", slow)(["学生上课玩手机", "食堂留样"])
    assert near > 0.9 > farther
    assert slow.embedded == 0
    assert likeness("手机", slow)([]) == []
