"""Documents, versions, passages, typical questions, audit trail and the revision counter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables. Columns are spelled out: this file stays true when the schema moves on."""
    state = op.create_table(
        "state",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_state"),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0}])
    op.create_table(
        "documents",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    _versions()
    _passages()
    _questions_and_audit()


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("document", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
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
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("submitted_by", sa.String(80), nullable=False),
        sa.Column("published_at", sa.DateTime),
        sa.Column("withdrawn_at", sa.DateTime),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("document", "number", name="pk_versions"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_versions_document"),
    )
    op.create_index("ix_versions_source_sha256", "versions", ["source_sha256"])
    op.create_index("ix_versions_text_sha256", "versions", ["text_sha256"])


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.String(16), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sa.ForeignKeyConstraint(
            ["document", "version"],
            ["versions.document", "versions.number"],
            name="fk_passages_document_version",
        ),
        sa.UniqueConstraint("document", "version", "ordinal", name="uq_passages_document_version_ordinal"),
    )


def _questions_and_audit() -> None:
    op.create_table(
        "typical_questions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("document", sa.String(80), nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_typical_questions"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_typical_questions_document"),
    )
    op.create_index("ix_typical_questions_document", "typical_questions", ["document"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("document", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_document", "audit", ["document"])
