"""The catalog's tables of the self-check against the standard: a row an indicator, its evidence, the cover.

Statements and cover facts are stored masked; a quote is an exact span of a version's masked text.
"""

from __future__ import annotations

import sqlalchemy as sa

from ingest.schema import Instant, tables
from ingest.schema_people import gaps

standard_lines = sa.Table(
    "standard_lines",
    tables,
    sa.Column("indicator", sa.String(40), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("gap", sa.Integer, sa.ForeignKey(gaps.c.id, ondelete="SET NULL")),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("changed", Instant, nullable=False),
    sa.Column("changed_by", sa.String(40), nullable=False),
)
"""``revision`` counts the changes of state and statement: who has read an older one overwrites nothing."""

standard_evidence = sa.Table(
    "standard_evidence",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
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
    sa.Column("at", Instant, nullable=False),
    sa.ForeignKeyConstraint(["document", "version"], ["versions.document", "versions.number"]),
    sa.UniqueConstraint("indicator", "document", "version", "start", "end"),
)
"""What a host has decided on: title, 文号 and clause path stay as they were then, whatever happens later."""

standard_cover = sa.Table(
    "standard_cover",
    tables,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
