"""缺口: what teachers asked in vain, worked on by hosts, and what the corpus covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from app.desk import Desk
from app.gap_list import GapList
from app.gaps import Step
from app.pages import frame
from app.pages.coverage_view import coverage_view
from app.pages.gaps_view import checked, gap_list
from app.pages.render import message
from ingest.errors import StudioError

_NONSENSE = "不认识这个操作。请刷新页面再试。"


def build(desk: Desk) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/gaps``."""
    with gr.Blocks(title="缺口 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/gaps/")
        step = gr.State(None)
        with gr.Row(elem_id="shelf", elem_classes="body"):
            shown = gr.HTML("", elem_id="gaps", apply_default_css=False, js_on_load=frame.script("gaps.js"))
            covered = gr.HTML(
                "", elem_id="coverage", apply_default_css=False, js_on_load=frame.script("coverage.js")
            )

        def opened(request: gr.Request) -> tuple[str, str]:
            work = GapList(frame.mine(desk, request))
            return drawn(work, None), coverage_view(work.coverage())

        def chosen(event: gr.EventData, request: gr.Request) -> tuple[Step | None, str]:
            wanted = _step(event._data.get("step"))
            return wanted, drawn(GapList(frame.mine(desk, request)), wanted)

        def acted(event: gr.EventData, step: Step | None, request: gr.Request) -> str:
            work, data = GapList(frame.mine(desk, request)), dict(event._data)
            try:
                gap = int(data["gap"])
                said = done(work, gap, str(data["act"]), data.get("values") or {})
            except (KeyError, ValueError) as error:
                raise StudioError(_NONSENSE) from error
            return drawn(work, step, gap, said)

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        gr.on(None, frame.safely(opened), None, [shown, covered], **quiet)
        shown.select(frame.safely(chosen), None, [step, shown], **quiet)
        shown.apply(frame.safely(acted), [step], [shown], **quiet)
    return page


def done(work: GapList, gap: int, act: str, values: Mapping[str, str]) -> str:
    """Do what a host clicked; HTML that says what came of it. A mistake in a field is said in place."""
    if act == "recheck":
        return checked(work.recheck(gap))
    if act != "save":
        work.move(gap, act)
        return message("已改好。", "ok")
    names = ("title", "assigned_to", "document", "note")
    try:
        work.describe(gap, **{name: str(values.get(name, "")) for name in names})
    except StudioError as problem:
        return message(str(problem))
    return message("已保存。", "ok")


def drawn(work: GapList, step: Step | None, opened: int = 0, said: str = "") -> str:
    """The list of what a host asked to see."""
    return gap_list(work.listed(step), work.hosts(), work.titles(), opened, said)


def _step(wanted: object) -> Step | None:
    try:
        return Step(str(wanted)) if wanted else None
    except ValueError as error:
        raise StudioError(_NONSENSE) from error
