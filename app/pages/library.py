"""资料: a host uploads, looks at the outline, publishes and withdraws."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import gradio as gr

from app.desk import Desk
from app.outline_text import outline_lines
from app.pages import frame, library_questions, library_view, render
from app.pages.library_view import moves_of
from ingest.errors import StudioError
from ingest.model import Kind
from ingest.readers import SUFFIXES

ACTOR = "主持人"
GUESS = "自动判断"


def build(desk: Desk) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/library``."""
    with gr.Blocks(title="资料 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header("/library/")
        with gr.Column(elem_classes="body"):
            with gr.Row():
                with gr.Column(scale=3):
                    files = gr.File(
                        label="把文件拖到这里（可多选）",
                        file_count="multiple",
                        file_types=sorted(SUFFIXES),
                        interactive=True,
                        elem_id="files",
                        height=150,
                    )
                with gr.Column(scale=1):
                    kind = gr.Dropdown(
                        [GUESS, *(k.label for k in Kind)], value=GUESS, label="类别", interactive=True
                    )
                    upload = gr.Button("导入为草稿", variant="primary", elem_id="upload")
            report = gr.HTML(apply_default_css=False, elem_id="report")
            with gr.Row(equal_height=False):
                with gr.Column(scale=3, min_width=320):
                    find = gr.Textbox(label="按题名找", interactive=True, elem_id="find")
                    table = gr.HTML(
                        elem_id="table",
                        apply_default_css=False,
                        js_on_load=frame.script("library.js"),
                    )
                with gr.Column(scale=2, min_width=320, elem_id="document"):
                    chosen = gr.State("")
                    with gr.Row():
                        publish = gr.Button("发布", variant="primary", interactive=False, elem_id="publish")
                        withdraw = gr.Button("停用", interactive=False, elem_id="withdraw")
                    tree = gr.HTML(
                        library_view.outline_panel([]),
                        elem_id="outline",
                        apply_default_css=False,
                        js_on_load=frame.script("outline.js"),
                    )
                    editor = library_questions.Editor()

        def taken(
            paths: list[str] | None,
            kind: str,
            find: str,
            progress: Any = gr.Progress(),  # noqa: B008 (Gradio finds the bar by this default)
        ) -> tuple[Any, ...]:
            if not paths:
                return None, render.message("请先选文件。"), gr.skip()
            results = desk.upload(
                [Path(path) for path in paths],
                kind=next((k for k in Kind if k.label == kind), None),
                actor=ACTOR,
                progress=lambda done, total, name: progress((done, total), desc=name),
            )
            names = [Path(result.path).name for result in results]
            return None, library_view.upload_report(results, names), _table(desk, find)

        def opened(event: gr.EventData) -> tuple[Any, ...]:
            document = str(event._data["document"])
            return (*_document(desk, document), *library_questions.shown(desk, document))

        def moved(act: Any, done: str) -> Any:
            def run(document: str, find: str) -> tuple[Any, ...]:
                try:
                    act(document, ACTOR)
                except StudioError as problem:
                    return (*_document(desk, document), render.message(str(problem)), gr.skip())
                return (*_document(desk, document), render.message(done, "ok"), _table(desk, find))

            return frame.safely(run)

        view = [chosen, tree, publish, withdraw]
        quiet: dict[str, Any] = {"show_progress": "hidden"}
        upload.click(frame.safely(taken), [files, kind, find], [files, report, table])
        table.select(frame.safely(opened), None, [*view, *editor.parts], **quiet)
        editor.connect(desk, chosen, ACTOR)
        publish.click(moved(desk.publish, "已发布，教师现在能查到。"), [chosen, find], [*view, report, table])
        withdraw.click(
            moved(desk.withdraw, "已停用，检索里已没有它。"), [chosen, find], [*view, report, table]
        )
        find.change(lambda words: _table(desk, words), [find], [table], **quiet)
        page.load(lambda: _table(desk, ""), None, [table], **quiet)
    return page


def _table(desk: Desk, words: str) -> str:
    found = [r for r in desk.documents() if words.strip() in r.metadata.title]
    states = defaultdict(list)
    for state in desk.studio.catalog.states():
        states[state.document].append(state)
    moves = {record.id: moves_of(record, states[record.id]) for record in found}
    return library_view.document_table(sorted(found, key=lambda r: r.updated, reverse=True), moves)


def _document(desk: Desk, document: str) -> tuple[Any, ...]:
    """What a host decides about: the version that waits, else the one in force."""
    catalog = desk.studio.catalog
    moves = moves_of(catalog.document(document), catalog.states(document))
    version = desk.version(document, moves.pending)
    return (
        document,
        library_view.outline_panel(outline_lines(version), moves),
        gr.Button(f"发布 v{moves.pending}" if moves.waits else "发布", interactive=moves.pending is not None),
        gr.Button(interactive=moves.live is not None),
    )
