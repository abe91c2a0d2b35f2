"""Pure: question sets, runs and their comparison as HTML for 评估."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from app.evaluation import Changed, Compared, Kept, Listed, Metric, Report, Row, SetInfo
from app.pages import render

COUNTED = "没有标准条款（该沉默或应急），不算检索指标"
_LISTED = 100
"""Changed questions that are shown; more are counted, and stand in the report."""
_HEADS = ("题集", "时间", "谁", "资料修订", "向量模型", "题数", "指标", "报告")
_TONES = {1: "live", 0: "plain", -1: "dead"}


def choices(sets: Sequence[SetInfo]) -> list[tuple[str, str]]:
    """(what is shown, name) of each set."""
    return [(f"{one.title}（{one.questions} 题）", one.name) for one in sets]


def counted(questions: int, ranked: int) -> str:
    """How many questions there are, and how many of them count in the figures of retrieval."""
    silent = questions - ranked
    if not ranked:
        return f"{questions} 题都{COUNTED}：只看该沉默时沉默了没有"
    return (
        f"{questions} 题，{ranked} 题有标准条款；另有 {silent} 题{COUNTED}"
        if silent
        else f"{questions} 题，都有标准条款"
    )


def about(sets: Sequence[SetInfo], chosen: str) -> str:
    """The chosen set in words, and all sets, folded."""
    info = next((one for one in sets if one.name == chosen), None)
    if info is None:
        return ""
    rows = "".join(
        f"<tr><td><b>{escape(one.title)}</b><small>{escape(one.name)}</small></td>"
        f'<td class="num" data-label="题数">{one.questions}</td>'
        f'<td class="num" data-label="有标准条款">{one.ranked}</td><td>{escape(one.purpose)}</td></tr>'
        for one in sets
    )
    listed = render.table("sets", ("题集", "题数", "有标准条款", "用来看什么"), rows)
    said = f"{escape(counted(info.questions, info.ranked))}。" if info.questions else ""
    purpose = f"{escape(info.purpose)}。" if info.purpose else ""
    return f'<p class="about">{said}{purpose}</p><details class="allsets"><summary>全部题集</summary>{listed}</details>'


def view(report: Report, title: str, *, opened: bool = False) -> str:
    """Figures first, then every question: not found, or answered though no answer is due, at the top.

    ``opened``: the reader asked for it, so the window goes there.
    """
    cards = [(f"{figure.value:.3f}", figure.name, figure.meaning) for figure in report.figures]
    right, due = report.silent
    if due:
        cards.append((f"{right} / {due}", "沉默得对", "该沉默的题里没有作答的"))
    heading = f"{title}：用时 {report.seconds:.1f} 秒"
    note = f'<p class="about">{escape(counted(len(report.rows), report.ranked))}。</p>'
    rows = "".join(map(_row, sorted(report.rows, key=_worst_first)))
    table = render.table("ranks", ("问题", "答案排在", "题型", "排第一的是"), rows)
    wrong = sum(not _worst_first(row)[0] for row in report.rows)
    each = f"每一题（{len(report.rows)} 题{f'，{wrong} 题没找到或不该答而答了' if wrong else ''}）"
    mark = ' data-reveal tabindex="-1"' if opened else ""
    return (
        f'<div class="ev"{mark}>{render.heading(heading)}{note}{render.figures(cards)}'
        f'<details class="each"{" open" if opened else ""}><summary>{each}</summary>{table}</details></div>'
    )


def _worst_first(row: Row) -> tuple[bool, int]:
    right = bool(row.rank) if row.gold else not row.answered
    return right, -row.rank


def _row(row: Row) -> str:
    if row.gold:
        told, first = str(row.rank) if row.rank else "未找到", render.unnested(row.first)
    else:
        told, first = ("作答了，该沉默" if row.answered else "没有作答，对"), ""
    return (
        f'<tr><td>{escape(row.question)}</td><td data-label="答案排在">{told}</td>'
        f'<td data-label="题型">{escape(row.type)}</td><td data-label="排第一的是">{escape(first)}</td></tr>'
    )


def runs(listed: Listed) -> str:
    """The recorded runs with a box to choose two, and each run's report."""
    lost = f'<p class="about">另有 {listed.unreadable} 份记录读不出来。</p>' if listed.unreadable else ""
    if not listed.runs:
        return f'<div class="ev">{render.heading("评估记录")}<p class="about">还没有评估过。</p>{lost}</div>'
    pick = '<th class="pick"><span class="unseen">比较</span></th>'
    table = render.table("runs", _HEADS, "".join(map(_run, listed.runs)), first=pick)
    return (
        f'<div class="ev">{render.heading(f"评估记录（{len(listed.runs)} 次）")}'
        '<div class="choose"><p class="about" role="status" data-hint>勾选同一套题的两次，看差多少、是不是偶然。</p>'
        '<button type="button" class="btn" data-act="compare" disabled>比较</button></div>'
        f"{table}{lost}</div>"
    )


def _run(run: Kept) -> str:
    moment = render.local(run.made)
    figures = "".join(
        f"<span>{escape(name)} <b>{value:.3f}</b></span>" for name, value in run.figures.items()
    )
    right, due = run.silent
    silent = f"<span>沉默得对 <b>{right}/{due}</b></span>" if due else ""
    asked = str(run.ranked) + (f" + {due}" if due else "")
    id = escape(run.id)
    named = escape(f"{run.title}，{moment}")
    return (
        f'<tr><td class="pick"><input type="checkbox" value="{id}" aria-label="比较：{named}"></td>'
        f'<td><button type="button" class="mini" data-act="open" data-run="{id}">{escape(run.title)}</button></td>'
        f'<td data-label="时间">{moment}</td><td data-label="谁">{escape(run.by or "命令行")}</td>'
        f'<td class="num" data-label="资料修订">{run.revision}</td>'
        f'<td data-label="向量模型"><span class="coder">{escape(run.encoder)}</span></td>'
        f'<td class="num" data-label="题数">{asked}</td><td class="figs">{figures}{silent}</td>'
        f'<td class="reports">{_downloads(run, named)}</td></tr>'
    )


def _downloads(run: Kept, named: str, against: str = "") -> str:
    """Buttons for a run's report; ``named`` is HTML."""
    more = f' data-against="{escape(against)}"' if against else ""
    return " ".join(
        f'<button type="button" class="mini" data-act="file" data-run="{escape(run.id)}" data-suffix="{suffix}"{more} '
        f'aria-label="下载{label}：{named}">{label}</button>'
        for suffix, label in (("html", "HTML"), ("xlsx", "XLSX"))
    )


def comparison(found: Compared) -> str:
    """What changed from the earlier run to the later one."""
    first, second = found.first, found.second
    named = escape(f"{first.title}，{render.local(first.made)} 和 {render.local(second.made)}")
    heads = ("指标", "之前", "现在", "差", "95% 区间", "p", "结论")
    table = render.table("metrics", heads, "".join(map(_metric, found.metrics)))
    left = f"有 {found.left_out} 题只在一次评估里有，或标准改过，没有比较。" if found.left_out else ""
    return (
        f'<div class="ev" data-reveal tabindex="-1">{render.heading(f"比较：{first.title}")}'
        f'<p class="about">{render.local(first.made)}（{escape(first.by or "命令行")}）→ '
        f"{render.local(second.made)}（{escape(second.by or '命令行')}）。"
        f"区间是差值的 95% 区间；p 是成对随机化检验，按多项指标校正（Holm）。{left}"
        f"带比较的报告：{_downloads(second, named, first.id)}</p>"
        f"{_conditions(found)}{table}{''.join(_changes(found.changes))}</div>"
    )


def _conditions(found: Compared) -> str:
    if not found.conditions:
        return '<p class="about">资料、模型、设置和题集都没有变。</p>'
    told = "；".join(f"{what} {before or '无'} → {after or '无'}" for what, before, after in found.conditions)
    return f'<p class="about">变了的条件：{escape(told)}。</p>'


def _metric(row: Metric) -> str:
    return (
        f"<tr><td><b>{escape(row.name)}</b><small>{escape(row.meaning)}，{row.questions} 题</small></td>"
        f'<td class="num" data-label="之前">{row.first:.3f}</td><td class="num" data-label="现在">{row.second:.3f}</td>'
        f'<td class="num" data-label="差">{row.second - row.first:+.3f}</td>'
        f'<td class="num" data-label="95% 区间">{row.low:+.3f} ～ {row.high:+.3f}</td>'
        f'<td class="num" data-label="p">{row.p:.3f}</td>'
        f'<td><span class="st {_TONES[row.better]}">{escape(row.verdict)}</span></td></tr>'
    )


def _changes(changes: Sequence[Changed]) -> Iterator[str]:
    yield f'<h3 class="changed">结果变了的题：{len(changes)}</h3>'
    if changes:
        rows = "".join(
            f'<tr><td>{escape(one.question)}</td><td class="num" data-label="之前">{_outcome(one, 0)}</td>'
            f'<td class="num" data-label="现在">{_outcome(one, 1)}</td></tr>'
            for one in changes[:_LISTED]
        )
        yield render.table("changes", ("问题", "之前", "现在"), rows)
    if len(changes) > _LISTED:
        yield f'<p class="about">还有 {len(changes) - _LISTED} 题，在报告里。</p>'


def _outcome(one: Changed, when: int) -> str:
    rank, answered = one.rank[when], one.answered[when]
    if not one.gold:
        return "作答了" if answered else "没有作答"
    found = f"第 {rank} 条" if rank else "未找到"
    return found + ("" if answered else "，没有作答")
