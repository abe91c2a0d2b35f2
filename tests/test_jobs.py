"""Long work as jobs: one after the other, cancelled between steps, found again after a reload or a restart."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.access import Account, ForbiddenError, Role, operator
from app.jobs import KEPT, Jobs, Report
from ingest.catalog import Catalog
from ingest.catalog_jobs import JobRecord, JobState, JobTable
from ingest.errors import StudioError
from ingest.schema_people import jobs as rows
from tests.conftest import ROOT

HOST, OTHER = Account("李老师", Role.HOST), Account("周老师", Role.HOST)
PATIENCE = 30


@pytest.fixture
def catalog(home: Path) -> Iterator[Catalog]:
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


@pytest.fixture
def jobs(catalog: Catalog) -> Iterator[Jobs]:
    opened = Jobs(catalog)
    yield opened
    opened.close()


@dataclass
class Steps:
    """Work that goes on when the test says so."""

    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    ended: bool = False

    def __call__(self, report: Report) -> dict[str, Any]:
        report(1, 2, "第一步")
        self.begun.set()
        assert self.go.wait(PATIENCE)
        report(2, 2, "第二步")
        self.ended = True
        return {"sum": 3}


def ended(jobs: Jobs, id: str) -> JobRecord:
    deadline = time.monotonic() + PATIENCE
    while (job := jobs.get(id, operator("test"))).state.open:
        assert time.monotonic() < deadline, job
        time.sleep(0.01)
    return job


def test_a_job_runs_with_progress_to_its_result(jobs: Jobs):
    work = Steps()
    id = jobs.start("evaluation", work, HOST)
    assert work.begun.wait(PATIENCE)
    running = jobs.get(id, HOST)
    assert (running.state, running.done, running.total, running.doing) == (JobState.RUNNING, 1, 2, "第一步")
    work.go.set()
    done = ended(jobs, id)
    assert done.state is JobState.DONE
    assert done.result == {"sum": 3}
    assert done.finished is not None
    assert done.state.label == "完成"


def test_jobs_wait_for_each_other_and_each_is_cancelled_alone(jobs: Jobs):
    first, second, third = Steps(), Steps(), Steps()
    ids = [jobs.start("ingest", work, HOST) for work in (first, second, third)]
    assert first.begun.wait(PATIENCE)
    assert [jobs.get(id, HOST).state for id in ids[1:]] == [JobState.QUEUED] * 2
    jobs.cancel(ids[1], HOST)
    assert jobs.get(ids[1], HOST).state is JobState.CANCELLED
    jobs.cancel(ids[0], HOST)
    first.go.set()
    third.go.set()
    assert ended(jobs, ids[0]).state is JobState.CANCELLED
    assert not first.ended
    assert ended(jobs, ids[2]).state is JobState.DONE
    assert not second.begun.is_set()
    jobs.cancel(ids[2], HOST)
    assert jobs.get(ids[2], HOST).state is JobState.DONE


def test_a_fault_ends_its_job_alone(jobs: Jobs):
    def refused(_: Report) -> dict[str, Any]:
        raise StudioError("磁盘满了。请腾出空间。")

    def broken(_: Report) -> dict[str, Any]:
        raise ZeroDivisionError

    def fine(_: Report) -> dict[str, Any]:
        return {}

    ids = [jobs.start("backup", work, HOST) for work in (refused, broken, fine)]
    assert ended(jobs, ids[0]).result == {"error": "磁盘满了。请腾出空间。"}
    assert "已记入日志" in ended(jobs, ids[1]).result["error"]
    assert [ended(jobs, id).state for id in ids] == [JobState.FAILED, JobState.FAILED, JobState.DONE]


def test_everybody_sees_their_own_jobs(jobs: Jobs):
    mine = jobs.start("ingest", lambda _: {}, HOST)
    theirs = jobs.start("evaluation", lambda _: {}, OTHER)
    ended(jobs, theirs)
    assert [job.id for job in jobs.listed(HOST)] == [mine]
    assert [job.id for job in jobs.listed(operator("管理员"))] == [theirs, mine]
    assert [job.id for job in jobs.listed(operator("管理员"), "ingest")] == [mine]
    for forbidden in (jobs.get, jobs.cancel):
        with pytest.raises(StudioError, match="不是您的"):
            forbidden(theirs, HOST)
    with pytest.raises(ForbiddenError):
        jobs.listed(Account("王老师", Role.TEACHER))


def test_closing_stops_the_job_at_hand(catalog: Catalog):
    jobs, work = Jobs(catalog), Steps()
    ids = [jobs.start("tune", work, HOST), jobs.start("tune", Steps(), HOST)]
    assert work.begun.wait(PATIENCE)
    threading.Timer(0.2, work.go.set).start()
    jobs.close()
    table = JobTable(catalog.engine)
    assert [one.state for id in ids if (one := table.one(id))] == [JobState.INTERRUPTED] * 2
    assert not work.ended


KILLED = """
import os, sys, threading
from app.access import operator
from app.jobs import Jobs
from ingest.catalog import Catalog
begun = threading.Event()
def work(report):
    report(3, 9, "第三份")
    begun.set()
    threading.Event().wait()
print(Jobs(Catalog.open(sys.argv[1])).start("ingest", work, operator("李老师")))
sys.stdout.flush()
begun.wait()
os._exit(9)
"""


def test_a_job_that_was_running_at_a_crash_is_marked(home: Path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(home / "catalog.db")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 9, done.stderr
    id = done.stdout.strip()
    with Catalog.open(home / "catalog.db") as catalog:
        left = JobTable(catalog.engine).one(id)
        assert left is not None
        assert (left.state, left.done, left.total) == (JobState.RUNNING, 3, 9)
        jobs = Jobs(catalog)
        found = jobs.get(id, operator("test"))
        jobs.close()
    assert found.state is JobState.INTERRUPTED
    assert found.state.label == "中断"
    assert (found.done, found.total) == (3, 9)


def test_old_jobs_are_forgotten(jobs: Jobs, catalog: Catalog):
    old, new = (jobs.start("ingest", lambda _: {}, HOST) for _ in range(2))
    ended(jobs, new)
    with catalog.engine.begin() as connection:
        long_ago = datetime.now(UTC) - KEPT - timedelta(minutes=1)
        connection.execute(sa.update(rows).where(rows.c.id == old).values(finished=long_ago))
    jobs.tidy()
    assert [job.id for job in jobs.listed(HOST)] == [new]
