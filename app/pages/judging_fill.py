"""The filling of the review queue from a question set: its questions are answered by a job, with progress."""

from __future__ import annotations

from typing import Any

from app.desk import Desk
from app.evaluation import Evaluations
from app.jobs import Jobs
from app.jobs import Report as Told
from app.judging_sources import MOST, Filled, Sources
from app.pages.render import message, progress
from ingest.catalog_jobs import JobRecord, JobState
from ingest.errors import StudioError

KIND = "review-fill"
LOOK_EVERY = 1.0
"""Seconds between two looks at a filling."""


def start(jobs: Jobs, sources: Sources, evaluations: Evaluations, name: str, count: int) -> None:
    """Queue the filling. StudioError where one is under way, or the set or the number is none."""
    job = latest(jobs, sources.desk)
    if job and job.state.open:
        raise StudioError("正在取题，还没有做完。请等它做完，或先取消。")
    if not 1 <= count <= MOST:
        raise StudioError(f"一次取 1 到 {MOST} 题。请改一下题数。")
    evaluations.questions(name)  # a set that is none is said now, not by the job

    def work(report: Told) -> dict[str, Any]:
        filled = sources.of_set(
            name, evaluations.questions, count, lambda done, total: report(done, total, "正在作答")
        )
        return {"said": told(filled, "这套题里没进过队列的")}

    jobs.start(KIND, work, sources.desk.account)


def latest(jobs: Jobs, desk: Desk) -> JobRecord | None:
    """This account's last filling."""
    return next((one for one in jobs.listed(desk.account, KIND) if one.account == desk.account.name), None)


def stop(jobs: Jobs, desk: Desk) -> None:
    """Stop it at the next question."""
    if job := latest(jobs, desk):
        jobs.cancel(job.id, desk.account)


def view(job: JobRecord | None) -> str:
    """How far it is, or what came of it. The script tells an end by the mark that is gone."""
    if job is None:
        return ""
    if job.state.open:
        bar = progress("正在从题集取题，逐题作答", job.done, job.total)
        return (
            f'<div class="filling" data-under-way>{bar}<button type="button" class="btn">取消</button></div>'
        )
    if job.state is JobState.DONE:
        return message(str(job.result.get("said", "")), "ok")
    if job.state is JobState.FAILED:
        return message(str(job.result.get("error", "")))
    return message(f"取题{job.state.label}。已经作答的题留在队列里。", "warn")


def told(filled: Filled, what: str) -> str:
    """What came of a filling, in words."""
    if not filled.found:
        return f"没有{what}。"
    groups = f"，按意思归成 {filled.groups} 组" if filled.groups else ""
    return f"{what}有 {filled.found} 题{groups}，加入 {filled.added} 题。"
