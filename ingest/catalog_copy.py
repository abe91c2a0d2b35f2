"""The whole catalog: copied while others use it, and looked through for damage. SQLite's own means.

Another database is backed up and checked by its own tools.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ingest.catalog_engine import driver_connection
from ingest.errors import StudioError
from ingest.schema import audit, documents, passages, versions
from ingest.schema_people import accounts, asked, sessions

_COUNTED = (documents, versions, passages, accounts, asked, audit)


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: the schema's revision, rows by table, the hashes of the originals it names."""

    schema: str
    counts: Mapping[str, int]
    originals: tuple[str, ...]


def is_sqlite(engine: sa.Engine) -> bool:
    return engine.dialect.name == "sqlite"


def copy_to(engine: sa.Engine, target: Path) -> Copied:
    """Copy the catalog as it is at one moment to a file that is not there yet; nobody has to wait.

    Nobody is logged in in the copy, and nothing that was deleted is left in it.

    Raises:
        StudioError: the catalog cannot be read, or the copy not be written.
    """
    with _explained(), driver_connection(engine) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute(f"DELETE FROM {sessions.name}")  # noqa: S608 (a table's own name)
        copy.commit()
        copy.execute("VACUUM")
        (schema,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        counts = {
            table.name: int(copy.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])  # noqa: S608
            for table in _COUNTED
        }
        named = copy.execute(
            "SELECT DISTINCT source_sha256 FROM versions WHERE source_sha256 <> '' ORDER BY 1"
        ).fetchall()
    return Copied(schema, counts, tuple(sha256 for (sha256,) in named))


def damages(engine: sa.Engine) -> list[str]:
    """What SQLite finds wrong with the file and with the references between its tables; empty if nothing."""
    with _explained(), driver_connection(engine) as connection:
        said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        loose = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    found = [] if said == ["ok"] else said
    return [*found, *(f"{row[0]} 的第 {row[1]} 行指向不存在的 {row[2]}" for row in loose)]


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StudioError(
            f"目录库读不了或备份写不下（{error}）。请检查磁盘空间，再运行 studio check。"
        ) from error
