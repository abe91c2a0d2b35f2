"""Alembic's environment and the numbered, append-only revisions of the catalog's schema."""
