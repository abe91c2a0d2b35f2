"""The parts of the page 提问 and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.pages import frame, source_view
from app.pages.asking import ANY_STAGE, KINDS
from ingest.model import Level, Stage

_MORE = '<button type="button" class="chip" aria-expanded="false" aria-controls="more">层级、日期</button>'
_PAST = '<button type="button" class="chip" aria-expanded="false" aria-controls="past">最近提问</button>'

_ANEW = '<button type="button" class="btn main" hidden></button>'

_OPENING = '<div class="thread"><p class="askm">正在打开…</p></div>'
"""Until the page has heard from the server, which takes seconds on a slow line."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Gradio's components. ``handed`` and ``told`` are unseen: a file, and a block of the thread to change."""

    past: Any
    thread: Any
    waiting: Any
    error: Any
    kinds: Any
    stage: Any
    levels: Any
    day: Any
    fresh: Any
    box: Any
    source: Any
    handed: Any
    told: Any


def lay_out() -> Parts:
    """Inside the page's ``gr.Blocks``: what was asked, the answers over the question, the source."""
    handed, told = _unseen("handed.js"), _unseen("told.js")
    with gr.Row(elem_id="asking"):
        with gr.Column(scale=0, min_width=212, elem_id="past"):
            past = _html("past.js")
        with gr.Column(scale=5, min_width=320, elem_id="answers"):
            thread = _html("ask.js", elem_id="thread", value=_OPENING)
            waiting = _html("waiting.js", elem_id="waiting")
            with gr.Column(elem_classes="comp"):
                error = gr.HTML(
                    apply_default_css=False,
                    elem_id="refused",
                    js_on_load="watch('value', () => document.dispatchEvent(new Event('studio:answered')))",
                )
                _html("anew.js", value=_ANEW, elem_id="anew")
                kinds, stage, fresh, levels, day = _filters()
                box = gr.Textbox(
                    show_label=False,
                    label="问题",
                    placeholder="写下您遇到的情况，不要写学生真名",
                    lines=1,
                    max_lines=6,
                    submit_btn="提问",
                    elem_id="question",
                    interactive=True,
                )
        with gr.Column(scale=2, min_width=300, elem_id="source"):
            source = _html("source.js", value=source_view.empty())
    return Parts(past, thread, waiting, error, kinds, stage, levels, day, fresh, box, source, handed, told)


def _filters() -> tuple[Any, ...]:
    with gr.Row(elem_id="filters"):
        kinds = gr.CheckboxGroup(list(KINDS), label="资料", interactive=True)
        stages = [ANY_STAGE, *(stage.value for stage in Stage)]
        stage = gr.Radio(stages, value=ANY_STAGE, label="学段", interactive=True)
        gr.HTML(_MORE, apply_default_css=False, elem_id="more-of", js_on_load=frame.script("filters.js"))
        fresh = gr.Button("新话题", size="sm", scale=0, min_width=80, elem_id="fresh")
        gr.HTML(_PAST, apply_default_css=False, elem_id="past-of", js_on_load=None)
        with gr.Row(elem_id="more"):
            levels = gr.CheckboxGroup([level.value for level in Level], label="层级", interactive=True)
            day = gr.Textbox(
                label="按日期查",
                lines=1,
                max_lines=1,
                elem_id="as-of",
                interactive=True,
                placeholder="2021-05-01",
            )
    return kinds, stage, fresh, levels, day


def _html(script: str, *, value: str = "", elem_id: str | None = None) -> Any:
    return gr.HTML(value, apply_default_css=False, elem_id=elem_id, js_on_load=frame.script(script))


def _unseen(script: str) -> Any:
    return gr.HTML(
        html_template="", visible="hidden", apply_default_css=False, js_on_load=frame.script(script)
    )
