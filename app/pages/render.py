"""Pure: values to HTML, what the pages share. Text is escaped here and in the two views beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ingest.model import Level, Status

PAGES = (("/", "提问"), ("/library/", "资料"), ("/evaluate/", "评估"))

_LEVEL_CLASS = {
    Level.LAW: "lv1",
    Level.REGULATION: "lv1",
    Level.JUDICIAL: "lv1",
    Level.MINISTRY: "lv2",
    Level.NORMATIVE: "lv2",
    Level.LOCAL: "lv3",
    Level.SCHOOL: "lv4",
    Level.STUDIO: "lv5",
}
_STATUS_CLASS = {
    Status.DRAFT: "draft",
    Status.SUBMITTED: "waiting",
    Status.PUBLISHED: "live",
    Status.WITHDRAWN: "gone",
}


def header(current: str) -> str:
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == current else ""}>{escape(name)}</a>'
        for path, name in PAGES
    )
    return (
        '<header class="top"><div class="brand">班主任工作室<span>·</span>知识助手</div>'
        f'<nav aria-label="主要功能">{links}</nav></header>'
    )


def level_badge(level: Level | None, kind_label: str) -> str:
    if level is None:
        return f'<span class="lv lv5">{escape(kind_label)}</span>'
    return f'<span class="lv {_LEVEL_CLASS[level]}">{escape(level.value)}</span>'


def status_badge(status: Status) -> str:
    return f'<span class="st {_STATUS_CLASS[status]}">{status.label}</span>'


def message(text: str, tone: str = "bad") -> str:
    """A sentence in place. ``tone``: bad, warn or ok."""
    return f'<p class="message {tone}" role="alert">{escape(text)}</p>' if text else ""


def short(text: str, limit: int = 100) -> str:
    """One line of at most ``limit`` characters and an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"


def heading(text: str) -> str:
    return f'<h2 class="askq">{escape(text)}</h2>'


def figures(rows: Sequence[tuple[str, str, str]]) -> str:
    """Cards of (value, name, explanation)."""
    cards = "".join(
        f'<div class="figure"><b>{escape(value)}</b><span>{escape(name)}</span><br>'
        f"<span>{escape(note)}</span></div>"
        for value, name, note in rows
    )
    return f'<div class="figures">{cards}</div>'


def question_table(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """(question, type, rank of the first gold clause or 未找到, what was first)."""
    body = "".join(
        f"<tr><td>{escape(question)}</td><td>{escape(rank)}</td><td>{escape(kind)}</td>"
        f"<td>{escape(unnested(first))}</td></tr>"
        for question, kind, rank, first in rows
    )
    return table("ranks", ("问题", "答案排在", "题型", "排第一的是"), body)


def table(name: str, heads: Sequence[str], body: str) -> str:
    """A table that scrolls sideways within itself where the window is too narrow. ``body`` is HTML."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return (
        f'<div class="across" tabindex="0" role="region" aria-label="表格，可左右滑动">'
        f'<table class="docs {name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def unnested(text: str) -> str:
    """《《甲》乙》丙 as 《甲》乙丙: a digest's title carries its own brackets."""
    if not text.startswith("《《"):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "《") - (sign == "》")
        if depth == 0:
            return text[1:place] + text[place + 1 :]
    return text[1:]
