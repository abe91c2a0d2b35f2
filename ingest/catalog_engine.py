"""Connections of the catalog: engine, SQLite's settings, and the upgrade to the newest schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url

from ingest.coding import to_json
from ingest.errors import StudioError
from ingest.schema import HEAD

BUSY_MILLISECONDS = 15_000
MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url_or_path: str | Path) -> sa.Engine:
    """An engine on a catalog at the newest schema.

    A path, or text without ``://``, is a SQLite file, made with its folder where it is missing;
    anything else is a SQLAlchemy URL. StudioError where it cannot be opened or is no catalog.
    """
    engine = sa.create_engine(_url(url_or_path), json_serializer=to_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        _upgrade(engine)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        raise StudioError(f"目录库打不开：{where}。它可能不是本系统的库、已损坏，或没有读写权限。") from error
    except StudioError:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the catalog and blocks no writer."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that holds the write lock from its first statement: all of it, or nothing.

    StudioError where another writer keeps the catalog for longer than the busy timeout.
    """
    options = engine.execution_options(studio_write=True)
    try:
        with options.begin() as connection:
            yield connection
    except sa.exc.OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        raise StudioError("资料库正被另一个程序写入，请等它完成后再试。") from error


def _url(url_or_path: str | Path) -> sa.URL:
    if isinstance(url_or_path, str) and "://" in url_or_path:
        return make_url(url_or_path)
    path = Path(url_or_path).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    return sa.URL.create("sqlite", database=str(path))


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # SQLAlchemy's BEGIN, not the driver's: only so can a writer take its lock before it reads.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("studio_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(connection: sa.Connection) -> str | None:
    """The schema's revision in the catalog, None where there is no schema yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def _upgrade(engine: sa.Engine) -> None:
    """Run the missing migrations in one transaction; Alembic is imported only where there are any."""
    with reading(engine) as connection:
        if _revision(connection) == HEAD:
            return
    with writing(engine) as connection:
        current = _revision(connection)  # another process may have upgraded it meanwhile
        if current == HEAD:
            return
        if current is not None and current > HEAD:
            raise StudioError("目录库是较新版本的程序建立的，请先升级本程序，再打开它。")
        migrate(connection)


def migrate(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the schema to ``revision`` inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
