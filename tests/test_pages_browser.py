"""The evaluator's pages in a real browser, with no console error and no outside request."""

from __future__ import annotations

from typing import Any

from tests.browser_parts import BROWSER, address, page

__all__ = ["address", "page"]
pytestmark = BROWSER


def test_an_evaluator_runs_the_starter_set(page: Any, address: str):
    page.goto(f"{address}/evaluate/")
    page.click("#start")
    page.wait_for_selector("#result .figure", timeout=60_000)
    names = page.locator("#result .figure span:first-of-type").all_inner_texts()
    assert {"hit@1", "hit@5", "MRR@10", "nDCG@10"} <= set(names)
    assert page.locator("#result tbody tr").count() >= 40
    assert "《《" not in page.inner_text("#result")
    page.set_viewport_size({"width": 400, "height": 860})
    assert page.locator("#result th:has-text('答案排在')").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
