"""The evaluator's pages in a real browser, with no console error and no outside request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser_parts import BROWSER, address, in_view, page

__all__ = ["address", "page"]
pytestmark = BROWSER


def ran(page: Any) -> None:
    """Run the chosen set to its end."""
    page.click("#start")
    page.wait_for_selector("#result [role=status]", timeout=60_000)
    page.wait_for_selector("#result .figure", timeout=120_000)


def test_an_evaluator_runs_the_starter_set_twice_and_compares(page: Any, address: str):
    page.goto(f"{address}/evaluate/")
    page.wait_for_selector("#about:has-text('另有 8 题没有标准条款')")
    page.wait_for_selector("#runs:has-text('还没有评估过')")
    ran(page)
    names = page.locator("#result .figure span:first-of-type").all_inner_texts()
    assert {"hit@1", "hit@5", "MRR@10", "nDCG@10", "沉默得对"} <= set(names)
    assert page.locator("#result tbody tr").count() == 80
    assert "《《" not in page.inner_text("#result")
    page.wait_for_selector("#runs tbody tr")
    ran(page)
    page.wait_for_selector("#runs tbody tr >> nth=1")
    assert "admin" in page.inner_text("#runs tbody")

    for place in range(2):
        assert page.locator("#runs [data-act=compare]").is_disabled()
        page.check(f"#runs tbody tr >> nth={place} >> input")
    page.click("#runs [data-act=compare]")
    page.wait_for_selector("#compared >> text=没有显著差别 >> nth=0")
    assert "资料、模型、设置和题集都没有变" in page.inner_text("#compared")
    with page.expect_download() as handed:
        page.click("#compared [data-suffix=html]")
    report = Path(handed.value.path()).read_text("utf-8")
    assert handed.value.suggested_filename.endswith(".html") and "和上一次比" in report
    with page.expect_download() as handed:
        page.click("#runs tbody tr >> nth=1 >> [data-suffix=xlsx]")
    assert Path(handed.value.path()).read_bytes().startswith(b"PK")

    page.set_viewport_size({"width": 400, "height": 860})
    page.click("#runs tbody tr >> nth=1 >> [data-act=open]")
    page.wait_for_selector("#result [data-reveal]")
    assert page.locator("#result .each[open]").count() == 1
    found = "#result tbody tr:has(td:nth-child(4):not(:empty))"  # a row of a question that found something
    page.locator(found).first.scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    for column in range(1, 5):
        assert in_view(page, f"{found} td:nth-child({column})"), column
    page.check("#runs tbody tr >> nth=0 >> input")
    page.check("#runs tbody tr >> nth=1 >> input")
    wide = page.evaluate("""() => [...document.querySelectorAll("#runs td, #compared td")].filter(
      (cell) => cell.getBoundingClientRect().right > innerWidth).length""")
    assert wide == 0
