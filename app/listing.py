"""Pure: the table of documents. What a host asked to see, the rows of one page, how many stand where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ingest.curation import PUBLISHABLE
from ingest.errors import StudioError
from ingest.model import Kind, Level, Stage, Status, Visibility
from ingest.records import DocumentRecord, VersionState

PER_PAGE = 50
_LONGEST = 100  # characters of what is looked for


class Order(StrEnum):
    """What the table is sorted by."""

    UPDATED = "updated"
    TITLE = "title"
    PASSAGES = "passages"

    @property
    def label(self) -> str:
        return {Order.UPDATED: "最近更新在前", Order.TITLE: "按题名", Order.PASSAGES: "段落多的在前"}[self]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a host asked to see. None is everything; ``page`` counts from 1."""

    text: str = ""
    kind: Kind | None = None
    status: Status | None = None
    stage: Stage | None = None
    level: Level | None = None
    visibility: Visibility | None = None
    order: Order = Order.UPDATED
    page: int = 1

    def patched(self, changes: Mapping[str, object]) -> Wanted:
        """With what a page sent changed; other rows than before begin at page 1. StudioError for nonsense."""
        try:
            values = {name: _READERS[name](str(value)) for name, value in changes.items()}
        except (KeyError, ValueError) as error:
            raise StudioError("不认识这个筛选条件。请刷新页面再试。") from error
        return replace(self, **{"page": 1, **values})


def _page(value: str) -> int:
    return max(1, int(value))


def _or_all(of: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda value: of(value) if value else None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "text": lambda value: value.strip()[:_LONGEST],
    "kind": _or_all(Kind),
    "status": _or_all(Status),
    "stage": _or_all(Stage),
    "level": _or_all(Level),
    "visibility": _or_all(Visibility),
    "order": Order,
    "page": _page,
}


@dataclass(frozen=True, slots=True)
class Moves:
    """What can be done with a document: ``pending`` is the version that 发布 would publish."""

    live: int | None
    pending: int | None

    @property
    def waits(self) -> bool:
        """Whether a version waits behind one that teachers find now."""
        return self.live is not None and self.pending is not None


def moves_of(record: DocumentRecord, states: Sequence[VersionState]) -> Moves:
    """From a document and its versions by number. The choice of ``pending`` is curation's own.

    Of a published document only a draft is pending: a version that was withdrawn is no news.
    """
    live = record.version if record.status is Status.PUBLISHED else None
    fitting = [state for state in states if state.status in PUBLISHABLE]
    newest = fitting[-1] if fitting else None
    if newest is None or (live is not None and newest.status is Status.WITHDRAWN):
        return Moves(live, None)
    return Moves(live, newest.number)


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the table. ``stands`` has the status of the version shown and of one that waits."""

    record: DocumentRecord
    moves: Moves
    stands: frozenset[Status]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the table. ``counts``: documents by status, all other filters applied; None is all."""

    wanted: Wanted
    rows: tuple[Row, ...]
    total: int
    pages: int
    counts: Mapping[Status | None, int]


def listed(records: Iterable[DocumentRecord], states: Iterable[VersionState], wanted: Wanted) -> Listed:
    """The rows to show. A page behind the last is the last."""
    versions: dict[str, list[VersionState]] = defaultdict(list)
    for state in states:
        versions[state.document].append(state)
    rows = [_row(record, versions[record.id]) for record in records if _fits(record, wanted)]
    counts: Counter[Status | None] = Counter(status for row in rows for status in row.stands)
    counts[None] = len(rows)
    kept = [row for row in rows if wanted.status is None or wanted.status in row.stands]
    pages = max(1, -(-len(kept) // PER_PAGE))
    page = min(wanted.page, pages)
    begin = (page - 1) * PER_PAGE
    shown = tuple(_ordered(kept, wanted.order)[begin : begin + PER_PAGE])
    return Listed(replace(wanted, page=page), shown, len(kept), pages, counts)


def _row(record: DocumentRecord, states: Sequence[VersionState]) -> Row:
    moves = moves_of(record, states)
    waiting = {state.status for state in states if state.number == moves.pending}
    return Row(record, moves, frozenset({record.status, *waiting}))


def _fits(record: DocumentRecord, wanted: Wanted) -> bool:
    """As in a search, a document without a stage fits every stage."""
    about = record.metadata
    words = "\n".join((about.title, about.number, about.issuer, record.source_name, record.id))
    return (
        wanted.text.casefold() in words.casefold()
        and wanted.kind in (None, about.kind)
        and wanted.level in (None, about.level)
        and wanted.visibility in (None, about.visibility)
        and (wanted.stage is None or not about.stages or wanted.stage in about.stages)
    )


def _ordered(rows: Sequence[Row], order: Order) -> list[Row]:
    by_title = sorted(rows, key=lambda row: (row.record.metadata.title, row.record.id))
    if order is Order.TITLE:
        return by_title
    if order is Order.PASSAGES:
        return sorted(by_title, key=lambda row: row.record.passages, reverse=True)
    return sorted(by_title, key=lambda row: row.record.updated, reverse=True)
