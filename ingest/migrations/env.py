"""Run by Alembic on the connection that ``catalog_engine.migrate`` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from ingest.schema import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
