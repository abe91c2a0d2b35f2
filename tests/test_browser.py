"""Each role's first story in a real browser, with no console error and no outside request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a new home with the shipped corpus."""
    with served(tmp_path_factory.mktemp("browser") / "home", seconds=240) as found:
        yield found


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """A page that fails the test on console errors, failed requests and requests elsewhere."""
    from playwright.sync_api import sync_playwright

    troubles: list[str] = []

    def requested(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            troubles.append(f"outside request: {request.url}")

    def failed(request: Any) -> None:
        # Gradio ends its event streams itself; the browser calls that aborted.
        if "heartbeat" not in request.url and "queue/data" not in request.url:
            troubles.append(f"failed: {request.url} {request.failure}")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = browser.new_page(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        opened.set_default_timeout(30_000)
        opened.on("request", requested)
        opened.on("requestfailed", failed)
        opened.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        opened.on("console", lambda m: troubles.append(f"console: {m.text}") if m.type == "error" else None)
        opened.on("response", lambda r: troubles.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        yield opened
        browser.close()
    assert troubles == []


def test_a_teacher_asks_and_opens_a_citation(page: Any, address: str):
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.fill("#question textarea", "学生上课玩手机怎么处理")
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    assert page.locator("#thread .cite").count() >= 2
    first = page.locator("#thread .q").first
    shown = first.locator("p").evaluate("p => p.firstChild.textContent")
    first.locator(".cite").click()
    page.wait_for_selector("#source mark")
    assert page.inner_text("#source mark").strip() == shown.strip("「」").strip()
    page.keyboard.press("Escape")
    page.wait_for_selector("#source .empty")


def test_a_question_without_words_is_refused_in_place(page: Any, address: str):
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    page.fill("#question textarea", "   ")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message")
    assert "请先写下问题" in page.inner_text(".message")


def test_a_host_uploads_publishes_and_withdraws(page: Any, address: str, tmp_path: Path):
    rule = tmp_path / "晨跑规定.md"
    rule.write_text(
        "# 晨跑管理规定\n\n第一条 晨跑每周三次，由体育委员点名。\n\n第二条 雨雪天停跑。\n", encoding="utf-8"
    )
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"")
    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    page.set_input_files("#files input[type=file]", [str(rule), str(bad)])
    page.wait_for_selector("#files >> text=晨跑规定.md")
    page.click("#upload")
    page.wait_for_selector("#report .message.ok")
    page.wait_for_selector("#report .message.bad")
    assert "坏.pdf" in page.inner_text("#report .message.bad")

    page.click("#table tr:has-text('晨跑管理规定')")
    page.wait_for_selector("#outline .tree")
    assert "第一条" in page.inner_text("#outline .tree")
    page.click("#publish")
    page.wait_for_selector("#report >> text=已发布")
    assert ask(page, address, "晨跑一周几次").count("每周三次") >= 1

    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    page.click("#table tr:has-text('晨跑管理规定')")
    page.wait_for_selector("#outline .tree")
    page.click("#withdraw")
    page.wait_for_selector("#report >> text=已停用")
    assert "每周三次" not in ask(page, address, "晨跑一周几次")


def ask(page: Any, address: str, question: str) -> str:
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    return str(page.inner_text("#thread"))


def test_an_evaluator_runs_the_starter_set(page: Any, address: str):
    page.goto(f"{address}/evaluate/")
    page.click("#start")
    page.wait_for_selector("#result .figure", timeout=60_000)
    names = page.locator("#result .figure span:first-of-type").all_inner_texts()
    assert {"hit@1", "hit@5", "MRR@10", "nDCG@10"} <= set(names)
    assert page.locator("#result tbody tr").count() >= 40


def test_on_a_telephone_the_source_covers_and_closes(page: Any, address: str):
    page.set_viewport_size({"width": 400, "height": 860})
    assert ask(page, address, "家长在群里骂老师怎么办")
    page.locator("#thread .cite").first.click()
    page.wait_for_selector("#source mark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.click("#source .close")
    page.wait_for_selector("#source .empty", state="hidden")
