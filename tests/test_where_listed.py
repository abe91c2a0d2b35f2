"""What is read because a matter lists it: only what a search might have found as well."""

from __future__ import annotations

import pytest

from app.comparison import where_listed
from app.reading import listing
from eval.benchmarks import homes
from index.model import Filters, Hit
from ingest import curation
from ingest.model import Kind

ASKED = "收上来的手机哪天能还给学生"

pytestmark = pytest.mark.slow


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


def test_every_kind_that_speaks_of_it_is_read_once_and_filters_hold(home):
    found = read(home)
    assert {Kind.POLICY, Kind.PLAN, Kind.HANDBOOK} <= {hit.kind for hit in found}
    assert len({hit.passage for hit in found}) == len(found)
    assert {hit.kind for hit in read(home, Filters(kinds=(Kind.PLAN,)))} == {Kind.PLAN}


def test_what_was_withdrawn_is_not_read(home):
    gone = next(hit.document for hit in read(home) if hit.kind is Kind.PLAN)
    curation.withdraw(home.catalog, gone, actor=homes.ACTOR)
    left = read(home)
    assert left and gone not in {hit.document for hit in left}
