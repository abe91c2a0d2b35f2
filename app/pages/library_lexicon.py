"""词表 on the library's page: find an entry, write one, see what it does, store it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.desk import Desk
from app.pages import frame, render, search_view
from app.wording import Wording
from index import tokens


class LexiconEditor:
    """The components, and what they do."""

    def __init__(self) -> None:
        with gr.Row():
            with gr.Column(scale=2, min_width=300):
                self.saying = gr.Textbox("", label="说法（老师会怎么说）", max_lines=1, elem_id="word-saying")
                self.terms = gr.Textbox(
                    value="", label="规范用语（资料里怎么写，用“、”隔开）", max_lines=1, elem_id="word-terms"
                )
                self.topic = gr.Textbox("", label="类别（例如 手机网络）", max_lines=1, elem_id="word-topic")
                self.question = gr.Textbox(
                    value="", label="试一个问题（不要写学生真名）", max_lines=1, elem_id="word-try"
                )
                with gr.Row():
                    self.preview = gr.Button("看效果", elem_id="word-preview")
                    self.save = gr.Button("保存", variant="primary", elem_id="word-save")
                self.effect = gr.HTML(apply_default_css=False, elem_id="word-effect")
            with gr.Column(scale=3, min_width=300):
                self.words = gr.Textbox("", label="搜词表", max_lines=1, elem_id="word-find")
                self.listed = gr.HTML(
                    apply_default_css=False, elem_id="word-list", js_on_load=frame.script("lexicon.js")
                )

    def connect(self, desk: Desk) -> None:
        form = [self.saying, self.terms, self.topic]

        def listed(words: str, request: gr.Request) -> str:
            return _listed(Wording(frame.mine(desk, request)), words)

        def previewed(saying: str, terms: str, topic: str, question: str, request: gr.Request) -> str:
            service = Wording(frame.mine(desk, request))
            return search_view.effect(*service.preview(question, saying, terms, topic))

        def saved(saying: str, terms: str, topic: str, words: str, request: gr.Request) -> tuple[str, str]:
            service = Wording(frame.mine(desk, request))
            entry = service.put(saying, terms, topic)
            return render.message(f"已保存“{entry.saying}”，现在就起作用。", "ok"), _listed(service, words)

        def chosen(event: gr.EventData, words: str, request: gr.Request) -> tuple[str, ...]:
            """Into the form; a removed one too, so that it can be put back."""
            data, service = event._data, Wording(frame.mine(desk, request))
            saying = str(data["saying"])
            said = ""
            if data["act"] == "remove":
                service.remove(saying)
                said = render.message(f"已删除“{saying}”。按“保存”可以放回来。", "ok")
            return saying, str(data["terms"]), str(data["topic"]), said, _listed(service, words)

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        asked = [*form, self.question]
        self.preview.click(frame.safely(previewed), asked, [self.effect], **quiet)
        self.question.submit(frame.safely(previewed), asked, [self.effect], **quiet)
        self.save.click(frame.safely(saved), [*form, self.words], [self.effect, self.listed], **quiet)
        self.listed.select(frame.safely(chosen), [self.words], [*form, self.effect, self.listed], **quiet)
        self.words.change(frame.safely(listed), [self.words], [self.listed], **quiet)
        gr.on(None, frame.safely(listed), [self.words], [self.listed], **quiet)


def _listed(service: Wording, words: str) -> str:
    return search_view.entries(service.own(), service.shipped(), tokens.normalise(words).strip())
