"""A browser over a real server for the tests of the pages: fixtures to import, and what tests ask of a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.access import Role
from tests.serving import log_in, served, shipped_home

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
BROWSER = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a new home with the shipped corpus."""
    with served(shipped_home(tmp_path_factory.mktemp("browser") / "home"), seconds=240) as found:
        yield found


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """As ``page_of``, for an administrator."""
    with page_of(address, Role.ADMIN) as opened:
        yield opened


@contextmanager
def page_of(address: str, role: str | None, expected: tuple[str, ...] = ()) -> Iterator[Any]:
    """A page, logged in, that fails the test on console errors, failed requests and requests elsewhere.

    ``expected``: how the troubles begin that the test makes itself.
    """
    from playwright.sync_api import sync_playwright

    troubles: list[str] = []

    def requested(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            troubles.append(f"outside request: {request.url}")

    def failed(request: Any) -> None:
        # Gradio ends its event streams itself; the browser calls that aborted.
        if not any(stream in request.url for stream in ("heartbeat", "queue/data", "upload_progress")):
            troubles.append(f"failed: {request.url} {request.failure}")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = browser.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        if role:
            with log_in(address, role) as client:
                cookies: list[Any] = [
                    {"name": c.name, "value": c.value or "", "url": address} for c in client.cookies.jar
                ]
            opened.context.add_cookies(cookies)
        opened.set_default_timeout(30_000)
        opened.on("request", requested)
        opened.on("requestfailed", failed)
        opened.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        opened.on("console", lambda m: troubles.append(f"console: {m.text}") if m.type == "error" else None)
        opened.on("response", lambda r: troubles.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        yield opened
        browser.close()
    left = [trouble for trouble in troubles if not trouble.startswith(expected)]
    assert left == [], left  # named here: pytest explains no assertion of a helper


def settled(page: Any, url: str, shown: str) -> None:
    """Open a page and wait until Gradio has brought all that it fetches: leaving earlier is an error on its console."""
    fetching: set[Any] = set()
    listeners = {
        "request": lambda request: fetching.add(request) if "/queue/" in request.url else None,
        # Not the method itself: the driver hangs a name of its own on what listens, which builtins refuse.
        "requestfinished": lambda request: fetching.discard(request),
        "requestfailed": lambda request: fetching.discard(request),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(url)
    page.wait_for_selector(shown)
    calm = 0
    while calm < 5:
        page.wait_for_timeout(100)
        calm = 0 if fetching else calm + 1
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()


def in_view(page: Any, selector: str) -> bool:
    """Whether an element is wholly in the window and nothing lies over its middle."""
    script = """s => {
      const e = document.querySelector(s), r = e.getBoundingClientRect();
      const over = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
      return r.top >= 0 && r.bottom <= innerHeight && r.right <= innerWidth && (e.contains(over) || over.contains(e));
    }"""
    return bool(page.evaluate(script, selector))


def upload(page: Any, *files: Path) -> str:
    page.set_input_files("#files input[type=file]", [str(file) for file in files])
    for file in files:
        page.wait_for_selector(f"#files:has-text('{file.stem}')")
    page.evaluate("document.querySelector('#report .message')?.classList.add('old')")
    page.click("#upload")
    page.wait_for_selector("#report .message:not(.old):not([role=status])")
    return str(page.inner_text("#report"))


def library(page: Any, address: str) -> None:
    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")


def review(page: Any, title: str) -> None:
    """Open a document of the table in the drawer."""
    page.click(f"#table tr:has-text('{title}') .opens")
    page.wait_for_selector(f"#drawer.open .hd:has-text('{title}')")


def confirmed(page: Any, act: str) -> str:
    """Do ``publish``, ``withdraw``, ``rollback`` or ``keep`` in the drawer; what it said before it was confirmed."""
    page.click(f"#review [data-act={act}]")
    page.wait_for_selector("#review .ft.sure")
    said = str(page.inner_text("#review .ft.sure p"))
    page.click("#review .ft.sure [data-sure]")
    page.wait_for_selector("#review .ft:not(.sure) .message")
    return said


def ask(page: Any, address: str, question: str) -> str:
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    return str(page.inner_text("#thread"))
