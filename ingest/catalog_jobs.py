"""Long work in the catalog: what runs, how far it is, what came of it. The work itself is ``app.jobs``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from ingest.catalog_engine import reading, writing
from ingest.schema_people import jobs


class JobState(StrEnum):
    """How a job stands. ``INTERRUPTED``: the program ended before the job did."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def open(self) -> bool:
        """Whether something may still come of it."""
        return self in OPEN


_LABELS = {
    JobState.QUEUED: "排队",
    JobState.RUNNING: "进行中",
    JobState.DONE: "完成",
    JobState.FAILED: "失败",
    JobState.CANCELLED: "已取消",
    JobState.INTERRUPTED: "中断",
}
OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job. ``result`` is what the work gave, or ``{"error": sentence}``; empty until then."""

    id: str
    kind: str
    account: str
    state: JobState
    done: int
    total: int
    doing: str
    result: Mapping[str, Any]
    created: datetime
    finished: datetime | None


class JobTable:
    """A face on the catalog's engine (``Catalog.engine``); safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, id: str, kind: str, account: str) -> None:
        """A queued job."""
        named = {"id": id, "kind": kind, "account": account, "state": JobState.QUEUED.value}
        begun = {"done": 0, "total": 0, "doing": "", "result": {}, "created": datetime.now(UTC)}
        with writing(self._engine) as connection:
            connection.execute(jobs.insert().values(**named, **begun))

    def one(self, id: str) -> JobRecord | None:
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(jobs).where(jobs.c.id == id)).first()
        return _record(row) if row else None

    def listed(self, account: str | None = None, kind: str | None = None, limit: int = 50) -> list[JobRecord]:
        """Jobs of an account, or of all; of one kind, or of all; newest first."""
        found = sa.select(jobs).order_by(jobs.c.created.desc()).limit(limit)
        if account is not None:
            found = found.where(jobs.c.account == account)
        if kind is not None:
            found = found.where(jobs.c.kind == kind)
        with reading(self._engine) as connection:
            return [_record(row) for row in connection.execute(found)]

    def begin(self, id: str) -> bool:
        """Queued -> running. False where it is queued no more."""
        return self._move([JobState.QUEUED], jobs.c.id == id, {"state": JobState.RUNNING.value}) > 0

    def progress(self, id: str, done: int, total: int, doing: str) -> None:
        """How far a running job is."""
        self._move([JobState.RUNNING], jobs.c.id == id, {"done": done, "total": total, "doing": doing})

    def finish(
        self, id: str, state: JobState, result: Mapping[str, Any], among: Sequence[JobState] = OPEN
    ) -> bool:
        """Close a job that is in one of the states ``among``. False where it is not."""
        return self._move(among, jobs.c.id == id, _closed(state) | {"result": result}) > 0

    def interrupt(self) -> int:
        """Close every open job: the program that did it is gone. How many."""
        return self._move(OPEN, sa.true(), _closed(JobState.INTERRUPTED))

    def forget_before(self, moment: datetime) -> None:
        """Delete jobs that ended before ``moment``."""
        with writing(self._engine) as connection:
            connection.execute(jobs.delete().where(jobs.c.finished < moment))

    def _move(
        self, among: Sequence[JobState], which: sa.ColumnElement[bool], values: Mapping[str, Any]
    ) -> int:
        states = [state.value for state in among]
        changed = jobs.update().where(which, jobs.c.state.in_(states)).values(**values)
        with writing(self._engine) as connection:
            return connection.execute(changed).rowcount


def _closed(state: JobState) -> dict[str, Any]:
    return {"state": state.value, "doing": "", "finished": datetime.now(UTC)}


def _record(row: sa.Row[Any]) -> JobRecord:
    values = dict(row._mapping)
    return JobRecord(**{**values, "state": JobState(values["state"])})
