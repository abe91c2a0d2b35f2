"""Two evaluators judge five answers by keyboard, each alone; κ is scikit-learn's; a third account decides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sklearn.metrics import cohen_kappa_score

from app.access import Role, operator
from app.accounts import Accounts
from ingest.catalog import Catalog
from tests.browser_parts import BROWSER, focused, in_view, page_of
from tests.serving import PASSWORD, log_in, served, shipped_home

pytestmark = BROWSER
SECOND = "乙评估"
ASKED = (
    "学生上课玩手机怎么处理",
    "老师能不能罚站",
    "主持人要当几年班主任",
    "家长在群里骂老师怎么办",
    "皮划艇队的救生衣由谁晾晒收纳",
)
SAID = ("1", "1", "2", "3", "4")
SAID_TOO = ("1", "1", "2", "1", "4")
"""Verdicts by key: the two differ on the fourth item."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_home(tmp_path_factory.mktemp("judging") / "home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home, seconds=240) as found:
        with Catalog.open(home / "catalog.db") as catalog:
            Accounts(catalog).add(SECOND, Role.EVALUATOR, PASSWORD, by=operator("test"), must_change=False)
        yield found


def review(page: Any, address: str) -> None:
    page.goto(f"{address}/evaluate/review/")
    page.wait_for_selector("#judge .jd .wk")


def at(page: Any) -> str:
    return str(page.get_attribute("#judge .wk", "data-item") or "")


def judged(page: Any, key: str) -> None:
    """Judge the item at hand with keys alone: every citation supports."""
    item = at(page)
    silent = page.locator("#judge .wk .quiet").count()
    for _ in range(page.locator("#judge .sr2[data-n]").count()):
        page.keyboard.press("q")
    page.keyboard.press("4" if silent else key)
    page.keyboard.press("Enter")
    page.wait_for_function("was => document.querySelector('#judge .wk').dataset.item !== was", arg=item)


def at_its_title(page: Any) -> None:
    """The item's question is in the window, and has the focus."""
    title = page.inner_text("#judge .wk h2")
    assert focused(page) == title and in_view(page, "#judge .wk h2")


def listed(page: Any) -> dict[str, str]:
    """The questions that wait, by the number of their item."""
    script = """() => Object.fromEntries(
      [...document.querySelectorAll('#judge .ql button')].map(b => [b.dataset.open, b.textContent]))"""
    return dict(page.evaluate(script))


def test_five_answers_judged_by_two_and_the_difference_decided(address: str, home: Path):
    with log_in(address, Role.TEACHER) as teacher:
        for question in ASKED:
            assert teacher.post("/api/ask", json={"question": question}).status_code == 200
    with page_of(address, Role.EVALUATOR) as page:
        review(page, address)
        assert "没有等您判的题" in page.inner_text("#judge .wk")
        page.click("#judge summary:has-text('取题')")
        page.fill("#judge [name=count]", "5")
        page.click("#judge .fill .btn.main")
        page.wait_for_selector("#judge .wk[data-item]")
        at_its_title(page)
        page.keyboard.press("Enter")  # the reviewer's habit: nothing more is drawn
        assert "还差" in page.inner_text("#judge .lack")
        questions = listed(page)
        assert sorted(questions.values()) == sorted(ASKED)
        first = dict(zip(ASKED, SAID, strict=True))
        second = dict(zip(ASKED, SAID_TOO, strict=True))
        _keys_leave_fields_alone(page)
        _choices_outlive_a_reload(page)
        for _ in ASKED:
            judged(page, first[questions[at(page)]])
        assert "今天已判 5 题，还剩 0 题" in page.inner_text("#judge .day")
        page.keyboard.press("k")  # the last one may still be changed
        page.wait_for_selector("#judge .wk[data-changes]")
        assert page.locator("#judge [data-verdict][aria-pressed=true]").count() == 1

    with page_of(address, SECOND) as page:
        review(page, address)
        for _ in ASKED:
            assert "evaluator" not in page.inner_html("#judge")
            assert page.get_attribute("#judge .wk", "data-earlier") == "{}"
            judged(page, second[questions[at(page)]])
        shown = float(page.get_attribute("#judge [data-kappa]", "data-kappa"))
        expected = cohen_kappa_score(SAID, SAID_TOO)
        assert shown == pytest.approx(expected, abs=1e-6)
        assert "共 5 题" in page.inner_text("#judge .sd")
        assert "您：正确，另一位：错误" in page.inner_text("#judge .differ")
        assert page.locator("#judge .differ [data-open]").count() == 0
        _a_set_is_answered_behind_the_page(page)
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert not page.locator("#judge .ql ul").is_visible()  # folded: the item is what one came for
        while not page.locator("#judge .sr2[data-n]").count():
            judged(page, "4")
        _the_rest_does_not_support(page)
        page.evaluate("document.querySelector('#judge .sr2[data-n]').scrollIntoView()")
        page.keyboard.press("3")
        assert in_view(page, "#judge .dk [data-verdict=wrong]")
        judged(page, "3")
        at_its_title(page)

    with page_of(address, Role.ADMIN) as page:
        review(page, address)
        page.click(f"#judge .ql button:has-text('{ASKED[3]}')")
        page.wait_for_selector("#judge .wk[data-decides]")
        assert page.inner_text("#judge .wk h2") == ASKED[3]
        two = page.inner_text("#judge .two")
        assert "错误" in two and "正确" in two and SECOND not in two
        rows = page.locator("#judge .sr2[data-n]").count()
        assert page.locator("#judge [data-supports=yes][aria-pressed=true]").count() == rows > 0
        judged(page, "1")
        page.click("#judge summary:has-text('已有结论')")
        assert "第三人裁定" in page.inner_text("#judge .tools")
        page.click(f"#judge .tools [data-settled]:has-text('{ASKED[3]}')")
        page.wait_for_selector("#judge .wk[data-settled] >> text=由第三人裁定")
        at_its_title(page)
        page.click("#judge [data-act=next]")
        page.wait_for_selector("#judge .wk:not([data-settled])")
        page.click("#judge [data-act=promote]")
        page.wait_for_selector("#judge .told >> text=已收入题集 reviewed 4 题")
        page.click("#judge summary:has-text('导出、导入')")
        with page.expect_download() as handed:
            page.click("#judge [data-act=export]")
        lines = Path(handed.value.path()).read_text("utf-8").splitlines()
        assert len(lines) == 5 and len(json.loads(lines[0])["judgements"]) >= 2
        page.wait_for_selector("#judge .told >> text=已导出 5 题")
        page.set_input_files("#judge [name=file]", handed.value.path())
        page.wait_for_selector("#judge .told >> text=读入 0 题、0 条判断；跳过 11 处")
        page.click("#judge .seg2 a:has-text('自动评估')")
        page.wait_for_selector("#start:not([disabled])")
        page.click("input[aria-label='题集']")
        page.wait_for_selector("li[role=option] >> text=本工作室复核过的题（4 题）")
    promoted = (home / "evaluations" / "sets" / "reviewed.jsonl").read_text("utf-8").splitlines()
    assert len(promoted) == 4


def _keys_leave_fields_alone(page: Any) -> None:
    """Words in a field are words, and so are those that an input method composes."""
    page.focus("#judge [name=comment]")
    page.keyboard.type("q1ws")
    assert page.input_value("#judge [name=comment]") == "q1ws"
    page.fill("#judge [name=comment]", "")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("""() => document.body.dispatchEvent(
      new KeyboardEvent('keydown', {key: '1', isComposing: true, bubbles: true}))""")
    assert page.locator("#judge [aria-pressed=true]").count() == 0
    page.keyboard.press("Enter")
    assert "还差" in page.inner_text("#judge .lack")


def _a_set_is_answered_behind_the_page(page: Any) -> None:
    page.click("#judge summary:has-text('取题')")
    page.select_option("#judge [name=source]", "set")
    page.select_option("#judge [name=set]", "starter")
    page.fill("#judge [name=count]", "6")
    page.click("#judge .fill .btn.main")
    page.wait_for_selector("#filling >> text=这套题里没进过队列的有 80 题，加入 6 题", timeout=60_000)
    page.wait_for_selector("#judge .wk[data-item]")
    assert len(listed(page)) == 6
    at_its_title(page)


def _the_rest_does_not_support(page: Any) -> None:
    rows = page.locator("#judge .sr2[data-n]").count()
    page.keyboard.press("q")
    page.keyboard.press("e")
    assert page.locator("#judge [data-supports=yes][aria-pressed=true]").count() == 1
    assert page.locator("#judge [data-supports=no][aria-pressed=true]").count() == rows - 1


def _choices_outlive_a_reload(page: Any) -> None:
    page.keyboard.press("1")
    if page.locator("#judge .wk .quiet").count():
        page.keyboard.press("4")
    assert page.locator("#judge [aria-pressed=true]").count() == 1
    page.reload()
    page.wait_for_selector("#judge [data-verdict][aria-pressed=true]")
