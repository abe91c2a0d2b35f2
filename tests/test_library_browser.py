"""A host's work on the library's page in a real browser: from a PDF with a pupil's name to 停用."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from app.access import Role
from eval.corpus.truth_pdf import fonts
from ingest.errors import StudioError
from tests.browser_parts import BROWSER, address, ask, confirmed, library, page, page_of, review, upload

__all__ = ["address", "page"]
pytestmark = BROWSER
PUPIL = "钱小满"
RULE = "# 晚归管理规定\n\n第一条 住校生晚归须当面向值班教师说明。\n\n第二条 本规定自{}起施行。\n"
SAID = "午休铃响以后，各班回教室静息，不在走廊打闹。"


def written(path: Path, *lines: str) -> Path:
    """A PDF with an embedded Chinese font, a line of text a line."""
    try:
        chinese = fonts()
    except StudioError as problem:
        pytest.skip(str(problem))
    pdf = FPDF()
    pdf.add_font("text", fname=chinese.body, collection_font_number=2)
    pdf.add_page()
    pdf.set_font("text", size=12)
    for line in lines:
        pdf.multi_cell(0, 8, line)
        pdf.ln(8)
    pdf.output(str(path))
    return path


def test_a_pdf_with_a_pupils_name_is_masked_described_published_found_and_withdrawn(
    page: Any, address: str, tmp_path: Path
):
    rule = written(
        tmp_path / "午休办法.pdf",
        "午休管理办法",
        f"第一条 {SAID}",
        f"第二条 去年学生{PUPIL}在走廊摔伤，家长电话13800138000，班主任应当引以为戒。",
        "第三条 值周教师每日巡查一次。",
    )
    bad = tmp_path / "坏文件.pdf"
    bad.write_bytes(b"")
    library(page, address)
    upload(page, rule, bad)
    assert "坏文件.pdf" in page.inner_text("#report .message.bad")
    assert "已存为草稿" in page.inner_text("#report .message.ok")

    review(page, "午休管理办法")
    assert SAID[:8] in page.inner_text("#review .pv")
    page.click("#do-findings")
    page.wait_for_selector("#review .found li")
    assert "电话" in page.inner_text("#review .found")
    assert PUPIL not in page.content()
    assert "13800138000" not in page.content()

    assert "施行日期" in page.inner_text("#review .lack")
    assert page.locator("#do-publish").is_disabled()
    page.fill("#review [name=issuer]", f"学生{PUPIL}")
    page.click("#do-save")
    page.wait_for_selector("#review #wrong-issuer:has-text('个人信息')")
    page.fill("#review [name=issuer]", "本校德育处")
    page.fill("#review [name=effective]", "2025-09-01")
    page.select_option("#review [name=level]", "学校制度")
    page.click("#do-save")
    page.wait_for_selector("#review .ft .message.ok:has-text('已保存')")
    assert "立即能被提问的人找到" in confirmed(page, "publish")
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer.open", state="detached")
    page.wait_for_selector("#table tr:has-text('午休管理办法'):has-text('已发布')")
    assert SAID in ask(page, address, "午休铃响以后各班怎么静息")

    library(page, address)
    review(page, "午休管理办法")
    assert "本校德育处" in page.input_value("#review [name=issuer]")
    assert "不再被找到" in confirmed(page, "withdraw")
    assert SAID not in ask(page, address, "午休铃响以后各班怎么静息")


def test_a_newer_version_is_compared_published_and_taken_back(page: Any, address: str, tmp_path: Path):
    old, new = tmp_path / "晚归规定.md", tmp_path / "晚归规定修订.md"
    old.write_text(RULE.format("2025年1月1日"), encoding="utf-8")
    more = "\n第三条 晚归三次以上的，约见监护人。\n"
    new.write_text(RULE.format("2025年9月1日") + more, encoding="utf-8")
    row = "#table tr:has-text('晚归管理规定')"
    library(page, address)
    upload(page, old)
    review(page, "晚归管理规定")
    page.select_option("#review [name=level]", "学校制度")
    confirmed(page, "publish")
    page.keyboard.press("Escape")

    upload(page, new)
    page.wait_for_selector(f"{row} >> text=有待发布的第 2 版")
    review(page, "晚归管理规定")
    page.click("#review .pv [data-act=compare]")
    page.wait_for_selector("#review .change ins:has-text('约见监护人')")
    assert page.input_value("#review [name=level]") == "学校制度"  # as the version before
    assert "第 1 版不再被找到" in confirmed(page, "publish")
    page.click("#review [data-act=rollback]")
    page.wait_for_selector("#review .ft.sure:has-text('第 2 版同时停用')")
    page.click("#review .ft.sure [data-sure]")
    page.wait_for_selector("#review .ft .message:has-text('已退回到第 1 版')")
    page.click("#review summary:has-text('记录')")
    assert "admin 退回到这一版 第 1 版" in page.inner_text("#review .fm")


def test_what_was_put_into_one_form_is_not_in_the_next_one(page: Any, address: str):
    library(page, address)
    review(page, "中小学教育惩戒规则")
    page.check("#review [name=stages][value=中职]")
    page.select_option("#review [name=case_type]", index=1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer:not(.open)", state="attached")
    filled = "Object.fromEntries(new FormData(document.querySelector('#review form')))"
    page.click("#table tr[data-doc]:not(:has-text('教育惩戒规则')) .opens >> nth=0")
    page.wait_for_selector("#drawer.open .hd")
    second = page.evaluate(filled)
    page.reload()
    page.click("#table tr[data-doc]:not(:has-text('教育惩戒规则')) .opens >> nth=0")
    page.wait_for_selector("#drawer.open .hd")
    assert page.evaluate(filled) == second


def test_what_is_there_already_is_no_success(page: Any, address: str, tmp_path: Path):
    first, again = tmp_path / "值日规定.md", tmp_path / "值日规定副本.md"
    for file in (first, again):
        file.write_text("# 值日管理规定\n\n第一条 值日生放学后关窗断电。\n", encoding="utf-8")
    library(page, address)
    assert "已存为草稿" in upload(page, first)
    rows = page.locator("#table tr[data-doc]").count()
    assert "内容与《值日管理规定》相同，没有新建" in upload(page, again)
    assert page.locator("#report .ok").count() == 0
    assert page.locator("#report .warn").count() == 1
    assert page.locator("#table tr[data-doc]").count() == rows


def test_several_are_published_at_once_and_what_lacks_something_is_named(
    page: Any, address: str, tmp_path: Path
):
    names = ("收心主题班会", "感恩主题班会", "丙校作息办法")
    for name in names:
        words = f"# {name}\n\n第一条 {name}由值日生每天整理一次。\n\n第二条 借阅须登记。\n"
        (tmp_path / f"{name}.md").write_text(words, encoding="utf-8")
    library(page, address)
    upload(page, *(tmp_path / f"{name}.md" for name in names))
    page.click("#table [data-status=draft]")
    for name in names:
        page.check(f"#table tr:has-text('{name}') input")
    page.click("#table [data-bulk=publish]")
    page.wait_for_selector("#table .sure:has-text('2 份资料立即可以被提问找到')")
    page.click("#table .sure [data-do]")
    page.wait_for_selector("#report .message.ok:has-text('已发布 2 份')")
    assert "丙校作息办法" in page.inner_text("#report .message.bad")
    page.wait_for_selector("#table tr:has-text('收心主题班会')", state="detached")


def test_a_wording_of_the_studio_is_tried_stored_and_used(page: Any, address: str):
    library(page, address)
    page.click("button[role=tab]:has-text('词表')")
    page.fill("#word-saying input, #word-saying textarea", "放飞机耳")
    page.fill("#word-terms input, #word-terms textarea", "手机管理")
    page.fill("#word-topic input, #word-topic textarea", "手机网络")
    page.fill("#word-try input, #word-try textarea", "上课放飞机耳怎么办")
    page.click("#word-preview")
    page.wait_for_selector("#word-effect .beside section:nth-child(2) >> text=手机管理")
    assert "没有给这个问题加词" in page.inner_text("#word-effect .beside section:nth-child(1)")
    page.click("#word-save")
    page.wait_for_selector("#word-list tr:has-text('放飞机耳'):has-text('本工作室')")

    page.click("button[role=tab]:has-text('检索测试')")
    page.fill("#probe-question input, #probe-question textarea", "上课放飞机耳怎么办")
    page.click("#probe-start")
    page.wait_for_selector("#probe-found .note:has-text('手机管理')")
    assert page.locator("#probe-found tbody tr").count() >= 5
    assert {"词面：名次，分数", "向量：名次，分数"} <= set(page.locator("#probe-found th").all_inner_texts())

    page.click("button[role=tab]:has-text('词表')")
    page.click("#word-list tr:has-text('放飞机耳') [data-word=remove]")
    page.wait_for_selector("#word-list tr:has-text('放飞机耳')", state="detached")


def test_on_a_telephone_rows_are_cards_and_nothing_scrolls_sideways(address: str):
    with page_of(address, Role.HOST) as page:
        page.set_viewport_size({"width": 400, "height": 860})
        library(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        page.click("#table tr[data-doc] .opens >> nth=0")
        page.wait_for_selector("#drawer.open .dw")
        assert page.evaluate("document.querySelector('.pn').scrollWidth") <= 400
        assert page.evaluate("document.activeElement.closest('#drawer') !== null")
