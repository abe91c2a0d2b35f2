"""导入 on the library's page: files become drafts in a job, so that the page may be left meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gradio as gr

from app.desk import Desk
from app.jobs import Jobs, Report
from app.pages import frame, render
from app.pages.library_view import upload_lines
from ingest.catalog_jobs import JobRecord, JobState
from ingest.errors import StudioError
from ingest.masking import mask_text
from ingest.model import Kind
from ingest.readers import SUFFIXES

KIND = "upload"
GUESS = "自动判断"
LOOK_EVERY = 1.0
"""Seconds between two looks at a job."""
SHOWN_FOR = timedelta(hours=12)
"""So long a page that is opened again shows what the last upload gave."""


class Upload:
    """The components, and what they do."""

    def __init__(self) -> None:
        with gr.Row():
            with gr.Column(scale=3):
                self.files = gr.File(
                    label="把文件拖到这里（可多选）",
                    file_count="multiple",
                    file_types=sorted(SUFFIXES),
                    interactive=True,
                    elem_id="files",
                    height=150,
                )
            with gr.Column(scale=1):
                self.kind = gr.Dropdown(
                    [GUESS, *(k.label for k in Kind)], value=GUESS, label="类别", interactive=True
                )
                self.start = gr.Button("导入为草稿", variant="primary", elem_id="upload")
                self.stop = gr.Button("停下", visible=False, elem_id="upload-stop")
        self.report = gr.HTML(apply_default_css=False, elem_id="report")
        self.clock = gr.Timer(LOOK_EVERY, active=False)

    @property
    def parts(self) -> list[Any]:
        """What ``shown`` sets, in its order."""
        return [self.report, self.stop, self.clock]

    def connect(
        self, desk: Desk, jobs: Jobs, table: Sequence[Any], redraw: Callable[[Desk, Any], str]
    ) -> None:
        """``table`` is (what was asked to see, the table); ``redraw`` makes the table for that."""

        def taken(paths: list[str] | None, kind: str, request: gr.Request) -> tuple[Any, ...]:
            if not paths:
                return None, render.message("请先选文件。"), gr.skip(), gr.skip()
            mine = frame.mine(desk, request)
            chosen = next((k for k in Kind if k.label == kind), None)
            work = worker(mine, [Path(path) for path in paths], chosen)
            return None, *shown(jobs.get(jobs.start(KIND, work, mine.account), mine.account))

        def looked(wanted: Any, request: gr.Request) -> tuple[Any, ...]:
            mine = frame.mine(desk, request)
            job = latest(jobs, mine)
            return *shown(job), gr.skip() if job and job.state.open else redraw(mine, wanted)

        def stopped(request: gr.Request) -> tuple[Any, ...]:
            mine = frame.mine(desk, request)
            if job := latest(jobs, mine):
                jobs.cancel(job.id, mine.account)
            return shown(latest(jobs, mine))

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        wanted, drawn = table
        self.start.click(frame.safely(taken), [self.files, self.kind], [self.files, *self.parts], **quiet)
        self.stop.click(frame.safely(stopped), None, self.parts, **quiet)
        self.clock.tick(frame.safely(looked), [wanted], [*self.parts, drawn], **quiet)
        gr.on(None, frame.safely(looked), [wanted], [*self.parts, drawn], **quiet)


def latest(jobs: Jobs, desk: Desk) -> JobRecord | None:
    """The account's own last upload."""
    mine = desk.account
    return next((job for job in jobs.listed(mine, KIND) if job.account == mine.name), None)


def worker(desk: Desk, paths: Sequence[Path], kind: Kind | None) -> Callable[[Report], dict[str, Any]]:
    """The job's work: file after file; what it stores has no personal data, in a file's name neither.

    What is left of the files when it is stopped is deleted: only originals stay.
    """

    def work(report: Report) -> dict[str, Any]:
        rows: list[list[str]] = []
        try:
            for done, path in enumerate(paths):
                report(done, len(paths), "正在读")  # no name: what a file is called may name a pupil
                rows += [[tone, mask_text(line)] for tone, line in _taken(desk, path, kind)]
        finally:
            for path in paths:
                path.unlink(missing_ok=True)
        return {"rows": rows}

    return work


def _taken(desk: Desk, path: Path, kind: Kind | None) -> list[tuple[str, str]]:
    try:
        return [line for result in desk.upload([path], kind=kind) for line in upload_lines(result, path.name)]
    except StudioError as problem:
        return [("bad", f"{path.name}：{problem}")]


def shown(job: JobRecord | None) -> tuple[Any, ...]:
    """The report, the button that stops, and whether to look again."""
    runs = job is not None and job.state.open
    return told(job), gr.Button(visible=runs), gr.Timer(active=runs)


def told(job: JobRecord | None) -> str:
    """A row a document or file, or how far it is."""
    if job is None or (job.finished and datetime.now(UTC) - job.finished > SHOWN_FOR):
        return ""
    if job.state.open:
        doing = f"{job.doing}第 {job.done + 1} 个文件" if job.doing else f"导入{job.state.label}"
        return render.progress(f"{doing}，离开页面不会中断。", job.done, job.total)
    if job.state is JobState.DONE:
        return "".join(render.message(line, tone) for tone, line in job.result["rows"])
    said = job.result.get("error") or f"上次导入{job.state.label}：已经读完的文件已存为草稿，其余请重新导入。"
    return render.message(said)
