"""Pure: the source panel. A citation in its text and, of a PDF, on the picture of its page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote as percent

from app.avoiding import LABEL
from app.desk import SourceView
from app.page_image import Box, PageView
from app.pages import answer_acts
from app.pages.render import level_badge
from app.pages.turns import FICTIONAL, is_fictional
from ingest.model import Form, Kind

_DIGEST = "这是本项目写的要点整理，不是文件原文；引用文件时请核对原文。"
_HIDDEN = "原页上有隐去了的个人信息，只有主持人能看，请不要外传。"
_UNPLACED = "没能在图上标出引文，请看“文字”。"


def empty() -> str:
    return '<div class="src empty"><p>点句末的编号，这里显示出处。</p></div>'


def panel(view: SourceView, turn: int, total: int, pages: Sequence[PageView] = ()) -> str:
    """``turn`` and its number of citations let the panel move along them; ``pages`` may be shown as pictures."""
    citation, metadata = view.citation, view.version.metadata
    tone = "live" if view.standing.in_force else "dead"
    state = f'<span class="st {tone}">{escape(view.standing.label)}</span>'
    digest = f'<p class="digest">{_DIGEST}</p>' if citation.form is Form.DIGEST else ""
    facts = [
        ("发文机关", metadata.issuer),
        ("文号", metadata.number),
        ("施行日期", str(metadata.effective or "")),
        ("适用范围", metadata.scope),
        ("来源文件", view.version.source_name),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    warned = f'<p class="digest avoid">{LABEL.rstrip("：")}</p>' if citation.avoid else ""
    page = f"第 {citation.page} {view.version.page_unit} · " if citation.page else ""
    path = escape(" › ".join(citation.path))
    made_up = FICTIONAL if citation.kind is Kind.CASE and is_fictional(view.version) else ""
    badge = level_badge(citation.level, citation.kind.label)
    return (
        f'<div class="src" tabindex="-1" role="region" aria-label="来源" '
        f'data-turn="{turn}" data-at="{citation.n}">{_head(citation.n, total)}'
        f'<div class="in"><h3>{escape(citation.title)}</h3>'
        f'<div class="bg">{badge}{made_up}{state}</div>{digest}{warned}'
        f'<dl class="kv">{rows}</dl><div class="path">{page}{path}</div>{_body(view, pages)}</div>'
        f"{answer_acts.of_source(citation)}</div>"
    )


def _head(n: int, total: int) -> str:
    back = " disabled" if n <= 1 else ""
    on = " disabled" if n >= total else ""
    return (
        f'<div class="hd"><span class="no">{n}</span><h2>来源</h2><span>第 {n} 处，共 {total} 处</span>'
        f'<button type="button" class="step prev" aria-label="上一处（K）" title="上一处（K）"{back}>‹</button>'
        f'<button type="button" class="step next" aria-label="下一处（J）" title="下一处（J）"{on}>›</button>'
        '<button type="button" class="close" aria-label="关闭来源" title="关闭（Esc）">×</button></div>'
    )


def _body(view: SourceView, pages: Sequence[PageView]) -> str:
    """The text alone, or beside it the pictures, behind two buttons."""
    text = f"{escape(view.before)}<mark>{escape(view.citation.quote)}</mark>{escape(view.after)}"
    if not pages:
        return f'<div class="paper" data-pane="text" tabindex="0" aria-label="原文">{text}</div>'
    marked = any(page.boxes for page in pages)
    shown, other = ("page", "text") if marked else ("text", "page")
    buttons = "".join(
        f'<button type="button" data-tab="{name}" aria-pressed="{str(name == shown).lower()}">{label}</button>'
        for name, label in (("page", "原页"), ("text", "文字"))
    )
    notes = [_HIDDEN] if view.version.masked else []
    said = "".join(f'<p class="digest">{note}</p>' for note in [*notes, *([] if marked else [_UNPLACED])])
    hidden = {other: " hidden"}
    return (
        f'<div class="views"><div class="seg" role="group" aria-label="看原页或文字">{buttons}</div>'
        f'<div class="seg"><button type="button" data-zoom aria-pressed="false">放大</button></div></div>{said}'
        f'<div class="scans" data-pane="page" tabindex="0" aria-label="原页"{hidden.get("page", "")}>'
        f"{''.join(_picture(view, page) for page in pages)}</div>"
        f'<div class="paper" data-pane="text" tabindex="0" aria-label="原文"{hidden.get("text", "")}>{text}</div>'
    )


def _picture(view: SourceView, page: PageView) -> str:
    """The address says which version and page; whoever may not see it gets nothing from there."""
    version = view.version
    address = f"/page/{percent(version.document, safe='')}@{version.number}/{page.number}.png"
    told = "引文已标出" if page.boxes else "没有标出引文"
    return (
        f'<figure><img src="{escape(address)}" width="{page.width:.0f}" height="{page.height:.0f}" '
        f'alt="第 {page.number} 页的图，{told}">{"".join(map(_mark, page.boxes))}</figure>'
    )


def _mark(box: Box) -> str:
    left, top, right, bottom = (100 * side for side in box)
    return (
        f'<i class="hl" style="left:{left:.2f}%;top:{top:.2f}%;'
        f'width:{right - left:.2f}%;height:{bottom - top:.2f}%"></i>'
    )
