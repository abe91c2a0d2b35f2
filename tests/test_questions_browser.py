"""A host edits typical questions in a real browser, and a teacher's wording finds the clause at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser_parts import BROWSER, address, ask, page, upload

__all__ = ["address", "page"]
pytestmark = BROWSER


def test_a_host_adds_and_removes_a_wording(page: Any, address: str, tmp_path: Path):
    rule = tmp_path / "风筝规定.md"
    rule.write_text(
        "# 风筝社管理规定\n\n第一条 社团活动每周三次，由社长点名。\n\n第二条 雨雪天停止活动，器材入库。\n",
        encoding="utf-8",
    )
    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    upload(page, rule)
    page.click("#table tr:has-text('风筝社管理规定')")
    page.wait_for_selector("#outline .tree")
    page.click("#publish")
    page.wait_for_selector("#report >> text=已发布")

    page.click("#typical button:has-text('典型问法')")
    page.click("#asked-at input")
    page.click("[role=option]:has-text('第二条')")
    page.fill("#asked-text textarea", "老天爷不赏脸还放鹞子不")
    page.click("#ask-add")
    page.wait_for_selector("#asked-note >> text=已添加")
    assert "〔第二条〕老天爷不赏脸还放鹞子不（主持人）" in page.inner_text("#asked")
    page.click("#ask-add")
    page.wait_for_selector("#asked-note >> text=空的")
    assert "器材入库" in ask(page, address, "老天爷不赏脸还放鹞子不")

    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    page.click("#table tr:has-text('风筝社管理规定')")
    page.wait_for_selector("#typical >> text=典型问法（1）")
    page.click("#typical button:has-text('典型问法')")
    page.check("#asked input[type=checkbox]")
    page.click("#unask")
    page.wait_for_selector("#asked-note >> text=已删除 1 条")
    assert "老天爷" not in page.inner_text("#asked")
