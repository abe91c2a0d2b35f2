"""What goes wrong on the command line ends in one Chinese line with a status, never in a traceback."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import cli
from tests.pipeline_parts import law, write
from tests.test_cli import value

RULE = law("学生手机管理规定", "2021年3月1日")
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def studio(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Done]]:
    """The command line in this process: one start of Python instead of one a command."""
    root = logging.getLogger()
    before, last = root.handlers[:], logging.lastResort

    def run(*arguments: str | Path, home: Path) -> Done:
        capsys.readouterr()
        status = cli.main(["--home", str(home), *map(str, arguments)])
        shown = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, shown.out, shown.err)

    yield run
    root.handlers[:], logging.lastResort = before, last


def chinese(done: subprocess.CompletedProcess[str], status: int) -> str:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert any("\u4e00" <= char <= "\u9fff" for char in done.stderr)
    return done.stderr


@pytest.fixture
def filled(home: Path, tmp_path: Path, studio: Callable[..., Done]) -> Path:
    folder = write(tmp_path / "in", {"手机.txt": RULE})
    done = studio("ingest", folder, "--publish", "--no-starter", home=home)
    assert done.returncode == 0, done.stderr
    return home


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "手机", "--as-of", "20240101"], "不是日期"),
        (["search", "手机", "--as-of", "2024-W01-1"], "不是日期"),
        (["ask", "手机", "--as-of", "2024-02-30"], "没有“2024-02-30”这一天"),
        (["search", "手机", "-k", "0"], "应是 1 到"),
        (["search", "手机", "-k", "-3"], "应是 1 到"),
        (["search", "手机", "-k", "三"], "应是 1 到"),
        (["serve", "--port", "99999"], "应是 0 到 65535"),
        (["serve", "--port", "-1"], "应是 0 到 65535"),
        (["docs", "show", "x", "--version", "0"], "不能作版本号"),
    ],
)
def test_wrong_values_are_refused_in_chinese(arguments, said, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_a_port_in_use_is_said_with_another_to_try(home, studio):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = chinese(studio("serve", "--port", str(port), home=home), 1)
    assert f"端口 {port} 已被占用" in said
    assert "--port" in said


def test_a_setting_of_the_environment_that_is_wrong_is_named(home, monkeypatch, capsys):
    monkeypatch.setenv("STUDIO_PORT", "99999")
    assert cli.main(["--home", str(home), "docs", "list"]) == 1
    assert "STUDIO_PORT" in capsys.readouterr().err


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_ours_is_one_line_and_its_traceback_is_in_the_log(filled, monkeypatch, capsys, debug):
    def broken(*_args: object, **_more: object) -> None:
        raise KeyError("strange")

    monkeypatch.setattr("ingest.catalog.Catalog.documents", broken)
    arguments = ["--home", str(filled), *(["--debug"] if debug else []), "docs", "list"]
    assert cli.main(arguments) == cli.UNFORESEEN
    shown = capsys.readouterr()
    log = filled / "logs" / "studio.log"
    assert shown.out == ""
    assert f"程序出错了（KeyError），详情在 {log}" in shown.err
    assert ("Traceback" in shown.err) is debug
    assert shown.err.count("\n") == 1 or debug
    assert "strange" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["garbage", "truncated", "emptied", "gone"])
def test_a_damaged_catalog_is_left_as_it_is(filled, studio, damage):
    catalog = filled / "catalog.db"
    for beside in filled.glob("catalog.db-*"):
        beside.unlink()
    if damage == "garbage":
        catalog.write_bytes(os.urandom(catalog.stat().st_size))
    elif damage == "truncated":
        os.truncate(catalog, catalog.stat().st_size // 2 + 100)
    elif damage == "emptied":
        os.truncate(catalog, 0)
    else:
        catalog.unlink()
    before = catalog.read_bytes() if catalog.exists() else None
    said = chinese(studio("docs", "list", home=filled), 1)
    assert "备份" in said
    assert (catalog.read_bytes() if catalog.exists() else None) == before


def damaged_vectors(index: Path) -> None:
    (index / "chroma" / "chroma.sqlite3").write_bytes(os.urandom(4096))


def damaged_words(index: Path) -> None:
    for meta in index.glob("*/live/meta.json"):
        meta.write_bytes(b"\x00\xff")


def damaged_manifest(index: Path) -> None:
    (index / "manifest.json").write_bytes(b"\xff\x00{")


@pytest.mark.parametrize("damage", [damaged_vectors, damaged_words, damaged_manifest])
def test_a_damaged_index_is_rebuilt_and_the_question_answered(filled, studio, damage):
    damage(filled / "index")
    done = studio("search", "手机带入校园", "--json", home=filled)
    assert "重建" in chinese(done, 0)
    assert value(done)["hits"]
    again = studio("search", "手机带入校园", "--json", home=filled)
    assert (again.returncode, again.stderr) == (0, "")


def test_a_newer_draft_is_listed_as_pending(filled, studio, tmp_path):
    [before] = value(studio("docs", "list", "--json", home=filled))["documents"]
    assert before["pending"] is None
    newer = write(tmp_path / "new", {"手机.txt": law("学生手机管理规定", "2025年9月1日", "多一条。")})
    assert studio("ingest", newer, "--no-starter", home=filled).returncode == 0
    [after] = value(studio("docs", "list", "--json", home=filled))["documents"]
    assert (after["version"], after["pending"]) == (1, 2)
    assert "有待发布的 v2" in studio("docs", "list", home=filled).stdout
    assert studio("docs", "publish", after["id"], home=filled).stdout.endswith("v2\n")


def test_rolling_back_what_was_withdrawn_is_refused(filled, studio):
    [record] = value(studio("docs", "list", "--json", home=filled))["documents"]
    assert studio("docs", "withdraw", record["id"], home=filled).returncode == 0
    assert "没有可以退回的版本" in chinese(studio("docs", "rollback", record["id"], home=filled), 1)
