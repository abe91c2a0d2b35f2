"""Queries of the catalog: a connection in, records out. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from ingest import coding
from ingest.force import Days
from ingest.model import Form, Kind, Level, Stage, Status, TypicalQuestion, Visibility
from ingest.records import (
    AuditEntry,
    DocumentRecord,
    Edition,
    PassageRecord,
    QuestionRecord,
    Trace,
    VersionRecord,
    VersionState,
)
from ingest.schema import audit, documents, passages, questions, state, versions

Row = sa.Row[*tuple[Any, ...]]

IDS_PER_QUERY = 500
"""Below every database's limit of bound parameters."""

# Only the metadata's JSON has this day. It counts where no other is known; reading it costs time.
_PROMULGATED = sa.case(
    (versions.c.effective.is_(None), versions.c.metadata["promulgated"].as_string())
).label("promulgated")

_STATE = (
    *versions.c["document", "number", "status", "title", "kind", "effective", "expires", "passages"],
    *versions.c["warnings", "source_name", "source_sha256", "text_sha256", "created", "created_by"],
    *versions.c["submitted_by", "published_at", "withdrawn_at", "masked", "visibility"],
    _PROMULGATED,
)
_STATES = sa.select(*_STATE).order_by(versions.c.document, versions.c.number)
_STATES_OF = _STATES.where(versions.c.document == sa.bindparam("this"))

_EDITION = (
    *versions.c["document", "number", "kind", "level", "stages", "visibility"],
    *versions.c["effective", "expires", "passages", "changed", "published_at"],
    _PROMULGATED,
)

_HEAD = (
    *versions.c["document", "number", "title", "kind", "form", "level", "scope"],
    *versions.c["stages", "visibility", "effective", "expires"],
)


def revision(connection: sa.Connection) -> int:
    """How often what is searchable has changed."""
    return int(connection.execute(sa.select(state.c.revision)).scalar_one())


def states(connection: sa.Connection, document: str | None = None) -> list[VersionState]:
    """Versions without their texts, by document and number; none for an unknown document."""
    if document is None:
        return [_state(row) for row in connection.execute(_STATES)]
    return [_state(row) for row in connection.execute(_STATES_OF, {"this": document})]


def _state(row: Row) -> VersionState:
    values = dict(row._mapping)
    values |= {"status": Status(row.status), "kind": Kind(row.kind), "visibility": Visibility(row.visibility)}
    values["warnings"] = tuple(values["warnings"])
    values["promulgated"] = _day(values["promulgated"])
    return VersionState(**values)


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _days(row: Row) -> Days:
    return Days(
        row.number, Kind(row.kind), row.effective, _day(row.promulgated), row.expires, row.published_at
    )


def states_with(
    connection: sa.Connection, *, source_sha256: str | None = None, text_sha256: str | None = None
) -> list[VersionState]:
    """Versions made from the same bytes, or with the same cleaned text."""
    query = _STATES
    if source_sha256 is not None:
        query = query.where(versions.c.source_sha256 == source_sha256)
    if text_sha256 is not None:
        query = query.where(versions.c.text_sha256 == text_sha256)
    return [_state(row) for row in connection.execute(query)]


def version(connection: sa.Connection, document: str, number: int) -> VersionRecord | None:
    """One version with its text."""
    query = sa.select(versions).where(versions.c.document == document, versions.c.number == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    parse, removals = coding.unpack(row["content"])
    asked = tuple(record.question for record in questions_of(connection, document))
    return VersionRecord(
        document=row["document"],
        number=row["number"],
        status=Status(row["status"]),
        metadata=coding.metadata_from_json(row["metadata"], asked),
        parse=parse,
        removals=removals,
        warnings=tuple(row["warnings"]),
        page_unit=row["page_unit"],
        reader=row["reader"],
        source_name=row["source_name"],
        source_sha256=row["source_sha256"],
        created=row["created"],
        created_by=row["created_by"],
        published_at=row["published_at"],
        withdrawn_at=row["withdrawn_at"],
        masked=row["masked"],
    )


def questions_of(connection: sa.Connection, document: str) -> list[QuestionRecord]:
    """The typical questions of a document in the order they were given."""
    query = sa.select(questions).where(questions.c.document == document).order_by(questions.c.id)
    return [
        QuestionRecord(TypicalQuestion(row.text, row.at), row.source) for row in connection.execute(query)
    ]


def document_records(connection: sa.Connection, ids: Sequence[str] | None = None) -> Iterator[DocumentRecord]:
    """Documents as a list shows them, by id. A list carries no typical questions."""
    last = sa.select(audit.c.document, sa.func.max(audit.c.at).label("at")).group_by(audit.c.document)
    steps = last.subquery()
    query = (
        sa.select(
            *_STATE, versions.c.metadata, documents.c.created.label("since"), steps.c.at.label("updated")
        )
        .join(documents, documents.c.id == versions.c.document)
        .join(steps, steps.c.document == versions.c.document)
        .order_by(versions.c.document, versions.c.number)
    )
    if ids is not None:
        query = query.where(versions.c.document.in_(ids))
    group: list[Row] = []
    for row in connection.execute(query):
        if group and group[0].document != row.document:
            yield _document(group)
            group = []
        group.append(row)
    if group:
        yield _document(group)


def _document(rows: Sequence[Row]) -> DocumentRecord:
    published = [row for row in rows if row.status == Status.PUBLISHED]
    shown = max(published, key=lambda row: _days(row).order) if published else rows[-1]
    waiting = [row.number for row in rows if Status(row.status) in (Status.DRAFT, Status.SUBMITTED)]
    newer = [number for number in waiting if published and number > shown.number]
    return DocumentRecord(
        id=shown.document,
        metadata=coding.metadata_from_json(shown.metadata),
        version=shown.number,
        status=Status(shown.status),
        passages=shown.passages,
        source_name=shown.source_name,
        created=shown.since,
        updated=shown.updated,
        masked=shown.masked,
        pending=max(newer, default=None),
    )


def editions(connection: sa.Connection, on: date) -> list[Edition]:
    """Published versions by document and number, each with whether it is live on that day.

    Of a document's versions that have begun by that day (``ingest.force``) the newest replaces the
    others; it is live until it expires. An expired version never revives what it had replaced.
    """
    query = (
        sa.select(*_EDITION)
        .where(versions.c.status == Status.PUBLISHED.value)
        .order_by(versions.c.document, versions.c.number)
    )
    rows = connection.execute(query).all()
    by_document: dict[str, list[Days]] = {}
    own = [_days(row) for row in rows]
    for row, days in zip(rows, own, strict=True):
        by_document.setdefault(row.document, []).append(days)
    return [_edition(row, days, by_document[row.document], on) for row, days in zip(rows, own, strict=True)]


def _edition(row: Row, days: Days, siblings: Sequence[Days], on: date) -> Edition:
    replaced_from = min((other.begins for other in siblings if other.order > days.order), default=None)
    live = days.holds(on) and (replaced_from is None or replaced_from > on)
    return Edition(
        document=row.document,
        version=row.number,
        kind=Kind(row.kind),
        level=Level(row.level) if row.level else None,
        stages=tuple(Stage(value) for value in row.stages),
        visibility=Visibility(row.visibility),
        effective=row.effective,
        expires=row.expires,
        live=live,
        passages=row.passages,
        changed=row.changed,
        replaced_from=replaced_from,
        begins=days.begins,
    )


def passages_of(connection: sa.Connection, document: str, number: int) -> list[PassageRecord]:
    """The passages of a version in reading order."""
    head = _heads(connection, [document]).get((document, number), {})
    query = (
        sa.select(passages)
        .where(passages.c.document == document, passages.c.version == number)
        .order_by(passages.c.ordinal)
    )
    return [_passage(row, head) for row in connection.execute(query)]


def passages_by_id(connection: sa.Connection, ids: Iterable[str]) -> dict[str, PassageRecord]:
    """The passages that exist, by id, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, PassageRecord] = {}
    for start in range(0, len(wanted), IDS_PER_QUERY):
        chunk = wanted[start : start + IDS_PER_QUERY]
        rows = connection.execute(sa.select(passages).where(passages.c.id.in_(chunk))).all()
        heads = _heads(connection, sorted({row.document for row in rows}))
        found.update((row.id, _passage(row, heads[row.document, row.version])) for row in rows)
    return {id: found[id] for id in wanted if id in found}


def _heads(connection: sa.Connection, names: Sequence[str]) -> dict[tuple[str, int], dict[str, Any]]:
    """What all passages of a version share, read once and not once a passage."""
    query = sa.select(*_HEAD).where(versions.c.document.in_(names))
    return {
        (row.document, row.number): {
            "document": row.document,
            "version": row.number,
            "title": row.title,
            "kind": Kind(row.kind),
            "form": Form(row.form),
            "level": Level(row.level) if row.level else None,
            "scope": row.scope,
            "stages": tuple(Stage(value) for value in row.stages),
            "visibility": Visibility(row.visibility),
            "effective": row.effective,
            "expires": row.expires,
        }
        for row in connection.execute(query)
    }


def _passage(row: Row, head: dict[str, Any]) -> PassageRecord:
    return PassageRecord(
        id=row.id,
        path=tuple(row.path),
        page=row.page,
        start=row.start,
        end=row.end,
        text=row.text,
        context=row.context,
        questions=tuple(row.questions),
        **head,
    )


def last_step(connection: sa.Connection) -> int:
    """A number that grows with whatever anyone does to the catalog, drafts too."""
    return int(connection.execute(sa.select(sa.func.max(audit.c.id))).scalar() or 0)


def audit_trail(connection: sa.Connection, document: str | None) -> list[AuditEntry]:
    """Steps in the order they were taken."""
    query = sa.select(audit).order_by(audit.c.id)
    if document is not None:
        query = query.where(audit.c.document == document)
    return [
        AuditEntry(row.at, row.actor, row.action, row.document, row.version, row.detail)
        for row in connection.execute(query)
    ]


def traces(connection: sa.Connection) -> list[Trace]:
    """What recognises each version again, by document and number."""
    query = sa.select(
        versions.c.document, versions.c.metadata, versions.c.text_sha256, versions.c.sketch
    ).order_by(versions.c.document, versions.c.number)
    return [
        Trace(row.document, coding.metadata_from_json(row.metadata), row.text_sha256, row.sketch or b"")
        for row in connection.execute(query)
    ]
