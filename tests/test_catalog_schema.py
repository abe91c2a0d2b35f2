"""Opening a catalog: the migrations build what the code expects, quickly, and refuse what is not ours."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ingest import schema, schema_people, schema_standard  # noqa: F401 (their tables belong to the schema)
from ingest.catalog import Catalog
from ingest.catalog_accounts import AccountTable
from ingest.catalog_engine import MIGRATIONS, migrate, open_engine
from ingest.errors import StudioError
from tests.catalog_parts import add, rule


def test_the_migrations_build_exactly_the_tables_of_the_schema(home):
    engine = open_engine(home / "catalog.db")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.tables) == []
    engine.dispose()


def test_head_is_the_last_of_an_unbroken_line_of_revisions():
    script = ScriptDirectory(str(MIGRATIONS))
    assert script.get_heads() == [schema.HEAD]
    line = [revision.revision for revision in script.walk_revisions()]
    assert line == [f"{number:04}" for number in range(len(line), 0, -1)]


def test_opening_again_keeps_everything_and_imports_no_alembic(home):
    with Catalog.open(home / "catalog.db") as catalog:
        document = add(catalog, rule()).document
    program = (
        "import sys; from ingest.catalog import Catalog\n"
        "catalog = Catalog.open(sys.argv[1])\n"
        "print(catalog.document(sys.argv[2]).metadata.title, 'alembic' in sys.modules)"
    )
    command = [sys.executable, "-X", "utf8", "-c", program, str(home / "catalog.db"), document]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["手机管理规定", "False"]


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
def test_a_catalog_of_an_older_program_is_brought_up_and_keeps_what_it_has(home, revision):
    path = home / "catalog.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, revision)
        connection.execute(sa.text("INSERT INTO documents VALUES ('d1', '2026-01-01 00:00:00.000000')"))
    engine.dispose()
    upgraded = open_engine(path)
    with upgraded.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.tables) == []
        assert connection.execute(sa.text("SELECT id FROM documents")).scalars().all() == ["d1"]
        assert connection.execute(sa.text("SELECT count(*) FROM standard_lines")).scalar() == 0
    upgraded.dispose()


def test_whoever_had_an_account_before_keeps_the_password(home):
    path = home / "catalog.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, "0004")
        at = "'2026-01-01 00:00:00.000000'"
        row = f"'李老师', 'host', 'x', 0, 0, NULL, {at}, {at}"
        connection.execute(sa.text(f"INSERT INTO accounts VALUES ({row})"))  # noqa: S608 (written here)
    engine.dispose()
    with Catalog.open(path) as catalog:
        [account] = AccountTable(catalog.engine).all()
        assert (account.name, account.must_change) == ("李老师", False)


def test_many_processes_may_open_a_new_home_at_once(home):
    program = "import sys; from ingest.catalog import Catalog; Catalog.open(sys.argv[1]).close()"
    command = [sys.executable, "-c", program, str(home / "catalog.db")]
    others = [subprocess.Popen(command) for _ in range(4)]
    assert [other.wait(60) for other in others] == [0, 0, 0, 0]


def test_a_url_opens_like_a_path(home):
    path = home / "by url.db"
    with Catalog.open(f"sqlite:///{path}") as catalog:
        document = add(catalog, rule()).document
    with Catalog.open(path) as catalog:
        assert catalog.document(document).passages == 2


def test_a_file_that_is_no_catalog_is_refused_in_chinese(home):
    path = home / "catalog.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StudioError, match="目录库打不开"):
        Catalog.open(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_catalog_of_a_newer_program_is_refused_and_left_alone(home):
    path = home / "catalog.db"
    engine = open_engine(path)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StudioError, match="较新版本"):
        Catalog.open(path)


def test_a_folder_in_place_of_the_file_is_refused(home):
    (home / "catalog.db").mkdir()
    with pytest.raises(StudioError, match="目录库打不开"):
        Catalog.open(home / "catalog.db")
