"""What a host does with a version between 导入 and 停用: look at it, describe it, hand it on, publish, take back.

Everything is done to the version that the host has on the screen, by its number: somebody else may have
added another one meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access import Act
from app.desk import Desk
from app.listing import Listed, Moves, Wanted, listed, moves_of
from app.metadata_form import Filled, filled
from app.readiness import lacking, on_publish, on_rollback, on_withdraw, waits_for
from app.studio import today
from ingest import curation, review
from ingest.catalog_joining import join
from ingest.difference import Change, difference
from ingest.errors import StudioError
from ingest.model import Status
from ingest.pipeline import originals_of
from ingest.recognition import Twin, twins_of
from ingest.records import AuditEntry, DocumentRecord, VersionRecord, VersionState
from ingest.review import Masked

_NO_CHANGE = "本工作室要求第二人审核：已发布的版本不能直接改。请先停用，改好以后提交审核。"


@dataclass(frozen=True, slots=True)
class Review:
    """A version on the host's desk. ``against``: the version that its text is compared with, if any.

    ``lacking`` and ``waits`` say why it may not be published now, ``newest`` whether no later one exists.
    """

    document: DocumentRecord
    version: VersionRecord
    state: VersionState
    states: tuple[VersionState, ...]
    moves: Moves
    lacking: tuple[str, ...]
    waits: str
    twins: tuple[Twin, ...]
    history: tuple[AuditEntry, ...]
    second_person: bool

    @property
    def newest(self) -> bool:
        return self.version.number == self.states[-1].number

    @property
    def publishable(self) -> bool:
        return self.state.status in curation.PUBLISHABLE and not self.lacking and not self.waits

    @property
    def against(self) -> int | None:
        """The version in force, else the one before."""
        number = self.version.number
        if self.moves.live not in (None, number):
            return self.moves.live
        before = [state.number for state in self.states if state.number < number]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The services over a desk, for the desk's account."""

    desk: Desk

    def listed(self, wanted: Wanted) -> Listed:
        """One page of the table of documents."""
        return listed(self.desk.documents(), self.desk.states(), wanted)

    def open(self, document: str, number: int | None = None) -> Review:
        """A version, or without a number the one that waits, else the one in force."""
        self.desk.require(Act.REVIEW)
        catalog = self.desk.studio.catalog
        record, states = catalog.document(document), catalog.states(document)
        moves = moves_of(record, states)
        version = catalog.version(document, number or moves.pending or moves.live)
        state = next(one for one in states if one.number == version.number)
        second = self.desk.studio.settings.second_person
        return Review(
            record,
            version,
            state,
            tuple(states),
            moves,
            lacking(version),
            waits_for(state, self.desk.account.name, second_person=second),
            tuple(twins_of(catalog, version)) if state.published_at is None and state.passages else (),
            tuple(curation.history(catalog, document)),
            second,
        )

    def save(self, document: str, number: int, values: Mapping[str, str]) -> Filled:
        """Describe a version; nothing is written where a field has a problem, or nothing changed."""
        self.desk.require(Act.REVIEW)
        catalog = self.desk.studio.catalog
        with self.desk.changing():
            version = catalog.version(document, number)
            form = filled(version.metadata, values)
            if form.problems or form.metadata == version.metadata:
                return form
            if version.status is Status.PUBLISHED and self.desk.studio.settings.second_person:
                raise StudioError(_NO_CHANGE)
            catalog.set_metadata(document, number, form.metadata, actor=self.desk.account.name)
        return form

    def findings(self, document: str, number: int) -> list[Masked]:
        """What was masked in a version; never the data itself."""
        self.desk.require(Act.REVIEW)
        studio = self.desk.studio
        return review.masked(studio.catalog, originals_of(studio.home), document, number)

    def keep(self, document: str, number: int, numbers: Sequence[int]) -> int:
        """A new draft in which these findings of the newest version stand as in the original; its number."""
        self.desk.require(Act.ORIGINALS)
        studio = self.desk.studio
        with self.desk.changing():
            newest = studio.catalog.states(document)[-1].number
            if newest != number:
                raise StudioError(f"已经有第 {newest} 版了。请打开最新的一版再改。")
            originals, actor = originals_of(studio.home), self.desk.account.name
            return review.keep(studio.catalog, originals, document, numbers, actor=actor).number

    def join(self, document: str, target: str) -> int:
        """Make a draft that nobody has published the next draft of another document; its number there."""
        self.desk.require(Act.UPLOAD)
        with self.desk.changing():
            return join(self.desk.studio.catalog, document, target, actor=self.desk.account.name).number

    def compare(self, document: str, number: int, other: str, other_number: int) -> list[Change]:
        """What changed from the other version to this one."""
        self.desk.require(Act.REVIEW)
        catalog = self.desk.studio.catalog
        return difference(catalog.version(other, other_number).parse, catalog.version(document, number).parse)

    def consequence(self, act: str, document: str, number: int) -> str:
        """What search does after ``publish``, ``withdraw`` or ``rollback``, for a host to confirm."""
        self.desk.require(Act.REVIEW)
        states = self.desk.studio.catalog.states(document)
        if act == "withdraw":
            return on_withdraw(states)
        return on_rollback(states, number) if act == "rollback" else on_publish(states, number, today())

    def submit(self, document: str, number: int) -> None:
        """Hand a draft to a second person."""
        self.desk.require(Act.REVIEW)
        self.complete(document, number)
        with self.desk.changing():
            curation.submit(self.desk.studio.catalog, document, number, actor=self.desk.account.name)

    def send_back(self, document: str, number: int) -> None:
        """Make a submitted version a draft again."""
        self.desk.require(Act.PUBLISH)
        with self.desk.changing():
            curation.send_back(self.desk.studio.catalog, document, number, actor=self.desk.account.name)

    def publish(self, document: str, number: int) -> None:
        """Make a version searchable. StudioError where something is lacking or a second person must do it.

        Of a document that is wholly withdrawn, what was withdrawn with this version comes back too.
        """
        self.desk.require(Act.PUBLISH)
        self.complete(document, number)
        self.desk.publish(document, self.meant(document, number))

    def meant(self, document: str, number: int) -> int | None:
        """``number``, or None where publishing it brings the whole withdrawn document back."""
        self.desk.require(Act.REVIEW)
        states = self.desk.studio.catalog.states(document)
        fitting = [state for state in states if state.status in curation.PUBLISHABLE]
        newest = fitting[-1] if fitting else None
        whole = newest is not None and newest.number == number and newest.status is Status.WITHDRAWN
        return None if whole else number

    def rollback(self, document: str, number: int) -> None:
        """Put an earlier version back in force."""
        self.desk.require(Act.WITHDRAW)
        with self.desk.changing():
            curation.rollback(self.desk.studio.catalog, document, number, actor=self.desk.account.name)
        self.desk.published_anew()

    def complete(self, document: str, number: int) -> None:
        """StudioError that names what a version lacks."""
        self.desk.require(Act.REVIEW)
        missing = lacking(self.desk.studio.catalog.version(document, number))
        if missing:
            raise StudioError(f"还差：{'、'.join(missing)}。请在“基本信息”里填好。")
