"""What citations say of versions: read with every answer, so without what only pages and checks need."""

from __future__ import annotations

import sqlalchemy as sa

from ingest import coding
from ingest.records import SourceRecord
from ingest.schema import versions

_ONE = sa.select(*versions.c["metadata", "content", "source_name"]).where(
    versions.c.document == sa.bindparam("this"), versions.c.number == sa.bindparam("nth")
)


def source(connection: sa.Connection, document: str, number: int) -> SourceRecord | None:
    """One version as a citation needs it; None where there is none."""
    row = connection.execute(_ONE, {"this": document, "nth": number}).one_or_none()
    if row is None:
        return None
    return SourceRecord(
        document=document,
        number=number,
        metadata=coding.metadata_from_json(row.metadata),
        outline=coding.unpack_outline(row.content),
        source_name=row.source_name,
    )
