"""The table of documents: filters, counts by status, order, pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.listing import PER_PAGE, Wanted, listed
from ingest.errors import StudioError
from ingest.model import Kind, Metadata, Stage, Status, Visibility
from ingest.records import DocumentRecord
from tests.test_pages import state

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def record(
    number: int, status: Status = Status.DRAFT, kind: Kind = Kind.CASE, **about: Any
) -> DocumentRecord:
    metadata = Metadata(f"资料{number:03}", kind, **about)
    moment = NOW + timedelta(minutes=number)
    return DocumentRecord(f"d{number:03}", metadata, 1, status, number, f"{number}.md", NOW, moment)


@given(st.lists(st.sampled_from(Status), max_size=130), st.integers(1, 5), st.sampled_from([None, *Status]))
def test_pages_hold_every_fitting_row_once(statuses: list[Status], page: int, wanted: Status | None):
    records = [record(number, status) for number, status in enumerate(statuses)]
    first = listed(records, [], Wanted(status=wanted))
    rows = [
        row.record.id
        for n in range(1, first.pages + 1)
        for row in listed(records, [], Wanted(status=wanted, page=n)).rows
    ]
    fitting = [one.id for one in reversed(records) if wanted in (None, one.status)]
    assert rows == fitting
    assert first.total == first.counts.get(wanted, 0) == len(fitting)
    beyond = listed(records, [], Wanted(status=wanted, page=page + first.pages))
    assert beyond.wanted.page == first.pages and len(beyond.rows) <= PER_PAGE


def test_filters_narrow_together_and_no_stage_fits_every_stage():
    records = [
        record(1, stages=(Stage.PRIMARY,)),
        record(2, stages=(Stage.SENIOR,)),
        record(3),
        record(4, kind=Kind.RECORD, visibility=Visibility.CURATORS),
    ]

    def ids(**changes: str) -> list[str]:
        shown = listed(records, [], Wanted().patched({"order": "title", **changes}))
        return [row.record.id for row in shown.rows]

    assert ids(stage="小学") == ["d001", "d003", "d004"]
    assert ids(stage="小学", kind="case") == ["d001", "d003"]
    assert ids(visibility="curators") == ["d004"]
    assert ids(text="4.MD") == ["d004"]


def test_a_draft_behind_a_published_version_is_counted_as_both():
    records = [DocumentRecord("d", Metadata("规定"), 1, Status.PUBLISHED, 1, "a.md", NOW, NOW)]
    states = [state(1, Status.PUBLISHED), state(2, Status.DRAFT)]
    shown = listed(records, states, Wanted(status=Status.DRAFT))
    assert [row.moves.pending for row in shown.rows] == [2]
    assert (shown.counts[None], shown.counts[Status.DRAFT], shown.counts[Status.PUBLISHED]) == (1, 1, 1)


def test_other_rows_begin_at_the_first_page_and_nonsense_is_refused():
    assert Wanted(page=3).patched({"text": " 手机 "}) == Wanted(text="手机")
    assert Wanted(text="手机").patched({"page": "2"}) == Wanted(text="手机", page=2)
    for changes in ({"kind": "x"}, {"page": "x"}, {"owner": "x"}):
        with pytest.raises(StudioError, match="筛选"):
            Wanted().patched(changes)
