"""A teacher asks in vain; a host finds the gap, adds a document, publishes it, and the gap is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.access import Role
from tests.browser_parts import BROWSER, address, ask, confirmed, library, page_of, review, upload

__all__ = ["address"]
pytestmark = BROWSER
ASKED = "皮划艇队的救生衣由谁晾晒收纳"
RULE = "# 皮划艇队管理规定\n\n第一条 皮划艇队的救生衣由值日队员晾晒收纳。\n\n第二条 本规定自2025年9月1日起施行。\n"


def gaps(page: Any, address: str) -> None:
    page.goto(f"{address}/gaps/")
    page.wait_for_selector("#coverage .hm")
    page.wait_for_selector("#gaps .pt")


def test_a_gap_from_the_question_to_its_end(address: str, tmp_path: Path):
    with page_of(address, Role.TEACHER) as page:
        ask(page, address, ASKED)
        page.click("#thread [data-submit]")
        page.wait_for_selector("#thread >> text=已提交给主持人")
        assert page.locator("nav >> text=缺口").count() == 0
    rule = tmp_path / "皮划艇队管理规定.md"
    rule.write_text(RULE, encoding="utf-8")
    with page_of(address, Role.HOST) as page:
        gaps(page, address)
        gap = f"#gaps .gap:has-text('{ASKED}')"
        page.click(f"{gap} summary")
        page.fill(f"{gap} [name=note]", "找体育组要规定")
        page.select_option(f"{gap} [name=assigned_to]", "host")
        page.click(f"{gap} [data-act=save]")
        page.wait_for_selector(f"{gap} .message.ok")
        assert "补充中" in page.inner_text(f"{gap} summary")
        assert "负责：host" in page.inner_text(f"{gap} summary")
        page.click(f"{gap} [data-act=recheck]")
        page.wait_for_selector(f"{gap} .message.warn")
        assert "仍没有依据" in page.inner_text(gap)

        cell = page.locator("#coverage button.cell").first
        count = int(cell.inner_text())
        cell.click()
        assert page.locator("#coverage .shown li a").count() == count > 0
        cell.click()
        assert page.locator("#coverage .shown").count() == 0
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        page.set_viewport_size({"width": 1280, "height": 860})

        library(page, address)
        upload(page, rule)
        review(page, "皮划艇队管理规定")
        page.select_option("#review [name=level]", "学校制度")
        confirmed(page, "publish")
        for _ in range(60):  # the recheck is a job: it ends some time after the publication
            gaps(page, address)
            if not page.locator(gap).count():
                break
            page.wait_for_timeout(250)
        page.click("#gaps [data-step='已解决']")
        page.wait_for_selector(gap)
        assert "已解决" in page.inner_text(f"{gap} summary")
