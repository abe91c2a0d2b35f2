"""How long a teacher waits in the browser: from Enter to the first answer on the page, and for each page to be ready.

    python -m eval.benchmarks.browser [--count 200]

A server over the shipped corpus and a headless Chromium on the same machine. Times are the browser's own
(``performance.now``): from the keydown of Enter to the moment a new answer stands in the page, and from the
start of a navigation until it has loaded and its first field takes input. The same questions over REST say how
much of it is the server's. Load averages stand with the figures: both share the machine's cores.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from app.access import Role
from app.routes import PAGES, Page
from eval.benchmarks.report import write_result
from eval.dataset import load
from tests.browser_parts import CHROMIUM, QUIET
from tests.serving import log_in, served

SET = "answers_tune"
COMMAND = "python -m eval.benchmarks.browser"
WARM_UP = 10
VISITS = 5
"""Visits of each page; the first has nothing in the browser's cache."""
_FIELD = ".gradio-container :is(textarea, input, select, button):not([disabled])"
_READY = {"/": "#question textarea:not([disabled])", "/library": "#table .docs", "/gaps": "#gaps .pt"}
"""What stands on a page when it can be used; on the others, any field."""
_WATCH_ANSWERS = """() => {
  window.waited = null;
  let began = 0;
  document.addEventListener("keydown", (event) => event.key === "Enter" && (began = performance.now()), true);
  new MutationObserver(() => {
    if (!began || !document.querySelector("#thread .turn")) return;
    window.waited = performance.now() - began;
    began = 0;
  }).observe(document.body, { childList: true, subtree: true });
}"""
_WATCH_READY = """
  window.ready = null;
  const look = () => {
    const field = document.readyState === "complete" && document.querySelector(%r);
    if (field) window.ready = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="等待：浏览器里从回车到回答，各页面多久能用")
    parser.add_argument("--count", type=int, default=200, help="问多少个不同的问题")
    count = parser.parse_args().count
    questions = list(dict.fromkeys(one.question for one in load(SET)))[:count]
    before = os.getloadavg()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "home", 240) as address:
        figures = {
            "questions": {"set": SET, "count": len(questions), **_asked(address, questions)},
            "rest_milliseconds": _spread(_over_rest(address, questions)),
            "ready_milliseconds": {page.path: _visited(address, page) for page in PAGES},
            "load_average": {"before": [round(one, 2) for one in before]},
        }
    figures["load_average"]["after"] = [round(one, 2) for one in os.getloadavg()]
    write_result("browser", COMMAND, figures)
    return 0


@contextmanager
def _context(address: str, role: Role) -> Iterator[Any]:
    """A browser with nothing in its cache, logged in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, log_in(address, role) as client:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        context.add_cookies(
            [{"name": c.name, "value": c.value or "", "url": address} for c in client.cookies.jar]
        )
        yield context
        browser.close()


def _asked(address: str, questions: Sequence[str]) -> dict[str, Any]:
    """Each question as a topic of its own, typed and sent with Enter."""
    waited: list[float] = []
    answered = 0
    with _context(address, Role.TEACHER) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#thread .welcome")
        page.evaluate(_WATCH_ANSWERS)
        for question in tqdm([*questions[:WARM_UP], *questions], desc="问", disable=None):
            page.fill("#question textarea", question)
            page.press("#question textarea", "Enter")
            page.wait_for_function("window.waited !== null")
            waited.append(page.evaluate("window.waited"))
            answered += page.locator("#thread .cite").count() > 0
            page.click("#fresh")
            page.wait_for_selector("#thread .welcome")
            page.evaluate("window.waited = null")
    return {"with_quotes": answered, "milliseconds": _spread(waited[WARM_UP:])}


def _over_rest(address: str, questions: Sequence[str]) -> list[float]:
    def seconds(client: Any, question: str) -> float:
        began = time.perf_counter()
        client.post("/api/ask", json={"question": question}).raise_for_status()
        return time.perf_counter() - began

    with log_in(address, Role.TEACHER) as client:
        return [1000 * seconds(client, question) for question in questions]


def _visited(address: str, page: Page) -> dict[str, float]:
    """Milliseconds until a page is ready: on the first visit, and the median and the worst of the next."""
    with _context(address, Role.ADMIN) as context:
        opened = context.new_page()
        field = _READY.get(page.path, "form" if page.plain else _FIELD)
        opened.add_init_script(_WATCH_READY % field)
        found = []
        for _ in range(VISITS):
            opened.goto(f"{address}{page.address}")
            opened.wait_for_function("window.ready")
            found.append(float(opened.evaluate("window.ready")))
    return {
        "first": round(found[0]),
        "median": round(statistics.median(found[1:])),
        "worst": round(max(found[1:])),
    }


def _spread(milliseconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "max": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
