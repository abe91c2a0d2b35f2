"""Quotes in the document, copies and files, in a real browser: what is marked is the quote, to the character."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.browser_parts import BROWSER, ask, page
from tests.serving import served
from tests.test_cli import studio, value

__all__ = ["page"]
pytestmark = BROWSER

RULE = """# 群聊公约

第一条 家长群里发😀😀表情的，不代表家长同意；𠮷老师说了“同意”才算同意。

第二条 班主任每天晚上九点以后不在家长群里发通知。

有下列情形之一的，不受前款时间限制：

（一）学生没有按时到家的；

（二）第二天停课的。
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for place, text in enumerate((RULE, RULE.replace("九点", "八点"))):
        file = folder / f"公约{place}.md"
        file.write_text(text, encoding="utf-8")
        done = studio("ingest", file, "--publish", "--no-starter", "--json", home=folder / "home")
        assert value(done)["files"][0]["ok"]
    return folder / "home"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home) as found:
        yield found


@pytest.fixture(scope="module")
def citations(home: Path) -> list[dict[str, Any]]:
    """Citations over all of the text, as `ask` gives them, and spans that cross marks and lines."""
    found: list[dict[str, Any]] = []
    for question in ("发表情代表家长同意吗", "班主任晚上几点以后不在家长群里发通知", "什么时候不受时间限制"):
        found += value(studio("ask", question, "--json", home=home))["citations"]
    text = studio("docs", "text", found[0]["document"], home=home).stdout
    for start, end in ((0, len(text)), (text.index("表情"), text.index("表情") + 2), (5, 30)):
        found.append({**found[0], "start": start, "end": end, "quote": text[start:end]})
    return found


def marked(page: Any) -> str:
    """The marked text, lines joined as they are stored."""
    return str(
        page.evaluate(
            """[...document.querySelectorAll('#text [data-at]')]
            .map(line => [...line.querySelectorAll('mark')].map(m => m.textContent).join(''))
            .filter(words => words).join('\\n')"""
        )
    )


def test_the_marked_text_is_the_quote(page: Any, address: str, citations: list[dict[str, Any]]):
    assert any("😀" in citation["quote"] or "𠮷" in citation["quote"] for citation in citations)
    for citation in citations:
        fragment = f"{citation['start']}-{citation['end']}"
        page.goto(f"{address}/doc/{citation['document']}@{citation['version']}#{fragment}")
        page.wait_for_selector("mark")
        lines = [line for line in citation["quote"].split("\n") if line.strip()]
        assert marked(page) == "\n".join(lines)
    # The same page, another fragment: nothing of the last mark is left.
    page.evaluate("location.hash = '#8-10'")
    page.wait_for_function("document.querySelectorAll('mark').length === 1")
    assert len(marked(page)) == 2
    page.evaluate("location.hash = '#8-99999999'")
    page.wait_for_function("document.querySelectorAll('mark').length === 0")


def test_a_quote_far_down_comes_into_view_at_any_width(page: Any, address: str, citations):
    document = citations[0]["document"]
    text = page.context.request.get(f"{address}/doc/{document}").text()
    assert 'id="c-第二条-第二款-（二）"' in text
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 240})
        page.goto(f"{address}/doc/{document}")
        page.evaluate("location.hash = '#c-第二条-第二款-（二）'")
        page.wait_for_function("scrollY > 0")
        last = max(citations, key=lambda one: one["end"] - (one["end"] - one["start"] > 60) * 1000)
        page.goto(f"{address}/doc/{document}@{last['version']}#{last['start']}-{last['end']}")
        page.wait_for_selector("mark")
        box = page.locator("mark").first.bounding_box()
        assert 52 <= box["y"] <= 240
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_difference_is_seen_without_colour(page: Any, address: str, citations):
    page.goto(f"{address}/doc/{citations[0]['document']}/diff?from=1&to=2")
    assert page.inner_text(".change del") == "九"
    assert page.inner_text(".change ins") == "八"
    style = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator(".change del").evaluate(style) == "line-through"
    assert page.locator(".change ins").evaluate(style) == "underline"


def test_references_are_copied_over_http_and_over_https(page: Any, address: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, address, "班主任晚上几点以后不在家长群里发通知")
    for secure in (True, False):
        page.evaluate("navigator.clipboard.writeText('')")
        if not secure:
            page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
        page.click("#thread .q .mini >> nth=0")
        page.wait_for_selector("#thread .mini:has-text('已复制')")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("《群聊公约》第二条第一款：“")
        assert "八点以后" in copied
        page.wait_for_selector("#thread .mini:has-text('已复制')", state="detached")
    page.click("#thread .acts [data-copy]")
    page.wait_for_selector("#thread .acts :text('已复制')")
    whole = page.evaluate("navigator.clipboard.readText()")
    assert "【政策依据】" in whole and copied in whole


def test_the_source_opens_at_the_quote(page: Any, address: str):
    ask(page, address, "发表情代表家长同意吗")
    page.click("#thread .cite >> nth=0")
    page.wait_for_selector("#source .foot")
    quote = page.inner_text("#source mark")
    page.goto(address + page.get_attribute("#source .foot a", "href"))
    page.wait_for_selector("#text mark")
    assert marked(page) == quote


def test_an_answer_is_downloaded_and_lies_nowhere_on_the_server(page: Any, address: str, home: Path):
    ask(page, address, "班主任晚上几点以后不在家长群里发通知")
    before = {path for path in home.rglob("*") if path.is_file()}
    for suffix in ("docx", "md", "md"):
        with page.expect_download() as download:
            page.click(f"#thread [data-export={suffix}]")
        made = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename.endswith(f".{suffix}")
        if suffix == "md":
            assert "班主任每天晚上八点以后不在家长群里发通知。" in made.decode()
        else:
            assert Document(io.BytesIO(made)).paragraphs[0].text == "班主任晚上几点以后不在家长群里发通知"
    assert {path for path in home.rglob("*") if path.is_file()} == before


def test_only_the_chosen_answer_is_printed(page: Any, address: str):
    ask(page, address, "发表情代表家长同意吗")
    page.fill("#question textarea", "班主任晚上几点以后不在家长群里发通知")
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn >> nth=1")
    page.evaluate("void (window.print = () => { window.asked = (window.asked || 0) + 1 })")
    page.click("#thread .turn >> nth=1 >> [data-print]")
    assert page.evaluate("window.asked") == 1
    page.emulate_media(media="print")
    assert not page.locator("#thread .turn >> nth=0").is_visible()
    assert page.locator("#thread .turn >> nth=1").is_visible()
    assert page.locator("#thread .turn >> nth=1 >> .printed").is_visible()
    for hidden in ("#header", ".comp", "#source", "#thread .turn >> nth=1 >> .acts"):
        assert not page.locator(hidden).is_visible()
