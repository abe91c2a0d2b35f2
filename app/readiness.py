"""Pure: what a version still lacks before it may be published, and what publishing or withdrawing does to search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.model import Form, Kind, Status, Visibility
from ingest.records import VersionRecord, VersionState


def lacking(version: VersionRecord) -> tuple[str, ...]:
    """What a host must still say of it; empty where it may be published.

    A rule without a day would never replace the version before it, and without a level it would be
    weighed as nobody's. A digest is no rule and needs no day.
    """
    about = version.metadata
    missing = [] if about.title.strip() else ["题名"]
    if about.kind is Kind.POLICY:
        missing += [] if about.level else ["层级"]
        dated = about.effective or about.promulgated or about.form is Form.DIGEST
        missing += [] if dated else ["施行日期"]
    return tuple(missing)


def waits_for(state: VersionState, actor: str, *, second_person: bool) -> str:
    """Why this actor may not publish this version, a sentence; empty where nothing stands against it."""
    if not second_person:
        return ""
    if state.status is not Status.SUBMITTED:
        return "本工作室要求第二人审核：请先提交审核，再由另一位主持人发布。"
    if state.submitted_by == actor:
        return "这一版是您提交的，请另一位主持人审核后发布。"
    return ""


def on_publish(states: Sequence[VersionState], number: int, on: date) -> str:
    """What search does once this version is published."""
    new = _numbered(states, number)
    who = "提问的人" if new.visibility is Visibility.EVERYONE else "主持人和评估者（教师找不到）"
    old = max(
        (state for state in states if state.status is Status.PUBLISHED),
        key=lambda state: state.days.order,
        default=None,
    )
    begins = new.days.dated
    if new.expires and new.expires <= on:
        return f"发布后，第 {number} 版已于 {new.expires} 失效：只在按日期查时出现。"
    if old is not None and begins is not None and new.days.order < old.days.order:
        return f"发布后，第 {number} 版只在按日期查时出现：第 {old.number} 版更新，仍由它回答。"
    if old is not None and begins is None and old.days.dated is not None:
        return f"发布后仍由第 {old.number} 版回答：第 {number} 版没有施行日期，排在它后面。"
    if begins is not None and begins > on:
        until = f"在那之前仍由第 {old.number} 版回答。" if old else "在那之前找不到它。"
        return f"发布后，第 {number} 版从 {begins} 起能被{who}找到，{until}"
    gone = f"；第 {old.number} 版不再被找到，按日期查仍查得到" if old else ""
    return f"发布后，第 {number} 版立即能被{who}找到{gone}。"


def on_withdraw(states: Sequence[VersionState]) -> str:
    """What search does once the document is withdrawn."""
    live = "、".join(f"第 {state.number} 版" for state in states if state.status is Status.PUBLISHED)
    return f"停用后，{live}立即不再被找到，按日期查也查不到。已有回答里的出处仍能打开原文。随时可以重新发布。"


def on_rollback(states: Sequence[VersionState], number: int) -> str:
    """What search does once this version is put back in force."""
    target = _numbered(states, number)
    newer = [s for s in states if s.status is Status.PUBLISHED and s.days.order > target.days.order]
    gone = "、".join(f"第 {state.number} 版" for state in newer)
    return f"退回后，立即由第 {number} 版回答{f'；{gone}同时停用，不再被找到' if gone else ''}。"


def _numbered(states: Sequence[VersionState], number: int) -> VersionState:
    return next(state for state in states if state.number == number)
