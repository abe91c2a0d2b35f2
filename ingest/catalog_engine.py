"""Connections of the catalog: engine, SQLite's settings, and the upgrade to the newest schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url

from ingest.coding import from_json, to_json
from ingest.errors import StudioError
from ingest.schema import HEAD

BUSY_MILLISECONDS = 15_000
MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = "SELECT revision FROM state"


def open_engine(url_or_path: str | Path) -> sa.Engine:
    """An engine on a catalog at the newest schema.

    A path, or text without ``://``, is a SQLite file, made with its folder where it is missing;
    anything else is a SQLAlchemy URL. StudioError where it cannot be opened or is no catalog.
    """
    engine = sa.create_engine(_url(url_or_path), json_serializer=to_json, json_deserializer=from_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        _upgrade(engine)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        where = engine.url.render_as_string(hide_password=True)
        raise StudioError(
            f"目录库打不开：{where}。它可能已损坏、不是本系统的库，或没有读写权限。没有改动它；"
            "请先检查权限，损坏了就从备份恢复 catalog.db。"
        ) from error
    except StudioError:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the catalog and blocks no writer.

    StudioError where the file is damaged.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except sa.exc.DatabaseError as error:
        _explain(engine, error)
        raise


@contextmanager
def writing(engine: sa.Engine, patience: int = BUSY_MILLISECONDS) -> Iterator[sa.Connection]:
    """A transaction that holds the write lock from its first statement: all of it, or nothing.

    StudioError where another writer keeps the catalog for longer than ``patience`` milliseconds, and
    where the file is damaged or the disk is full.
    """
    options = engine.execution_options(studio_write=True, studio_patience=patience)
    try:
        with options.begin() as connection:
            yield connection
    except sa.exc.DatabaseError as error:
        _explain(engine, error, patience)
        raise


def empty_log(engine: sa.Engine) -> None:
    """Move SQLite's write-ahead log into the catalog and empty it: old texts stand there until then.

    Where a reader is busy for longer than the busy timeout, the next time does it.
    """
    if engine.dialect.name == "sqlite":
        with driver_connection(engine) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def driver_connection(engine: sa.Engine) -> Iterator[sqlite3.Connection]:
    """SQLite's own connection, outside of any transaction: for what SQLAlchemy has no words for."""
    with closing(engine.raw_connection()) as connection:
        inner = connection.driver_connection
        assert isinstance(inner, sqlite3.Connection)
        yield inner


def revision_at_once(engine: sa.Engine) -> int | None:
    """How often what is searchable has changed; None where a transaction must tell, and say in words what is wrong.

    Of SQLite it is read without one, which would cost ten times what it reads (.04 ms, .4 ms): one answer asks
    nine times whether the catalog is still the same.
    """
    if engine.dialect.name == "sqlite":
        try:
            with driver_connection(engine) as inner:
                [(revision,)] = inner.execute(_REVISION).fetchall()
                return int(revision)
        except sqlite3.DatabaseError:
            return None
    return None


def _explain(engine: sa.Engine, error: sa.exc.DatabaseError, patience: int = BUSY_MILLISECONDS) -> None:
    """Raise what a person can mend as a StudioError; return for anything else."""
    where = engine.url.render_as_string(hide_password=True)
    said = str(error.orig)
    for words, sentence in (
        ("locked", f"另一个命令正在写入目录库，等了 {patience / 1000:g} 秒还没有写完。请稍后再试。"),
        ("malformed", f"目录库损坏了：{where}。没有改动它；请停止使用，从备份恢复 catalog.db。"),
        ("disk is full", "磁盘满了，没有写入。请腾出空间再试。"),
        ("readonly", f"目录库只能读：{where}。请检查文件的写入权限。"),
    ):
        if words in said:
            raise StudioError(sentence) from error


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
    # What is deleted is overwritten: questions that are forgotten must not be read from free pages.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    # Connections are shared: a transaction says how long it waits where the one before waited otherwise.
    patience = options.get("studio_patience", BUSY_MILLISECONDS)
    if connection.info.get("studio_patience", BUSY_MILLISECONDS) != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
        connection.info["studio_patience"] = patience
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("studio_write", False) else "BEGIN")


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
