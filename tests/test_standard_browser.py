"""A host decides on evidence, writes, takes the Word draft along; an evaluator reads it and can change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.access import Role
from tests.browser_parts import BROWSER, focused, page_of
from tests.pipeline_parts import write
from tests.serving import served
from tests.standard_parts import CASE, LAW, LIBRARY, PLANS, RECORD, RULES, words
from tests.test_cli import studio

pytestmark = BROWSER
STATEMENT = "有章程，有年度总结，台账还差两项。"
ONE = "#standard .one"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a home with a studio's own papers and nothing else."""
    folder = tmp_path_factory.mktemp("standard")
    files = {"总结.md": RECORD, "章程.md": RULES, "班会.md": CASE, "法.md": LAW}
    done = studio("ingest", write(folder / "in", files), "--publish", "--no-starter", home=folder / "home")
    assert done.returncode == 0, done.stderr
    with served(folder / "home", seconds=240) as found:
        yield found


def opened(page: Any, address: str, indicator: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}/standard/#{indicator}")
    page.wait_for_selector(f"{ONE}[data-one='{indicator}']")


def done(page: Any, selector: str, said: str) -> None:
    """Click, and wait for what the page says of it."""
    page.click(selector)
    page.wait_for_selector(f"#standard .message.ok:has-text('{said}')")


def test_a_host_fills_the_self_check_and_takes_the_draft_along(address: str, tmp_path: Path):
    with page_of(address, Role.HOST) as page:
        opened(page, address, PLANS)
        assert page.locator("#standard .tile").count() == 32 + 5  # the legend's keys too
        assert "本工具转述，非标准原文" in page.inner_text(ONE)
        assert "职业教育法" not in page.inner_text(ONE)
        page.fill(f"{ONE} textarea", STATEMENT)
        page.check(f"{ONE} [name=state][value=部分达到]")
        assert page.is_visible(f"{ONE} .unsaved")
        quote = page.inner_text(f"{ONE} .ev:has([data-act=take]) blockquote >> nth=0")
        done(page, f"{ONE} [data-act=take] >> nth=0", "已采用")
        assert page.input_value(f"{ONE} textarea") == STATEMENT, "what was typed outlives another act"
        done(page, f"{ONE} [data-act=refuse] >> nth=0", "不采用的")
        done(page, f"{ONE} [data-form=save] .main", "已保存")
        assert not page.is_visible(f"{ONE} .unsaved") and focused(page) == "保存"

        page.click(f"{ONE} summary:has-text('手工添加')")
        page.fill(f"{ONE} [data-form=pick] input", "工作室章程")
        page.click(f"{ONE} [data-form=pick] button")
        page.select_option(f"{ONE} [name=clause]", "第二条")
        page.fill(f"{ONE} [name=words]", "原文里没有的一句")
        page.click(f"{ONE} [data-form=add] .main")
        page.wait_for_selector(f"{ONE} .message.bad:has-text('没有这句话')")
        page.fill(f"{ONE} [data-form=pick] input", "工作室章程")
        page.click(f"{ONE} [data-form=pick] button")
        page.select_option(f"{ONE} [name=clause]", "第二条")
        done(page, f"{ONE} [data-form=add] .main", "已添加")

        page.reload()
        page.wait_for_selector(f"{ONE}[data-one='{PLANS}'] [data-act=drop] >> nth=1")
        assert page.input_value(f"{ONE} textarea") == STATEMENT
        assert page.is_checked(f"{ONE} [name=state][value=部分达到]")
        tile = page.locator(f"#standard .tile[data-ind='{PLANS}']")
        assert tile.get_attribute("aria-label") == f"{PLANS}，部分达到，证据 2 处"
        link = page.get_attribute(f"{ONE} .ev a >> nth=0", "href")
        page.click("#standard .cover summary")
        page.fill("#standard .cover [name=学校]", "第一职业中专")
        done(page, "#standard .cover .main", "已保存封面")
        with page.expect_download() as coming:
            page.click("#standard [data-export=docx]")
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        assert file.name.startswith("对标自评_") and file.suffix == ".docx"
        said = words(file.read_bytes())
        assert quote in said and STATEMENT in said and "第一职业中专" in said
        assert "《工作室章程》（校发〔2025〕7号）第二条：“" in said
        page.goto(address + link)
        page.wait_for_selector("#text mark")


def test_an_indicator_without_evidence_goes_to_the_gap_list(address: str):
    with page_of(address, Role.HOST) as page:
        opened(page, address, LIBRARY)
        done(page, f"{ONE} [data-act=gap]", "已列为缺口")
        assert page.locator(f"{ONE} [data-act=gap]").count() == 0
        page.click(f"{ONE} a:has-text('已列为缺口')")
        page.wait_for_selector(f"#gaps .gap:has-text('对标 {LIBRARY}')")
        assert page.locator("#coverage a[href='/standard/']").count() == 1


def test_two_windows_at_once_lose_nothing(address: str):
    with page_of(address, Role.HOST) as host:
        context = host.context.browser.new_context(locale="zh-CN")
        context.add_cookies(host.context.cookies())
        other = context.new_page()
        for page in (host, other):
            opened(page, address, "五1")
        other.fill(f"{ONE} textarea", "学校有文件。")
        done(other, f"{ONE} [data-form=save] .main", "已保存")
        host.fill(f"{ONE} textarea", "经费写进了预算。")
        host.click(f"{ONE} [data-form=save] .main")
        host.wait_for_selector(f"{ONE} .message.warn:has-text('host 刚改过')")
        assert "学校有文件。" in host.inner_text(f"{ONE} .message.warn")
        assert host.input_value(f"{ONE} textarea") == "经费写进了预算。"
        done(host, f"{ONE} [data-form=save] .main", "已保存")
        other.reload()
        other.wait_for_selector(f"{ONE}[data-one='五1']")
        assert other.input_value(f"{ONE} textarea") == "经费写进了预算。"


def test_keys_filters_and_a_telephone(address: str):
    with page_of(address, Role.HOST) as page:
        opened(page, address, PLANS)
        page.keyboard.press("j")
        page.wait_for_selector(f"{ONE}[data-one='三（三）2']")
        assert focused(page).startswith("三（三）2")
        page.keyboard.press("k")
        page.wait_for_selector(f"{ONE}[data-one='{PLANS}']")
        page.click("#standard .list [data-show=bare]")
        assert not page.is_visible(f"#standard .ind:has-text('{PLANS}')")
        assert page.is_visible("#standard .ind [data-ind='一（二）']")
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert page.is_visible(ONE) and not page.is_visible("#standard .list")
        page.click(f"{ONE} [data-back]")
        assert page.is_visible("#standard .list") and not page.is_visible(ONE)
        page.click("#standard .ind [data-ind='一（二）']")
        page.wait_for_selector(f"{ONE}[data-one='一（二）']")
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_an_evaluator_reads_and_takes_the_draft_along(address: str):
    with page_of(address, Role.EVALUATOR) as page:
        opened(page, address, PLANS)
        assert STATEMENT in page.inner_text(ONE) and page.locator(f"{ONE} .ev").count() == 2
        assert page.locator("#standard [data-act], #standard form, #standard textarea").count() == 0
        with page.expect_download() as coming:
            page.click("#standard [data-export=md]")
        assert coming.value.suggested_filename.endswith(".md")
    with page_of(address, Role.TEACHER) as page:
        assert page.request.get(f"{address}/standard/").status == 403
