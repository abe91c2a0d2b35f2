"""What the catalog returns: frozen rows with the house's types, without SQL and without connections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ingest.force import Days
from ingest.model import (
    Form,
    Kind,
    Level,
    Metadata,
    Outline,
    Parse,
    Removal,
    Stage,
    Status,
    TypicalQuestion,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version of a document with its text. Instants are UTC.

    ``published_at`` is the first time it was published and stays when it is withdrawn.
    ``masked``: personal data was taken out of this text, so its original is for hosts only.
    """

    document: str
    number: int
    status: Status
    metadata: Metadata
    parse: Parse
    removals: tuple[Removal, ...]
    warnings: tuple[str, ...]
    page_unit: str
    reader: str
    source_name: str
    source_sha256: str
    created: datetime
    created_by: str
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a citation says of a version: its metadata without typical questions, and its text's outline."""

    document: str
    number: int
    metadata: Metadata
    outline: Outline
    source_name: str


@dataclass(frozen=True, slots=True)
class VersionState:
    """A version without its text: what a list, a history or a move of its status needs."""

    document: str
    number: int
    status: Status
    title: str
    kind: Kind
    effective: date | None
    expires: date | None
    passages: int
    warnings: tuple[str, ...]
    source_name: str
    source_sha256: str
    text_sha256: str
    created: datetime
    created_by: str
    submitted_by: str
    published_at: datetime | None
    withdrawn_at: datetime | None
    masked: bool
    promulgated: date | None = None  # where no effective day is known
    visibility: Visibility = Visibility.EVERYONE

    @property
    def days(self) -> Days:
        """When it counts, and which of two versions of a document replaces the other."""
        return Days(self.number, self.kind, self.effective, self.promulgated, self.expires, self.published_at)


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as a list shows it: its published version in force, else its newest one.

    ``pending``: the newest version that is not published yet and is newer than the published one shown.
    """

    id: str
    metadata: Metadata
    version: int
    status: Status
    passages: int
    source_name: str
    created: datetime
    updated: datetime
    masked: bool = False
    pending: int | None = None


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage with what filters and citations need. ``text`` is the version's ``[start, end)``."""

    id: str
    document: str
    version: int
    title: str
    kind: Kind
    form: Form
    level: Level | None
    scope: str
    stages: tuple[Stage, ...]
    visibility: Visibility
    effective: date | None
    expires: date | None
    path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str
    context: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version, in force or not. ``live``: in force on the day asked for, not replaced.

    ``live`` moves with the calendar and with what is published beside it: read it anew, never keep it.
    ``begins`` is the first day on which it counts (``ingest.force``), ``replaced_from`` that of the
    version that replaces it, so that a caller can tell what was in force on any other day. ``changed``
    is the catalog's revision at which anything searchable of this version last changed.
    """

    document: str
    version: int
    kind: Kind
    level: Level | None
    stages: tuple[Stage, ...]
    visibility: Visibility
    effective: date | None
    expires: date | None
    live: bool
    passages: int
    changed: int = 0
    replaced_from: date | None = None
    begins: date = date.min


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step that somebody took: ``at`` is UTC, ``version`` None where it concerns the document."""

    at: datetime
    actor: str
    action: str
    document: str
    version: int | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A typical question as stored. ``source`` is ``file`` (front matter) or who wrote it."""

    question: TypicalQuestion
    source: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What recognises a version when it comes again: ``sketch`` is ``likeness.sketch``, packed."""

    document: str
    metadata: Metadata
    text_sha256: str
    sketch: bytes
