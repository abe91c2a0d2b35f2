"""A draft that turns out to be the next version of another document is moved there."""

from __future__ import annotations

import sqlalchemy as sa

from ingest import catalog_reads as reads
from ingest.catalog import Catalog
from ingest.catalog_missing import no_document
from ingest.catalog_writes import FROM_FILE, Writer
from ingest.errors import StudioError
from ingest.model import ParsedDocument, Status
from ingest.records import VersionRecord
from ingest.schema import documents, passages, questions, versions


def join(catalog: Catalog, document: str, target: str, *, actor: str) -> VersionRecord:
    """Make the one draft of ``document`` the next draft of ``target``; ``document`` is there no more.

    StudioError where it is more than a draft that nobody has published, or either is not there.
    """
    with catalog.writing() as writer:
        states = writer.states(document)
        if not reads.states(writer.connection, target):
            raise no_document(target)
        if document == target or len(states) != 1 or states[0].status is not Status.DRAFT:
            raise StudioError("只有还没发布过、只有一版的草稿才能改成别的资料的新版本。")
        found = reads.version(writer.connection, document, states[0].number)
        sketch = writer.connection.execute(
            sa.select(versions.c.sketch).where(versions.c.document == document)
        ).scalar()
        if found is None:
            raise no_document(document)
        added_by_hand = [
            one for one in reads.questions_of(writer.connection, document) if one.source != FROM_FILE
        ]
        _drop(writer, document)
        parsed = ParsedDocument(
            metadata=found.metadata,
            parse=found.parse,
            removals=found.removals,
            warnings=found.warnings,
            page_unit=found.page_unit,
            reader=found.reader,
        )
        added = writer.add_version(
            parsed,
            document=target,
            source_name=found.source_name,
            source_sha256=found.source_sha256,
            actor=actor,
            masked=found.masked,
            sketch=sketch,
        )
        if added_by_hand:
            kept = reads.questions_of(writer.connection, target)
            there = {one.question for one in kept}
            new = [one for one in added_by_hand if one.question not in there]
            writer.set_questions(target, [*kept, *new], actor=actor)
        writer.note(actor, "join", target, added.number, f"原来是草稿 {document}")
    return added


def _drop(writer: Writer, document: str) -> None:
    for table in (passages, questions, versions):
        writer.connection.execute(table.delete().where(table.c.document == document))
    writer.connection.execute(documents.delete().where(documents.c.id == document))
