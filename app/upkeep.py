"""维护: a look at the home, and the long work on it as jobs. Search goes on with what it has until a job is done."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app import backups, checking, keeping, tuning
from app.access import Act
from app.checking import Row
from app.desk import Desk
from app.jobs import JobCancelledError, Jobs, Report
from app.studio import Progress, today
from app.tuning_child import train_beside
from index.training.outcome import check_enough
from ingest.catalog_jobs import JobRecord
from ingest.errors import StudioError
from ingest.model import Status

CHECK, BACKUP, REBUILD, TUNE, RESET = "check", "backup", "rebuild", "tune", "reset"
KINDS = (CHECK, BACKUP, REBUILD, TUNE, RESET)
Rows = list[tuple[str, str]]
"""What a job gives: sentences with their tone, ok, warn, bad, or '' for plain ones."""


@dataclass(frozen=True, slots=True)
class HomeState:
    """A home at a glance. ``rows``: index, encoder, disk."""

    documents: int
    published: int
    passages: int
    free: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The work on the home for the desk's account, through the server's jobs."""

    desk: Desk
    jobs: Jobs

    def state(self) -> HomeState:
        """What can be said at once."""
        self.desk.require(Act.KEEPING)
        studio = self.desk.studio
        documents = studio.catalog.documents()
        states = [one for one in studio.catalog.states() if one.status is Status.PUBLISHED]
        return HomeState(
            documents=len(documents),
            published=sum(record.status is Status.PUBLISHED for record in documents),
            passages=sum(one.passages for one in states),
            free=shutil.disk_usage(studio.home).free,
            rows=tuple(checking.glance(studio)),
        )

    def judging(self) -> int:
        """How many typical questions can judge whether re-training helps."""
        self.desk.require(Act.KEEPING)
        return tuning.judging(self.desk.studio)

    def start(self, kind: str) -> str:
        """Queue a job, or find the account's own that is not done yet; its id.

        Raises:
            StudioError: what can be seen beforehand to be in vain.
        """
        self._require(kind)
        job = self.latest(kind)
        if job is not None and job.state.open:
            return job.id
        studio = self.desk.studio
        if kind in (TUNE, RESET):
            tuning.check_ours(studio.settings)
        if kind == TUNE:
            check_enough(self.judging())
        work = _WORKS[kind]

        def done(report: Report) -> Mapping[str, Any]:
            def tell(what: str, number: int, total: int) -> None:
                report(number, total, what)

            tell("开始", 0, 0)
            return {"rows": work(self.desk, tell)}

        return self.jobs.start(kind, done, self.desk.account)

    def latest(self, kind: str) -> JobRecord | None:
        """The last job of a kind: one's own, an administrator's of all."""
        self._require(kind)
        return next(iter(self.jobs.listed(self.desk.account, kind)), None)

    def stop(self, kind: str) -> None:
        """Cancel the last job of a kind. Nothing where it has ended."""
        if job := self.latest(kind):
            self.jobs.cancel(job.id, self.desk.account)

    def _require(self, kind: str) -> None:
        self.desk.require(Act.KEEPING)
        if kind not in KINDS:
            raise StudioError("不认识这个操作。请刷新页面再试。")
        if kind == BACKUP:
            self.desk.require(Act.BACKUP)


def _check(desk: Desk, tell: Progress) -> Rows:
    """Look the whole home through."""
    rows = checking.check(desk.studio, tell)
    bad = sum(not row.ok for row in rows)
    said = ("bad", f"{bad} 处有问题，见下面。") if bad else ("ok", "全部正常。")
    return [said, *(("" if row.ok else "bad", f"{row.name}：{row.found}。{row.todo}") for row in rows)]


def _back_up(desk: Desk, tell: Progress) -> Rows:
    """Write a backup to the home's own folder and read it back."""
    place, made = backups.make(desk.studio, tell)
    size = megabytes(place.stat().st_size)
    rows = [("ok", f"已备份：{place.name}，{size}，每个文件的校验和都核对过。{keeping.summary(made)}")]
    return rows + ([("warn", lost)] if (lost := keeping.lost(made)) else [])


def _rebuild(desk: Desk, tell: Progress) -> Rows:
    """Make both indexes anew."""
    with _tidied(desk), desk.changing():
        done = desk.studio.searcher.rebuild(today=today(), progress=tell)
    return [("ok", f"已重建：{done.added} 份资料、{done.passages} 段，用时 {done.seconds:.0f} 秒。")]


def _tune(desk: Desk, tell: Progress) -> Rows:
    """Train the encoder further, in a process of its own."""
    began = time.monotonic()
    with _tidied(desk):
        report = tuning.tune_studio(desk.studio, progress=tell, train=train_beside, changing=desk.changing)
    figures = [line.strip() for line in tuning.report_lines(report)[:-1]]
    said = [("", line) for line in (*figures, f"用时 {time.monotonic() - began:.0f} 秒。")]
    return [("ok" if report.kept else "warn", tuning.outcome(report)), *said]


def _reset(desk: Desk, tell: Progress) -> Rows:
    """Go back to the encoder that ships."""
    with _tidied(desk):
        return [("ok", tuning.reset_line(tuning.reset(desk.studio, tell, desk.changing)))]


@contextmanager
def _tidied(desk: Desk) -> Iterator[None]:
    """What an update that is cancelled has half made is deleted at once, not with the next one."""
    try:
        yield
    except JobCancelledError:
        desk.refresh()
        raise


def megabytes(size: int) -> str:
    """A size for people."""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size / (1 << 10):.0f} KB"


_WORKS: Mapping[str, Callable[[Desk, Progress], Rows]] = {
    CHECK: _check,
    BACKUP: _back_up,
    REBUILD: _rebuild,
    TUNE: _tune,
    RESET: _reset,
}
