"""Pure: what can be done with an answer: copy, open, export, print. The page's scripts do it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.citing import link, reference, transcript, where
from app.model import Answer, Citation

FORMATS = {"docx": "导出 Word", "md": "导出 Markdown"}


def copy_button(text: str, label: str, kind: str = "btn") -> str:
    return f'<button type="button" class="{kind}" data-copy="{escape(text)}">{escape(label)}</button>'


def of_statement(citations: Sequence[Citation]) -> str:
    """Beside a quote: its references to copy."""
    return copy_button("\n".join(map(reference, citations)), "复制引用", "mini")


def opens(citation: Citation, words: str) -> str:
    """Words that open the document at the quote, beside this page."""
    return f'<a class="opens" href="{escape(link(citation))}" target="_blank">{escape(words)}</a>'


def of_source(citation: Citation) -> str:
    """The foot of the source panel."""
    address = escape(link(citation))
    return (
        f'<div class="foot">{copy_button(reference(citation), "复制引用", "btn main")}'
        f'<a class="btn" href="{address}" target="_blank">打开原文</a></div>'
    )


def of_answer(answer: Answer, index: int) -> str:
    """Under an answer; and the places of its quotes, which only a printed page shows."""
    exports = "".join(
        f'<button type="button" class="btn" data-export="{suffix}" data-turn="{index}">{label}</button>'
        for suffix, label in FORMATS.items()
    )
    printed = "".join(
        f'<li value="{citation.n}">{escape(where(citation))}</li>' for citation in answer.citations
    )
    return (
        f'<div class="acts">{copy_button(transcript(answer), "复制回答")}{exports}'
        '<button type="button" class="btn" data-print>打印</button></div>'
        f'{f"""<ol class="printed">{printed}</ol>""" if printed else ""}'
    )
