"""典型问法 in a document's view: a host reads how teachers ask of it, adds wordings, takes some away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from app.cli_questions import source_label
from app.desk import Desk
from app.pages import frame, render
from ingest.errors import StudioError
from ingest.model import TypicalQuestion
from ingest.records import QuestionRecord

WHOLE = "整篇资料"
_BETWEEN = "\x1f"


class Editor:
    """The components, inside the page's column for the chosen document."""

    def __init__(self, *, proposes: bool) -> None:
        """``proposes``: a language model is configured."""
        with gr.Accordion("典型问法", open=False, visible=False, elem_id="typical") as self.box:
            self.listed = gr.CheckboxGroup(
                label="老师会这样问（勾选后可删除）", interactive=True, elem_id="asked"
            )
            self.remove = gr.Button("删除勾选的", elem_id="unask")
            self.at = gr.Dropdown(label="问的是哪一条", interactive=True, elem_id="asked-at")
            self.text = gr.Textbox(label="老师会怎么问", max_lines=3, interactive=True, elem_id="asked-text")
            self.add = gr.Button("添加", variant="primary", elem_id="ask-add")
            self.propose = gr.Button("让模型提几个问法", visible=proposes, elem_id="ask-propose")
            self.proposed = gr.Radio(
                label="模型提的问法（点一个放进上面，改好后再添加）",
                visible=False,
                interactive=True,
                elem_id="asked-proposed",
            )
            self.note = gr.HTML(apply_default_css=False, elem_id="asked-note")

    @property
    def parts(self) -> list[Any]:
        """What ``shown`` sets, in its order."""
        return [self.box, self.listed, self.at, self.text, self.note, self.proposed]

    def connect(self, desk: Desk, chosen: Any) -> None:
        """Make the buttons work on the document whose id ``chosen`` holds."""

        def added(document: str, at: str, text: str, request: gr.Request) -> tuple[Any, ...]:
            try:
                new = TypicalQuestion(text, "" if at == WHOLE else at)
                records = frame.mine(desk, request).edit_questions(document, add=[new])
            except StudioError as problem:
                return gr.skip(), gr.skip(), render.message(str(problem))
            return _listing(records), "", render.message("已添加，现在就能按这个问法查到。", "ok")

        def removed(document: str, keys: list[str] | None, request: gr.Request) -> tuple[Any, ...]:
            if not keys:
                return gr.skip(), gr.skip(), render.message("请先勾选要删除的问法。")
            try:
                gone = [unkeyed(key) for key in keys]
                records = frame.mine(desk, request).edit_questions(document, remove=gone)
            except StudioError as problem:
                return gr.skip(), gr.skip(), render.message(str(problem))
            return _listing(records), gr.skip(), render.message(f"已删除 {len(keys)} 条。", "ok")

        def proposed(document: str, at: str, request: gr.Request) -> tuple[Any, ...]:
            try:
                found = frame.mine(desk, request).propose_questions(document, "" if at == WHOLE else at)
            except StudioError as problem:
                return gr.skip(), render.message(str(problem))
            return gr.Radio(found, value=None, visible=True), ""

        self.propose.click(frame.safely(proposed), [chosen, self.at], [self.proposed, self.note])
        self.proposed.select(lambda one: one, [self.proposed], [self.text])
        after = [self.listed, self.text, self.note]
        self.add.click(frame.safely(added), [chosen, self.at, self.text], after)
        self.text.submit(frame.safely(added), [chosen, self.at, self.text], after)
        self.remove.click(frame.safely(removed), [chosen, self.listed], after)


def shown(desk: Desk, document: str) -> tuple[Any, ...]:
    """The editor for a document that was just opened."""
    records = desk.questions(document)
    clauses = [(WHOLE, WHOLE), *((name.replace("/", " › "), name) for name in desk.clauses(document))]
    return (
        gr.Accordion(f"典型问法（{len(records)}）", visible=True),
        _listing(records),
        gr.Dropdown(clauses, value=WHOLE),
        "",
        "",
        gr.Radio([], value=None, visible=False),
    )


def choices(records: Sequence[QuestionRecord]) -> list[tuple[str, str]]:
    """(what a host reads, what names the question) of every question, in order."""
    return [
        (
            f"{_where(record.question)}{record.question.text}（{source_label(record.source)}）",
            keyed(record.question),
        )
        for record in records
    ]


def keyed(question: TypicalQuestion) -> str:
    """A question's name on the page: a number would be another question's once somebody removed one."""
    return f"{question.at}{_BETWEEN}{question.text}"


def unkeyed(key: str) -> TypicalQuestion:
    at, _, text = key.partition(_BETWEEN)
    return TypicalQuestion(text, at)


def _where(question: TypicalQuestion) -> str:
    return f"〔{question.at.replace('/', ' › ')}〕" if question.at else ""


def _listing(records: Sequence[QuestionRecord]) -> Any:
    return gr.CheckboxGroup(
        choices(records), value=[], label=f"老师会这样问，共 {len(records)} 条（勾选后可删除）"
    )
