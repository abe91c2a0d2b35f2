"""Pure: the library's values to HTML: its table, a document's outline, what an upload did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.pages.render import message, status_badge, table
from app.titles import bracketed
from ingest.curation import PUBLISHABLE
from ingest.model import Status
from ingest.pipeline import FileResult
from ingest.records import DocumentRecord, VersionState

_KNOWN = "没有新增版本"
"""What the pipeline's first warning says of a document that was there already."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What can be done with a document: ``pending`` is the version that 发布 would publish."""

    live: int | None
    pending: int | None

    @property
    def waits(self) -> bool:
        """Whether a version waits behind one that teachers find now."""
        return self.live is not None and self.pending is not None


def moves_of(record: DocumentRecord, states: Sequence[VersionState]) -> Moves:
    """From a document and its versions by number. The choice of ``pending`` is curation's own.

    Of a published document only a draft is pending: a version that was withdrawn is no news.
    """
    live = record.version if record.status is Status.PUBLISHED else None
    fitting = [state for state in states if state.status in PUBLISHABLE]
    newest = fitting[-1] if fitting else None
    if newest is None or (live is not None and newest.status is Status.WITHDRAWN):
        return Moves(live, None)
    return Moves(live, newest.number)


def document_table(records: Sequence[DocumentRecord], moves: Mapping[str, Moves]) -> str:
    """One row a document; ``moves`` by id say where a version waits behind the published one."""
    rows = "".join(
        f'<tr tabindex="0" data-doc="{escape(r.id)}"><td><b>{escape(r.metadata.title)}</b>'
        f"<small>{escape(r.source_name)}</small></td>"
        f"<td>{status_badge(r.status)}{_waiting(moves[r.id])}</td><td>{r.metadata.kind.label}</td>"
        f"<td>v{r.version}</td><td>{r.passages}</td>"
        f"<td>{escape('、'.join(r.metadata.stages) or '通用')}</td></tr>"
        for r in records
    )
    if not rows:
        return '<div class="none"><h3>没有符合的资料</h3></div>'
    return table("files", ("题名", "状态", "类别", "版本", "段落", "学段"), rows)


def _waiting(moves: Moves) -> str:
    return f'<span class="st waiting">有待发布的 v{moves.pending}</span>' if moves.waits else ""


def outline_panel(lines: Sequence[str], moves: Moves | None = None) -> str:
    if not lines:
        return '<div class="none"><h3>选一份资料看目录</h3><p>点列表里的一行。</p></div>'
    note = ""
    if moves and moves.waits:
        note = message(f"v{moves.pending} 还没发布，教师现在查到的是 v{moves.live}。", "warn")
    return f'{note}<div class="tree" tabindex="0" aria-label="目录">{escape(chr(10).join(lines))}</div>'


def upload_report(results: Sequence[FileResult], names: Sequence[str]) -> str:
    """One line a document, or why its file failed. What was there already is no success."""
    parts = []
    for result, name in zip(results, names, strict=True):
        if result.error:
            parts.append(message(f"{name}：{result.error}"))
        for document in result.documents:
            known = any(_KNOWN in warning for warning in document.warnings[:1])
            rest = "".join(f"；注意：{w}" for w in document.warnings[1 if known else 0 :])
            title = bracketed(document.title)
            if known:
                parts.append(message(f"{name}：内容与{title}相同，没有新建{rest}", "warn"))
            else:
                line = f"{name} → {title} {document.kind.label}，{document.passages} 段，已存为草稿{rest}"
                parts.append(message(line, "ok"))
    return "".join(parts)
