"""Pure: what the published documents cover, what will soon expire, and what nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.missing_originals import missing, published_of
from ingest.model import Form, Kind, Metadata, Stage, Status
from ingest.records import DocumentRecord
from ingest.standards import Indicator, served
from ingest.vocabulary import CASE_TYPES

SOON = timedelta(days=90)
UNCONFIRMED = "尚未审定"
"""Stands in an emergency card until a studio has confirmed it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A document in a list."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Served:
    """An indicator of the standard with the published documents that serve it."""

    indicator: Indicator
    documents: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Expiring:
    """A document and the first day on which it is no longer in force; ``days`` until then."""

    document: Named
    metadata: Metadata
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """``cases``: case type -> stage -> published cases. ``digests``: rules of which only a digest is there.

    ``cards``: published emergency cards that the studio has not confirmed.
    """

    cases: Mapping[str, Mapping[str, tuple[Named, ...]]]
    indicators: tuple[Served, ...]
    expiring: tuple[Expiring, ...]
    drafts: tuple[Named, ...]
    digests: tuple[str, ...]
    cards: tuple[Named, ...]


def coverage(
    records: Sequence[DocumentRecord],
    indicators: Sequence[Indicator],
    cards: Mapping[str, str],
    today: date,
) -> Coverage:
    """``records``: all documents. ``cards``: the texts of the published emergency cards by document."""
    published = [record for record in records if record.status is Status.PUBLISHED]
    return Coverage(
        cases=case_grid(published),
        indicators=tuple(_served(published, indicators)),
        expiring=tuple(sorted(_expiring(published, today), key=lambda one: (one.on, one.document.id))),
        drafts=tuple(_named(record) for record in records if waits(record)),
        digests=tuple(_digests(published)),
        cards=tuple(_named(one) for one in published if UNCONFIRMED in cards.get(one.id, "")),
    )


def waits(record: DocumentRecord) -> bool:
    """Whether a draft, or a newer version of what is published, waits for a host."""
    return record.pending is not None or record.status in (Status.DRAFT, Status.SUBMITTED)


def case_grid(published: Iterable[DocumentRecord]) -> dict[str, dict[str, tuple[Named, ...]]]:
    """Case type -> stage -> cases. A case without a stage fits every stage, as in a search."""
    cases = [record for record in published if record.metadata.kind is Kind.CASE]
    return {
        name: {
            stage.value: tuple(
                _named(record)
                for record in cases
                if record.metadata.case_type == name
                and (not record.metadata.stages or stage in record.metadata.stages)
            )
            for stage in Stage
        }
        for name in CASE_TYPES
    }


def _served(published: Sequence[DocumentRecord], indicators: Sequence[Indicator]) -> Iterable[Served]:
    titles = {record.id: record for record in published}
    found = served(((record.id, _indicators(record)) for record in published), indicators)
    return [Served(one, tuple(_named(titles[id]) for id in found[one.id])) for one in indicators]


def _indicators(record: DocumentRecord) -> list[str]:
    stated = record.metadata.extra.get("indicators")
    return [str(name) for name in stated] if isinstance(stated, list | tuple) else []


def _expiring(published: Iterable[DocumentRecord], today: date) -> Iterable[Expiring]:
    for record in published:
        on = record.metadata.expires
        if on and today < on <= today + SOON:
            yield Expiring(_named(record), record.metadata, on, (on - today).days)


def _digests(published: Iterable[DocumentRecord]) -> list[str]:
    policies = [record.metadata for record in published if record.metadata.kind is Kind.POLICY]
    return missing([one for one in policies if one.form is Form.DIGEST], published_of(policies))


def _named(record: DocumentRecord) -> Named:
    return Named(record.id, record.metadata.title)
