"""Pure: the right column of the review drawer: 基本信息, 个人信息, 版本, 记录."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.metadata_form import DAYS, TEXTS
from app.pages.library_view import select
from app.pages.render import status_badge
from app.reviewing import Review
from ingest.force import CHINA
from ingest.model import Kind, Level, Stage, Status, Visibility
from ingest.records import AuditEntry, VersionState
from ingest.review import Masked
from ingest.vocabulary import CASE_TYPES, SCOPES

ACTIONS = {
    "add": "导入",
    "describe": "改基本信息",
    "submit": "提交审核",
    "send_back": "退回草稿",
    "publish": "发布",
    "withdraw": "停用",
    "rollback": "退回到这一版",
    "questions": "改典型问法",
    "join": "并入为新版本",
    "purge": "清除",
}
"""The audit trail's words for a host. What is missing is in Chinese already."""


def side(
    review: Review,
    values: Mapping[str, str],
    problems: Mapping[str, str],
    findings: Sequence[Masked] | None,
) -> str:
    """``values`` and ``problems`` by field; ``findings`` None where nobody has asked for them."""
    return (
        f"{_form(values, problems)}{_personal(review, findings)}{_versions(review)}{_history(review.history)}"
    )


def _form(values: Mapping[str, str], problems: Mapping[str, str]) -> str:
    def of(name: str, label: str, control: str, *, wide: bool = False) -> str:
        problem = problems.get(name, "")
        wrong = f'<em id="wrong-{name}">{escape(problem)}</em>' if problem else ""
        return f'<label class="{"w" if wide else ""}"><span>{label}</span>{control}{wrong}</label>'

    def typed(name: str, label: str, kind: str, *, wide: bool = False) -> str:
        wrong = f' aria-invalid="true" aria-describedby="wrong-{name}"' if name in problems else ""
        most = f' maxlength="{TEXTS[name][1] * 2}"' if name in TEXTS else ""
        control = f'<input type="{kind}" name="{name}" value="{escape(values[name])}"{most}{wrong}>'
        return of(name, label, control, wide=wide)

    def chosen(name: str, label: str, choices: Sequence[tuple[str, str]]) -> str:
        return of(name, label, select(name, label, choices, values[name]))

    none = ("", "没有")
    stages = values["stages"].split("、")
    boxes = "".join(
        f'<label class="box"><input type="checkbox" name="stages" value="{stage.value}"'
        f"{' checked' if stage.value in stages else ''}>{stage.value}</label>"
        for stage in Stage
    )
    return (
        '<form class="about" id="about"><h3>基本信息</h3><div class="f2">'
        + typed("title", "题名", "text", wide=True)
        + typed("issuer", "发文机关", "text")
        + typed("number", "文号", "text")
        + chosen("kind", "类别", [(kind.value, kind.label) for kind in Kind])
        + chosen("level", "层级", [none, *((level.value, level.value) for level in Level)])
        + chosen("scope", "适用范围", [none, *((scope, scope) for scope in SCOPES)])
        + typed("region", "地区", "text")
        + "".join(typed(name, label, "date") for name, label in DAYS.items())
        + chosen("visibility", "可见", [(one.value, one.label) for one in Visibility])
        + chosen("case_type", "案例类型", [none, *((one, one) for one in CASE_TYPES)])
        + f'<fieldset class="w"><legend>学段（都不选就是通用）</legend>{boxes}</fieldset></div>'
        '<button type="submit" class="offscreen" tabindex="-1">保存</button></form>'
    )


def _personal(review: Review, findings: Sequence[Masked] | None) -> str:
    """Kinds and places only: what is masked is nowhere but in the original."""
    hidden = [w for w in review.version.warnings if w.startswith("已隐去")]
    if not hidden and not review.version.masked:
        return '<section><h3>个人信息</h3><p class="note">没有发现个人信息。</p></section>'
    kinds = "".join(f"<li>{escape(line)}</li>" for line in hidden)
    listed = (
        '<button type="button" class="btn" data-act="findings" id="do-findings">逐处查看</button>'
        if findings is None
        else _findings(review, findings)
    )
    return (
        f'<section id="personal"><h3>个人信息 <span class="st live">已隐去</span></h3>'
        f'<p class="note">原件之外，哪里都没有这些信息。</p><ul class="plain">{kinds}</ul>{listed}</section>'
    )


def _findings(review: Review, findings: Sequence[Masked]) -> str:
    rows = "".join(_finding(one, able=review.newest) for one in findings)
    able = review.newest and any(not one.kept for one in findings)
    button = (
        '<button type="button" class="btn" data-act="keep" id="do-keep">勾选的不是个人信息</button>'
        if able
        else ""
    )
    return f'<ul class="found">{rows}</ul>{button}'


def _finding(one: Masked, *, able: bool) -> str:
    box = f'<input type="checkbox" name="finding" value="{one.number}">' if able and not one.kept else ""
    kept = '<span class="st draft">不隐去</span>' if one.kept else ""
    return (
        f"<li><label>{box}<span><b>{escape(one.label)}</b> {kept}<small>{escape(one.why)}</small>"
        f"<q>…{escape(one.context)}…</q></span></label></li>"
    )


def _versions(review: Review) -> str:
    rows = "".join(_version(review, state) for state in reversed(review.states))
    return f'<section><h3>版本</h3><ul class="plain">{rows}</ul></section>'


def _version(review: Review, state: VersionState) -> str:
    here = state.number == review.version.number
    day = f"{state.days.dated} 起" if state.days.dated else "没有施行日期"
    acts = [] if here else [_act("open", state.number, "查看")]
    live = next((one for one in review.states if one.number == review.moves.live), None)
    if live and state.published_at and state.days.order < live.days.order:
        acts.append(_act("rollback", state.number, "退回到这一版"))
    if state.status is Status.WITHDRAWN:
        acts.append(_act("purge", state.number, "清除"))
    return (
        f"<li>{'<b>' if here else ''}第 {state.number} 版{'</b>' if here else ''} {status_badge(state.status)} "
        f"<small>{day}，{escape(state.created_by)} 导入{_handed(state)}</small> {' '.join(acts)}</li>"
    )


def _handed(state: VersionState) -> str:
    if state.status is Status.SUBMITTED and state.submitted_by:
        return escape(f"，{state.submitted_by} 提交审核")
    return ""


def _act(act: str, number: int, text: str) -> str:
    return f'<button type="button" class="mini" data-act="{act}" data-number="{number}">{text}</button>'


def _history(entries: Sequence[AuditEntry]) -> str:
    rows = "".join(
        f"<li><small>{entry.at.astimezone(CHINA).strftime('%Y-%m-%d %H:%M')}</small> {escape(entry.actor)} "
        f"{escape(ACTIONS.get(entry.action, entry.action))}{f' 第 {entry.version} 版' if entry.version else ''}"
        f"<small>{escape(f' {entry.detail}') if entry.detail else ''}</small></li>"
        for entry in reversed(entries)
    )
    return f'<section><details><summary>记录（{len(entries)}）</summary><ul class="plain">{rows}</ul></details></section>'
