"""Coming and going in a real browser: the login, what a role sees of the pages, and the way out."""

from __future__ import annotations

from typing import Any

import pytest

from app.access import Role
from tests.browser_parts import BROWSER, address, ask, page_of
from tests.serving import PASSWORD

__all__ = ["address"]
pytestmark = BROWSER


def nav(page: Any) -> list[str]:
    page.wait_for_selector("header .me")
    return list(page.locator("header nav a").all_inner_texts())


def test_a_teacher_logs_in_asks_and_leaves(address: str):
    with page_of(address, None) as page:
        page.goto(f"{address}/?__theme=light")
        page.wait_for_selector("h1:has-text('登录')")
        page.keyboard.type("teacher")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#thread .welcome")
        assert page.url.endswith("/?__theme=light"), "back where the way began"
        assert nav(page) == ["提问"]
        assert "teacher 教师" in page.inner_text("header .me")
        assert ask(page, address, "学生上课玩手机怎么处理")
        page.click("header .me button")
        page.wait_for_selector("h1:has-text('登录')")
        page.goto(address)
        page.wait_for_selector("h1:has-text('登录')")


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.HOST, {"提问", "资料", "缺口"}),
        (Role.EVALUATOR, {"提问", "评估"}),
        (Role.ADMIN, {"提问", "资料", "缺口", "评估", "账号"}),
    ],
)
def test_the_navigation_shows_what_a_role_may_open_and_all_of_it_opens(
    address: str, role: Role, pages: set[str]
):
    with page_of(address, role) as page:
        page.goto(address)
        assert pages <= set(nav(page))
        for name in nav(page):
            page.click(f"header nav a:has-text('{name}')")
            page.wait_for_selector(f"header nav a[aria-current]:has-text('{name}')")
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert page.is_visible("header .me button")


def test_a_page_left_open_leads_to_the_login_when_the_session_has_ended(address: str):
    with page_of(address, None, ("401:", "console: Failed to load", "failed: ")) as page:
        page.goto(address)
        page.fill("input[name=name]", "teacher")
        page.fill("input[name=password]", PASSWORD)
        page.click("button:has-text('登录')")
        page.wait_for_selector("#thread .welcome")
        page.context.clear_cookies()
        page.fill("#question textarea", "晚自习几点结束")
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('登录')")
