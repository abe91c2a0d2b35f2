"""评估: an evaluator runs a question set, sees how well the right clauses are found, and compares runs.

A run is a job: the page may be closed meanwhile and shows it when it is opened again. Every evaluator sees
the recorded runs of all.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import gradio as gr

from app.access import Account, Act
from app.desk import Desk
from app.evaluation import Evaluations, Report, Suffix, report_from
from app.jobs import Jobs
from app.jobs import Report as Told
from app.pages import evaluate_view as views
from app.pages import frame, render
from app.pages.judging_side import tabs
from ingest.catalog_jobs import JobRecord, JobState
from ingest.errors import StudioError

KIND = "evaluation"
LOOK_EVERY = 1.0
"""Seconds between two looks at a run."""
_TYPES: Mapping[Suffix, str] = {
    "html": "text/html;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class _Room:
    """The page's services; each asks who it is first."""

    desk: Desk
    jobs: Jobs
    evaluations: Evaluations

    def looked(self, request: gr.Request) -> tuple[Any, ...]:
        job = self._latest(self._mine(request))
        listed = gr.skip() if job and job.state.open else views.runs(self.evaluations.listed())
        return *self._shown(job), listed

    def started(self, name: str, request: gr.Request) -> tuple[Any, ...]:
        account = self._mine(request)

        def work(report: Told) -> dict[str, Any]:
            return asdict(
                self.evaluations.run(name, account.name, lambda done, total: report(done, total, "正在查"))
            )

        return self._shown(self.jobs.get(self.jobs.start(KIND, work, account), account))

    def stopped(self, request: gr.Request) -> tuple[Any, ...]:
        account = self._mine(request)
        if job := self._latest(account):
            self.jobs.cancel(job.id, account)
        return self._shown(self._latest(account))

    def told(self, name: str, request: gr.Request) -> str:
        self._mine(request)
        return views.about(self.evaluations.sets(), name)

    def offered(self, name: str, request: gr.Request) -> tuple[Any, str]:
        """A set may have been made since the server started."""
        self._mine(request)
        sets = self.evaluations.sets()
        return gr.Dropdown(choices=views.choices(sets)), views.about(sets, name)

    def acted(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        self._mine(request)
        try:
            return _acted(self.evaluations, event._data)
        except StudioError as problem:
            said = f'<div data-reveal tabindex="-1">{render.message(str(problem))}</div>'
            return [gr.skip(), said, gr.skip()]

    def _mine(self, request: gr.Request) -> Account:
        desk = frame.mine(self.desk, request)
        desk.require(Act.EVALUATE)
        return desk.account

    def _latest(self, account: Account) -> JobRecord | None:
        """One's own last run; those of others stand in the list."""
        return next((one for one in self.jobs.listed(account, KIND) if one.account == account.name), None)

    def _shown(self, job: JobRecord | None) -> tuple[Any, ...]:
        """The latest run, the two buttons, and whether to look again."""
        if job is None:
            # The page stands as it was made. A look that answers late must not wipe away a run begun meanwhile.
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        runs = job.state.open
        told = _told(job, self.evaluations)
        return told, gr.Button(interactive=not runs), gr.Button(interactive=runs), gr.Timer(active=runs)


def build(desk: Desk, jobs: Jobs, evaluations: Evaluations) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/evaluate``."""
    room, script = _Room(desk, jobs, evaluations), frame.script("evaluate.js")
    with gr.Blocks(title="评估 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/evaluate/")
        with gr.Column(elem_classes="body"):
            gr.HTML(tabs("auto"), apply_default_css=False)
            with gr.Row(equal_height=False, elem_id="begin"):
                known = views.choices(evaluations.sets())
                first = known[0][1] if known else None
                name = gr.Dropdown(known, value=first, label="题集", interactive=True)
                start = gr.Button("开始评估", variant="primary", elem_id="start")
                stop = gr.Button("取消", interactive=False, elem_id="stop")
            about = gr.HTML(apply_default_css=False, elem_id="about")
            result = gr.HTML(apply_default_css=False, elem_id="result", js_on_load=script)
            compared = gr.HTML(apply_default_css=False, elem_id="compared", js_on_load=script)
            runs = gr.HTML(apply_default_css=False, elem_id="runs", js_on_load=script)
        handed = gr.HTML(
            html_template="",
            visible="hidden",
            apply_default_css=False,
            js_on_load=frame.script("handed.js"),
        )
        clock = gr.Timer(LOOK_EVERY, active=False)

        parts = [result, start, stop, clock]
        quiet: dict[str, Any] = {"show_progress": "hidden"}
        start.click(frame.safely(room.started), [name], parts, **quiet)
        stop.click(frame.safely(room.stopped), None, parts, **quiet)
        clock.tick(frame.safely(room.looked), None, [*parts, runs], **quiet)
        page.load(frame.safely(room.looked), None, [*parts, runs], **quiet)
        page.load(frame.safely(room.offered), [name], [name, about], **quiet)
        name.change(frame.safely(room.told), [name], [about], **quiet)
        for shown in (runs, compared):
            shown.apply(frame.safely(room.acted), None, [result, compared, handed], **quiet)
    return page


def _acted(evaluations: Evaluations, data: Mapping[str, Any]) -> list[Any]:
    """What was clicked: the opened run, the comparison, the file; two of them stay as they are."""
    act, run = data.get("act"), str(data.get("run", ""))
    if act == "open":
        return [_view(evaluations.report(run), evaluations, opened=True), gr.skip(), gr.skip()]
    if act == "compare":
        found = evaluations.compare(run, str(data.get("against", "")))
        return [gr.skip(), views.comparison(found), gr.skip()]
    suffix: Suffix = "html" if data.get("suffix") == "html" else "xlsx"
    if act == "file":
        content = evaluations.file(run, suffix, str(data.get("against") or ""))
        return [gr.skip(), gr.skip(), _handed(f"评估_{run}.{suffix}", _TYPES[suffix], content)]
    raise StudioError("不认识这个操作。请刷新页面再试。")


def _handed(name: str, type: str, content: bytes) -> dict[str, str]:
    data = base64.b64encode(content).decode()
    return {"name": name, "type": type, "data": data, "at": str(time.time_ns())}


def _told(job: JobRecord, evaluations: Evaluations) -> str:
    if job.state is JobState.DONE:
        return _view(report_from(job.result), evaluations)
    if job.state.open:
        return render.progress(f"评估{job.state.label}", job.done, job.total)
    return render.message(job.result.get("error") or f"上次评估{job.state.label}，没有结果。可以重新开始。")


def _view(report: Report, evaluations: Evaluations, *, opened: bool = False) -> str:
    titles = {one.name: one.title for one in evaluations.sets()}
    return views.view(report, titles.get(report.name, report.name), opened=opened)
