"""Coming and going in a real browser: the login, what a role sees of the pages, and the way out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.access import Role
from tests.browser_parts import BROWSER, address, ask, page_of
from tests.serving import PASSWORD

__all__ = ["address"]
pytestmark = BROWSER

_CUT = """[...document.querySelectorAll('header nav a')].filter((a) =>
  a.getBoundingClientRect().right > document.querySelector('header nav').getBoundingClientRect().right
).map((a) => a.textContent)"""
_SLOW = """const ask = window.fetch; window.fetch = async (...given) => {
  if (String(given[0]).includes('/queue/join')) await new Promise((go) => setTimeout(go, 2500));
  return ask(...given);
};"""


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
        assert nav(page) == ["提问", "阅读"]
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
    # A page that is left while it still asks for its parts says so in the console.
    with page_of(address, role, ("console: AbortError", "console: Unexpected error Connection")) as page:
        page.goto(address)
        assert pages <= set(nav(page))
        for name in nav(page):
            page.click(f"header nav a:has-text('{name}')")
            page.wait_for_selector(f"header nav a[aria-current]:has-text('{name}')")
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert page.is_visible("header .me .who") and not page.is_visible("header .mine")
        assert page.evaluate(_CUT) == [], "no name of a page runs off the header"


def test_a_telephone_has_what_is_ones_own_in_a_menu(address: str):
    with page_of(address, Role.TEACHER) as page:
        page.set_viewport_size({"width": 400, "height": 800})
        page.goto(f"{address}/doc/")
        page.click("header .who")
        assert page.inner_text("header .mine").split() == ["teacher", "教师", "最近提问", "改密码", "退出"]
        page.click("header .mine a:has-text('最近提问')")
        page.wait_for_selector("#past .rail h2:has-text('最近提问')")
        assert page.is_visible("#past") and page.url == f"{address}/"
        page.keyboard.press("Escape")
        assert not page.is_visible("#past")
        page.click("header .who")
        page.click("header .mine a:has-text('最近提问')")
        assert page.is_visible("#past") and not page.is_visible("header .mine")
        page.keyboard.press("Escape")
        page.click("header .who")
        page.click("header .mine a:has-text('改密码')")
        page.wait_for_selector("h1:has-text('修改密码')")


def test_the_strip_of_filters_fades_where_it_goes_on_and_ends_in_the_clear(address: str):
    with page_of(address, Role.TEACHER) as page:
        page.set_viewport_size({"width": 400, "height": 800})
        page.goto(address)
        page.wait_for_selector("#thread .welcome")
        assert "gradient" in page.evaluate("getComputedStyle(document.getElementById('filters')).maskImage")
        page.evaluate("document.getElementById('filters').scrollLeft = 9999")
        last = page.evaluate("document.querySelector('#past-of button').getBoundingClientRect().right")
        edge = page.evaluate("document.getElementById('filters').getBoundingClientRect().right")
        assert edge - last >= 12
        page.set_viewport_size({"width": 1280, "height": 860})
        assert page.evaluate("getComputedStyle(document.getElementById('filters')).maskImage") == "none"


def test_no_page_shows_the_clock_of_gradio(address: str):
    with page_of(address, Role.TEACHER) as page:
        page.add_init_script(_SLOW)
        page.goto(address)
        page.wait_for_selector("[data-testid=status-tracker]", state="attached")
        page.wait_for_selector("#thread:has-text('正在打开…')")
        for _ in range(6):
            assert not re.search(r"\d\.\ds", page.inner_text("body"))
            page.wait_for_timeout(150)
        page.wait_for_selector("#thread .welcome")


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
