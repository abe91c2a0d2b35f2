"""What there is to read: the published documents that an account may open, looked through by title and kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.access import Act
from app.desk import Desk
from app.doc_reading import readable
from app.standing import Standing, standing
from app.studio import today
from ingest.model import Kind, Level, Stage, Status
from ingest.records import DocumentRecord, VersionState

PER_PAGE = 50
_LONGEST = 100  # characters of what is looked for


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader looks for. None is everything; ``page`` counts from 1."""

    text: str = ""
    kind: Kind | None = None
    level: Level | None = None
    stage: Stage | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the list and how the version stands that opens."""

    record: DocumentRecord
    standing: Standing


@dataclass(frozen=True, slots=True)
class ReadingList:
    """One page of the list. ``open`` is how many documents there are without a search."""

    sought: Sought
    entries: tuple[Entry, ...]
    total: int
    pages: int
    open: int


def sought(text: str = "", kind: str = "", level: str = "", stage: str = "", page: str = "") -> Sought:
    """Pure: from the words of an address. What is no kind, level, stage or page is left out, not an error."""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Sought(
        " ".join(text.split())[:_LONGEST],
        Kind(kind) if kind in set(Kind) else None,
        Level(level) if level in set(Level) else None,
        Stage(stage) if stage in set(Stage) else None,
        max(1, number),
    )


def reading_list(desk: Desk, wanted: Sought) -> ReadingList:
    """What the desk's account may read. Nothing is told of what it may not: no title, no number of documents."""
    desk.require(Act.BROWSE)
    catalog = desk.studio.catalog
    records = catalog.documents(statuses=[Status.PUBLISHED])
    return listed(records, catalog.states(), wanted, today(), curator=desk.account.curator)


def listed(
    records: Iterable[DocumentRecord],
    states: Iterable[VersionState],
    wanted: Sought,
    on: date,
    *,
    curator: bool,
) -> ReadingList:
    """Pure: the rows of one page. A page behind the last is the last."""
    versions: dict[str, list[VersionState]] = defaultdict(list)
    for state in states:
        versions[state.document].append(state)
    open_ = [record for record in records if _opens(record, versions[record.id], curator=curator)]
    kept = sorted((record for record in open_ if _fits(record, wanted)), key=_order)
    pages = max(1, -(-len(kept) // PER_PAGE))
    page = min(wanted.page, pages)
    shown = kept[(page - 1) * PER_PAGE : page * PER_PAGE]
    entries = tuple(Entry(one, standing(versions[one.id], one.version, on)) for one in shown)
    now = Sought(wanted.text, wanted.kind, wanted.level, wanted.stage, page)
    return ReadingList(now, entries, len(kept), pages, len(open_))


def _opens(record: DocumentRecord, states: Sequence[VersionState], *, curator: bool) -> bool:
    """Whether the version that the list would name is one that the reader may open."""
    return record.version in {state.number for state in readable(states, curator=curator)}


def _fits(record: DocumentRecord, wanted: Sought) -> bool:
    """As in a search, a document without a stage fits every stage. The file's own name is not looked at:
    people write pupils' names into it."""
    about = record.metadata
    words = f"{about.title}\n{about.number}\n{about.issuer}".casefold()
    return (
        all(word in words for word in wanted.text.casefold().split())
        and wanted.kind in (None, about.kind)
        and wanted.level in (None, about.level)
        and (wanted.stage is None or not about.stages or wanted.stage in about.stages)
    )


_KINDS, _LEVELS = list(Kind), list(Level)


def _order(record: DocumentRecord) -> tuple[int, int, str, str]:
    """By kind, within it from the state's laws down to the studio's rules, then by title."""
    about = record.metadata
    level = _LEVELS.index(about.level) if about.level else len(_LEVELS)
    return _KINDS.index(about.kind), level, about.title, record.id
