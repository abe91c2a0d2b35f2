"""原文: a document to read, its versions and what changed between two of them, as whole HTML pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from urllib.parse import quote as percent

from app.doc_reading import OpenEdition, Reading
from app.pages.change_view import change_html
from app.pages.doc_text import anchors, outline_html, text_html
from app.pages.render import level_badge
from app.pages.shell import document as page_of
from app.pages.turns import is_fictional
from app.titles import bracketed
from ingest.difference import Change, ChangeKind
from ingest.model import Form, Kind
from ingest.records import VersionRecord

_DIGEST = (
    "要点整理（非原文）：这是本工作室写的。下面的机关、文号、日期说的是所整理的文件，引用时请核对文件原文。"
)
_NOT_FOUND = "没有这份资料，或者它还没有发布。请从“提问”页的出处或“资料”页重新打开。"


def address(document: str, number: int | None = None) -> str:
    version = "" if number is None else f"@{number}"
    return f"/doc/{percent(document, safe='')}{version}"


def not_found(top: str) -> str:
    """The same words for what does not exist, is a draft, or is not for everybody."""
    body = f'<main class="lost"><h1>没有找到</h1><p>{_NOT_FOUND}</p><p><a class="btn" href="/">去提问</a></p></main>'
    return page_of("没有找到", body, top)


def removed(top: str) -> str:
    """What was purged: that it was, and nothing of what it said."""
    said = "这一版已被主持人清除，正文和原件都已删除，不能再打开。"
    body = f'<main class="lost"><h1>已清除</h1><p>{said}</p><p><a class="btn" href="/">去提问</a></p></main>'
    return page_of("已清除", body, top)


def reading_page(reading: Reading, top: str, *, original: bool = False) -> str:
    """``top``: the header, as in all of these pages. ``original``: the file may be downloaded."""
    version = reading.version
    ids = anchors(version.parse)
    outline = outline_html(version.parse, ids)
    contents = (
        f'<details class="contents" id="contents"><summary>目录</summary><nav aria-label="目录">{outline}</nav>'
        "</details>"
        if outline
        else ""
    )
    body = (
        f'<main class="reader{"" if outline else " plain"}">{contents}<article class="doc">'
        f"{_head(reading, original=original)}"
        '<p class="message ok" id="cited" role="status" hidden></p>'
        f'<div class="sheet" id="text" data-length="{len(version.parse.text)}">'
        f"{text_html(version.parse, ids)}</div>{_editions(reading)}</article></main>"
    )
    return page_of(version.metadata.title, body, top, script="doc.js")


def _head(reading: Reading, *, original: bool) -> str:
    version, metadata = reading.version, reading.version.metadata
    made_up = metadata.kind is Kind.CASE and is_fictional(version)
    fictional = '<span class="lv lv5">虚构案例</span>' if made_up else ""
    facts = [
        ("发文机关", metadata.issuer),
        ("文号", metadata.number),
        ("公布日期", str(metadata.promulgated or "")),
        ("施行日期", str(metadata.effective or "")),
        ("失效日期", str(metadata.expires or "")),
        ("适用范围", metadata.scope),
        ("学段", "、".join(metadata.stages)),
        ("版本", f"第 {version.number} 版"),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    place = f"/original/{percent(version.document, safe='')}@{version.number}"
    file = f' <a class="btn" href="{place}" download>下载原件</a>' if original else ""
    return (
        f'<header class="dochead"><h1>{escape(metadata.title)}</h1>'
        f'<div class="bg">{level_badge(metadata.level, metadata.kind.label)}{fictional}</div>{_banners(reading)}'
        f'<dl class="kv">{rows}</dl>'
        '<p class="acts"><button type="button" class="btn" id="print">打印</button>'
        f"{file}</p></header>"
    )


def _banners(reading: Reading) -> str:
    """How the version stands, with the way to the one that holds, and whether the text is ours."""
    version, now = reading.version, reading.standing
    readable = {edition.number for edition in reading.editions}
    current = now.current if now.current != version.number else None
    link = (
        f' <a href="{address(version.document, current)}">打开第 {current} 版</a>'
        if current is not None and current in readable
        else ""
    )
    tone = "ok" if now.in_force else "warn"
    state = f'<p class="message {tone} state">{escape(now.label)}{link}</p>'
    if version.metadata.form is not Form.DIGEST:
        return state
    return f'<p class="message warn">{_DIGEST}</p>{state}'


def _editions(reading: Reading) -> str:
    if len(reading.editions) < 2:
        return ""
    document = reading.version.document
    rows = []
    before: OpenEdition | None = None
    for edition in reading.editions:
        here = " aria-current=page" if edition.number == reading.version.number else ""
        day = f"，{edition.dated} 起" if edition.dated else ""
        compared = (
            f' <a href="{_compared(document, before.number, edition.number)}">与第 {before.number} 版比较</a>'
            if before
            else ""
        )
        rows.append(
            f'<li><a href="{address(document, edition.number)}"{here}>第 {edition.number} 版</a>'
            f"{escape(day)} · {escape(edition.standing.label)}{compared}</li>"
        )
        before = edition
    return f'<section class="editions"><h2>版本</h2><ul>{"".join(reversed(rows))}</ul></section>'


def _compared(document: str, old: int, new: int) -> str:
    return f"{address(document)}/diff?from={old}&amp;to={new}"


def difference_page(old: VersionRecord, new: VersionRecord, changes: Sequence[Change], top: str) -> str:
    title = bracketed(new.metadata.title)
    counts = Counter(change.kind for change in changes)
    said = "，".join(f"{kind.label} {counts[kind]} 处" for kind in ChangeKind if counts[kind])
    summary = f"{said}。没有列出的条款文字相同。" if changes else "两版的条款文字相同。"
    listed = "".join(map(change_html, changes))
    body = (
        f'<main class="reader plain"><article class="doc"><header class="dochead"><h1>{escape(title)}的变化</h1>'
        f'<p class="versions">从 {_edition_link(old)} 到 {_edition_link(new)}</p>'
        f'<p class="message ok">{summary}</p>'
        '<p class="legend"><ins>加下划线的是新增的字</ins>，<del>加删除线的是删去的字</del>。</p></header>'
        f"{listed}</article></main>"
    )
    return page_of(f"{title}的变化", body, top)


def _edition_link(version: VersionRecord) -> str:
    day = version.metadata.effective or version.metadata.promulgated
    dated = f"（{day}）" if day else ""
    return f'<a href="{address(version.document, version.number)}">第 {version.number} 版{dated}</a>'
