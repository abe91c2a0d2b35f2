"""Pure: one indicator on the page of the self-check: its evidence to decide on, and the host's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from app.citing import link, where
from app.model import Citation
from app.pages.library_view import select
from app.pages.render import level_badge, local
from app.pages.standard_chart import state_chip
from app.self_check import LONGEST_STATEMENT
from app.self_check_model import Attainment, Candidate, Check, Line, Opened, Proof
from ingest.model import Form


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides the check. ``said``: HTML, what came of the last act.

    ``picked``: the document of which a clause is to be added by hand, with its clauses. ``saved``: whether the
    statement on the page is the stored one. ``place``: which part of the page it is said in.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    picked: tuple[str, Sequence[str]] = ("", ())
    saved: bool = False
    place: str = ""

    def at(self, place: str) -> str:
        """What is said in a part of the page."""
        return self.said if self.place == place else ""


def one(check: Check, opened: Opened, shown: Shown, *, writes: bool) -> str:
    """The indicator that is opened. To a reader no buttons are given."""
    line = opened.line
    parts = [_head(check, line), shown.at(""), _proofs(line, writes=writes)]
    if writes:
        parts += [_candidates(opened), _by_hand(shown), _refused(line)]
    parts += [_samples(opened), _judgement(line, shown, writes=writes)]
    return (
        f'<article class="one card" data-one="{escape(line.indicator.id)}" data-seen="{line.revision}"'
        f'{" data-saved" if shown.saved else ""} aria-labelledby="one-title">{"".join(parts)}</article>'
    )


def _head(check: Check, line: Line) -> str:
    known = line.indicator
    ids = [one.indicator.id for one in check.lines]
    at = ids.index(known.id)
    return (
        '<button type="button" class="btn back" data-back>全部指标</button>'
        f'<div class="hd"><h2 id="one-title" tabindex="-1">{escape(known.id)} {state_chip(line.attainment)}</h2>'
        f'<span class="pth">{escape(" › ".join(known.path))}</span><span class="step">'
        f"{_step(ids, at - 1, '上一条', 'k')}<small>{at + 1}/{len(ids)}</small>{_step(ids, at + 1, '下一条', 'j')}</span></div>"
        f'<p class="std">{escape(known.text)} <span class="own">本工具转述，非标准原文</span></p>'
    )


def _step(ids: Sequence[str], at: int, word: str, key: str) -> str:
    there = 0 <= at < len(ids)
    target = f'data-ind="{escape(ids[at])}"' if there else "disabled"
    return f'<button type="button" class="btn" data-key="{key}" {target}>{word}</button>'


def _proofs(line: Line, *, writes: bool) -> str:
    rows = "".join(_proof(proof, "drop" if writes else "", "撤下") for proof in line.proofs)
    body = f'<ul class="evs">{rows}</ul>' if rows else '<p class="note">还没有采用证据。</p>'
    return f"<section><h3>采用的证据 <small>{len(line.proofs)} 处</small></h3>{body}</section>"


def _proof(proof: Proof, act: str, word: str) -> str:
    now = proof.standing
    state = f'<span class="st {"live" if now.in_force else "waiting"}">{escape(now.label)}</span>'
    facts = f"<small>{'手工添加，' if proof.by_hand else ''}{escape(proof.account)} {local(proof.at)}</small>"
    button = _button(proof.citation, act, word) if act else ""
    return _quote(proof.citation, f"{state}{facts}", button)


def _candidates(opened: Opened) -> str:
    rows = "".join(map(_candidate, opened.candidates))
    more = (
        f'<p class="note">另有 {opened.more} 份资料写明服务于这一条，没有列出，可以手工添加。</p>'
        if opened.more
        else ""
    )
    empty = (
        '<p class="note">没有找到更多本室的材料。做过的，请在<a href="/library/">资料</a>页导入并发布；'
        "没有做的，列为缺口。</p>"
    )
    body = f'<ul class="evs">{rows}</ul>' if rows else empty
    return (
        f"<section><h3>可能的证据 <small>{len(opened.candidates)} 处，只在本室自己的资料里找</small></h3>"
        f"{body}{more}</section>"
    )


def _candidate(found: Candidate) -> str:
    named = '<span class="st info">写明服务于这一条</span>' if found.named else ""
    buttons = _button(found.citation, "take", "采用", "main") + _button(found.citation, "refuse", "不采用")
    return _quote(found.citation, named, buttons)


def _quote(cited: Citation, facts: str, buttons: str) -> str:
    own = '<span class="own">要点整理，非原文</span>' if cited.form is Form.DIGEST else ""
    return (
        f'<li class="ev"><blockquote>{escape(cited.quote)}</blockquote><div class="s">{level_badge(None, cited.kind.label)}{own}'
        f'<a href="{escape(link(cited))}" target="_blank" rel="noopener">{escape(where(cited))}</a>{facts}'
        f'<span class="do">{buttons}</span></div></li>'
    )


def _button(cited: Citation, act: str, word: str, extra: str = "") -> str:
    place = f"{cited.version} {cited.start} {cited.end}"
    return (
        f'<button type="button" class="btn {extra}" data-act="{act}" data-document="{escape(cited.document)}" '
        f'data-place="{place}" aria-label="{word}：{escape(cited.quote[:20])}">{word}</button>'
    )


def _by_hand(shown: Shown) -> str:
    document, clauses = shown.picked
    options = "".join(
        f'<option value="{escape(id)}">{escape(title)}</option>' for id, title in shown.titles.items()
    )
    choose = (
        '<form class="about" data-form="pick"><label>资料（题名或编号）<input name="document" list="own" required '
        f'autocomplete="off" value="{escape(document)}"></label><datalist id="own">{options}</datalist>'
        '<button class="btn">选条款</button></form>'
    )
    named = [("", "整篇的开头"), *((name, name) for name in clauses)]
    add = (
        f'<form class="about" data-form="add"><input type="hidden" name="document" value="{escape(document)}">'
        f'<p class="note">{escape(shown.titles.get(document, document))}</p>'
        f"<label>条款{select('clause', '条款', named, '')}</label>"
        '<label class="w">只引其中一句（照抄原文，可以空着）<input name="words" maxlength="400" autocomplete="off"></label>'
        '<button class="btn main">添加</button></form>'
    )
    openly = " open" if document or shown.place == "hand" else ""
    body = f"{shown.at('hand')}{choose}{add if document else ''}"
    return f'<details class="fold"{openly}><summary>手工添加</summary>{body}</details>'


def _refused(line: Line) -> str:
    if not line.refused:
        return ""
    rows = "".join(_proof(proof, "drop", "重新考虑") for proof in line.refused)
    return f'<details class="fold"><summary>不采用的 {len(line.refused)} 处</summary><ul class="evs">{rows}</ul></details>'


def _samples(opened: Opened) -> str:
    if not opened.samples:
        return ""
    rows = "".join(
        f'<li><a href="/doc/{escape(id)}" target="_blank" rel="noopener">{escape(title)}</a></li>'
        for id, title in opened.samples[:8]
    )
    more = f"<li>等 {len(opened.samples)} 份</li>" if len(opened.samples) > 8 else ""
    return (
        f'<details class="fold"><summary>附带的样例 {len(opened.samples)} 份，不算证据</summary>'
        f'<p class="note">不是本室做的，只能照着准备本室的材料。</p><ul class="plain">{rows}{more}</ul></details>'
    )


def _judgement(line: Line, shown: Shown, *, writes: bool) -> str:
    todo = "".join(f"<li>{escape(item)}</li>" for item in line.open_items)
    open_items = f'<ul class="todo">{todo}</ul>' if todo else ""
    by = f"<small>{escape(line.changed_by)} {local(line.changed)}</small>" if line.changed is not None else ""
    if not writes:
        said = escape(line.statement) or "还没有写。"
        return f'<section class="say"><h3>自评说明 {by}</h3><p class="said">{said}</p>{open_items}</section>'
    states = "".join(
        f'<label class="chip"><input type="radio" name="state" value="{state}"'
        f"{' checked' if state is line.attainment else ''}>{state}</label>"
        for state in Attainment
    )
    return (
        f'<section class="say"><h3>自评 {by}</h3>{open_items}{shown.at("say")}<form class="about" data-form="save">'
        f'<fieldset><legend class="offscreen">达到了没有</legend>{states}</fieldset>'
        f'<label class="w">说明（不要写学生真名）<textarea name="statement" rows="4" maxlength="{LONGEST_STATEMENT}">'
        f'{escape(line.statement)}</textarea></label><div class="do"><button class="btn main">保存</button>{_gap(line)}'
        '<span class="unsaved" role="status" hidden>还没有保存</span></div></form></section>'
    )


def _gap(line: Line) -> str:
    if line.gap is not None:
        return '<a class="btn" href="/gaps/">已列为缺口，去看</a>'
    if line.standing_proofs:
        return ""
    return '<button type="button" class="btn" data-act="gap">列为缺口</button>'
