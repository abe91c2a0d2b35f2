"""The self-check in the catalog: the SQL, and nothing of the rules (``app.self_check``).

Statements and cover facts come here masked. Every change has its audit entry in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from ingest.catalog_engine import reading, writing
from ingest.catalog_writes import Writer
from ingest.model import Form, Kind
from ingest.schema_standard import standard_cover, standard_evidence, standard_lines

ACTION = "standard"
"""What the audit trail calls a step of the self-check."""


@dataclass(frozen=True, slots=True)
class LineRecord:
    """An indicator as stored. ``gap``: the gap that it was made, if any."""

    indicator: str
    state: str
    statement: str
    gap: int | None
    revision: int
    changed: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a version, ``[start, end)`` in code points of its text."""

    document: str
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A quote that a host took or refused for an indicator, with its place as it was then."""

    span: Span
    quote: str
    title: str
    number: str
    path: tuple[str, ...]
    page: int | None
    kind: Kind
    form: Form
    confirmed: bool
    by_hand: bool


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A decision as stored: by whom and when. ``at`` is UTC."""

    id: int
    indicator: str
    decided: Decided
    account: str
    at: datetime


class StandardTable:
    """A face on the catalog's engine (``Catalog.engine``); safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def lines(self) -> dict[str, LineRecord]:
        """What was written, by indicator."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(standard_lines)).all()
        return {row.indicator: LineRecord(*row) for row in rows}

    def evidence(self, indicator: str | None = None) -> list[EvidenceRecord]:
        """The decisions on one indicator or on all, oldest first."""
        query = sa.select(standard_evidence).order_by(standard_evidence.c.id)
        if indicator is not None:
            query = query.where(standard_evidence.c.indicator == indicator)
        with reading(self._engine) as connection:
            return [_record(row) for row in connection.execute(query)]

    def cover(self) -> dict[str, str]:
        with reading(self._engine) as connection:
            return {row.name: row.value for row in connection.execute(sa.select(standard_cover))}

    def write(
        self, indicator: str, state: str, statement: str, *, seen: int, actor: str, detail: str
    ) -> LineRecord | None:
        """Store state and statement. Where somebody changed them after revision ``seen``: theirs, and
        nothing is stored. ``seen`` 0: nothing was there."""
        with writing(self._engine) as connection:
            found = _line(connection, indicator)
            if found and found.revision > seen:
                return found
            revision = found.revision + 1 if found else 1
            values = {"state": state, "statement": statement, "revision": revision}
            _put(connection, indicator, values, actor)
            Writer(connection).note(actor, ACTION, "", None, f"{indicator}：{detail}")
        return None

    def link_gap(self, indicator: str, gap: int, *, actor: str) -> None:
        """Remember which gap an indicator was made."""
        with writing(self._engine) as connection:
            _put(connection, indicator, {"gap": gap}, actor)
            Writer(connection).note(actor, ACTION, "", None, f"{indicator}：列为缺口 {gap}")

    def decide(self, indicator: str, decided: Decided, *, actor: str) -> None:
        """Store a decision in place of an earlier one on the same span."""
        word = "采用证据" if decided.confirmed else "不采用证据"
        span = decided.span
        row = {
            "indicator": indicator,
            "document": span.document,
            "version": span.version,
            "start": span.start,
            "end": span.end,
            "quote": decided.quote,
            "title": decided.title,
            "number": decided.number,
            "path": list(decided.path),
            "page": decided.page,
            "kind": decided.kind.value,
            "form": decided.form.value,
            "confirmed": decided.confirmed,
            "by_hand": decided.by_hand,
            "account": actor,
            "at": datetime.now(UTC),
        }
        with writing(self._engine) as connection:
            connection.execute(standard_evidence.delete().where(_at(indicator, span)))
            connection.execute(standard_evidence.insert().values(row))
            note = f"{indicator}：{word}，第 {span.start}–{span.end} 字"
            Writer(connection).note(actor, ACTION, span.document, span.version, note)

    def undecide(self, indicator: str, span: Span, *, actor: str) -> bool:
        """Forget a decision. False where there was none."""
        with writing(self._engine) as connection:
            done = connection.execute(standard_evidence.delete().where(_at(indicator, span)))
            if done.rowcount:
                note = f"{indicator}：撤下证据，第 {span.start}–{span.end} 字"
                Writer(connection).note(actor, ACTION, span.document, span.version, note)
        return done.rowcount > 0

    def set_cover(self, facts: Mapping[str, str], *, actor: str) -> None:
        """Replace the cover's facts."""
        with writing(self._engine) as connection:
            connection.execute(standard_cover.delete())
            if facts:
                rows = [{"name": name, "value": value} for name, value in facts.items()]
                connection.execute(standard_cover.insert(), rows)
            Writer(connection).note(actor, ACTION, "", None, "改自评封面")


def _line(connection: sa.Connection, indicator: str) -> LineRecord | None:
    found = sa.select(standard_lines).where(standard_lines.c.indicator == indicator)
    row = connection.execute(found).first()
    return LineRecord(*row) if row else None


def _put(connection: sa.Connection, indicator: str, values: Mapping[str, object], actor: str) -> None:
    stamp = {"changed": datetime.now(UTC), "changed_by": actor}
    if _line(connection, indicator):
        # Who makes a gap of an indicator has not touched what somebody else wrote about it.
        row = {**values, **(stamp if "state" in values else {})}
        connection.execute(standard_lines.update().where(standard_lines.c.indicator == indicator).values(row))
        return
    blank = {"indicator": indicator, "state": "", "statement": "", "gap": None, "revision": 0}
    connection.execute(standard_lines.insert().values({**blank, **stamp, **values}))


def _at(indicator: str, span: Span) -> sa.ColumnElement[bool]:
    columns = standard_evidence.c
    return sa.and_(
        columns.indicator == indicator,
        columns.document == span.document,
        columns.version == span.version,
        columns.start == span.start,
        columns.end == span.end,
    )


def _record(row: sa.Row[tuple[object, ...]]) -> EvidenceRecord:
    decided = Decided(
        Span(row.document, row.version, row.start, row.end),
        row.quote,
        row.title,
        row.number,
        tuple(row.path),
        row.page,
        Kind(row.kind),
        Form(row.form),
        row.confirmed,
        row.by_hand,
    )
    return EvidenceRecord(row.id, row.indicator, decided, row.account, row.at)
