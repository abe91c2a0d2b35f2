"""Review items know the question that they were made of, and which of their citations were out of force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two columns: both may be empty, so that rows of before need nothing."""
    op.add_column("review_items", sa.Column("asked", sa.Integer))
    op.add_column("review_items", sa.Column("outdated", sa.JSON))
    op.create_index("ix_review_items_asked", "review_items", ["asked"])
