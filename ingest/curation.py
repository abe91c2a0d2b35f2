"""The allowed moves of a version: 草稿 → 待审 → 已发布 → 已停用, and back. Each with its audit entry.

Every move checks and writes in one transaction, so two hosts who click at once cannot both succeed.
``…_in`` variants work inside a caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection

from ingest.catalog import Catalog
from ingest.catalog_missing import no_version
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

    Without a number: the once-published version before the one that stands now, or of a withdrawn
    document before the one that stood last: a roll back never brings back what was just taken away.
    StudioError where there is nothing to go back to.
    """
    with catalog.writing() as writer:
        states = writer.states(document)
        target = _rollback_target(states, document, version)
        for state in states:
            if state.status is Status.PUBLISHED and state.days.order > target.days.order:
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
    raise no_version(document, version, [state.number for state in states])


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
    once = sorted((s for s in states if s.published_at is not None), key=lambda state: state.days.order)
    standing = _standing(once)
    if version is not None:
        if not any(state.number == version for state in states):
            raise no_version(document, version, [state.number for state in states])
        once = [state for state in once if state.number == version]
    elif standing is not None:
        once = [state for state in once if state.days.order < standing.days.order]
    if not once:
        raise StudioError(
            f"资料“{document}”没有可以退回的版本：只能退回到更早的、曾经发布过的版本。{_if_withdrawn(standing)}"
        )
    if once[-1] is standing:
        raise StudioError(
            f"资料“{document}”第 {standing.number} 版就是{_place(standing)}的版本，不用退回。{_if_withdrawn(standing)}"
        )
    return once[-1]


def _standing(once: list[VersionState]) -> VersionState | None:
    """The version that stands for its document, or that stood when it was withdrawn."""
    published = [state for state in once if state.status is Status.PUBLISHED]
    if published:
        return published[-1]
    withdrawn = [state for state in once if state.withdrawn_at is not None]
    last = max((state.withdrawn_at for state in withdrawn if state.withdrawn_at), default=None)
    return next((state for state in reversed(withdrawn) if state.withdrawn_at == last), None)


def _place(standing: VersionState) -> str:
    return "现在发布" if standing.status is Status.PUBLISHED else "刚停用"


def _if_withdrawn(standing: VersionState | None) -> str:
    """How to bring back what was withdrawn, since rolling back does not."""
    if standing is None or standing.status is Status.PUBLISHED:
        return ""
    return f"要重新启用停用的第 {standing.number} 版，请用 docs publish。"
