"""评估: an evaluator runs a question set and sees how well the right clauses are found.

A run is a job: the page may be closed meanwhile and shows it when it is opened again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import gradio as gr

from app.access import Account, Act
from app.desk import Desk
from app.evaluation import Report, Runner, report_from
from app.jobs import Jobs
from app.jobs import Report as Told
from app.pages import frame, render
from app.pages.judging_side import tabs
from ingest.catalog_jobs import JobRecord, JobState

KIND = "evaluation"
LOOK_EVERY = 1.0
"""Seconds between two looks at a run."""


def build(desk: Desk, jobs: Jobs, run: Runner, sets: Callable[[], list[str]]) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/evaluate``. ``sets`` gives the names to choose from."""
    with gr.Blocks(title="评估 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/evaluate/")
        with gr.Column(elem_classes="body"):
            gr.HTML(tabs("auto"), apply_default_css=False)
            with gr.Row(equal_height=False):
                known = sets()
                name = gr.Dropdown(known, value=next(iter(known), None), label="题集", interactive=True)
                start = gr.Button("开始评估", variant="primary", elem_id="start")
                stop = gr.Button("取消", interactive=False, elem_id="stop")
            result = gr.HTML(apply_default_css=False, elem_id="result")
        clock = gr.Timer(LOOK_EVERY, active=False)

        def mine(request: gr.Request) -> Account:
            account = frame.mine(desk, request)
            account.require(Act.EVALUATE)
            return account.account

        def latest(account: Account) -> JobRecord | None:
            return next(iter(jobs.listed(account, KIND)), None)

        def looked(request: gr.Request) -> tuple[Any, ...]:
            return _shown(latest(mine(request)))

        def started(name: str, request: gr.Request) -> tuple[Any, ...]:
            def work(report: Told) -> dict[str, Any]:
                return asdict(run(name, lambda done, total: report(done, total, "正在查")))

            account = mine(request)
            return _shown(jobs.get(jobs.start(KIND, work, account), account))

        def stopped(request: gr.Request) -> tuple[Any, ...]:
            account = mine(request)
            if job := latest(account):
                jobs.cancel(job.id, account)
            return _shown(latest(account))

        def offered(request: gr.Request) -> Any:
            """A set may have been made since the server started."""
            mine(request)
            return gr.Dropdown(choices=sets())

        parts = [result, start, stop, clock]
        quiet: dict[str, Any] = {"show_progress": "hidden"}
        start.click(frame.safely(started), [name], parts, **quiet)
        stop.click(frame.safely(stopped), None, parts, **quiet)
        clock.tick(frame.safely(looked), None, parts, **quiet)
        page.load(frame.safely(looked), None, parts, **quiet)
        page.load(frame.safely(offered), None, [name], **quiet)
    return page


def _shown(job: JobRecord | None) -> tuple[Any, ...]:
    """The latest run, the two buttons, and whether to look again."""
    runs = job is not None and job.state.open
    return _told(job), gr.Button(interactive=not runs), gr.Button(interactive=runs), gr.Timer(active=runs)


def _told(job: JobRecord | None) -> str:
    if job is None:
        return ""
    if job.state is JobState.DONE:
        return view(report_from(job.result))
    if job.state.open:
        return render.progress(f"评估{job.state.label}", job.done, job.total)
    return render.message(job.result.get("error") or f"上次评估{job.state.label}，没有结果。可以重新开始。")


def view(report: Report) -> str:
    """Figures first, then every question, those not found at the top."""
    cards = [(f"{figure.value:.3f}", figure.name, figure.meaning) for figure in report.figures]
    order = sorted(report.rows, key=lambda row: -(row.rank or 10_000))
    rows = [(row.question, row.type, str(row.rank) if row.rank else "未找到", row.first) for row in order]
    heading = f"{report.name}：{len(report.rows)} 题，用时 {report.seconds:.1f} 秒"
    return render.heading(heading) + render.figures(cards) + render.question_table(rows)
