"""The host's and the evaluator's pages in a real browser, with no console error and no outside request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser_parts import BROWSER, address, ask, page, upload

__all__ = ["address", "page"]
pytestmark = BROWSER
RULE = "# 晚归管理规定\n\n第一条 住校生晚归须当面向值班教师说明。\n\n第二条 施行日期另定。\n"


def test_a_host_uploads_publishes_and_withdraws(page: Any, address: str, tmp_path: Path):
    rule = tmp_path / "晨跑规定.md"
    rule.write_text(
        "# 晨跑管理规定\n\n第一条 晨跑每周三次，由体育委员点名。\n\n第二条 雨雪天停跑。\n", encoding="utf-8"
    )
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"")
    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    page.set_input_files("#files input[type=file]", [str(rule), str(bad)])
    page.wait_for_selector("#files >> text=晨跑规定.md")
    page.click("#upload")
    page.wait_for_selector("#report .message.ok")
    page.wait_for_selector("#report .message.bad")
    assert "坏.pdf" in page.inner_text("#report .message.bad")

    page.click("#table tr:has-text('晨跑管理规定')")
    page.wait_for_selector("#outline .tree")
    assert "第一条" in page.inner_text("#outline .tree")
    page.click("#publish")
    page.wait_for_selector("#report >> text=已发布")
    assert ask(page, address, "晨跑一周几次").count("每周三次") >= 1

    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    page.click("#table tr:has-text('晨跑管理规定')")
    page.wait_for_selector("#outline .tree")
    page.click("#withdraw")
    page.wait_for_selector("#report >> text=已停用")
    assert "每周三次" not in ask(page, address, "晨跑一周几次")


def test_what_is_there_already_is_no_success(page: Any, address: str, tmp_path: Path):
    first, again = tmp_path / "值日规定.md", tmp_path / "值日规定副本.md"
    for file in (first, again):
        file.write_text("# 值日管理规定\n\n第一条 值日生放学后关窗断电。\n", encoding="utf-8")
    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    assert "已存为草稿" in upload(page, first)
    rows = page.locator("#table tr[data-doc]").count()
    assert "内容与《值日管理规定》相同，没有新建" in upload(page, again)
    assert page.locator("#report .ok").count() == 0
    assert page.locator("#report .warn").count() == 1
    assert page.locator("#table tr[data-doc]").count() == rows


def test_a_draft_of_a_published_document_is_published_on_the_page(page: Any, address: str, tmp_path: Path):
    old, new = tmp_path / "晚归规定.md", tmp_path / "晚归规定修订.md"
    old.write_text(RULE, encoding="utf-8")
    new.write_text(RULE + "\n第三条 晚归三次以上的，约见监护人。\n", encoding="utf-8")
    row = "#table tr:has-text('晚归管理规定')"
    page.goto(f"{address}/library/")
    page.wait_for_selector("#table .docs")
    upload(page, old)
    page.click(row)
    page.wait_for_selector("#publish:not(:disabled)")
    page.click("#publish")
    page.wait_for_selector(f"{row} >> text=已发布")

    upload(page, new)
    page.wait_for_selector(f"{row} >> text=有待发布的 v2")
    page.click(row)
    page.wait_for_selector("#outline >> text=第三条")
    assert "v2 还没发布，教师现在查到的是 v1" in page.inner_text("#outline")
    page.wait_for_selector("#publish:not(:disabled)")
    assert page.inner_text("#publish") == "发布 v2"
    page.click("#publish")
    page.wait_for_selector(f"{row} >> text=有待发布的 v2", state="detached")
    assert "v2" in page.inner_text(row)
    assert page.locator("#publish").is_disabled()
    assert "约见监护人" in ask(page, address, "晚归三次以上怎么办")


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
