"""Pure: the coverage of the corpus as HTML. Colours say how much, a red frame says that nothing is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from app.coverage import Coverage, Expiring, Named, Served
from app.pages.render import level_badge, short

BOUNDS = (1, 3, 6, 10)
"""From how many documents on a cell is darker."""
_URGENT = 45
"""Days before the end from which it stands in red."""
_LONGEST_LIST = 20


def coverage_view(found: Coverage) -> str:
    """Cards: cases, indicators, what expires soon, what nobody has looked at."""
    return f"{_cases(found)}{_standard(found.indicators)}{_expiring(found.expiring)}{_unreviewed(found)}"


def heat(count: int) -> str:
    """The class of a cell."""
    return f"c{sum(count >= bound for bound in BOUNDS)}"


def _cases(found: Coverage) -> str:
    stages = list(next(iter(found.cases.values())))
    head = "".join(f'<th scope="col">{stage}</th>' for stage in stages)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{_cell(cases, f'{name}，{stage}')}</td>" for stage, cases in row.items())
        + "</tr>"
        for name, row in found.cases.items()
    )
    return _card(
        "案例覆盖",
        "已发布的案例篇数，点格子看清单。没写学段的案例算进每个学段。",
        f'<table class="hm"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>{_legend()}',
    )


def _cell(documents: Sequence[Named], what: str) -> str:
    """A count that opens its list below the map; an empty one opens nothing."""
    count = len(documents)
    if not count:
        return f'<span class="cell c0" title="{escape(what)}：缺">0</span>'
    return (
        f'<button type="button" class="cell {heat(count)}" aria-expanded="false" data-cell '
        f'aria-label="{escape(what)}：{count} 篇">{count}</button><template><h4>{escape(what)}</h4>{_links(documents)}</template>'
    )


def _legend() -> str:
    names = [f"{low}–{high - 1}" for low, high in pairwise(BOUNDS)]
    spans = "".join(
        f'<span><i class="cell c{place}"></i>{name}</span>'
        for place, name in enumerate(["缺", *names, f"{BOUNDS[-1]} 以上"])
    )
    return f'<div class="lg">{spans}</div>'


def _standard(served: Sequence[Served]) -> str:
    if not served:
        return ""
    lacking = sum(not one.documents for one in served)
    rows = "".join(
        f"<li>{_cell(one.documents, f'指标 {one.indicator.id}')}"
        f'<span title="{escape(one.indicator.text)}"><b>{escape(one.indicator.id)}</b> '
        f"{escape(short(one.indicator.text, 30))}</span></li>"
        for one in served
    )
    told = (
        f"中等职业学校班主任工作室建设标准，{len(served)} 项里 {lacking} 项没有资料。文字是本项目重述，非原文。"
        '附带的样例也算在内；逐条找本室的证据、写自评，去<a href="/standard/">对标</a>。'
    )
    return _card(
        "标准指标",
        told,
        f'<ul class="ind" tabindex="0" aria-label="指标，可上下滑动">{rows}</ul>',
    )


def _expiring(found: Sequence[Expiring]) -> str:
    rows = "".join(map(_expires, found))
    body = f'<ul class="ex">{rows}</ul>' if rows else '<p class="note">90 天内没有资料失效。</p>'
    return _card("快失效的资料", "失效当天自动停止引用，按日期查仍可查到。", body)


def _expires(one: Expiring) -> str:
    badge = level_badge(one.metadata.level, one.metadata.kind.label)
    urgent = " now" if one.days < _URGENT else ""
    return (
        f'<li>{_link(one.document)}<span class="d{urgent}">还有 {one.days} 天</span>'
        f'<span class="s">{badge}<span>{one.on.isoformat()} 失效</span></span></li>'
    )


def _unreviewed(found: Coverage) -> str:
    parts = (
        _part("待审核的草稿", [escape(one.title) for one in found.drafts]),
        _part("只有要点整理、没有原文", [f"《{escape(name)}》" for name in found.digests]),
        _part("本校尚未审定的应急卡", [_link(one) for one in found.cards]),
    )
    return _card("待办的资料", "草稿和应急卡在“资料”页处理。", "".join(parts))


def _part(name: str, items: Sequence[str]) -> str:
    """A heading with its number, and the list to open. ``items`` are HTML."""
    if not items:
        return f'<p class="todo">{name}<b>0</b></p>'
    rows = "".join(f"<li>{item}</li>" for item in items[:_LONGEST_LIST])
    more = f"<li>等 {len(items)} 份</li>" if len(items) > _LONGEST_LIST else ""
    return (
        f'<details class="todo"><summary>{name}<b>{len(items)}</b></summary><ul>{rows}{more}</ul></details>'
    )


def _links(documents: Iterable[Named]) -> str:
    return f"<ul>{''.join(f'<li>{_link(one)}</li>' for one in documents)}</ul>"


def _link(document: Named) -> str:
    return f'<a href="/doc/{escape(document.id)}">{escape(document.title)}</a>'


def _card(title: str, told: str, body: str) -> str:
    return f'<section class="card"><h2>{title}</h2><p class="note">{told}</p>{body}</section>'
