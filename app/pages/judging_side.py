"""Pure: what stands around the item under review as HTML: lists, agreement, what is settled, what comes in."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.evaluation import SetInfo
from app.judging_model import Judged, Overview, Waiting
from app.judging_rules import Verdict, both
from app.judging_sources import CLUSTER, DISLIKED, IMPORT, MOST, REAL, SET
from app.kappa import Agreement
from app.pages.library_view import select
from app.pages.render import short

LISTED = 50
"""Rows of a list; the others come up when these are done."""
_SOURCES = {REAL: "真实提问", DISLIKED: "被评没用", CLUSTER: "提问归组", SET: "题集", IMPORT: "导入"}
_FILL = (
    (REAL, "真实提问（抽样）"),
    (DISLIKED, "被评为没用的提问"),
    (CLUSTER, "没见过的提问：按意思归组，一组取一题"),
    (SET, "题集（现在作答）"),
)
_KEYS = (
    ("Q W", "引用支持、不支持"),
    ("E", "其余引用都不支持"),
    ("1 2 3 4", "判断整个答案"),
    ("↑ ↓", "换一句"),
    ("S", "先跳过"),
    ("K", "改上一题"),
    ("Enter", "提交"),
)


def tabs(current: str, waiting: int | None = None) -> str:
    """The two halves of 评估. ``current``: auto or review; ``waiting``: how many items wait, None unknown."""
    count = f' <span class="num">{waiting}</span>' if waiting else ""
    links = (("auto", "/evaluate/", "自动评估"), ("review", "/evaluate/review/", f"人工复核{count}"))
    items = "".join(
        f'<a href="{address}"{" aria-current=page" if name == current else ""}>{label}</a>'
        for name, address, label in links
    )
    return f'<nav class="seg2" aria-label="评估的两部分">{items}</nav>'


def top(seen: Overview) -> str:
    left = len(seen.waiting) + len(seen.decide)
    return (
        f'<div class="sub">{tabs("review", left)}<p>每题两人独立判断，意见不同交第三人</p>'
        f'<p class="day num">今天已判 {seen.today} 题，还剩 {left} 题</p></div>'
    )


def queue(seen: Overview, current: int | None) -> str:
    """The items that wait for this account, in the order in which they come up."""
    rows = [_entry(one, current) for one in seen.waiting]
    rows += [_entry(one, current, "意见不同，等您裁定") for one in seen.decide]
    more = f"<p>还有 {len(rows) - LISTED} 题</p>" if len(rows) > LISTED else ""
    inside = f"<ul>{''.join(rows[:LISTED])}</ul>{more}" if rows else "<p>没有了</p>"
    return (
        f'<details class="card ql" data-keep="queue" open><summary>待我复核<span class="num">{len(rows)}</span>'
        f"</summary>{inside}</details>"
    )


def _entry(one: Waiting, current: int | None, note: str = "") -> str:
    here = ' aria-current="true"' if one.id == current else ""
    small = f"<small>{note}</small>" if note else ""
    return f'<li><button type="button" data-open="{one.id}"{here}>{escape(short(one.question, 60))}{small}</button></li>'


def aside(seen: Overview, name: str) -> str:
    """Agreement, what differs, the keys."""
    keys = "".join(
        f"<li>{''.join(f'<kbd>{key}</kbd>' for key in keys.split())}<span>{what}</span></li>"
        for keys, what in _KEYS
    )
    return (
        f'<aside class="sd">{_agreement(seen.verdicts, seen.citations)}{_differing(seen, name)}'
        f'<div class="card keys"><h2>快捷键</h2><ul>{keys}</ul></div></aside>'
    )


def _agreement(verdicts: Agreement, citations: Agreement) -> str:
    if verdicts.value is None:
        why = "两人给的都是同一种判断，一致程度算不出来。" if verdicts.count else "还没有两个人都判过的题。"
        body = f"<p>{why}</p>"
    else:
        hint = (
            '<p class="message warn">低于 0.6：先统一标准，再往下判。</p>'
            if verdicts.poor
            else "<p>低于 0.6 时请先统一标准。</p>"
        )
        body = (
            f'<p class="kp"><b data-kappa="{verdicts.value:.6f}">κ = {verdicts.value:.2f}</b> '
            f'<span class="num">{verdicts.low:.2f} – {verdicts.high:.2f}</span></p>'
            f"<p>共 {verdicts.count} 题两人都判过（95% 区间）。{_on_citations(citations)}</p>{hint}"
        )
    return f'<div class="card"><h2>两人判断一致程度</h2>{body}{_matrix(verdicts) if verdicts.count else ""}</div>'


def _on_citations(found: Agreement) -> str:
    return "" if found.value is None else f"引用：κ = {found.value:.2f}，{found.count} 处。"


def _matrix(found: Agreement) -> str:
    labels = [verdict.label for verdict in Verdict]
    head = "".join(f'<th scope="col">{label}</th>' for label in labels)
    body = "".join(
        f'<tr><th scope="row">{label}</th>'
        + "".join(
            f'<td class="{"d" if i == j else "o"}{" z" if not count else ""}">{count}</td>'
            for j, count in enumerate(row)
        )
        + "</tr>"
        for i, (label, row) in enumerate(zip(labels, found.table, strict=True))
    )
    return (
        '<table class="mx"><caption>一人（行）和另一人（列）的判断</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _differing(seen: Overview, name: str) -> str:
    rows = "".join(_difference(one, name) for one in seen.differing[:LISTED])
    inside = f"<ul>{rows}</ul>" if rows else ""
    return (
        '<div class="card differ"><h2>第二位复核人</h2><dl><dt>您判过，等第二位</dt>'
        f"<dd>{seen.alone} 题</dd><dt>意见不同，等裁定</dt><dd>{len(seen.differing)} 题</dd>"
        f"<dt>其中等您裁定</dt><dd>{len(seen.decide)} 题</dd></dl>{inside}</div>"
    )


def _difference(one: Judged, name: str) -> str:
    """Who may decide opens it; who took part sees both, for both have submitted."""
    question = escape(short(one.head.question, 40))
    if one.mine:
        return (
            f'<li><button type="button" class="mini" data-open="{one.head.id}">{question}</button>'
            "<small>等您裁定</small></li>"
        )
    said = "，".join(
        f"{'您' if given.reviewer == name else '另一位'}：{Verdict(given.verdict).label}"
        for given in sorted(both(one.judgements), key=lambda given: given.reviewer != name)
    )
    return f"<li>{question}<small>{said}，等第三人裁定</small></li>"


def tools(seen: Overview, sets: Sequence[SetInfo]) -> str:
    """What comes in and what goes out, folded."""
    return f'<div class="tools">{_fill(sets)}{_settled(seen)}{_exchange(seen)}</div>'


def _fill(sets: Sequence[SetInfo]) -> str:
    source = select("source", "从哪里取题", _FILL, REAL)
    named = [(one.name, f"{one.title}（{one.questions} 题）") for one in sets]
    chosen = select("set", "题集", named, sets[0].name if sets else "", rest="disabled")
    return (
        '<details class="card" data-keep="fill"><summary>取题</summary><form class="fill">'
        f"<label>从{source}</label><label>题集{chosen}</label>"
        f'<label>题数<input type="number" name="count" value="10" min="1" max="{MOST}" required></label>'
        '<button type="submit" class="btn main">取题</button></form>'
        '<p class="note">题集里的题在后台逐题作答，这时可以先判别的题。提问和答案已隐去个人信息，'
        "复核时看不到是谁问的、从哪里来。提问的老师删除记录，或到了保存期，还没有人判的题会一起删掉；判过的留作评估，不带名字。</p></details>"
    )


def _settled(seen: Overview) -> str:
    rows = "".join(_conclusion(one) for one in reversed(seen.settled[-LISTED:]))
    listed = f"<ul>{rows}</ul>" if rows else "<p>两个人意见一致，或第三人裁定过的题列在这里。</p>"
    fresh = sum(not one.head.promoted for one in seen.settled)
    act = (
        '<button type="button" class="btn main" data-act="promote">收入题集</button>'
        '<p class="note">“正确”的题带着判为支持的引用收入题集 reviewed，“应拒答”的作为应拒答题收入，'
        "没有标准条款，评估时只看该沉默时沉默了没有，不算检索指标；“不完整”“错误”的不收：还不知道标准答案。</p>"
        if fresh
        else ""
    )
    return (
        f'<details class="card" data-keep="settled"><summary>已有结论<span class="num">{len(seen.settled)}</span>'
        f"</summary>{listed}{act}</details>"
    )


def _conclusion(one: Judged) -> str:
    assert one.decided is not None
    kind, _, more = one.head.source.partition(":")
    origin = _SOURCES.get(kind, kind) + (
        f"，{more} 次相近的提问" if kind == CLUSTER else f" {more}" if more else ""
    )
    how = "第三人裁定" if one.decided.adjudicates else "两人一致"
    taken = '<span class="st live">已收入题集</span>' if one.head.promoted else ""
    said = f"：{escape(one.decided.comment)}" if one.decided.comment else ""
    return (
        f"<li><b>{Verdict(one.decided.verdict).label}</b>"
        f'<button type="button" class="mini" data-settled="{one.head.id}">{escape(short(one.head.question, 80))}</button>'
        f"<small>{how}{said}；{escape(origin)}</small>{taken}</li>"
    )


def _exchange(seen: Overview) -> str:
    count = seen.verdicts.count
    return (
        '<details class="card" data-keep="exchange"><summary>导出、导入</summary><div class="do">'
        f'<button type="button" class="btn" data-act="export"{"" if count else " disabled"}>导出判断（{count} 题）</button>'
        '<label class="btn pick">导入判断<input type="file" name="file" accept=".jsonl,.json,.txt"></label></div>'
        '<p class="note">导出两个人都判过的题：一行一题，带原来的答案、引用和判断。导入不覆盖已有的判断，'
        "跳过了什么会逐条说明；导入的判断在名字后注明。</p></details>"
    )
