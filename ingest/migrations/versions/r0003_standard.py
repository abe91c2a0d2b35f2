"""The self-check against the standard: its lines, their evidence, the cover of the draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Columns are spelled out: this file stays true when the schema moves on."""
    op.create_table(
        "standard_lines",
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("gap", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("indicator", name="pk_standard_lines"),
        sa.ForeignKeyConstraint(["gap"], ["gaps.id"], name="fk_standard_lines_gap", ondelete="SET NULL"),
    )
    op.create_table(
        "standard_evidence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("document", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("path", sa.JSON, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_standard_evidence"),
        sa.ForeignKeyConstraint(
            ["document", "version"],
            ["versions.document", "versions.number"],
            name="fk_standard_evidence_document_version",
        ),
        sa.UniqueConstraint(
            "indicator",
            "document",
            "version",
            "start",
            "end",
            name="uq_standard_evidence_indicator_document_version_start_end",
        ),
    )
    op.create_table(
        "standard_cover",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_standard_cover"),
    )
