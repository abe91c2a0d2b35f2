"""Asking on: the page says how a follow-up was taken, and lets go of the subject when asked to."""

from __future__ import annotations

from typing import Any

from tests.browser_parts import BROWSER, address, ask, page

__all__ = ["address", "page"]
pytestmark = BROWSER


def ask_on(page: Any, question: str, turns: int) -> Any:
    """The article of the next answer."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_function("n => document.querySelectorAll('#thread .turn').length === n", arg=turns)
    return page.locator("#thread .turn").nth(turns - 1)


def test_a_follow_up_keeps_the_subject_until_it_is_let_go(page: Any, address: str):
    ask(page, address, "初二每天书面作业不能超过多久")
    turn = ask_on(page, "那高中的呢", 2)
    assert "按此理解：高中每天书面作业不能超过多久" in turn.inner_text()
    turn.locator("text=不按上文").click()
    page.wait_for_function("document.querySelectorAll('#thread .turn').length === 3")
    alone = page.locator("#thread .turn").nth(2).inner_text()
    assert "那高中的呢" in alone
    assert "按此理解" not in alone


def test_a_fresh_topic_forgets_what_was_asked(page: Any, address: str):
    ask(page, address, "初二每天书面作业不能超过多久")
    page.click("#fresh")
    page.wait_for_selector("#thread .welcome")
    turn = ask_on(page, "那高中的呢", 1)
    assert "按此理解" not in turn.inner_text()
