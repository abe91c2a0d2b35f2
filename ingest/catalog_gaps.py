"""Gaps in the catalog: the SQL, and nothing of the rules (``app.gaps`` groups, ``app.gap_list`` works them).

A gap's questions are rows of ``asked``; they go when those go, and what nobody has worked on goes with them.
Titles and notes come here masked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ingest.catalog_engine import reading, writing
from ingest.catalog_reads import IDS_PER_QUERY
from ingest.catalog_writes import Writer
from ingest.schema_people import asked, feedback, gaps

OPEN, CLOSED, DISMISSED = "open", "closed", "dismissed"
"""What a gap's ``state`` says."""
UNTITLED = ""
"""A gap that nobody has named is called by its questions: they may be deleted, and then nothing is left."""


@dataclass(frozen=True, slots=True)
class GapRecord:
    """A gap as stored. ``document``: what a host has linked to it, an id or empty."""

    id: int
    title: str
    state: str
    assigned_to: str
    document: str
    note: str
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class Complaint:
    """A 👎 on an answer, without who gave it."""

    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """A question that was not answered well, without who asked it. ``gap``: None where it is in none yet."""

    id: int
    at: datetime
    text: str
    answered: bool
    gap: int | None
    complaints: tuple[Complaint, ...]


_TEXT = sa.case((asked.c.understood != "", asked.c.understood), else_=asked.c.question).label("text")
"""A follow-up says nothing by itself: as it was understood."""
_DISLIKED = sa.exists().where((feedback.c.asked == asked.c.id) & feedback.c.helpful.is_(False))


class GapTable:
    """A face on the catalog's engine (``Catalog.engine``); safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self) -> list[GapRecord]:
        """Every gap by number."""
        with reading(self._engine) as connection:
            return [GapRecord(*row) for row in connection.execute(sa.select(gaps).order_by(gaps.c.id))]

    def one(self, gap: int) -> GapRecord | None:
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(gaps).where(gaps.c.id == gap)).first()
        return GapRecord(*row) if row else None

    def questions(self, gap: int | None = None) -> list[GapQuestion]:
        """The questions of one gap or of all, oldest first."""
        return self._questions(asked.c.gap.is_not(None) if gap is None else asked.c.gap == gap)

    def ungrouped(self, reasons: Collection[str]) -> list[GapQuestion]:
        """What belongs in a gap and is in none: handed over, disliked, or unanswered for one of ``reasons``."""
        silent = asked.c.answered.is_(False) & asked.c.reason.in_(reasons)
        return self._questions(asked.c.gap.is_(None) & (asked.c.submitted | silent | _DISLIKED))

    def _questions(self, which: sa.ColumnElement[bool]) -> list[GapQuestion]:
        query = sa.select(*asked.c["id", "at"], _TEXT, *asked.c["answered", "gap"]).where(which)
        bad = sa.select(*feedback.c["asked", "reason", "comment"]).where(
            feedback.c.helpful.is_(False), feedback.c.asked.in_(sa.select(asked.c.id).where(which))
        )
        complaints: dict[int, list[Complaint]] = defaultdict(list)
        with reading(self._engine) as connection:
            for row in connection.execute(bad.order_by(feedback.c.asked, feedback.c.at)):
                complaints[row.asked].append(Complaint(row.reason, row.comment))
            return [
                GapQuestion(**row._mapping, complaints=tuple(complaints[row.id]))
                for row in connection.execute(query.order_by(asked.c.id))
            ]

    def cited(self, ids: Sequence[int]) -> set[tuple[str, int]]:
        """The versions that the stored answers to these questions cite."""
        found: set[tuple[str, int]] = set()
        with reading(self._engine) as connection:
            for begin in range(0, len(ids), IDS_PER_QUERY):
                some = asked.c.id.in_(ids[begin : begin + IDS_PER_QUERY])
                for (answer,) in connection.execute(sa.select(asked.c.answer).where(some)):
                    found |= {(one["document"], one["version"]) for one in answer.get("citations", ())}
        return found

    def put(self, joins: Mapping[int, int], made: Iterable[Sequence[int]]) -> None:
        """Put questions into gaps: ``joins`` question -> gap, ``made`` the questions of each new gap.

        A question that is in a gap stays there. A closed gap that gets one is open again.
        """
        with writing(self._engine) as connection:
            free = set(connection.execute(sa.select(asked.c.id).where(asked.c.gap.is_(None))).scalars())
            there = set(connection.execute(sa.select(gaps.c.id)).scalars())
            for question, gap in joins.items():
                if question in free and gap in there:
                    _move(connection, [question], gap)
            for questions in made:
                # Another host's page may have grouped them meanwhile.
                if wanted := [question for question in questions if question in free]:
                    _move(connection, wanted, _new(connection))
            reopened = gaps.c.id.in_(set(joins.values())) & (gaps.c.state == CLOSED)
            connection.execute(gaps.update().where(reopened).values(state=OPEN, changed=datetime.now(UTC)))

    def drop_empty(self) -> None:
        """Forget the gaps without questions that nobody has worked on."""
        empty = ~sa.exists().where(asked.c.gap == gaps.c.id)
        idle = sa.and_(*(column == "" for column in gaps.c["title", "assigned_to", "document", "note"]))
        with reading(self._engine) as connection:
            if not connection.execute(sa.select(gaps.c.id).where(empty & idle)).first():
                return
        with writing(self._engine) as connection:
            connection.execute(gaps.delete().where(empty & idle))

    def make(self, title: str, *, actor: str) -> int:
        """A gap without questions, with an audit entry; its number."""
        with writing(self._engine) as connection:
            made = _new(connection, title)
            Writer(connection).note(actor, "gap", "", None, f"缺口 {made}：新建")
        return made

    def change(self, gap: int, values: Mapping[str, Any], *, actor: str, detail: str) -> bool:
        """Set columns of a gap, with an audit entry. False where it is not there any more."""
        with writing(self._engine) as connection:
            changed = {**values, "changed": datetime.now(UTC)}
            done = connection.execute(gaps.update().where(gaps.c.id == gap).values(changed))
            if done.rowcount:
                Writer(connection).note(actor, "gap", "", None, f"缺口 {gap}：{detail}")
        return done.rowcount > 0


def _new(connection: sa.Connection, title: str = UNTITLED) -> int:
    now = datetime.now(UTC)
    blank = dict.fromkeys(("assigned_to", "document", "note"), "")
    row = {"title": title, "state": OPEN, **blank, "created": now, "changed": now}
    stored = connection.execute(gaps.insert().values(row)).inserted_primary_key
    assert stored is not None
    return int(stored[0])


def _move(connection: sa.Connection, questions: Sequence[int], gap: int) -> None:
    for begin in range(0, len(questions), IDS_PER_QUERY):
        some = asked.c.id.in_(questions[begin : begin + IDS_PER_QUERY])
        connection.execute(asked.update().where(some).values(gap=gap))
