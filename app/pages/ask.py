"""提问: a teacher asks, reads quotes, and clicks a number to see it in its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gradio as gr

from app.desk import Desk, SourceView
from app.model import Citation
from app.pages import answer_view, frame, render
from app.pages.turns import Turn, turn_of
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import Kind, Stage, Status

KINDS = {kind.label: kind for kind in Kind if kind not in (Kind.RECORD, Kind.EMERGENCY)}


def build(desk: Desk) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/``."""
    with gr.Blocks(title="提问 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header("/")
        turns = gr.State([])
        with gr.Row():
            with gr.Column(scale=5, min_width=320, elem_id="answers"):
                thread = gr.HTML(
                    elem_id="thread",
                    apply_default_css=False,
                    js_on_load=frame.script("ask.js"),
                )
                with gr.Column(elem_classes="comp"):
                    error = gr.HTML(apply_default_css=False, elem_id="refused")
                    with gr.Row(elem_id="filters"):
                        kinds = gr.CheckboxGroup(list(KINDS), label="资料", interactive=True)
                        stage = gr.Radio(
                            ["全部", *(s.value for s in Stage)], value="全部", label="学段", interactive=True
                        )
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
                source = gr.HTML(
                    answer_view.source_panel(None),
                    apply_default_css=False,
                    js_on_load=frame.script("source.js"),
                )

        def asked(question: str, kinds: list[str], stage: str, turns: list[Turn]) -> tuple[Any, ...]:
            try:
                answer = desk.ask(question, _filters(kinds, stage))
            except StudioError as problem:
                return turns, gr.skip(), question, render.message(str(problem)), gr.skip()
            turns = [*turns, turn_of(answer, desk.version)]
            return turns, answer_view.thread(turns, 0), "", "", answer_view.source_panel(None)

        def picked(event: gr.EventData, kinds: list[str], stage: str, turns: list[Turn]) -> tuple[Any, ...]:
            return asked(str(event._data["question"]), kinds, stage, turns)

        def opened(turns: list[Turn], event: gr.EventData) -> str:
            index = int(event._data["turn"])
            citations = turns[index].answer.citations
            view = _source(desk, citations[int(event._data["cite"]) - 1])
            return answer_view.source_panel(view, index, len(citations))

        results = [turns, thread, box, error, source]
        options: dict[str, Any] = {"show_progress": "hidden"}
        box.submit(frame.safely(asked), [box, kinds, stage, turns], results, **options)
        thread.submit(frame.safely(picked), [kinds, stage, turns], results, **options)
        thread.select(frame.safely(opened), [turns], [source], **options)
        source.clear(lambda: answer_view.source_panel(None), None, [source], **options)
        page.load(lambda: answer_view.thread([], _published(desk)), None, [thread], **options)
    return page


def _source(desk: Desk, citation: Citation) -> SourceView:
    """The citation in its clause; an emergency card is shown whole, whatever was quoted of it."""
    view = desk.source(citation)
    if citation.kind is not Kind.EMERGENCY:
        return view
    text = view.version.parse.text
    return replace(view, before=text[: citation.start], after=text[citation.end :])


def _filters(kinds: list[str], stage: str) -> Filters:
    return Filters(
        kinds=tuple(KINDS[label] for label in kinds),
        stages=() if stage == "全部" else (Stage(stage),),
    )


def _published(desk: Desk) -> int:
    return sum(record.status is Status.PUBLISHED for record in desk.documents())
