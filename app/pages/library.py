"""资料: a host uploads, finds documents in a table, reviews one in the drawer, edits the lexicon, tests search."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.bulk import Bulk
from app.desk import Desk
from app.jobs import Jobs
from app.listing import Wanted
from app.pages import frame, library_questions, library_view
from app.pages.library_drawer import acted, opened
from app.pages.library_lexicon import LexiconEditor
from app.pages.library_probe import Probe
from app.pages.library_upload import Upload
from app.reviewing import Reviewing


def build(desk: Desk, jobs: Jobs) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/library``."""
    with gr.Blocks(title="资料 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/library/")
        with gr.Column(elem_classes="body", elem_id="shelf"), gr.Tabs():
            with gr.Tab("资料"):
                wanted, chosen = gr.State(Wanted()), gr.State("")
                upload = Upload()
                bar = _html(library_view.bar(Wanted()), "bar", "bar.js")
                table = _html("", "table", "library.js")
            with gr.Tab("词表"):
                lexicon = LexiconEditor()
            with gr.Tab("检索测试"):
                probe = Probe()
        with gr.Column(elem_id="drawer"):
            review = _html("", "review", "review.js")
            editor = library_questions.Editor(proposes=desk.proposes)

        def listed(event: gr.EventData, wanted: Wanted, request: gr.Request) -> tuple[Any, ...]:
            asked = wanted.patched(dict(event._data))
            return asked, drawn(frame.mine(desk, request), asked)

        def entered(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
            document, mine = str(event._data["document"]), frame.mine(desk, request)
            return document, opened(Reviewing(mine), document), *library_questions.shown(mine, document)

        def moved(event: gr.EventData, wanted: Wanted, request: gr.Request) -> tuple[Any, ...]:
            mine, data = frame.mine(desk, request), event._data
            move, documents = str(data.get("move", "")), [str(one) for one in data.get("documents", ())]
            if not documents:
                return drawn(mine, wanted), gr.skip()
            if not data.get("sure"):
                said, button = Bulk(Reviewing(mine)).consequence(move, documents)
                asked = library_view.confirmation(move, documents, said, button)
                return drawn(mine, wanted, asked), gr.skip()
            rows = Bulk(Reviewing(mine)).move(move, documents)
            return drawn(mine, wanted), library_view.bulk_report(move, rows)

        def reviewed(event: gr.EventData, wanted: Wanted, request: gr.Request) -> tuple[Any, ...]:
            mine = frame.mine(desk, request)
            html, changed, document = acted(Reviewing(mine), dict(event._data))
            table = drawn(mine, wanted) if changed else gr.skip()
            if not document:
                return html, table, gr.skip(), *(gr.skip() for _ in editor.parts)
            return html, table, document, *library_questions.shown(mine, document)

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        # Gradio drops what is clicked while the click before is on its way: right for acts, not for looking.
        each = {**quiet, "trigger_mode": "multiple"}
        for part in (bar, table):
            part.select(frame.safely(listed), [wanted], [wanted, table], **each)
        table.expand(frame.safely(entered), None, [chosen, review, *editor.parts], **each)
        table.apply(frame.safely(moved), [wanted], [table, upload.report], **quiet)
        review.apply(frame.safely(reviewed), [wanted], [review, table, chosen, *editor.parts], **quiet)
        upload.connect(desk, jobs, (wanted, table), drawn)
        editor.connect(desk, chosen)
        lexicon.connect(desk)
        probe.connect(desk)
    return page


def _html(value: str, name: str, script: str) -> Any:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=frame.script(script))


def drawn(desk: Desk, wanted: Wanted, asked: str = "") -> str:
    """The table of what a host asked to see."""
    return library_view.document_table(Reviewing(desk).listed(wanted), asked)
