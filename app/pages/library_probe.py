"""检索测试 on the library's page: a question, and each stage's ranks and scores."""

from __future__ import annotations

from datetime import date
from typing import Any

import gradio as gr

from app.desk import Desk
from app.pages import frame, search_view
from app.probing import probe
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import Kind, Level, Stage

HITS = 20


class Probe:
    """The components, and what they do."""

    def __init__(self) -> None:
        with gr.Row():
            self.question = gr.Textbox(
                value="", label="问题（不要写学生真名）", max_lines=1, scale=4, elem_id="probe-question"
            )
            self.start = gr.Button("检索", variant="primary", scale=1, elem_id="probe-start")
        with gr.Row():
            self.kinds = gr.Dropdown(_choices(Kind), multiselect=True, label="类别", interactive=True)
            self.stages = gr.Dropdown(_choices(Stage), multiselect=True, label="学段", interactive=True)
            self.levels = gr.Dropdown(_choices(Level), multiselect=True, label="层级", interactive=True)
            self.day = gr.Textbox(
                value="",
                label="按日期查（空着是今天）",
                placeholder="2025-11-20",
                max_lines=1,
                elem_id="probe-day",
            )
        self.found = gr.HTML(apply_default_css=False, elem_id="probe-found")

    def connect(self, desk: Desk) -> None:
        def looked(
            question: str,
            kinds: list[str],
            stages: list[str],
            levels: list[str],
            day: str,
            request: gr.Request,
        ) -> str:
            filters = Filters(
                tuple(map(Kind, kinds)), tuple(map(Stage, stages)), tuple(map(Level, levels)), _day(day)
            )
            return search_view.probed(probe(frame.mine(desk, request), question, HITS, filters))

        asked = [self.question, self.kinds, self.stages, self.levels, self.day]
        quiet: dict[str, Any] = {"show_progress": "hidden"}
        self.start.click(frame.safely(looked), asked, [self.found], **quiet)
        self.question.submit(frame.safely(looked), asked, [self.found], **quiet)


def _choices(words: type[Kind] | type[Stage] | type[Level]) -> list[tuple[str, str]]:
    return [(word.label if isinstance(word, Kind) else word.value, word.value) for word in words]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise StudioError("日期应写成 2025-11-20 这样。") from error
