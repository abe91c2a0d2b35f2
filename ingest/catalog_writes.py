"""What changes the catalog, on the connection of one transaction: all of it is kept, or none.

Whatever changes what a search can find calls ``touch`` in the same transaction, so that the revision
tells an index whether it is behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ingest import catalog_reads as reads
from ingest import coding
from ingest.attach import attach
from ingest.catalog_missing import no_document, no_version
from ingest.model import Metadata, ParsedDocument, Status, TypicalQuestion, passage_id
from ingest.records import QuestionRecord, VersionRecord, VersionState
from ingest.schema import audit, documents, passages, questions, state, versions

ROWS_PER_INSERT = 5_000
_ONE_VERSION = versions.update().where(
    versions.c.document == sa.bindparam("this"), versions.c.number == sa.bindparam("nth")
)
_EXISTS = sa.select(documents.c.id).where(documents.c.id == sa.bindparam("this"))

FROM_FILE = "file"
"""The source of questions that came in a file's front matter; a newer file replaces them."""


def text_hash(text: str) -> str:
    """SHA-256 of a cleaned text, by which an identical one is recognised."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Writer:
    """The writes of one transaction. Made by ``Catalog.writing``; of no use outside it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._revision: int | None = None
        self._now = datetime.now(UTC)  # one instant for all that happens together

    @property
    def connection(self) -> sa.Connection:
        """For reads that must see this transaction's own writes."""
        return self._connection

    def last_step(self) -> int:
        """As ``catalog_reads.last_step``. Nobody else writes from here to the end of the transaction.

        SQLite has locked the catalog already and ignores the row lock, which other databases need.
        """
        self._connection.execute(sa.select(state.c.revision).with_for_update())
        return reads.last_step(self._connection)

    def states(self, document: str) -> list[VersionState]:
        """The document's versions; StudioError where there is no such document."""
        found = reads.states(self._connection, document)
        if not found:
            raise no_document(document)
        return found

    def add_version(
        self,
        parsed: ParsedDocument,
        *,
        document: str | None,
        source_name: str,
        source_sha256: str,
        actor: str,
        masked: bool = False,
        sketch: bytes | None = None,
    ) -> VersionRecord:
        """Add a draft: the next version of ``document``, or of a new one (None, or an unknown id).

        A version is never changed afterwards, but for its status, metadata and attached questions.
        """
        name = document or self._new_id(parsed.metadata)
        number = 1 + (self._newest(name) if document else 0)
        if number == 1:
            self._connection.execute(documents.insert(), {"id": name, "created": self._now})
        asked = self._file_questions(name, number, parsed.metadata.questions)
        attached, lost = attach(asked, [passage.path for passage in parsed.parse.passages])
        warnings = (*parsed.warnings, *(f"典型问题所指的条款没有找到：{item.at}" for item in lost))
        self._connection.execute(
            versions.insert(),
            {
                "document": name,
                "number": number,
                "status": Status.DRAFT.value,
                **_metadata_columns(parsed.metadata),
                "warnings": warnings,
                "content": coding.pack(parsed.parse, parsed.removals),
                "sketch": sketch,
                "passages": len(parsed.parse.passages),
                "page_unit": parsed.page_unit,
                "reader": parsed.reader,
                "source_name": source_name,
                "source_sha256": source_sha256,
                "text_sha256": text_hash(parsed.parse.text),
                "masked": masked,
                "created": self._now,
                "created_by": actor,
                "submitted_by": "",
                "changed": 0,
            },
        )
        for rows in _chunks(_passage_rows(name, number, parsed, attached)):
            self._connection.execute(passages.insert(), rows)
        self.note(actor, "add", name, number, source_name)
        return VersionRecord(
            document=name,
            number=number,
            status=Status.DRAFT,
            metadata=replace(parsed.metadata, questions=tuple(asked)),
            parse=parsed.parse,
            removals=parsed.removals,
            warnings=warnings,
            page_unit=parsed.page_unit,
            reader=parsed.reader,
            source_name=source_name,
            source_sha256=source_sha256,
            created=self._now,
            created_by=actor,
            masked=masked,
        )

    def set_status(
        self, version: VersionState, status: Status, *, actor: str, action: str, detail: str = ""
    ) -> VersionState:
        """Move one version to a status with its audit entry. Whether it may is ``curation``'s to say."""
        moved = replace(version, status=status)
        if status is Status.SUBMITTED:
            moved = replace(moved, submitted_by=actor)
        elif status is Status.PUBLISHED:
            moved = replace(moved, published_at=version.published_at or self._now, withdrawn_at=None)
        elif status is Status.WITHDRAWN:
            moved = replace(moved, withdrawn_at=self._now)
        values: dict[str, Any] = {
            "status": status.value,
            "submitted_by": moved.submitted_by,
            "published_at": moved.published_at,
            "withdrawn_at": moved.withdrawn_at,
        }
        if Status.PUBLISHED in (status, version.status) and status is not version.status:
            values["changed"] = self._next_revision()
        self._update(version.document, version.number, values)
        self.note(actor, action, version.document, version.number, detail)
        return moved

    def set_metadata(self, document: str, number: int, metadata: Metadata, *, actor: str) -> None:
        """Replace what is said about a version (not its text, not its questions)."""
        version = self._one(document, number)
        self._update(document, number, _metadata_columns(metadata))
        if version.status is Status.PUBLISHED:
            self.touch(document, number)
        self.note(actor, "describe", document, number, metadata.title)

    def set_questions(self, document: str, records: Sequence[QuestionRecord], *, actor: str) -> None:
        """Replace a document's typical questions and attach them anew to all its versions."""
        found = self.states(document)
        self._store_questions(document, records)
        for version in found:
            self._attach_again(version, [record.question for record in records])
        self.note(actor, "questions", document, None, f"{len(records)} 个典型问题")

    def touch(self, document: str, number: int) -> None:
        """Note that what a search finds of this version has changed."""
        self._update(document, number, {"changed": self._next_revision()})

    def _next_revision(self) -> int:
        """The catalog's revision, one step further; one step per transaction."""
        if self._revision is None:
            self._connection.execute(state.update().values(revision=state.c.revision + 1))
            self._revision = reads.revision(self._connection)
        return self._revision

    def note(self, actor: str, action: str, document: str, version: int | None, detail: str = "") -> None:
        """Write an audit entry."""
        entry = {"at": self._now, "actor": actor, "action": action, "document": document}
        self._connection.execute(audit.insert(), {**entry, "version": version, "detail": detail})

    def _one(self, document: str, number: int) -> VersionState:
        found = self.states(document)
        for version in found:
            if version.number == number:
                return version
        raise no_version(document, number, [version.number for version in found])

    def _update(self, document: str, number: int, values: dict[str, Any]) -> None:
        self._connection.execute(_ONE_VERSION, {"this": document, "nth": number, **values})

    def _new_id(self, metadata: Metadata) -> str:
        """``d`` and 10 hex digits of title and scope; hashed again while another document has it."""
        key = f"{metadata.title}\x1f{metadata.scope}"
        while True:
            key = hashlib.sha256(key.encode()).hexdigest()
            name = f"d{key[:10]}"
            if not self._exists(name):
                return name

    def _exists(self, document: str) -> bool:
        return self._connection.execute(_EXISTS, {"this": document}).first() is not None

    def _newest(self, document: str) -> int:
        """The highest version number, 0 for an unknown document."""
        newest = sa.select(sa.func.max(versions.c.number)).where(versions.c.document == document)
        return int(self._connection.execute(newest).scalar() or 0)

    def _file_questions(
        self, document: str, number: int, asked: Sequence[TypicalQuestion]
    ) -> list[TypicalQuestion]:
        """The file's questions take the place of an older file's; what people added stays."""
        kept = reads.questions_of(self._connection, document) if number > 1 else []
        if asked:
            kept = [record for record in kept if record.source != FROM_FILE]
            kept = [*(QuestionRecord(question, FROM_FILE) for question in asked), *kept]
            self._store_questions(document, kept)
        return [record.question for record in kept]

    def _store_questions(self, document: str, records: Sequence[QuestionRecord]) -> None:
        self._connection.execute(questions.delete().where(questions.c.document == document))
        rows = [
            {"document": document, "at": item.question.at, "text": item.question.text, "source": item.source}
            for item in records
        ]
        if rows:
            self._connection.execute(questions.insert(), rows)

    def _attach_again(self, version: VersionState, asked: Sequence[TypicalQuestion]) -> None:
        found = reads.passages_of(self._connection, version.document, version.number)
        attached, _lost = attach(asked, [passage.path for passage in found])
        changed = [
            {"key": passage.id, "asked": list(attached.get(place, ()))}
            for place, passage in enumerate(found)
            if attached.get(place, ()) != passage.questions
        ]
        if not changed:
            return
        update = passages.update().where(passages.c.id == sa.bindparam("key"))
        self._connection.execute(update.values(questions=sa.bindparam("asked")), changed)
        if version.status is Status.PUBLISHED:
            self.touch(version.document, version.number)


def _metadata_columns(metadata: Metadata) -> dict[str, Any]:
    return {
        "title": metadata.title,
        "kind": metadata.kind.value,
        "form": metadata.form.value,
        "level": metadata.level.value if metadata.level else None,
        "scope": metadata.scope,
        "stages": [stage.value for stage in metadata.stages],
        "visibility": metadata.visibility.value,
        "effective": metadata.effective,
        "expires": metadata.expires,
        "metadata": coding.metadata_to_json(metadata),
    }


def _passage_rows(
    document: str, number: int, parsed: ParsedDocument, attached: dict[int, tuple[str, ...]]
) -> Iterator[dict[str, Any]]:
    for place, passage in enumerate(parsed.parse.passages):
        yield {
            "id": passage_id(document, number, passage.path, passage.ordinal),
            "document": document,
            "version": number,
            "ordinal": passage.ordinal,
            "path": passage.path,
            "page": passage.page_start,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "context": passage.context,
            "questions": attached.get(place, ()),
        }


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_PER_INSERT:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
