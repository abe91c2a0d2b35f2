"""The catalog's tables, as SQLAlchemy Core. ``ingest/migrations`` builds exactly these (tested).

A version is a row with its metadata in columns (what is filtered) and JSON (the whole), and its text
with clauses, nodes, places and removals in one compressed column. Passages are rows, because the
indexes read them in bulk and a search reads a few by id.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

HEAD = "0005"
"""The newest revision of ``ingest/migrations``; stated here so that opening needs no Alembic."""


class Instant(TypeDecorator[datetime]):
    """A moment, stored as naive UTC (SQLite knows no time zones) and read back aware."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

state = sa.Table(
    "state",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
)

documents = sa.Table(
    "documents",
    tables,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("created", Instant, nullable=False),
)

versions = sa.Table(
    "versions",
    tables,
    sa.Column("document", sa.String(80), sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("form", sa.String(16), nullable=False),
    sa.Column("level", sa.String(16)),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("stages", sa.JSON, nullable=False),
    sa.Column("visibility", sa.String(16), nullable=False),
    sa.Column("effective", sa.Date),
    sa.Column("expires", sa.Date),
    sa.Column("metadata", sa.JSON, nullable=False),
    sa.Column("warnings", sa.JSON, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("sketch", sa.LargeBinary),
    sa.Column("passages", sa.Integer, nullable=False),
    sa.Column("page_unit", sa.String(8), nullable=False),
    sa.Column("reader", sa.String(40), nullable=False),
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_sha256", sa.String(64), nullable=False, index=True),
    sa.Column("text_sha256", sa.String(64), nullable=False, index=True),
    sa.Column("masked", sa.Boolean, nullable=False),
    sa.Column("created", Instant, nullable=False),
    sa.Column("created_by", sa.String(80), nullable=False),
    sa.Column("submitted_by", sa.String(80), nullable=False),
    sa.Column("published_at", Instant),
    sa.Column("withdrawn_at", Instant),
    sa.Column("changed", sa.Integer, nullable=False),
)

passages = sa.Table(
    "passages",
    tables,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("document", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("path", sa.JSON, nullable=False),
    sa.Column("page", sa.Integer),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("context", sa.Text, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.ForeignKeyConstraint(["document", "version"], ["versions.document", "versions.number"]),
    sa.UniqueConstraint("document", "version", "ordinal"),
)

questions = sa.Table(
    "typical_questions",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document", sa.String(80), sa.ForeignKey("documents.id"), nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("source", sa.String(80), nullable=False),
)

audit = sa.Table(
    "audit",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.String(80), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("document", sa.String(80), nullable=False, index=True),
    sa.Column("version", sa.Integer),
    sa.Column("detail", sa.Text, nullable=False),
)
