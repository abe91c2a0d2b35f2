"""Every page with the network away: neither the server nor the browser gets past this machine, nor tries to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.access import Role
from app.routes import PAGES
from tests.browser_parts import BROWSER, ask, library, page_of, review, settled
from tests.serving import served

pytestmark = BROWSER

# Python runs this before the server: what is looked up or connected to elsewhere fails and is written down.
GUARD = """
import os, sys
LOCAL = ("127.", "::1", "localhost", "0.0.0.0")
def guard(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and not host.startswith(LOCAL):
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{event} {host}\\n")
        raise OSError(f"no network: {host}")
sys.addaudithook(guard)
"""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """Variables of an environment in which a Python program has no network."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path / "guard"), "GUARD_LOG": str(tmp_path / "outside.txt")}


def reach(place: str, guarded: dict[str, str]) -> str:
    code = f"import socket; socket.create_connection(({place!r}, 9), 1)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | guarded, capture_output=True, text=True, check=False)
    return done.stderr


def test_the_guard_stops_what_goes_elsewhere_and_nothing_else(guarded: dict[str, str]):
    log = Path(guarded["GUARD_LOG"])
    for place in ("192.0.2.1", "example.org"):
        assert f"no network: {place}" in reach(place, guarded)
        assert place in log.read_text()
    log.unlink()
    assert "no network" not in reach("127.0.0.1", guarded)
    assert not log.exists()


def walk(page: Any, address: str) -> list[str]:
    """Every page with something done on it; the languages that the pages declare."""
    declared = []

    def note() -> None:
        declared.append(str(page.evaluate("document.documentElement.lang")))

    for path, shown in {"/password": "h1", "/doc/policy-y05-shouji": "#text", "/admin": "table"}.items():
        page.goto(address + path)
        page.wait_for_selector(shown)
        note()
    for one in PAGES:
        name = next(other.name for other in PAGES if other.path == (one.within or one.path))
        settled(page, address + one.address, f"header nav a[aria-current]:has-text('{name}')")
        note()
    ask(page, address, "学生上课玩手机怎么处理")
    page.click("#thread .cite >> nth=0")
    page.wait_for_selector("#source mark")
    note()
    library(page, address)
    review(page, "中小学教育惩戒规则")
    note()
    return declared


def test_every_page_works_without_a_network_and_says_it_is_chinese(tmp_path: Path, guarded: dict[str, str]):
    with served(tmp_path / "home", seconds=240, **guarded) as address:
        with page_of(address, None) as page:
            page.goto(f"{address}/login")
            assert page.evaluate("document.documentElement.lang") == "zh-CN"
        with page_of(address, Role.ADMIN) as page:
            assert set(walk(page, address)) == {"zh-CN"}
    assert not Path(guarded["GUARD_LOG"]).exists(), Path(guarded["GUARD_LOG"]).read_text()
