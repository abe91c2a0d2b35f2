"""The allowed moves of a version: 草稿 → 待审 → 已发布 → 已停用, and back. Each with its audit entry.

Every move checks and writes in one transaction, so two hosts who click at once cannot both succeed.
``…_in`` variants work inside a caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection

from ingest.catalog import Catalog
from ingest.catalog_writes import Writer
from ingest.errors import StudioError
from ingest.model import Status
from ingest.records import AuditEntry, VersionState

PUBLISHABLE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN})
SUBMITTABLE = frozenset({Status.DRAFT, Status.WITHDRAWN})


def submit(catalog: Catalog, document: str, version: int | None = None, *, actor: str) -> VersionState:
    """Hand a draft (or a withdrawn version) to a second person for review."""
    with catalog.writing() as writer:
        chosen = _choose(writer.states(document), version, SUBMITTABLE, "提交审核")
        return writer.set_status(chosen, Status.SUBMITTED, actor=actor, action="submit")


def send_back(
    catalog: Catalog, document: str, version: int | None = None, *, actor: str, reason: str = ""
) -> VersionState:
    """Give a submitted version back to its author as a draft."""
    with catalog.writing() as writer:
        chosen = _choose(writer.states(document), version, {Status.SUBMITTED}, "退回")
        return writer.set_status(chosen, Status.DRAFT, actor=actor, action="send_back", detail=reason)


def publish(
    catalog: Catalog,
    document: str,
    version: int | None = None,
    *,
    actor: str,
    second_person: bool = False,
) -> VersionState:
    """Make a version searchable. Without a number: the newest that is not published.

    With ``second_person``, only a submitted version, and not by the one who submitted it.
    Publishing a withdrawn document again brings back every version that was withdrawn with it.
    """
    with catalog.writing() as writer:
        return publish_in(writer, document, version, actor=actor, second_person=second_person)


def publish_in(
    writer: Writer,
    document: str,
    version: int | None = None,
    *,
    actor: str,
    second_person: bool = False,
) -> VersionState:
    """``publish`` inside the caller's transaction."""
    states = writer.states(document)
    chosen = _choose(states, version, PUBLISHABLE, "发布")
    if second_person:
        _check_second_person(chosen, actor)
    for state in _withdrawn_with(chosen, states) if version is None else []:
        writer.set_status(state, Status.PUBLISHED, actor=actor, action="publish")
    return writer.set_status(chosen, Status.PUBLISHED, actor=actor, action="publish")


def withdraw(
    catalog: Catalog, document: str, version: int | None = None, *, actor: str, reason: str = ""
) -> list[VersionState]:
    """Take a version out of every search, as-of too. Without a number: the whole document.

    Withdrawing only the newest version would put the one before it back in force, hence the default.
    """
    with catalog.writing() as writer:
        states = writer.states(document)
        chosen = [_choose(states, version, {Status.PUBLISHED}, "停用")]
        if version is None:
            chosen = [state for state in states if state.status is Status.PUBLISHED]
        return [
            writer.set_status(state, Status.WITHDRAWN, actor=actor, action="withdraw", detail=reason)
            for state in chosen
        ]


def rollback(
    catalog: Catalog, document: str, version: int | None = None, *, actor: str, reason: str = ""
) -> VersionState:
    """Put an earlier version, once published, back in force; what replaced it is withdrawn.

    Without a number: the once-published version before the one that stands now.
    """
    with catalog.writing() as writer:
        states = writer.states(document)
        target = _rollback_target(states, document, version)
        for state in states:
            if state.status is Status.PUBLISHED and state.order > target.order:
                detail = f"回退到第 {target.number} 版"
                writer.set_status(state, Status.WITHDRAWN, actor=actor, action="withdraw", detail=detail)
        return writer.set_status(target, Status.PUBLISHED, actor=actor, action="rollback", detail=reason)


def history(catalog: Catalog, document: str) -> list[AuditEntry]:
    """Every step of a document, oldest first. StudioError where there is no such document."""
    catalog.document(document)
    return catalog.audit_trail(document)


def _choose(
    states: list[VersionState], version: int | None, allowed: Collection[Status], move: str
) -> VersionState:
    """The version meant, if its status allows the move: by number, else the newest that does."""
    document = states[0].document
    if version is None:
        fitting = [state for state in states if state.status in allowed]
        if fitting:
            return fitting[-1]
        raise StudioError(f"资料“{document}”没有可以{move}的版本：现在是{states[-1].status.label}。")
    for state in states:
        if state.number == version:
            if state.status in allowed:
                return state
            label = state.status.label
            raise StudioError(f"资料“{document}”第 {version} 版是{label}，不能{move}。")
    raise StudioError(f"资料“{document}”没有第 {version} 版。")


def _check_second_person(chosen: VersionState, actor: str) -> None:
    if chosen.status is not Status.SUBMITTED:
        raise StudioError("本工作室要求第二人审核：请先提交审核，再由另一位主持人发布。")
    if chosen.submitted_by == actor:
        raise StudioError("提交人不能发布自己提交的资料，请另一位主持人审核后发布。")


def _withdrawn_with(chosen: VersionState, states: list[VersionState]) -> list[VersionState]:
    """The other versions that were withdrawn together with a document that is wholly withdrawn."""
    if chosen.status is not Status.WITHDRAWN or any(s.status is Status.PUBLISHED for s in states):
        return []
    gone = [s for s in states if s.status is Status.WITHDRAWN and s is not chosen]
    return [s for s in gone if s.withdrawn_at == chosen.withdrawn_at]


def _rollback_target(states: list[VersionState], document: str, version: int | None) -> VersionState:
    once = sorted((s for s in states if s.published_at is not None), key=lambda state: state.order)
    published = [state for state in once if state.status is Status.PUBLISHED]
    current = published[-1] if published else None
    if version is not None:
        if not any(state.number == version for state in states):
            raise StudioError(f"资料“{document}”没有第 {version} 版。")
        once = [state for state in once if state.number == version]
    elif current is not None:
        once = [state for state in once if state.order < current.order]
    if not once:
        raise StudioError(f"资料“{document}”没有可以回退到的版本：只能回退到曾经发布过的较早版本。")
    if once[-1] is current:
        raise StudioError(f"资料“{document}”第 {once[-1].number} 版就是现在发布的版本，不用回退。")
    return once[-1]
