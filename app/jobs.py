"""Long work behind the pages: one job after the other, with progress, and a result that outlives the page.

What a job does calls its ``Report`` between steps; there it learns that it was cancelled. A job is in the
catalog from the start, so a page that is opened again, or a server started again, finds it. What a job
reports and gives is stored: it must hold nothing unmasked.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.access import Account, Act, Role, require
from ingest.catalog import Catalog
from ingest.catalog_jobs import JobRecord, JobState, JobTable
from ingest.errors import StudioError

Report = Callable[[int, int, str], None]
"""``(done, total, doing)``. Raises JobCancelledError where the job is to stop."""
Work = Callable[[Report], Mapping[str, Any]]
"""What a job does; what it gives is stored as JSON."""

WRITE_EVERY = 0.5
"""Seconds between two signs of progress in the catalog."""
KEPT = timedelta(days=30)
_PATIENCE = 10.0
"""Seconds that a closing server waits for the job at hand to hear of it."""


class JobCancelledError(Exception):
    """Stops a job's work from within its report: no fault, and nothing that work itself may catch."""


class Jobs:
    """The jobs of one open catalog, done by one thread. Close it before the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._table = JobTable(catalog.engine)
        self._waiting: queue.SimpleQueue[tuple[str, Work] | None] = queue.SimpleQueue()
        self._cancelled: dict[str, threading.Event] = {}
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        # One server a home (``app.serving``): what is open here was left by one that is gone.
        self._table.interrupt()
        self._thread.start()

    def start(self, kind: str, work: Work, account: Account) -> str:
        """Queue ``work`` for an account; the job's id. The caller has asked whether the account may."""
        id = uuid.uuid4().hex
        self._cancelled[id] = threading.Event()
        self._table.add(id, kind, account.name)
        self._waiting.put((id, work))
        return id

    def get(self, id: str, by: Account) -> JobRecord:
        """A job of one's own; an administrator sees all. StudioError where there is none."""
        job = self._table.one(id)
        if job is None or (job.account != by.name and by.role is not Role.ADMIN):
            raise StudioError("没有这个任务，或它不是您的。")
        return job

    def listed(self, by: Account, kind: str | None = None) -> list[JobRecord]:
        """One's own jobs, newest first; all of them for an administrator."""
        require(by, Act.JOBS)
        return self._table.listed(None if by.role is Role.ADMIN else by.name, kind)

    def cancel(self, id: str, by: Account) -> None:
        """Stop a job at its next step, or before it begins. Nothing where it has ended."""
        self.get(id, by)
        if waits := self._cancelled.get(id):
            waits.set()
        self._table.finish(id, JobState.CANCELLED, {}, [JobState.QUEUED])

    def tidy(self) -> None:
        """Forget jobs that ended long ago."""
        self._table.forget_before(datetime.now(UTC) - KEPT)

    def close(self) -> None:
        """Stop the job at hand at its next step; what has not ended by then is marked as interrupted."""
        self._closing.set()
        self._waiting.put(None)
        self._thread.join(_PATIENCE)
        self._table.interrupt()

    def _run(self) -> None:
        while (given := self._waiting.get()) is not None and not self._closing.is_set():
            id, work = given
            try:
                if self._table.begin(id):
                    self._table.finish(id, *self._outcome(work, self._report(id)))
            except StudioError:  # the catalog takes no writes now: the next start marks the job
                logging.getLogger("studio").exception("job not recorded")
            del self._cancelled[id]

    def _outcome(self, work: Work, report: Report) -> tuple[JobState, Mapping[str, Any]]:
        """One job to its end, whatever that is."""
        try:
            return JobState.DONE, work(report)
        except JobCancelledError:
            return JobState.INTERRUPTED if self._closing.is_set() else JobState.CANCELLED, {}
        except StudioError as problem:
            return JobState.FAILED, {"error": str(problem)}
        except Exception:  # the worker's edge: one job's fault must not end the jobs after it
            logging.getLogger("studio").exception("job failed")
            return JobState.FAILED, {"error": "程序出错了，已记入日志。请告诉管理员。"}

    def _report(self, id: str) -> Report:
        cancelled, written = self._cancelled[id], 0.0

        def report(done: int, total: int, doing: str) -> None:
            nonlocal written
            if cancelled.is_set() or self._closing.is_set():
                raise JobCancelledError
            if time.monotonic() - written >= WRITE_EVERY:
                written = time.monotonic()
                self._table.progress(id, done, total, doing)

        return report
