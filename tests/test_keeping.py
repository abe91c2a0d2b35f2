"""A home is backed up while people work, brought back whole, and looked through for damage."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import archive, checking, keeping
from app.access import Role, operator
from app.accounts import Accounts
from app.settings import Settings
from app.studio import Studio, open_studio
from ingest.catalog import Catalog
from ingest.catalog_engine import driver_connection
from ingest.errors import StudioError
from ingest.pipeline import originals_of
from tests.pipeline_parts import check_home, law, take_in, write
from tests.test_cli import ROOT, studio, value

PASSWORD = "星期三下雨记得带把伞"
NAMES = ["手机", "午休", "请假", "卫生", "实验室", "图书", "食堂", "宿舍", "校车", "值日", "班会", "家访"]

Change = Callable[[dict[str, bytes], dict[str, Any]], object]


def quiet(_what: str, _done: int, _total: int) -> None:
    """No progress to show."""


def settings_of(home: Path) -> Settings:
    return Settings(home=home, encoder="hashed")


def at(home: Path) -> Studio:
    return open_studio(settings_of(home), starter=False)


def filled(home: Path, names: list[str] = NAMES[:3]) -> Path:
    """A home with some published rules and an account; the folder with the rules' files."""
    files = {
        f"{name}.txt": law(f"{name}管理规定", "2021年3月1日", f"{name}登记表每周五交存。") for name in names
    }
    folder = write(home.parent / "in", files)
    with at(home) as one:
        take_in(one.catalog, home, [folder], publish=True)
        one.sync()
        accounts = Accounts(one.catalog)
        accounts.add("李老师", Role.HOST, PASSWORD, by=operator("test"))
        accounts.log_in("李老师", PASSWORD, "127.0.0.1")
    return folder


@pytest.fixture
def kept(home: Path) -> Path:
    """A backup of a small home."""
    filled(home)
    (home / "evaluations").mkdir()
    (home / "evaluations" / "20261121T1000-ab12.json").write_text("{}", "utf-8")
    target = home.parent / "备份.zip"
    with at(home) as one:
        keeping.backup(one, target, quiet)
    return target


def rows_of(home: Path) -> dict[str, checking.Row]:
    with at(home) as one:
        return {row.name: row for row in checking.check(one, quiet)}


def test_a_restored_home_is_the_home(kept: Path, home: Path, tmp_path: Path):
    other = tmp_path / "other"
    keeping.restore(settings_of(other), kept, quiet)
    with at(home) as one, at(other) as two:
        two.sync()
        assert two.catalog.states() == one.catalog.states()
        assert two.catalog.audit_trail() == one.catalog.audit_trail()
        check_home(two.catalog, other)
        assert Accounts(two.catalog).log_in("李老师", PASSWORD, "127.0.0.1")
    assert all(row.ok for row in rows_of(other).values())
    assert (other / "evaluations" / "20261121T1000-ab12.json").read_text("utf-8") == "{}"
    assert stat.S_IMODE(kept.stat().st_mode) & 0o077 == 0  # originals are not masked
    assert list(kept.parent.glob("*.partial")) == []


def test_nobody_is_logged_in_in_a_backup(kept: Path, home: Path, tmp_path: Path):
    keeping.restore(settings_of(tmp_path / "other"), kept, quiet)
    for place, sessions in ((home, 1), (tmp_path / "other", 0)):
        with Catalog.open(place / "catalog.db") as catalog, driver_connection(catalog.engine) as connection:
            assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (sessions,)


def test_a_backup_taken_while_files_come_in_is_of_one_moment(home: Path, tmp_path: Path):
    folder = filled(home, NAMES[:1])
    later = {
        f"{n}{name}.txt": law(f"{name}规定", "2022年3月1日", f"第{n}版。") for name in NAMES for n in "12"
    }
    write(folder, later)
    with at(home) as one:
        writer = threading.Thread(
            target=take_in, args=(one.catalog, home, [folder]), kwargs={"publish": True}
        )
        writer.start()
        made: list[Path] = []
        while writer.is_alive():
            made.append(tmp_path / f"{len(made)}.zip")
            keeping.backup(one, made[-1], quiet)
        writer.join()
    counts = []
    for number, path in enumerate([made[0], made[len(made) // 2], made[-1]]):
        place = tmp_path / f"home{number}"
        counts.append(keeping.restore(settings_of(place), path, quiet).counts["versions"])
        with at(place) as other:
            check_home(other.catalog, place)
    assert counts == sorted(counts)


def test_a_home_in_use_and_an_old_backup_are_left_alone(kept: Path, home: Path):
    before = kept.read_bytes()
    with pytest.raises(StudioError, match="空的数据目录"):
        keeping.restore(settings_of(home), kept, quiet)
    with at(home) as one, pytest.raises(StudioError, match="没有覆盖"):
        keeping.backup(one, kept, quiet)
    assert kept.read_bytes() == before
    assert all(row.ok for row in rows_of(home).values())


def changed(kept: Path, change: Change) -> None:
    """Write the backup anew with other files or another manifest."""
    with zipfile.ZipFile(kept) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(files.pop(archive.MANIFEST))
    change(files, manifest)
    with zipfile.ZipFile(kept, "w") as packed:
        for name, content in {**files, archive.MANIFEST: json.dumps(manifest).encode()}.items():
            packed.writestr(name, content)


def outside(files: dict[str, bytes], manifest: dict[str, Any], name: str) -> None:
    files[name] = b""
    entry = {
        "name": name,
        "size": 0,
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
    manifest["entries"].append(entry)


FORGED: dict[str, Change] = {
    "another catalog": lambda files, _: files.update({archive.CATALOG: files[archive.CATALOG][::-1]}),
    "another size": lambda _, manifest: manifest["entries"][0].update(size=1),
    "a file more": lambda files, _: files.update({"evaluations/x.json": b"{}"}),
    "a file less": lambda files, _: files.pop(next(name for name in files if "originals" in name)),
    "upwards": lambda files, manifest: outside(files, manifest, "evaluations/../../escaped"),
    "from the root": lambda files, manifest: outside(files, manifest, "/tmp/escaped"),
    "elsewhere in the home": lambda files, manifest: outside(files, manifest, "index/manifest.json"),
    "backslashes": lambda files, manifest: outside(files, manifest, "evaluations\\..\\..\\escaped"),
    "a newer program": lambda _, manifest: manifest.update(schema="9999"),
    "another format": lambda _, manifest: manifest.update(format=2),
    "no entries": lambda _, manifest: manifest.pop("entries"),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED.keys())
def test_a_backup_that_was_changed_restores_nothing(kept: Path, tmp_path: Path, change: Change):
    changed(kept, change)
    other = tmp_path / "below" / "other"
    with pytest.raises(StudioError):
        keeping.restore(settings_of(other), kept, quiet)
    assert not other.exists() or list(other.iterdir()) == []
    assert list(tmp_path.rglob("escaped")) == []


def test_what_is_no_backup_or_half_of_one_is_said(kept: Path, tmp_path: Path):
    whole = kept.read_bytes()
    for content in (b"", b"no zip", whole[: len(whole) // 2], whole[:200] + b"\0" * 50 + whole[250:]):
        kept.write_bytes(content)
        with pytest.raises(StudioError):
            keeping.restore(settings_of(tmp_path / "other"), kept, quiet)
    assert not (tmp_path / "other").exists()


def test_an_unchanged_rewrite_restores(kept: Path, tmp_path: Path):
    """The forgeries above fail by what they change, not by being written anew."""
    changed(kept, lambda files, manifest: None)
    assert keeping.restore(settings_of(tmp_path / "other"), kept, quiet).counts["documents"] == 3


def test_a_lost_original_is_said_and_the_rest_kept(home: Path, tmp_path: Path):
    filled(home)
    with at(home) as one:
        lost, hurt = [state.source_sha256 for state in one.catalog.states()][:2]
        originals_of(home).remove(lost)
        place = originals_of(home).find(hurt)
        assert place is not None
        place.write_bytes(b"else")
        made = keeping.backup(one, tmp_path / "b.zip", quiet)
    assert set(made.missing) == {lost, hurt}
    row = rows_of(home)["原件"]
    assert not row.ok
    assert "不见了" in row.found
    assert "被改动了" in row.found
    assert row.todo


def test_check_finds_passages_that_are_not_the_text(home: Path):
    filled(home)
    assert all(row.ok for row in rows_of(home).values())
    with Catalog.open(home / "catalog.db") as catalog, driver_connection(catalog.engine) as connection:
        connection.execute("UPDATE passages SET text = replace(text, '每周五', '每周四')")
    found = {name for name, row in rows_of(home).items() if not row.ok}
    assert found == {"正文"}


def test_check_on_the_line(home: Path):
    filled(home)
    done = studio("check", "--json", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert value(done)["ok"]
    (home / "index" / "manifest.json").write_text("{", "utf-8")
    catalog = home / "catalog.db"
    content = bytearray(catalog.read_bytes())
    for start in range(8192, len(content) - 4096, 4096):
        content[start : start + 64] = b"\xff" * 64
    catalog.write_bytes(content)
    done = studio("check", home=home)
    assert done.returncode == 1
    assert "有问题  目录库" in done.stdout
    assert "备份" in done.stdout
    assert "Traceback" not in done.stderr
    missing = studio("check", home=home.parent / "nowhere")
    assert missing.returncode == 1
    assert not (home.parent / "nowhere").exists()


def test_another_database_is_kept_by_its_own_tools(kept: Path, tmp_path: Path):
    settings = Settings(home=tmp_path / "other", catalog_url=f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(StudioError, match="STUDIO_CATALOG_URL"):
        keeping.restore(settings, kept, quiet)


@pytest.mark.slow
def test_a_restored_home_gives_identical_answers(tmp_path: Path):
    lines = (ROOT / "eval" / "sets" / "starter.jsonl").read_text("utf-8").splitlines()
    asked = tmp_path / "asked.txt"
    asked.write_text("\n".join(json.loads(line)["question"] for line in lines[:30]), "utf-8")
    home, other = tmp_path / "home", tmp_path / "other"
    own = write(tmp_path / "in", {"手机.txt": law("手机管理规定", "2021年3月1日")})
    assert studio("ingest", own, "--publish", home=home, timeout=500).returncode == 0
    assert studio("backup", tmp_path / "b.zip", home=home).returncode == 0
    done = studio("restore", tmp_path / "b.zip", home=other, timeout=500)
    assert done.returncode == 0, done.stderr
    said = []
    for place in (home, other):
        answers = studio("ask", "--batch", asked, "--json", home=place, timeout=500).stdout.splitlines()
        said.append([{**json.loads(line), "milliseconds": 0} for line in answers])
    assert len(said[0]) == 30
    assert sum(answer["answered"] for answer in said[0]) > 15
    assert said[0] == said[1]
    assert value(studio("check", "--json", home=other))["ok"]
