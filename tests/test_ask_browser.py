"""提问 in a real browser: a teacher's whole story, what was asked before, another day, a lost connection."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from app.access import Role
from app.page_image import PageView
from ingest.catalog import Catalog
from ingest.catalog_asked import AskedRecord, AskedTable
from tests.browser_parts import BROWSER, ask, page_of
from tests.pipeline_parts import law, write
from tests.serving import served
from tests.test_cli import studio, value
from tests.test_dialogue_browser import ask_on
from tests.test_page_image import letters_in, written

pytestmark = BROWSER
LEAVES = "晚自习中途离开教室的学生要说明去向吗"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rule as a PDF, and one in two versions."""
    folder = tmp_path_factory.mktemp("asking")
    texts = {
        "旧.txt": law("冰凌中学手机管理规定", "2021年3月1日"),
        "新.txt": law("冰凌中学手机管理规定", "2024年9月1日", "手机由班主任锁入手机柜。").replace(
            "第三条 进校后", "第三条 到校后"
        ),
    }
    write(folder, texts)
    for file in (written(folder), folder / "旧.txt", folder / "新.txt"):
        done = studio("ingest", file, "--publish", "--no-starter", "--json", home=folder / "home")
        assert value(done)["files"][0]["ok"]
    return folder / "home"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home) as found:
        yield found


def kept(home: Path) -> list[AskedRecord]:
    with Catalog.open(home / "catalog.db") as catalog:
        return AskedTable(catalog.engine).history("teacher")


def quote_of(page: Any, at: Any) -> str:
    text = at.locator("p").first.evaluate(
        "p => { const q = p.cloneNode(true); q.querySelectorAll('.cite').forEach(c => c.remove()); return q.textContent }"
    )
    return str(text).strip().removeprefix("「").removesuffix("」")


def boxes_on_screen(page: Any) -> PageView:
    """The marks as they lie over the picture, in fractions of it."""
    boxes = page.evaluate("""() => {
      const p = document.querySelector("#source .scans img").getBoundingClientRect();
      return [...document.querySelectorAll("#source figure:first-child .hl")].map((mark) => {
        const r = mark.getBoundingClientRect();
        return [(r.left - p.left) / p.width, (r.top - p.top) / p.height,
                (r.right - p.left) / p.width, (r.bottom - p.top) / p.height];
      });
    }""")
    return PageView(1, 0, 0, tuple(map(tuple, boxes)))


def test_a_teachers_story(address: str, home: Path, tmp_path: Path):
    with page_of(address, Role.TEACHER) as page:
        ask(page, address, LEAVES)
        assert "处原文" in page.text_content("#heard")
        first = page.locator("#thread .q:has-text('说明去向')").first
        quote = quote_of(page, first)
        first.locator(".cite").first.click()
        page.wait_for_function("document.querySelector('#source .scans img')?.naturalWidth > 100")
        assert letters_in(written(tmp_path), boxes_on_screen(page)) == "".join(quote.split())
        page.click("#source [data-tab='text']")
        assert page.inner_text("#source mark").strip() == quote.strip()
        page.keyboard.press("Escape")

        turn = ask_on(page, "那登记本保存多久呢", 2)
        assert "按此理解" in turn.inner_text()

        with page.expect_download() as download:
            turn.locator("[data-export=docx]").click()
        exported = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert any("登记本由年级组保存一个学期" in paragraph.text for paragraph in exported.paragraphs)

        turn.locator("[data-rate='0']").click()
        turn.locator("[data-reason='引文不对']").click()
        turn.locator(".fb input").fill("学生张雨桐的事不是这样")
        turn.locator("[data-explain]").click()
        page.wait_for_selector("#thread .rate :text('主持人会看到。')")
        with Catalog.open(home / "catalog.db") as catalog:
            table = AskedTable(catalog.engine)
            [said] = table.feedback_on(table.history("teacher")[0].id)
        assert (said.helpful, said.reason) == (False, "引文不对")
        assert "张雨桐" not in said.comment

        # Another question draws the thread anew; what was said of the answers is still there.
        ask_on(page, "住校生晚自习后由谁带回", 3)
        assert page.locator("#thread .turn").nth(1).locator("[data-rate='0'][aria-pressed=true]").count() == 1


def test_quick_clicks_on_a_slow_line_lose_nothing(address: str, home: Path):
    """Each click leaves before the one before it is answered, and of two the second arrives first."""
    with page_of(address, Role.TEACHER) as page:
        ask(page, address, LEAVES)
        held: list[Any] = []

        def overtaking(route: Any) -> None:
            held.append(route)
            if len(held) == 2:
                held.pop().continue_()
                page.wait_for_timeout(300)
                held.pop().continue_()

        page.route("**/queue/join*", overtaking)
        page.evaluate("""() => {
          const rate = (value) => document.querySelector(`#thread [data-rate='${value}']`).click();
          rate(1);
          rate(0);
        }""")
        page.wait_for_selector("#thread [data-reason]")
        page.evaluate("""() => {
          for (const reason of ["引文不对", "太长"]) document.querySelector(`#thread [data-reason='${reason}']`).click();
        }""")
        # 提交 is not clicked: what was clicked is stored all the same.
        expected = (False, "引文不对、太长")
        deadline = time.monotonic() + 20
        while (stored := said_last(home)) != expected and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        assert stored == expected
        assert page.locator("#thread [data-reason][aria-pressed=true]").count() == 2


def said_last(home: Path) -> tuple[bool, str] | None:
    with Catalog.open(home / "catalog.db") as catalog:
        table = AskedTable(catalog.engine)
        found = table.feedback_on(table.history("teacher")[0].id)
    return (found[0].helpful, found[0].reason) if found else None


def test_silence_is_handed_to_the_hosts_and_history_is_opened_and_deleted(address: str, home: Path):
    with page_of(address, Role.TEACHER) as page:
        ask(page, address, "班主任的体检费用由谁报销")
        page.click("#thread [data-submit]")
        page.wait_for_selector("#thread .fb :text('已提交给主持人')")
        assert kept(home)[0].submitted

        ask(page, address, LEAVES)
        before = page.locator("#thread .q").count()
        page.goto(address)
        page.wait_for_selector("#past .again")
        page.click(f"#past .again >> text={LEAVES} >> nth=0")
        page.wait_for_selector("#thread .turn .day")
        assert page.locator("#thread .q").count() == before
        page.locator("#thread .cite").first.click()
        page.wait_for_selector("#source .src[data-at]")

        asked = len(kept(home))
        page.click("#past .del >> nth=0")
        assert len(kept(home)) == asked, "not before it is confirmed"
        page.click("#past [data-delete-now]:visible")
        page.wait_for_function("n => document.querySelectorAll('#past .again').length === n", arg=asked - 1)
        assert len(kept(home)) == asked - 1
        page.click("#past [data-wipe]")
        page.click("#past [data-wipe-now]")
        page.wait_for_selector("#past .none-yet")
        page.wait_for_selector("#thread .welcome")
        assert kept(home) == []


def test_another_day_says_so_and_marks_what_held_then(address: str):
    with page_of(address, Role.TEACHER) as page:
        page.goto(address)
        page.wait_for_selector("#thread .welcome")
        page.click("#more-of button")
        page.fill("#as-of input", "2022-05-01")
        page.fill("#question textarea", "手机进校后交给谁保管")
        page.keyboard.press("Enter")
        page.wait_for_selector("#thread .turn")
        text = page.inner_text("#thread .turn")
        assert "按 2022-05-01 查" in text and "当时有效" in text and "进校后应当" in text
        page.fill("#as-of input", "")
        page.click("#fresh")
        page.wait_for_selector("#thread .welcome")
        text = ask_on(page, "手机进校后交给谁保管", 1).inner_text()
        assert "当时有效" not in text and "到校后应当" in text


def test_a_lost_connection_keeps_the_question(address: str):
    with page_of(address, Role.TEACHER, expected=("failed", "console")) as page:
        ask(page, address, LEAVES)
        page.route("**/queue/join*", lambda route: route.abort())
        page.fill("#question textarea", "登记本保存多久")
        page.keyboard.press("Enter")
        page.wait_for_selector(".comp >> text=网络断开，问题已保留")
        assert page.input_value("#question textarea") == "登记本保存多久"
        page.unroute("**/queue/join*")
        page.click("[data-retry]")
        page.wait_for_function("document.querySelectorAll('#thread .turn').length === 2")
        assert page.locator("[data-retry]:visible, .loading:visible").count() == 0


def test_what_was_asked_is_a_drawer_on_a_telephone(address: str):
    with page_of(address, Role.TEACHER) as page:
        page.set_viewport_size({"width": 400, "height": 800})
        ask(page, address, LEAVES)
        assert not page.locator("#past").is_visible()
        page.click("#past-of button")
        page.wait_for_selector("#past .again")
        assert page.evaluate("document.getElementById('answers').inert")
        page.keyboard.press("Escape")
        assert not page.locator("#past").is_visible()
        assert page.evaluate("document.activeElement.textContent") == "最近提问"
        assert page.locator("[inert]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_reader_without_history_is_shown_none(address: str):
    """The rules are in test_access; here: nothing on the page offers what would be refused."""
    with page_of(address, Role.EVALUATOR) as page:
        ask(page, address, LEAVES)
        assert page.locator("#past .again").count() == 1, "everybody sees their own only"
