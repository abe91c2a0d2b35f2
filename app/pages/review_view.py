"""Pure: the review drawer to HTML: outline, passages with what was cleaned away, notices, the footer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from app.metadata_form import values_of
from app.pages.change_view import change_html
from app.pages.doc_text import outline_html
from app.pages.doc_view import address
from app.pages.render import level_badge, message, status_badge
from app.pages.review_side import side
from app.reviewing import Review
from app.titles import bracketed
from ingest.difference import Change
from ingest.model import Node, NodeRole, Removal, Status
from ingest.records import VersionRecord
from ingest.review import Masked

_UNSEARCHED = {NodeRole.CONTENTS: "目录", NodeRole.PREAMBLE: "前言和修订沿革"}
_MOST_REMOVED = 40
"""Removals listed one by one at a page; a file can have a page number on each of a thousand."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a host is to confirm: the act, what it will do, its button; of which version, which findings.

    ``why``: a reason has to be written; it comes with the form's values as ``reason``.
    """

    act: str
    said: str
    button: str
    number: int
    numbers: Sequence[int] = ()
    other: str = ""
    why: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What the drawer shows beside the review itself: answers to what the host did last.

    ``values`` and ``problems`` are of the form as it was filled in. ``compared`` is (what the version is
    compared with, the changes). ``turn`` is another each time the drawer is opened: what is the same as
    before would not be shown again.
    """

    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    tone: str = "ok"
    asked: Asked | None = None
    findings: Sequence[Masked] | None = None
    compared: tuple[str, Sequence[Change]] | None = None
    turn: int = 0


def drawer(review: Review, shown: Shown) -> str:
    """The whole panel for a version."""
    version = review.version
    title = escape(version.metadata.title)
    ids = [f"rv-{index}" for index in range(len(version.parse.clauses))]
    middle = _compared(*shown.compared) if shown.compared else f"{_notices(review)}{_text(version, ids)}"
    outline = outline_html(version.parse, ids)
    unsaved = "" if shown.values == values_of(version.metadata) else " data-unsaved"
    return (
        f'<section class="dw" role="dialog" aria-label="审核{escape(bracketed(version.metadata.title))}" tabindex="-1" '
        f'data-document="{escape(version.document)}" data-version="{version.number}" data-turn="{shown.turn}"{unsaved}>'
        f"{_head(review, title)}"
        f'<div class="pn"><nav class="ol contents" aria-label="目录"><h3>目录</h3>{outline or "<p>没有标题和条款。</p>"}</nav>'
        f'<div class="pv" tabindex="0" aria-label="正文">{middle}</div>'
        f'<div class="fm">{side(review, shown.values, shown.problems, shown.findings)}</div></div>'
        f"{_foot(review, shown)}</section>"
    )


def _head(review: Review, title: str) -> str:
    version = review.version
    about = version.metadata
    level = level_badge(about.level, about.kind.label)
    opened = (
        f'<a class="btn hm" href="{address(version.document)}" target="_blank" rel="noopener">打开原文</a>'
        if review.moves.live is not None
        else ""
    )
    return (
        f'<div class="hd"><h2>{title}</h2>{level}{status_badge(review.state.status)}'
        f'<span class="hm">第 {version.number} 版，{len(version.parse.passages)} 段</span><span class="gap"></span>{opened}'
        '<button type="button" class="close" data-close aria-label="关闭">×</button></div>'
    )


def _notices(review: Review) -> str:
    parts = []
    if review.moves.waits and review.version.number == review.moves.pending:
        said = f"第 {review.moves.pending} 版还没发布，现在能找到的是第 {review.moves.live} 版。"
        parts.append(message(said, "warn"))
    if review.against is not None:
        parts.append(
            f'<p class="message warn">这份资料已有第 {review.against} 版。 '
            f"{_compare(review, review.version.document, review.against, f'看与第 {review.against} 版的差别')}</p>"
        )
    for twin in review.twins:
        said = escape(f"与{bracketed(twin.title)}有 {twin.share:.0%} 相同，请核对是不是重复。")
        parts.append(
            f'<p class="message warn">{said} {_compare(review, twin.document, twin.version, "看差别")} '
            f"{_join(review, twin.document)}</p>"
        )
    listed = [w for w in review.version.warnings if not w.startswith("已隐去")]
    parts += [message(warning, "warn") for warning in listed]
    return "".join(parts)


def _compare(review: Review, other: str, number: int, said: str) -> str:
    return (
        f'<button type="button" class="mini" data-act="compare" data-other="{escape(other)}" '
        f'data-number="{number}">{escape(said)}</button>'
    )


def _join(review: Review, other: str) -> str:
    """Only what is one draft and nothing more can become another document's version."""
    if review.state.status is not Status.DRAFT or len(review.states) > 1:
        return ""
    return f'<button type="button" class="mini" data-act="join" data-other="{escape(other)}">作为它的新版本</button>'


def _compared(against: str, changes: Sequence[Change]) -> str:
    listed = "".join(map(change_html, changes))
    said = f"{len(changes)} 处不同。没有列出的条款文字相同。" if changes else "条款文字相同。"
    return (
        f'<p><button type="button" class="mini" data-act="open">回到正文</button></p><h3>与{escape(against)}比较</h3>'
        f'<p class="note">{said}<ins>加下划线的是新增的字</ins>，<del>加删除线的是删去的字</del>。</p>{listed}'
    )


def _text(version: VersionRecord, ids: Sequence[str]) -> str:
    """Tile by tile: page heads, numbered passages, and what is not searched; removals under their page."""
    parse = version.parse
    gone: dict[int | None, list[Removal]] = defaultdict(list)
    for removal in version.removals:
        gone[removal.page].append(removal)
    begins: dict[int, list[str]] = defaultdict(list)
    for clause, name in zip(parse.clauses, ids, strict=True):
        begins[clause.start].append(name)
    passages = {passage.start: (n, passage) for n, passage in enumerate(parse.passages, 1)}
    parts, page = [_removed(gone.pop(None, []), "整份文件")], None
    for node in parse.nodes:
        marks = "".join(
            f'<a id="{name}"></a>' for at in range(node.start, node.end) for name in begins.get(at, ())
        )
        number, passage = passages.get(node.start, (0, None))
        if passage and passage.page_start and passage.page_start != page:
            page = passage.page_start
            parts.append(f'<div class="ph">第 {page} {escape(version.page_unit)}</div>')
            parts.append(_removed(gone.pop(page, []), "这里"))
        parts.append(marks + _tile(parse.text, node, number))
    rest = [removal for removals in gone.values() for removal in removals]
    return "".join((*parts, _removed(rest, "其余各页")))


def _tile(text: str, node: Node, number: int) -> str:
    words = text[node.start : node.end].strip("\n")
    if not words.strip():
        return ""
    shown = escape(words, quote=False)
    if node.role is NodeRole.PASSAGE:
        return f'<div class="ps"><span>{number}</span><p>{shown}</p></div>'
    if node.role is NodeRole.HEADING:
        return f'<div class="ps head"><span></span><p>{shown}</p></div>'
    said = _UNSEARCHED.get(node.role, "")
    return f'<details class="gone"><summary>{said or "分隔"}，不进入检索</summary><p>{shown}</p></details>'


def _removed(removals: Sequence[Removal], where: str) -> str:
    if not removals:
        return ""
    listed = "".join(
        f"<li><small>{escape(r.step)}</small> {escape(r.text[:120])}{escape(f'（{r.note}）') if r.note else ''}</li>"
        for r in removals[:_MOST_REMOVED]
    )
    more = f"<li>…另有 {len(removals) - _MOST_REMOVED} 处</li>" if len(removals) > _MOST_REMOVED else ""
    return f'<details class="gone"><summary>{where}清理掉 {len(removals)} 处</summary><ul>{listed}{more}</ul></details>'


_WHY = '<input type="text" name="reason" form="about" maxlength="200" aria-label="原因" placeholder="原因（必填）">'


def _foot(review: Review, shown: Shown) -> str:
    if asked := shown.asked:
        numbers = " ".join(map(str, asked.numbers))
        return (
            f'<div class="ft sure" role="alertdialog" aria-label="请确认"><p>{escape(asked.said)}</p>'
            f"{_WHY if asked.why else ''}"
            f'<button type="button" class="btn main" data-act="{asked.act}" data-number="{asked.number}" '
            f'data-numbers="{numbers}" data-other="{escape(asked.other)}" data-sure data-focus>{escape(asked.button)}</button>'
            '<button type="button" class="btn" data-act="open">先不</button></div>'
        )
    why = f"还差：{'、'.join(review.lacking)}" if review.lacking else review.waits
    left = message(shown.said, shown.tone) or (
        f'<p class="lack">{escape(why)}</p>' if why and _open(review) else ""
    )
    return f'<div class="ft">{left}<span class="gap"></span>{"".join(_buttons(review))}</div>'


def _open(review: Review) -> bool:
    return review.state.status is not Status.PUBLISHED


def _buttons(review: Review) -> list[str]:
    status = review.state.status
    if status is Status.PURGED:
        return []
    buttons = [_button("save", "保存")]
    if status in (Status.DRAFT, Status.WITHDRAWN) and (review.second_person or status is Status.DRAFT):
        buttons.append(_button("submit", "提交审核", able=not review.lacking, fillable=True))
    if status is Status.SUBMITTED:
        buttons.append(_button("send_back", "退回草稿"))
    if review.moves.live is not None:
        buttons.append(_button("withdraw", "停用"))
    if _open(review):
        buttons.append(
            _button("publish", "发布", main=True, able=review.publishable, fillable=not review.waits)
        )
    return buttons


def _button(act: str, text: str, *, main: bool = False, able: bool = True, fillable: bool = False) -> str:
    """``fillable``: what is lacking can be filled in, so the button comes back once the form is changed."""
    off = f" disabled{' data-fillable' if fillable else ''}"
    return (
        f'<button type="button" id="do-{act}" class="btn{" main" if main else ""}" data-act="{act}"'
        f"{'' if able else off}>{text}</button>"
    )
