"""An answer in a real browser: what stands below a card is closed, other filters ask again, it fits a telephone."""

from __future__ import annotations

from typing import Any

from app.access import Role
from tests.browser_parts import BROWSER, address, ask, page_of
from tests.test_dialogue_browser import ask_on

pytestmark = BROWSER
__all__ = ["address"]
PHONE = {"width": 400, "height": 860}


def overflows(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_a_card_stands_alone_until_its_fold_is_opened(address: str):
    with page_of(address, Role.TEACHER) as page:
        ask(page, address, "班里一个女孩最近胳膊上老有淤青说是爸爸打的")
        fold, group = page.locator("details.below > summary"), page.locator(".turn .grp").first
        assert not group.is_visible() and page.locator(".urgent").is_visible()
        fold.click()
        assert group.is_visible() and "班会" not in page.inner_text("#thread")
        with page.expect_popup() as opened:
            page.get_by_role("link", name="自伤自杀那张卡").click()
        assert "应急卡一" in opened.value.inner_text("body")
        opened.value.close()
        ask_on(page, "她说回家会被打死怎么办", 2)
        page.set_viewport_size(PHONE)
        again = page.locator(".urgent").nth(1)
        assert again.locator("li:visible").count() == 3 and not overflows(page)
        again.locator("details.whole > summary").click()
        assert again.get_by_text("4. 同一时间报告学校负责人").is_visible()


def test_filters_chosen_afterwards_offer_the_question_again(address: str):
    with page_of(address, Role.TEACHER) as page:
        page.set_viewport_size(PHONE)
        ask(page, address, "学生摔伤了能让他自己走去医务室吗")
        wrong = page.locator("li.q", has_text="叫伤者自己走去医务室")
        assert wrong.locator("b.avoid").text_content() == "✕ 不要这样做："
        button = page.locator("#anew button")
        assert not button.is_visible()
        page.locator("#filters label", has_text="初中").click()
        button.wait_for()
        assert button.inner_text() == "按初中重新查" and not overflows(page)
        button.click()
        page.wait_for_function("document.querySelectorAll('.turn').length === 2")
        assert page.locator(".turn").nth(1).get_by_text("只查了：初中").is_visible()
        assert not button.is_visible()
        page.locator("#filters label", has_text="全部").click()
        button.wait_for()
        assert button.inner_text() == "不限范围重新查"
        page.locator("[data-rate='0']").last.click()
        field = page.locator(".fb .say input")
        field.wait_for()
        fits = "f => { const c = document.createElement('canvas').getContext('2d'); c.font = getComputedStyle(f).font;"
        assert field.evaluate(fits + " return c.measureText(f.placeholder).width < f.clientWidth }")
