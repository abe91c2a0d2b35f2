"""Pure: the gap list as HTML. A gap is a ``details``: its head is what a host scans, inside it is worked on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.gap_list import LONGEST_NOTE, LONGEST_TITLE, Listed, Recheck
from app.gaps import Gap, Step, Wording
from app.pages.library_view import select
from app.pages.render import message, short
from app.studio import CHINA
from ingest.catalog_gaps import CLOSED, DISMISSED, OPEN

MOST = 100
"""Gaps on one page; the others come up when these are done."""
_CHOICES = (None, Step.WAITING, Step.ASSIGNED, Step.LINKED, Step.CLOSED, Step.DISMISSED)
_BADGES = {
    Step.WAITING: "waiting",
    Step.ASSIGNED: "info",
    Step.LINKED: "info",
    Step.CLOSED: "live",
    Step.DISMISSED: "draft",
}


def gap_list(
    listed: Listed, hosts: Sequence[str], titles: Mapping[str, str], opened: int = 0, said: str = ""
) -> str:
    """``titles``: of all documents by id. ``said``: HTML, what came of the last act on the gap ``opened``."""
    undone = listed.counts.get(None, 0)
    told = f"近 30 天 {listed.recent} 次提问没得到好答案，未解决的共 {undone} 组"
    chips = "".join(_chip(listed, step) for step in _CHOICES)
    known = {gap.record.id for gap in listed.gaps[:MOST]}
    rows = "".join(
        _gap(gap, hosts, titles, said if gap.record.id == opened else "", open_now=gap.record.id == opened)
        for gap in listed.gaps[:MOST]
    )
    more = f'<p class="note">还有 {len(listed.gaps) - MOST} 组没有显示，请先处理这些。</p>'
    return (
        f'<h1 class="pt">缺口清单 <small>{told}</small></h1>'
        f'<div class="narrow" role="group" aria-label="按状态筛选">{chips}</div>'
        f'{said if opened not in known else ""}<div class="gaps">{rows or _none(listed.step)}</div>'
        f"{more if len(listed.gaps) > MOST else ''}{_datalist(titles)}"
    )


def _none(step: Step | None) -> str:
    words = "近 30 天没有缺口" if step is None else f"没有“{step}”的缺口"
    return (
        f'<div class="none"><h3>{words}</h3><p>没有依据、被提交或被评为没用的提问会自动归到这里。</p></div>'
    )


def _datalist(titles: Mapping[str, str]) -> str:
    options = "".join(
        f'<option value="{escape(id)}">{escape(title)}</option>' for id, title in titles.items()
    )
    return f'<datalist id="documents">{options}</datalist>'


def _chip(listed: Listed, step: Step | None) -> str:
    pressed = "true" if listed.step is step else "false"
    return (
        f'<button type="button" class="chip" data-step="{step or ""}" aria-pressed="{pressed}">'
        f"{step or '未解决'} <small>{listed.counts.get(step, 0)}</small></button>"
    )


def _gap(gap: Gap, hosts: Sequence[str], titles: Mapping[str, str], said: str, *, open_now: bool) -> str:
    record, step = gap.record, gap.step
    about = [f"没找到依据 {gap.unanswered} 次"] if gap.unanswered else []
    about += [f"没用 {gap.disliked} 次"] if gap.disliked else []
    about += [f"已连 1 份资料：{short(titles[record.document], 30)}"] if record.document in titles else []
    who = f"负责：{escape(record.assigned_to)}" if record.assigned_to else "还没有负责人"
    facts = "".join(f"<span>{escape(fact)}</span>" for fact in about)
    return (
        f'<details class="gap" data-gap="{record.id}"{" open" if open_now else ""}>'
        f'<summary><span class="ct"><b>{gap.asked}</b><small>次</small></span>'
        f'<span class="tt"><b>{escape(gap.title)}</b><span class="ms">{facts}</span></span>'
        f'<span class="who">{who}</span><span class="st {_BADGES[step]}">{step}</span></summary>'
        f'<div class="in">{said}{_wordings(gap)}{_why(gap)}{_form(gap, hosts, titles)}</div></details>'
    )


def _wordings(gap: Gap) -> str:
    if not gap.wordings:
        return '<p class="note">这一组没有提问：它来自对标自评，或提问已过保存期。请人工判断是否还缺。</p>'
    rows = "".join(map(_wording, gap.wordings))
    return f"<h4>合并了 {len(gap.wordings)} 个相近的问法</h4><ul>{rows}</ul>"


def _wording(one: Wording) -> str:
    day = one.latest.astimezone(CHINA).strftime("%m-%d")
    return f"<li>{escape(one.text)} <small>{len(one.ids)} 次，最近 {day}</small></li>"


def _why(gap: Gap) -> str:
    reasons = "，".join(f"{escape(reason)} {count} 次" for reason, count in gap.reasons)
    comments = "".join(f"<li>{escape(comment)}</li>" for comment in gap.comments)
    if not reasons and not comments:
        return ""
    return f"<h4>为什么没用</h4><p>{reasons}</p><ul>{comments}</ul>"


def _form(gap: Gap, hosts: Sequence[str], titles: Mapping[str, str]) -> str:
    record = gap.record
    names = [
        *hosts,
        *([record.assigned_to] if record.assigned_to and record.assigned_to not in hosts else []),
    ]
    who = select(
        "assigned_to", "负责人", [("", "还没有"), *((name, name) for name in names)], record.assigned_to
    )
    linked = titles.get(record.document, "")
    shown = f'<p class="note">补充的资料：{escape(linked)}</p>' if linked else ""
    fields = (
        f'<label>名称<input name="title" maxlength="{LONGEST_TITLE}" value="{escape(record.title)}" '
        f'placeholder="{escape(short(gap.title, 40))}"></label><label>负责人{who}</label>'
        f'<label class="w">补充的资料（题名或编号）<input name="document" list="documents" autocomplete="off" '
        f'value="{escape(record.document)}"></label>'
        f'<label class="w">说明（不要写学生真名）<input name="note" maxlength="{LONGEST_NOTE}" '
        f'value="{escape(record.note)}"></label>'
    )
    return (
        f'<form class="about"><div class="f2">{fields}</div>{shown}<div class="do">{_acts(gap)}</div></form>'
    )


def _acts(gap: Gap) -> str:
    acts = [("save", "保存", "main"), ("recheck", "重新检验", "")]
    if gap.step.done:
        acts.append((OPEN, "重新打开", ""))
    else:
        acts += [(CLOSED, "标为已解决", ""), (DISMISSED, "不属于本库", "")]
    buttons = "".join(
        f'<button type="{"submit" if act == "save" else "button"}" class="btn {extra}" data-act="{act}">{word}</button>'
        for act, word, extra in acts
    )
    return f'{buttons}<a class="btn" href="/library/">补充资料</a>'


def checked(done: Recheck) -> str:
    """What came of asking again, with every wording and what answers it now."""
    if not done.rows:
        return message("这一组没有留下提问，没法重新检验。请人工判断。", "warn")
    rest = "" if done.closes else "没答上的还要补充资料。"
    told = message(
        f"重新检验：{len(done.rows)} 个问法里 {done.answered} 个已能答上。{'已解决。' if done.closes else rest}",
        "ok" if done.closes else "warn",
    )
    rows = "".join(
        f"<li>{escape(row.text)} <small>{'依据：' + escape(row.by) if row.by else '仍没有依据'}</small></li>"
        for row in done.rows
    )
    return f'{told}<ul class="again">{rows}</ul>'
