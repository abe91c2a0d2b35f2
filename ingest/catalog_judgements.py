"""Answers under human review and what reviewers think of them: the SQL, and nothing of the rules (``app.judging``).

Texts come here masked. An item holds the exact answer that it is about. One that was made of a teacher's
question knows that question's number for as long as the question is kept (``let_go``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ingest.catalog_engine import reading, writing
from ingest.catalog_reads import IDS_PER_QUERY
from ingest.catalog_writes import Writer
from ingest.schema_people import asked, feedback, judgements, review_items


@dataclass(frozen=True, slots=True)
class NewItem:
    """An answer to be reviewed, as JSON of the contract. ``source``: where it came from; ``run``: what answered.

    ``asked``: the stored question that it was made of, None for any other. ``outdated``: citation number
    (as text) -> why its version does not hold.
    """

    source: str
    question: str
    answer: Mapping[str, Any]
    answer_sha256: str
    run: str
    asked: int | None = None
    outdated: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ItemHead:
    """An item without its answer: what a list needs."""

    id: int
    source: str
    question: str
    created: datetime
    promoted: bool


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item as stored, with its answer."""

    id: int
    source: str
    question: str
    answer: Mapping[str, Any]
    answer_sha256: str
    run: str
    created: datetime
    promoted: bool
    asked: int | None
    outdated: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class JudgementRecord:
    """What one reviewer thinks of one item. ``citations``: number (as text) -> whether it supports its sentence.

    ``adjudicates``: it decides between two others. ``seconds``: how long it took.
    """

    item: int
    reviewer: str
    verdict: str
    citations: Mapping[str, bool]
    comment: str
    seconds: float
    adjudicates: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored question that is no item yet."""

    id: int
    text: str


Allows = Callable[[Sequence[JudgementRecord]], object]
"""Raises unless a judgement may join those that an item has."""
_HEAD = review_items.c["id", "source", "question", "created", "promoted"]
_TEXT = sa.case((asked.c.understood != "", asked.c.understood), else_=asked.c.question).label("text")
"""A follow-up says nothing by itself: as it was understood."""


class JudgementTable:
    """A face on the catalog's engine (``Catalog.engine``); safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, items: Sequence[NewItem], *, actor: str, detail: str) -> list[int]:
        """Queue answers; the numbers of those that are new. The same answer to the same question is there once.

        A stored question that was deleted since it was read is not queued.
        """
        with writing(self._engine) as connection:
            made = [number for one in items if (number := _add(connection, one)) is not None]
            if made:
                Writer(connection).note(actor, "review", "", None, f"{detail}：加入复核 {len(made)} 题")
        return made

    def heads(self) -> list[ItemHead]:
        """Every item without its answer, by number."""
        with reading(self._engine) as connection:
            return [
                ItemHead(*row) for row in connection.execute(sa.select(*_HEAD).order_by(review_items.c.id))
            ]

    def one(self, item: int) -> ItemRecord | None:
        found = self.some([item])
        return found[0] if found else None

    def some(self, items: Sequence[int]) -> list[ItemRecord]:
        """These items with their answers, by number; numbers that do not exist are left out."""
        found = []
        with reading(self._engine) as connection:
            for begin in range(0, len(items), IDS_PER_QUERY):
                some = review_items.c.id.in_(items[begin : begin + IDS_PER_QUERY])
                found += [ItemRecord(*row) for row in connection.execute(sa.select(review_items).where(some))]
        return sorted(found, key=lambda one: one.id)

    def known(self, question: str, sha256: str) -> int | None:
        """The item with exactly this answer to this question."""
        same = (review_items.c.question == question) & (review_items.c.answer_sha256 == sha256)
        with reading(self._engine) as connection:
            found = connection.execute(sa.select(review_items.c.id).where(same)).scalar()
        return None if found is None else int(found)

    def judgements(self, item: int | None = None) -> list[JudgementRecord]:
        """What was thought of one item or of all, by item and then in the order it was submitted."""
        with reading(self._engine) as connection:
            return _judgements(connection, None if item is None else judgements.c.item == item)

    def submit(self, judgement: JudgementRecord, allows: Allows) -> bool:
        """Store a judgement, in place of the same reviewer's. False where the item is not there any more.

        ``allows`` sees what stands there at that moment and raises where the judgement may not join it.
        """
        there = sa.select(review_items.c.id).where(review_items.c.id == judgement.item)
        own = (judgements.c.item == judgement.item) & (judgements.c.reviewer == judgement.reviewer)
        with writing(self._engine) as connection:
            if not connection.execute(there).first():
                return False
            allows(_judgements(connection, judgements.c.item == judgement.item))
            connection.execute(judgements.delete().where(own))
            connection.execute(judgements.insert().values(_row(judgement)))
        return True

    def drop(self, item: int, *, actor: str) -> bool:
        """Take an item out of the queue. False where somebody has judged it, or it is not there."""
        judged = sa.exists().where(judgements.c.item == review_items.c.id)
        with writing(self._engine) as connection:
            gone = connection.execute(review_items.delete().where(review_items.c.id == item, ~judged))
            if gone.rowcount:
                Writer(connection).note(actor, "review", "", None, f"移出复核：第 {item} 题")
        return gone.rowcount > 0

    def promote(self, items: Sequence[int], *, actor: str, detail: str) -> None:
        """Mark items as taken into a question set."""
        with writing(self._engine) as connection:
            for begin in range(0, len(items), IDS_PER_QUERY):
                some = review_items.c.id.in_(items[begin : begin + IDS_PER_QUERY])
                connection.execute(review_items.update().where(some).values(promoted=True))
            Writer(connection).note(actor, "review", "", None, detail)

    def candidates(self, *, disliked: bool = False) -> list[Candidate]:
        """Stored questions that are no items yet, oldest first; only those with a 👎 where that is asked for."""
        taken = sa.exists().where(review_items.c.asked == asked.c.id)
        bad = sa.exists().where((feedback.c.asked == asked.c.id) & feedback.c.helpful.is_(False))
        query = sa.select(asked.c.id, _TEXT).where(~taken)
        if disliked:
            query = query.where(bad)
        with reading(self._engine) as connection:
            return [Candidate(*row) for row in connection.execute(query.order_by(asked.c.id))]


def let_go(connection: sa.Connection, which: sa.ColumnElement[bool]) -> int:
    """Stored questions are about to be deleted: what nobody has judged of them goes too.

    What somebody has judged stays, masked and without the way back to the question; how many that are.
    """
    going = review_items.c.asked.in_(sa.select(asked.c.id).where(which))
    judged = sa.exists().where(judgements.c.item == review_items.c.id)
    connection.execute(review_items.delete().where(going, ~judged))
    return connection.execute(review_items.update().where(going).values(asked=None)).rowcount


def _add(connection: sa.Connection, item: NewItem) -> int | None:
    same = (review_items.c.question == item.question) & (review_items.c.answer_sha256 == item.answer_sha256)
    if connection.execute(sa.select(review_items.c.id).where(same)).first():
        return None
    if (
        item.asked is not None
        and not connection.execute(sa.select(asked.c.id).where(asked.c.id == item.asked)).first()
    ):
        return None
    row = {
        "source": item.source,
        "question": item.question,
        "answer": item.answer,
        "answer_sha256": item.answer_sha256,
        "run": item.run,
        "created": datetime.now(UTC),
        "promoted": False,
        "asked": item.asked,
        "outdated": dict(item.outdated or {}),
    }
    stored = connection.execute(review_items.insert().values(row)).inserted_primary_key
    assert stored is not None
    return int(stored[0])


def _judgements(
    connection: sa.Connection, which: sa.ColumnElement[bool] | None = None
) -> list[JudgementRecord]:
    query = sa.select(judgements).order_by(judgements.c.item, judgements.c.at, judgements.c.reviewer)
    if which is not None:
        query = query.where(which)
    return [JudgementRecord(*row) for row in connection.execute(query)]


def _row(judgement: JudgementRecord) -> dict[str, Any]:
    return {
        "item": judgement.item,
        "reviewer": judgement.reviewer,
        "verdict": judgement.verdict,
        "citations": dict(judgement.citations),
        "comment": judgement.comment,
        "seconds": judgement.seconds,
        "adjudicates": judgement.adjudicates,
        "at": judgement.at,
    }
