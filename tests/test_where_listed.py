"""What is read because a matter lists it: only what a search might have found as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.comparison import where_listed
from app.listed import Nearest
from app.matters import Place, index
from app.reading import listing
from eval.benchmarks import homes
from index.model import Filters, Hit
from ingest import curation
from ingest.model import Kind, ParsedDocument, Visibility
from tests.index_parts import TODAY, Studio, document

ASKED = "收上来的手机哪天能还给学生"


@pytest.fixture
def home():
    with homes.home_of(homes.CORPUS) as one:
        yield one


def read(home: homes.Home, filters: Filters | None = None) -> list[Hit]:
    with home.searcher() as searcher:
        near = listing(ASKED, searcher.encoder).nearest
        return where_listed(
            near, searcher=searcher, catalog=home.catalog, filters=filters or Filters(), today=home.today
        )


@pytest.mark.slow
def test_every_kind_that_speaks_of_it_is_read_once_and_filters_hold(home):
    found = read(home)
    assert {Kind.POLICY, Kind.PLAN, Kind.HANDBOOK} <= {hit.kind for hit in found}
    assert len({hit.passage for hit in found}) == len(found)
    assert {hit.kind for hit in read(home, Filters(kinds=(Kind.PLAN,)))} == {Kind.PLAN}


@pytest.mark.slow
def test_what_was_withdrawn_is_not_read(home):
    gone = next(hit.document for hit in read(home) if hit.kind is Kind.PLAN)
    curation.withdraw(home.catalog, gone, actor=homes.ACTOR)
    left = read(home)
    assert left and gone not in {hit.document for hit in left}


@pytest.fixture(scope="module")
def listed() -> tuple[int, Place]:
    """A matter, by number, and the first of its places."""
    return 0, index().matters[0].places[0]


def titled(listed: tuple[int, Place], said: str = "这一条的内容。", **metadata: Any) -> ParsedDocument:
    """A document of the place's title that says something in its clause and something else in another."""
    parsed = document(listed[1].title, said, "另一条的内容。", **metadata)
    first, second = parsed.parse.passages
    return replace(
        parsed, parse=replace(parsed.parse, passages=(replace(first, path=(listed[1].clause,)), second))
    )


def of_a_studio(studio: Studio, listed: tuple[int, Place], filters: Filters | None = None) -> list[str]:
    """The texts read because the matter lists an article of this title."""
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    found = where_listed(
        Nearest((listed[0],), np.zeros((1, 5), dtype=np.float32)),
        searcher=searcher,
        catalog=studio.catalog,
        filters=filters or Filters(),
        today=TODAY,
    )
    return [hit.text for hit in found]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio.at(tmp_path)


def test_of_a_document_the_article_that_is_listed_is_read(studio: Studio, listed: tuple[int, Place]):
    studio.publish(titled(listed))
    assert of_a_studio(studio, listed) == ["第1条 这一条的内容。"]


def test_what_only_curators_may_see_is_read_for_them_alone(studio: Studio, listed: tuple[int, Place]):
    studio.publish(titled(listed, visibility=Visibility.CURATORS))
    assert of_a_studio(studio, listed) == []
    assert len(of_a_studio(studio, listed, Filters(curator=True))) == 1


def test_no_card_is_read(studio: Studio, listed: tuple[int, Place]):
    studio.publish(titled(listed, kind=Kind.EMERGENCY))
    assert of_a_studio(studio, listed) == []


def test_the_version_in_force_is_read_and_not_one_that_is_still_to_come(
    studio: Studio, listed: tuple[int, Place]
):
    id_ = studio.publish(titled(listed, effective=TODAY - timedelta(days=900)))
    studio.publish(titled(listed, "改了的内容。", effective=TODAY + timedelta(days=90)), id_)
    assert of_a_studio(studio, listed) == ["第1条 这一条的内容。"]
    later = Filters(as_of=TODAY + timedelta(days=100))
    assert of_a_studio(studio, listed, later) == ["第1条 改了的内容。"]
