"""阅读: the list of what may be read, with a form that narrows it. Plain HTML, no script."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from html import escape
from urllib.parse import urlencode

from app.pages import render
from app.pages.doc_view import address
from app.pages.shell import document
from app.reading_list import Entry, ReadingList, Sought
from ingest.model import Kind, Level, Stage

PATH = "/doc/"


def list_page(found: ReadingList, top: str) -> str:
    """``top``: the header."""
    body = (
        f'<main class="lost wide reading"><h1>阅读</h1><p class="note">共 {found.open} 份已发布的资料，点题名打开全文。'
        f"找一句话在哪里，去<a href=/>提问</a>更快。</p>{_form(found.sought)}{_result(found)}{_pages(found)}</main>"
    )
    return document("阅读", body, top)


def _form(sought: Sought) -> str:
    return (
        f'<form method="get" action="{PATH}" class="narrow" role="search">'
        '<label class="words">题名、文号或机关'
        f'<input type="search" name="text" value="{escape(sought.text)}" maxlength="100"></label>'
        f"{_choice('类别', 'kind', sought.kind, ((kind, kind.label) for kind in Kind))}"
        f"{_choice('层级', 'level', sought.level, ((level, level.value) for level in Level))}"
        f"{_choice('学段', 'stage', sought.stage, ((stage, stage.value) for stage in Stage))}"
        '<button class="btn main">找</button></form>'
    )


def _choice(label: str, name: str, chosen: StrEnum | None, values: Iterable[tuple[StrEnum, str]]) -> str:
    options = "".join(
        f'<option value="{value.value}"{" selected" if value is chosen else ""}>{escape(words)}</option>'
        for value, words in values
    )
    return f'<label>{label}<select name="{name}"><option value="">全部</option>{options}</select></label>'


def _result(found: ReadingList) -> str:
    if not found.entries:
        return (
            '<p class="message warn" role="status">没有找到。换个词，或者'
            f'<a href="{PATH}">看全部</a>；也可以去<a href="/">提问</a>。</p>'
        )
    narrowed = found.total != found.open
    said = (
        f'<p class="note" role="status">找到 {found.total} 份。<a href="{PATH}">看全部</a></p>'
        if narrowed
        else ""
    )
    return f'{said}<ul class="shelf">{"".join(map(_row, found.entries))}</ul>'


def _row(entry: Entry) -> str:
    about = entry.record.metadata
    day = about.effective or about.promulgated
    facts = [about.issuer, about.number, f"{day} 起" if day else "", "、".join(about.stages)]
    small = " · ".join(escape(fact) for fact in facts if fact)
    # A version of tomorrow is no news while another of its document holds: that is the one that opens.
    holds = entry.standing.current is not None
    state = "" if holds else f'<span class="st">{escape(entry.standing.label)}</span>'
    return (
        f'<li><a href="{address(entry.record.id)}">{escape(about.title)}</a>'
        f'<span class="bg">{render.level_badge(about.level, about.kind.label)}{state}<small>{small}</small></span></li>'
    )


def _pages(found: ReadingList) -> str:
    if found.pages == 1:
        return ""
    page = found.sought.page
    before = _step(found.sought, page - 1, "上一页") if page > 1 else ""
    after = _step(found.sought, page + 1, "下一页") if page < found.pages else ""
    return f'<nav class="turn-over" aria-label="翻页">{before}<span>第 {page} 页，共 {found.pages} 页</span>{after}</nav>'


def _step(sought: Sought, page: int, words: str) -> str:
    asked = {"text": sought.text, "kind": sought.kind, "level": sought.level, "stage": sought.stage}
    given = {name: str(value) for name, value in asked.items() if value}
    return f'<a class="btn" href="{PATH}?{escape(urlencode({**given, "page": page}))}">{words}</a>'
