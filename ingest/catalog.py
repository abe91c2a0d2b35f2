"""The catalog: the one truth about documents, versions, passages, questions and who did what.

This file is its face; the SQL is in ``catalog_reads`` and ``catalog_writes``, the tables in ``schema``.
Reads see one consistent state and never wait for a writer (SQLite in WAL); writes are transactions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa

from ingest import catalog_reads as reads
from ingest.catalog_engine import open_engine, reading, revision_at_once, writing
from ingest.catalog_missing import no_document, no_version
from ingest.catalog_sources import source
from ingest.catalog_writes import Writer
from ingest.model import Kind, Level, Metadata, ParsedDocument, Stage, Status
from ingest.records import (
    AuditEntry,
    DocumentRecord,
    Edition,
    PassageRecord,
    QuestionRecord,
    SourceRecord,
    Trace,
    VersionRecord,
    VersionState,
)


class Catalog:
    """Open with ``Catalog.open``; safe to share between threads; close it, or use it in ``with``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url_or_path: str | Path) -> Catalog:
        """Open a SQLite file (made where missing) or any SQLAlchemy URL, at the newest schema.

        StudioError where it cannot be opened, is damaged, or belongs to a newer program.
        """
        return cls(open_engine(url_or_path))

    @property
    def engine(self) -> sa.Engine:
        """For the faces beside this one: ``catalog_accounts`` and its like."""
        return self._engine

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction: everything done with the writer is kept, or nothing if an error leaves it."""
        with writing(self._engine) as connection:
            yield Writer(connection)

    def add_version(
        self,
        parsed: ParsedDocument,
        *,
        document: str | None,
        source_name: str,
        source_sha256: str,
        actor: str,
        masked: bool = False,
    ) -> VersionRecord:
        """Add a draft version in a transaction of its own (see ``Writer.add_version``)."""
        with self.writing() as writer:
            return writer.add_version(
                parsed,
                document=document,
                source_name=source_name,
                source_sha256=source_sha256,
                actor=actor,
                masked=masked,
            )

    def set_metadata(self, document: str, number: int, metadata: Metadata, *, actor: str) -> None:
        """Replace what is said about a version."""
        with self.writing() as writer:
            writer.set_metadata(document, number, metadata, actor=actor)

    def set_questions(self, document: str, records: Sequence[QuestionRecord], *, actor: str) -> None:
        """Replace a document's typical questions; ``source`` says where each came from."""
        with self.writing() as writer:
            writer.set_questions(document, records, actor=actor)

    def revision(self) -> int:
        """A number that grows with every change of what is searchable, and only then."""
        found = revision_at_once(self._engine)
        if found is not None:
            return found
        with reading(self._engine) as connection:
            return reads.revision(connection)

    def states(self, document: str | None = None) -> list[VersionState]:
        """Versions without texts: of one document (empty if unknown), or of all."""
        with reading(self._engine) as connection:
            return reads.states(connection, document)

    def states_with(
        self, *, source_sha256: str | None = None, text_sha256: str | None = None
    ) -> list[VersionState]:
        """Versions made from these bytes, or with this cleaned text."""
        with reading(self._engine) as connection:
            return reads.states_with(connection, source_sha256=source_sha256, text_sha256=text_sha256)

    def version(self, document: str, number: int | None = None, *, on: date | None = None) -> VersionRecord:
        """A version with its text. Without a number: the one in force, else the newest.

        In force means live on ``on`` where a day is given, else the published version that would
        replace all others. StudioError where there is none.
        """
        with reading(self._engine) as connection:
            states = reads.states(connection, document)
            wanted = _shown(states, on) if number is None else number
            found = None if wanted is None else reads.version(connection, document, wanted)
        if wanted is None:
            raise no_document(document)
        if found is None:
            raise no_version(document, wanted, [state.number for state in states])
        return found

    def source(self, document: str, number: int) -> SourceRecord:
        """What a citation says of a version: a third of the time of ``version``. StudioError as there."""
        with reading(self._engine) as connection:
            found = source(connection, document, number)
            if found is None:
                raise no_version(document, number, [one.number for one in reads.states(connection, document)])
            return found

    def document(self, id: str) -> DocumentRecord:
        """One document as a list shows it. StudioError where there is none."""
        with reading(self._engine) as connection:
            for record in reads.document_records(connection, [id]):
                return record
        raise no_document(id)

    def documents(
        self,
        *,
        kinds: Sequence[Kind] = (),
        stages: Sequence[Stage] = (),
        levels: Sequence[Level] = (),
        statuses: Sequence[Status] = (),
        text: str = "",
    ) -> list[DocumentRecord]:
        """Documents by id. Empty filters mean any; a document without a stage fits every stage.

        ``text`` must stand in title, document number or id.
        """
        with reading(self._engine) as connection:
            records = list(reads.document_records(connection))
        return [
            record
            for record in records
            if (not kinds or record.metadata.kind in kinds)
            and (not levels or record.metadata.level in levels)
            and (not statuses or record.status in statuses)
            and (not stages or not record.metadata.stages or set(stages) & set(record.metadata.stages))
            and text in f"{record.metadata.title}\n{record.metadata.number}\n{record.id}"
        ]

    def editions(self, on: date) -> list[Edition]:
        """All published versions, each with whether it is live on that day."""
        with reading(self._engine) as connection:
            return reads.editions(connection, on)

    def passages_of(self, document: str, version: int) -> list[PassageRecord]:
        """A version's passages in reading order; empty if there is no such version."""
        with reading(self._engine) as connection:
            return reads.passages_of(connection, document, version)

    def passages(self, ids: Iterable[str]) -> dict[str, PassageRecord]:
        """Passages by id; ids that do not exist are left out."""
        with reading(self._engine) as connection:
            return reads.passages_by_id(connection, ids)

    def last_step(self) -> int:
        """A number that grows with whatever anyone does to the catalog, drafts too."""
        with reading(self._engine) as connection:
            return reads.last_step(connection)

    def traces(self) -> list[Trace]:
        """What recognises each version when it comes again."""
        with reading(self._engine) as connection:
            return reads.traces(connection)

    def questions(self, document: str) -> list[QuestionRecord]:
        """A document's typical questions in order."""
        with reading(self._engine) as connection:
            return reads.questions_of(connection, document)

    def audit_trail(self, document: str | None = None) -> list[AuditEntry]:
        """Who did what, oldest first; of one document or of all."""
        with reading(self._engine) as connection:
            return reads.audit_trail(connection, document)


def _shown(states: Sequence[VersionState], on: date | None) -> int | None:
    """The number of the version that stands for its document."""
    published = [state for state in states if state.status is Status.PUBLISHED]
    begun = [state for state in published if on is None or state.days.begins <= on]
    best = max(begun or published, key=lambda state: state.days.order, default=None)
    if best is None:
        best = max(states, key=lambda state: state.number, default=None)
    return None if best is None else best.number
