"""Pure: how a version stands on a day, in the words of a badge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.model import Status
from ingest.records import VersionState


@dataclass(frozen=True, slots=True)
class Standing:
    """``in_force``: it is what holds on that day. ``current``: the version that does, if any.

    ``label`` says it: 现行有效, or why not and which version holds instead.
    """

    in_force: bool
    label: str
    current: int | None = None


def standing(states: Sequence[VersionState], number: int, on: date) -> Standing:
    """How version ``number`` of a document with these versions stands on a day."""
    published = [state for state in states if state.status is Status.PUBLISHED and state.days.begins <= on]
    newest = max(published, key=lambda state: state.days.order, default=None)
    current = newest.number if newest and newest.days.holds(on) else None
    if current == number:
        return Standing(True, "现行有效", current)
    this = next((state for state in states if state.number == number), None)
    reason = _reason(this, newest, on)
    return Standing(False, f"{reason}，现行的是第 {current} 版" if current else reason, current)


def _reason(this: VersionState | None, newest: VersionState | None, on: date) -> str:
    if this is None or this.status in (Status.DRAFT, Status.SUBMITTED):
        return "没有发布"
    if this.status is Status.WITHDRAWN:
        return "已停用"
    if this.days.begins > on:
        return f"尚未施行（{this.days.begins} 起）"
    if newest is not None and newest.number != this.number:
        return "已被新版本取代"
    return f"已于 {this.expires} 失效"
