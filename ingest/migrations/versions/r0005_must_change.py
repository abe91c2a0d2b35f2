"""Accounts whose password somebody else has set, and which must be changed before anything else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: whoever had an account before goes on as before."""
    op.add_column("accounts", sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()))
