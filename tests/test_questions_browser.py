"""A host edits typical questions in a real browser, and a teacher's wording finds the clause at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser_parts import BROWSER, address, ask, confirmed, library, page, review, upload

__all__ = ["address", "page"]
pytestmark = BROWSER


def test_a_host_adds_and_removes_a_wording(page: Any, address: str, tmp_path: Path):
    rule = tmp_path / "风筝规定.md"
    rule.write_text(
        "# 风筝社管理规定\n\n第一条 社团活动每周三次，由社长点名。\n\n第二条 雨雪天停止活动，器材入库。\n\n"
        "第三条 本规定自2025年9月1日起施行。\n",
        encoding="utf-8",
    )
    library(page, address)
    upload(page, rule)
    review(page, "风筝社管理规定")
    page.select_option("#review [name=level]", "学校制度")
    confirmed(page, "publish")

    page.click("#typical button:has-text('典型问法')")
    page.click("#asked-at input")
    page.click("[role=option]:has-text('第二条')")
    page.fill("#asked-text textarea", "老天爷不赏脸还放鹞子不")
    page.click("#ask-add")
    page.wait_for_selector("#asked-note >> text=已添加")
    assert "〔第二条〕老天爷不赏脸还放鹞子不（admin）" in page.inner_text("#asked")
    page.click("#ask-add")
    page.wait_for_selector("#asked-note >> text=空的")
    assert "器材入库" in ask(page, address, "老天爷不赏脸还放鹞子不")

    library(page, address)
    review(page, "风筝社管理规定")
    page.wait_for_selector("#typical >> text=典型问法（1）")
    page.click("#typical button:has-text('典型问法')")
    page.check("#asked input[type=checkbox]")
    page.click("#unask")
    page.wait_for_selector("#asked-note >> text=已删除 1 条")
    assert "老天爷" not in page.inner_text("#asked")
