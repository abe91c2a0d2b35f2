"""Pure: the self-check as HTML: the picture, the list of indicators, and the one that is opened."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from app.pages.render import message, short
from app.pages.standard_chart import chart, grouped, state_chip
from app.pages.standard_one import Shown, one
from app.self_check_model import COVER, Check, Line, Opened
from ingest.standards import NAME

_SHOW = (("all", "全部"), ("unjudged", "未评"), ("bare", "没有证据"), ("todo", "有待办"))


def standard_view(check: Check, opened: Opened, shown: Shown, *, writes: bool) -> str:
    """The whole page. ``writes``: whether the account may change anything."""
    known = opened.line.indicator.id
    done = sum(line.judged for line in check.lines)
    return (
        f'<div class="sc" data-opened="{escape(known)}">'
        f'<div class="head"><h1 class="pt">对标自评 <small>{escape(NAME)}（文字是转述）</small></h1>'
        f'<span class="pg">已评 <span><b>{done}</b>/{len(check.lines)}</span> '
        f'<progress max="{len(check.lines)}" value="{done}" aria-label="已评的指标"></progress></span>'
        '<button type="button" class="btn main" data-export="docx">导出 Word</button>'
        '<button type="button" class="btn" data-export="md">导出 Markdown</button></div>'
        f"{chart(check, known)}{_cover(check.cover, shown.at('cover'), writes=writes)}"
        f'<div class="two"><nav class="list" aria-label="指标">{_filters(check)}{_list(check, known)}</nav>'
        f"{one(check, opened, shown, writes=writes)}</div></div>"
    )


def lost(said: str) -> str:
    """The page where there is no standard to check against."""
    return f'<div class="sc"><h1 class="pt">对标自评</h1>{message(said)}</div>'


def _cover(facts: Mapping[str, str], said: str, *, writes: bool) -> str:
    told = "，".join(f"{name} {facts[name]}" for name in COVER if facts.get(name)) or "还没有填"
    summary = f"<summary>自评封面 <small>{escape(short(told, 60))}</small></summary>"
    if not writes:
        return f'<details class="card cover">{summary}<p class="note">{escape(told)}</p></details>'
    fields = "".join(
        f'<label>{name}<input name="{name}" maxlength="100" autocomplete="off" '
        f'value="{escape(facts.get(name, ""))}"></label>'
        for name in COVER
    )
    return (
        f'<details class="card cover"{" open" if said else ""}>{summary}{said}<form class="about" data-form="cover">'
        f'<div class="f2">{fields}</div><div class="do"><button class="btn main">保存封面</button></div></form></details>'
    )


def _filters(check: Check) -> str:
    counts = {
        "all": len(check.lines),
        "unjudged": sum(not line.judged for line in check.lines),
        "bare": len(check.without_evidence),
        "todo": sum(bool(line.open_items) for line in check.lines),
    }
    chips = "".join(
        f'<button type="button" class="chip" data-show="{name}" aria-pressed="{"true" if name == "all" else "false"}">'
        f"{label} <small>{counts[name]}</small></button>"
        for name, label in _SHOW
    )
    return f'<div class="narrow" role="group" aria-label="筛选指标">{chips}</div>'


def _list(check: Check, current: str) -> str:
    groups = "".join(
        f'<li class="grp"><h3>{escape(name)}</h3><ul>{"".join(_row(line, current) for line in lines)}</ul></li>'
        for name, lines in grouped(check.lines).items()
    )
    return f'<ul class="inds">{groups}</ul><p class="note none" hidden>没有这样的指标。</p>'


def _row(line: Line, current: str) -> str:
    known = line.indicator
    marks = [("unjudged", not line.judged), ("bare", not line.standing_proofs), ("todo", line.open_items)]
    classes = "".join(f" is-{name}" for name, holds in marks if holds)
    here = ' aria-current="true"' if known.id == current else ""
    count = f"证据 {len(line.proofs)} 处" if line.proofs else "没有证据"
    return (
        f'<li class="ind{classes}"><button type="button" data-ind="{escape(known.id)}"{here}>'
        f"<b>{escape(known.id)}</b>{state_chip(line.attainment)}<small>{count}</small>"
        f'<span class="tx">{escape(short(known.text, 36))}</span></button></li>'
    )
