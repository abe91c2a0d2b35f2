"""What was asked and what people thought of the answers: the SQL, and nothing of the rules (``app.history``).

Texts come here masked. What is deleted is overwritten, so that it is in no file of the catalog any more
(``catalog_engine``: secure delete, then the write-ahead log is emptied).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ingest.catalog_engine import BUSY_MILLISECONDS, empty_log, reading, writing
from ingest.catalog_judgements import let_go
from ingest.catalog_writes import Writer
from ingest.schema_people import asked, feedback


@dataclass(frozen=True, slots=True)
class AskedRecord:
    """A question with its answer as JSON of the contract. ``account`` is empty where nobody is named.

    ``reason``: why nothing was answered, empty where something was. ``gap``: where hosts have put it.
    """

    id: int
    at: datetime
    account: str
    question: str
    understood: str
    answered: bool
    reason: str
    answer: Mapping[str, Any]
    submitted: bool
    gap: int | None


@dataclass(frozen=True, slots=True)
class AskedTitle:
    """A question without its answer: what a list needs."""

    id: int
    at: datetime
    question: str
    answered: bool


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What one account thought of one answer."""

    asked: int
    account: str
    helpful: bool
    reason: str
    comment: str
    at: datetime


class AskedTable:
    """A face on the catalog's engine (``Catalog.engine``); safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def record(
        self,
        account: str,
        question: str,
        answer: Mapping[str, Any],
        reason: str,
        patience: int = BUSY_MILLISECONDS,
    ) -> int:
        """Store a question with its answer; the number by which it is known from then on.

        StudioError where another writer keeps the catalog for longer than ``patience`` milliseconds.
        """
        row = {
            "at": datetime.now(UTC),
            "account": account,
            "question": question,
            "reason": reason,
            "submitted": False,
            **_of_answer(answer),
        }
        with writing(self._engine, patience) as connection:
            stored = connection.execute(asked.insert().values(row)).inserted_primary_key
        assert stored is not None
        return int(stored[0])

    def replace_answer(self, id: int, answer: Mapping[str, Any]) -> None:
        """The answer as it has become; nothing where the question was deleted meanwhile."""
        with writing(self._engine) as connection:
            connection.execute(asked.update().where(asked.c.id == id).values(_of_answer(answer)))

    def one(self, id: int) -> AskedRecord | None:
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(asked).where(asked.c.id == id)).first()
        return AskedRecord(*row) if row else None

    def history(self, account: str, limit: int = 200) -> list[AskedRecord]:
        """What an account has asked, newest first."""
        found = sa.select(asked).where(asked.c.account == account).order_by(asked.c.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [AskedRecord(*row) for row in connection.execute(found)]

    def titles(self, account: str, limit: int) -> list[AskedTitle]:
        """The questions of an account without their answers, newest first."""
        columns = asked.c["id", "at", "question", "answered"]
        found = sa.select(*columns).where(asked.c.account == account).order_by(asked.c.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [AskedTitle(*row) for row in connection.execute(found)]

    def citing(self, document: str) -> list[AskedRecord]:
        """Questions whose answers may hold text of a document; whoever asks looks closer."""
        found = sa.select(asked).where(sa.cast(asked.c.answer, sa.Text).contains(document, autoescape=True))
        with reading(self._engine) as connection:
            return [AskedRecord(*row) for row in connection.execute(found)]

    def feedback_on(self, id: int) -> list[FeedbackRecord]:
        """What accounts thought of an answer, by name."""
        found = sa.select(feedback).where(feedback.c.asked == id).order_by(feedback.c.account)
        with reading(self._engine) as connection:
            return [FeedbackRecord(*row) for row in connection.execute(found)]

    def feedback(self, id: int, account: str, *, helpful: bool, reason: str, comment: str | None) -> bool:
        """Store what an account thinks of an answer, in place of what it thought before.

        A comment of None leaves the one that stands, if the answer was rated the same then.
        False where the question is not there any more.
        """
        mine = (feedback.c.asked == id) & (feedback.c.account == account)
        with writing(self._engine) as connection:
            if not connection.execute(sa.select(asked.c.id).where(asked.c.id == id)).first():
                return False
            if comment is None:
                same = sa.select(feedback.c.comment).where(mine & (feedback.c.helpful == helpful))
                comment = connection.execute(same).scalar() or ""
            connection.execute(feedback.delete().where(mine))
            connection.execute(
                feedback.insert().values(
                    asked=id,
                    account=account,
                    helpful=helpful,
                    reason=reason,
                    comment=comment,
                    at=datetime.now(UTC),
                )
            )
        return True

    def submit(self, id: int) -> bool:
        """Hand a question over to the hosts. False where it is not there any more."""
        with writing(self._engine) as connection:
            done = connection.execute(asked.update().where(asked.c.id == id).values(submitted=True))
        return done.rowcount > 0

    def forget(self, account: str, *, actor: str, only: int | None = None) -> int:
        """Delete what an account asked and thought; how many questions. The audit trail says that it was.

        ``only``: one question of its own. What it handed over to the hosts stays with them, without its name,
        and so does what reviewers have judged already (``catalog_judgements.let_go``).
        """
        own, said = asked.c.account == account, feedback.c.account == account
        if only is not None:
            own, said = own & (asked.c.id == only), said & (feedback.c.asked == only)
        with writing(self._engine) as connection:
            connection.execute(feedback.delete().where(said))
            kept = connection.execute(asked.update().where(own & asked.c.submitted).values(account=""))
            _delete_feedback(connection, own)
            judged = let_go(connection, own)
            gone = connection.execute(asked.delete().where(own)).rowcount
            if gone or kept.rowcount:
                stays = f"，其中 {judged} 条已有人复核，隐名留作评估" if judged else ""
                Writer(connection).note(
                    actor, "forget", "", None, f"{account}：删除提问记录 {gone} 条{stays}"
                )
        empty_log(self._engine)
        return gone

    def forget_before(self, moment: datetime) -> int:
        """Delete everything asked before ``moment``, with what was thought of it; how many questions."""
        old = asked.c.at < moment
        with writing(self._engine) as connection:
            _delete_feedback(connection, old)
            let_go(connection, old)
            gone = connection.execute(asked.delete().where(old)).rowcount
        if gone:
            empty_log(self._engine)
        return gone


def _delete_feedback(connection: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    """The feedback of questions that are about to go: not every database cascades."""
    going = sa.select(asked.c.id).where(which)
    connection.execute(feedback.delete().where(feedback.c.asked.in_(going)))


def _of_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "understood": answer["understood"],
        "answered": answer["answered"],
        "answer": answer,
    }
