"""Pure: the library's table and its bar of filters to HTML, and what an upload did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from app.listing import PER_PAGE, Listed, Order, Row, Wanted
from app.pages.render import level_badge, message, status_badge, table
from app.titles import bracketed
from ingest.model import Kind, Level, Stage, Status, Visibility
from ingest.pipeline import FileResult

_KNOWN = "没有新增版本"
"""What the pipeline's first warning says of a document that was there already."""
_HEADS = ("题名", "类别", "层级", "状态", "版本", "段落", "可见", "更新")
Choices = Sequence[tuple[str, str]]
"""(value, what a host reads)"""


def bar(wanted: Wanted) -> str:
    """What narrows the table: words, kind, level, stage, who sees it; and the order."""
    words = (
        '<label class="seek"><span class="offscreen">搜题名、文号、机关、文件名</span>'
        '<input type="search" id="find" name="text" placeholder="搜题名、文号、机关、文件名" autocomplete="off" '
        f'maxlength="100" value="{escape(wanted.text)}"></label>'
    )
    kinds = [("", "全部类别"), *((kind.value, kind.label) for kind in Kind)]
    levels = [("", "全部层级"), *((level.value, level.value) for level in Level)]
    stages = [("", "全部学段"), *((stage.value, stage.value) for stage in Stage)]
    seen = [("", "谁可见都行"), *((one.value, f"{one.label}可见") for one in Visibility)]
    orders = [(order.value, order.label) for order in Order]
    return (
        f'<div class="bar" role="search" aria-label="筛选资料">{words}'
        f"{select('kind', '类别', kinds, wanted.kind or '')}{select('level', '层级', levels, wanted.level or '')}"
        f"{select('stage', '学段', stages, wanted.stage or '')}"
        f"{select('visibility', '可见', seen, wanted.visibility or '')}{select('order', '排序', orders, wanted.order)}"
        "</div>"
    )


def select(name: str, label: str, choices: Choices, chosen: str, *, rest: str = "") -> str:
    """A ``<select>`` that says its name. ``rest``: more attributes, HTML."""
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in choices
    )
    return f'<select name="{name}" aria-label="{escape(label)}" {rest}>{options}</select>'


def document_table(listed: Listed, asked: str = "") -> str:
    """The chips of status, the rows and the way to other pages. ``asked``: what a host is to confirm, HTML."""
    chips = "".join(_chip(listed, status) for status in (None, *Status))
    body = "".join(map(_row, listed.rows))
    rows = table("files", _HEADS, body, first=_PICK_ALL) if body else _NO_ROWS
    return f'<div class="narrow" role="group" aria-label="按状态筛选">{chips}</div>{_BULK}{asked}{rows}{_pager(listed)}'


_PICK_ALL = '<th class="pick"><input type="checkbox" data-all aria-label="选择这一页"></th>'
_NO_ROWS = (
    '<div class="none"><h3>没有符合的资料</h3>'
    '<p><button type="button" class="mini" data-clear>清除筛选</button></p></div>'
)
_BULK = (
    '<div class="bulk" hidden><b></b><button type="button" class="btn" data-bulk="publish">发布</button>'
    '<button type="button" class="btn" data-bulk="withdraw">停用</button>'
    '<button type="button" class="mini" data-none>取消选择</button></div>'
)


def _chip(listed: Listed, status: Status | None) -> str:
    label = status.label if status else "全部"
    pressed = "true" if listed.wanted.status is status else "false"
    return (
        f'<button type="button" class="chip" data-status="{status or ""}" aria-pressed="{pressed}">'
        f"{label} <small>{listed.counts.get(status, 0)}</small></button>"
    )


def _row(row: Row) -> str:
    record, about = row.record, row.record.metadata
    title, below = escape(about.title), escape(about.number or record.source_name)
    badge = level_badge(about.level, about.kind.label) if about.level else ""
    return (
        f'<tr data-doc="{escape(record.id)}"><td class="pick"><input type="checkbox" aria-label="选择{title}"></td>'
        f'<td class="ti"><button type="button" class="opens">{title}</button><small>{below}</small></td>'
        f"<td>{about.kind.label}</td><td>{badge}</td><td>{status_badge(record.status)}{_waiting(row)}</td>"
        f'<td class="hm">第 {record.version} 版</td><td class="num">{record.passages} 段</td>'
        f"<td>{about.visibility.label if about.visibility is Visibility.CURATORS else ''}</td>"
        f'<td class="hm num">{record.updated.date().isoformat()}</td></tr>'
    )


def _waiting(row: Row) -> str:
    return f'<span class="st waiting">有待发布的第 {row.moves.pending} 版</span>' if row.moves.waits else ""


def _pager(listed: Listed) -> str:
    page, pages = listed.wanted.page, listed.pages
    if not listed.total:
        return ""
    first = (page - 1) * PER_PAGE + 1
    said = f"第 {first}–{first + len(listed.rows) - 1} 份，共 {listed.total} 份"
    return (
        f'<div class="pager"><span>{said}</span><button type="button" class="btn" data-page="{page - 1}"'
        f'{" disabled" if page == 1 else ""}>上一页</button><button type="button" class="btn" data-page="{page + 1}"'
        f"{' disabled' if page == pages else ''}>下一页</button></div>"
    )


def confirmation(move: str, documents: Iterable[str], said: str, button: str) -> str:
    """What will happen, with the button that does it and the one that does not."""
    ids = escape(" ".join(documents))
    return (
        f'<div class="sure" role="alertdialog" aria-label="请确认"><p>{escape(said)}</p>'
        f'<button type="button" class="btn main" data-do="{move}" data-documents="{ids}" data-focus>{escape(button)}</button>'
        '<button type="button" class="btn" data-drop>先不</button></div>'
    )


def bulk_report(move: str, rows: Sequence[tuple[str, str]]) -> str:
    """How many were moved, and of each other why it was not. ``rows``: (title, why not, or '')."""
    done = sum(not said for _, said in rows)
    word = {"publish": "已发布", "withdraw": "已停用"}[move]
    told = message(f"{word} {done} 份，检索已更新。", "ok") if done else ""
    return told + "".join(message(f"{bracketed(title)}：{said}") for title, said in rows if said)


def upload_report(results: Sequence[FileResult], names: Sequence[str]) -> str:
    """A line a document, or why its file failed and what to do."""
    return "".join(
        message(text, tone)
        for result, name in zip(results, names, strict=True)
        for tone, text in upload_lines(result, name)
    )


def upload_lines(result: FileResult, name: str) -> list[tuple[str, str]]:
    """(tone, sentence) for each document of a file. What was there already is no success."""
    if result.error:
        return [("bad", f"{name}：{result.error}")]
    lines = []
    for document in result.documents:
        name = document.source or name
        known = any(_KNOWN in warning for warning in document.warnings[:1])
        rest = "".join(f"；注意：{w}" for w in document.warnings[1 if known else 0 :])
        title = bracketed(document.title)
        if known:
            lines.append(("warn", f"{name}：内容与{title}相同，没有新建{rest}"))
        else:
            line = f"{name} → {title} {document.kind.label}，{document.passages} 段，已存为草稿{rest}"
            lines.append(("ok", line))
    return lines
