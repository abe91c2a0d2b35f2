"""The catalog's tables about people and work: accounts, what was asked, gaps, long jobs, judgements.

Questions and answers are stored masked. What is asked is deleted after its retention time
(``ingest.catalog_asked``); judgements keep the exact answer they are about.
"""

from __future__ import annotations

import sqlalchemy as sa

from ingest.schema import Instant, tables

accounts = sa.Table(
    "accounts",
    tables,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", Instant),
    sa.Column("created", Instant, nullable=False),
    sa.Column("password_changed", Instant, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""``must_change``: somebody else has set the password, and who logs in with it chooses another first."""

sessions = sa.Table(
    "sessions",
    tables,
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(40), sa.ForeignKey("accounts.name"), nullable=False, index=True),
    sa.Column("created", Instant, nullable=False),
    sa.Column("expires", Instant, nullable=False),
)
"""A session or a REST token is known by the hash of its secret: the catalog holds nothing to log in with."""

tokens = sa.Table(
    "tokens",
    tables,
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(40), sa.ForeignKey("accounts.name"), nullable=False, index=True),
    sa.Column("label", sa.String(80), nullable=False),
    sa.Column("created", Instant, nullable=False),
)

gaps = sa.Table(
    "gaps",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("assigned_to", sa.String(40), nullable=False),
    sa.Column("document", sa.String(80), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("created", Instant, nullable=False),
    sa.Column("changed", Instant, nullable=False),
)

asked = sa.Table(
    "asked",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Instant, nullable=False, index=True),
    sa.Column("account", sa.String(40), nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("understood", sa.Text, nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),
    sa.Column("submitted", sa.Boolean, nullable=False),
    sa.Column("gap", sa.Integer, sa.ForeignKey("gaps.id"), index=True),
)
"""``account`` is empty where nobody was logged in, or the history was deleted."""

feedback = sa.Table(
    "feedback",
    tables,
    sa.Column("asked", sa.Integer, sa.ForeignKey("asked.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("account", sa.String(40), primary_key=True),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

jobs = sa.Table(
    "jobs",
    tables,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("account", sa.String(40), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("doing", sa.Text, nullable=False),
    sa.Column("result", sa.JSON, nullable=False),
    sa.Column("created", Instant, nullable=False),
    sa.Column("finished", Instant),
)

review_items = sa.Table(
    "review_items",
    tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("source", sa.String(40), nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.JSON, nullable=False),
    sa.Column("answer_sha256", sa.String(64), nullable=False),
    sa.Column("run", sa.String(64), nullable=False),
    sa.Column("created", Instant, nullable=False),
    sa.Column("promoted", sa.Boolean, nullable=False),
    sa.Column("asked", sa.Integer, index=True),
    sa.Column("outdated", sa.JSON),
    sa.UniqueConstraint("question", "answer_sha256"),
)
"""``asked``: the question of ``asked`` that it was made of, for as long as that is kept (``catalog_judgements``).

``outdated``: citation number -> why its version did not hold on the day the item was made.
"""

judgements = sa.Table(
    "judgements",
    tables,
    sa.Column("item", sa.Integer, sa.ForeignKey("review_items.id"), primary_key=True),
    sa.Column("reviewer", sa.String(40), primary_key=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("citations", sa.JSON, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("adjudicates", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
)
