"""One server a home; what is uploaded to it lies in the home, and not for long."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.access import Role
from app.serving import DAY_SECONDS, only_server, sweep, uploads_of
from ingest.errors import StudioError
from tests.browser_parts import BROWSER, page_of, settled
from tests.serving import free_port, served
from tests.test_cli import ROOT, rule, studio

__all__ = ["rule"]
HELD = "import os, pathlib, sys\nfrom app.serving import only_server\n"
HELD += "with only_server(pathlib.Path(sys.argv[1])):\n    os._exit(9)\n"


def test_a_second_server_is_refused(home: Path, rule: Path):
    assert studio("ingest", rule, "--publish", "--no-starter", home=home).returncode == 0
    with only_server(home):
        done = studio("serve", "--port", str(free_port()), home=home)
        assert done.returncode == 1
        assert f"已经有一个服务在用（进程 {os.getpid()}）" in done.stderr
        assert "--home" in done.stderr
        writes = studio("docs", "list", home=home)
        assert writes.returncode == 0, writes.stderr
    assert not (home / "server.pid").exists()


def test_a_server_that_was_killed_is_no_hindrance(home: Path):
    done = subprocess.run([sys.executable, "-c", HELD, str(home)], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert (home / "server.pid").exists()
    with only_server(home):
        assert (home / "server.pid").read_text("ascii").strip() == str(os.getpid())
        with pytest.raises(StudioError), only_server(home):
            pass


def test_leftovers_are_swept_and_fresh_ones_stay(home: Path):
    folder = uploads_of(home)
    sweep(folder)
    for name in ("old", "new"):
        (folder / name).mkdir(parents=True)
        (folder / name / "某生.txt").write_text("x", "utf-8")
    (folder / "link").symlink_to(home)
    yesterday = time.time() - DAY_SECONDS - 60
    os.utime(folder / "old", (yesterday, yesterday))
    sweep(folder, DAY_SECONDS)
    assert sorted(path.name for path in folder.iterdir()) == ["link", "new"]
    sweep(folder)
    assert list(folder.iterdir()) == []
    assert home.exists()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server over a new home with the shipped corpus; an upload was left there before."""
    home = tmp_path_factory.mktemp("serving") / "home"
    left = uploads_of(home) / "left"
    left.mkdir(parents=True)
    (left / "某生.txt").write_text("x", "utf-8")
    with served(home, seconds=400) as address:
        yield address, home


def browser(test: Any) -> Any:
    for mark in BROWSER:
        test = mark(test)
    return test


def waiting(home: Path) -> list[str]:
    """Names of the files that are uploaded and not taken in; Gradio leaves empty ones without a name."""
    return [path.name for path in uploads_of(home).rglob("*") if path.is_file() and path.stat().st_size]


@browser
def test_uploads_lie_in_the_home_until_they_are_taken_in(place: tuple[str, Path], tmp_path: Path):
    address, home = place
    assert not (uploads_of(home) / "left").exists()
    file = tmp_path / "某生请假规定.md"
    file.write_text("# 请假管理规定\n\n第一条 请假须由家长告知班主任。\n", "utf-8")
    with page_of(address, Role.HOST) as page:
        page.goto(f"{address}/library/")
        page.set_input_files("#files input[type=file]", [str(file)])
        page.wait_for_selector(f"#files .file-preview >> text={file.name.removesuffix('.md')}")
        assert waiting(home) == [file.name]
        page.click("#upload")
        page.wait_for_selector("#report >> text=已存为草稿")
    assert waiting(home) == []


@browser
def test_an_evaluation_survives_a_reload_and_can_be_cancelled(place: tuple[str, Path]):
    address, _ = place
    with page_of(address, Role.EVALUATOR) as page:
        settled(page, f"{address}/evaluate/", "#start:not([disabled])")
        page.click("#start")
        page.wait_for_selector("#result [role=status]")
        page.click("#stop")
        page.wait_for_selector("#result >> text=已取消")
        page.wait_for_selector("#start:not([disabled])")
        page.click("#start")
        page.wait_for_selector("#result [role=status]")
        page.reload()
        page.wait_for_selector("#result .figures")
        shown = page.inner_text("#result .figures")
        page.reload()
        page.wait_for_selector("#result .figures")
        assert page.inner_text("#result .figures") == shown
