"""Pictures of every page, light, dark and at a telephone's width: ``python -m tests.screenshots docs/screenshots``.

A server of its own over a new home with the shipped corpus, a draft, a rule in two versions and a gap. No test:
the pictures are for people to look at, and the README shows some of them.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from app.access import Role
from tests.browser_parts import CHROMIUM, QUIET, ask, library, review
from tests.judging_parts import furnish
from tests.serving import log_in, served
from tests.standard_parts import CASE, RECORD, RULES
from tests.test_cli import studio, value

COLOURS = 128
"""Of a picture's palette: enough for flat surfaces and the edges of letters, a third of the bytes."""
RULE = "# 晚归管理规定\n\n第一条 住校生晚归须当面向值班教师说明{}。\n\n第二条 本规定自{}年9月1日起施行。\n"
DRAFT = (
    "# 午休管理办法\n\n第一条 午休铃响以后，各班回教室静息。\n\n第二条 学生李小满的家长电话是13800138000。\n"
)
UNKNOWN = "皮划艇队的救生衣由谁晾晒收纳"


@dataclass(frozen=True, slots=True)
class Window:
    """How a page is looked at; sizes in CSS pixels."""

    name: str
    width: int
    height: int
    dark: bool = False


WINDOWS = (
    Window("light", 1280, 860),
    Window("dark", 1280, 860, dark=True),
    Window("400", 400, 860),
)


@dataclass(frozen=True, slots=True)
class Shot:
    """``show`` brings a page to what the picture is of; ``role`` None: nobody has logged in."""

    name: str
    role: Role | None
    show: Callable[[Any, str], object]


def _plain(path: str, shown: str) -> Callable[[Any, str], None]:
    def show(page: Any, address: str) -> None:
        page.goto(address + path)
        page.wait_for_selector(shown)

    return show


def _answer(page: Any, address: str) -> None:
    ask(page, address, "学生上课玩手机怎么处理")
    if page.viewport_size["width"] > 1000:
        page.click("#thread .cite >> nth=0")
        page.wait_for_selector("#source mark")


def _document(page: Any, address: str) -> None:
    """The rule of an answer, where its citation leads."""
    ask(page, address, "学生上课玩手机怎么处理")
    page.click("#thread .q:has-text('要点整理') .cite >> nth=0")
    page.goto(address + page.get_attribute("#source .foot a", "href"))
    page.wait_for_selector("#text mark")


def _unanswered(page: Any, address: str) -> None:
    ask(page, address, UNKNOWN)
    page.click("#thread [data-submit]")
    page.wait_for_selector("#thread >> text=已提交给主持人")
    page.evaluate("window.scrollTo(0, 0)")


def _table(page: Any, address: str) -> None:
    library(page, address)
    page.wait_for_selector("#table tr[data-doc] >> nth=9")


def _review(page: Any, address: str) -> None:
    library(page, address)
    review(page, "午休管理办法")
    page.click("#do-findings")
    page.wait_for_selector("#review .found li")


def _tab(name: str, shown: str) -> Callable[[Any, str], None]:
    def show(page: Any, address: str) -> None:
        library(page, address)
        page.click(f"button[role=tab]:has-text('{name}')")
        page.wait_for_selector(shown)

    return show


def _probe(page: Any, address: str) -> None:
    _tab("检索测试", "#probe-start")(page, address)
    page.fill("#probe-question input, #probe-question textarea", "晚自习中途离开教室要登记吗")
    page.click("#probe-start")
    page.wait_for_selector("#probe-found tbody tr")


def _gaps(page: Any, address: str) -> None:
    page.goto(f"{address}/gaps/")
    page.wait_for_selector("#coverage .hm")
    page.click("#gaps .gap summary >> nth=0")


def _standard(page: Any, address: str) -> None:
    """Indicators in each state; the one that is opened has evidence taken and evidence to decide on."""
    for known, state in (("四（四）1", "未达到"), ("四（四）2", "达到"), ("三（三）1", "部分达到")):
        page.goto(f"{address}/standard/#{known}")
        page.reload()
        page.wait_for_selector(f"#standard .one[data-one='{known}']")
        if known != "四（四）1" and not page.locator("#standard [data-act=drop]").count():
            page.click("#standard [data-act=take] >> nth=0")
            page.wait_for_selector("#standard .message.ok")
        page.check(f"#standard [name=state][value={state}]")
        page.fill("#standard textarea", "有章程，有年度总结；台账还差两项没有销账。")
        page.click("#standard [data-form=save] .main")
        page.wait_for_selector("#standard .message.ok:has-text('已保存')")
    page.evaluate("window.scrollTo(0, 0)")


def _evaluation(page: Any, address: str) -> None:
    page.goto(f"{address}/evaluate/")
    page.wait_for_selector("#start:not([disabled])")
    page.wait_for_timeout(1500)
    if not page.locator("#result .figure").count():
        page.click("#start")
    page.wait_for_selector("#result .figure", timeout=180_000)


def _judging(page: Any, address: str) -> None:
    """An item half judged among those of ``furnish``."""
    page.goto(f"{address}/evaluate/review/")
    page.wait_for_selector("#judge .wk[data-item]")
    if not page.locator("#judge .sr2[data-n]").count():
        page.keyboard.press("s")
        page.wait_for_selector("#judge .sr2[data-n]")
    page.keyboard.press("q")
    page.keyboard.press("w")
    page.evaluate("window.scrollTo(0, 0)")


def _judging_lists(page: Any, address: str) -> None:
    """What is settled, and what comes in."""
    _judging(page, address)
    for fold in ("取题", "已有结论", "导出、导入"):
        page.click(f"#judge .tools summary:has-text('{fold}')")
    page.locator("#judge .tools").scroll_into_view_if_needed()


def _keeping(page: Any, address: str) -> None:
    """With a check and a backup done."""
    _plain("/keeping/", "#state .figure")(page, address)
    for kind, said in (("check", "没有损坏"), ("backup", "已备份")):
        if not page.locator(f"#{kind}-told:has-text('{said}')").count():
            page.click(f"#{kind}-start")
        page.wait_for_selector(f"#{kind}-told:has-text('{said}')", timeout=120_000)
    page.wait_for_selector("#backups tbody tr")
    page.evaluate("window.scrollTo(0, 0)")


def shots(rule: str) -> tuple[Shot, ...]:
    """Every page. ``rule`` is the id of a document with two versions."""
    teacher, host = Role.TEACHER, Role.HOST
    return (
        Shot("login", None, _plain("/login", "h1")),
        Shot("password", teacher, _plain("/password", "h1")),
        Shot("ask", teacher, _plain("/", "#thread .welcome")),
        Shot("answer", teacher, _answer),
        Shot("emergency", teacher, lambda page, at: ask(page, at, "学生说不想活了，手上有划痕")),
        Shot("silence", teacher, _unanswered),
        Shot("reading", teacher, _plain("/doc/", ".shelf li")),
        Shot("document", teacher, _document),
        Shot("versions", host, _plain(f"/doc/{rule}/diff?from=1&to=2", "ins")),
        Shot("library", host, _table),
        Shot("review", host, _review),
        Shot("words", host, _tab("词表", "#word-list tr")),
        Shot("probe", host, _probe),
        Shot("gaps", host, _gaps),
        Shot("standard", host, _standard),
        Shot("evaluation", Role.EVALUATOR, _evaluation),
        Shot("judging", Role.EVALUATOR, _judging),
        Shot("judging-lists", Role.EVALUATOR, _judging_lists),
        Shot("keeping", Role.ADMIN, _keeping),
        Shot("accounts", Role.ADMIN, _plain("/admin", "table")),
    )


def _furnished(home: Path, folder: Path) -> str:
    """A home to look at; the id of the rule in two versions."""
    files = {
        "晚归规定.md": RULE.format("", 2024),
        "晚归规定修订.md": RULE.format("，并由值班教师登记", 2025),
        "午休办法.md": DRAFT,
        "章程.md": RULES,
        "总结.md": RECORD,
        "班会.md": CASE,
    }
    rules = []
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        publish = () if text == DRAFT else ("--publish",)
        done = value(studio("ingest", folder / name, *publish, "--json", home=home))
        rules.append(str(done["files"][0]["documents"][0]["id"]))
    return rules[0]


@contextmanager
def _opened(browser: Any, address: str, role: Role | None, window: Window) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": window.width, "height": window.height},
        color_scheme="dark" if window.dark else "light",
        reduced_motion="reduce",
        locale="zh-CN",
    )
    if role:
        with log_in(address, role) as client:
            context.add_cookies(
                [{"name": c.name, "value": c.value or "", "url": address} for c in client.cookies.jar]
            )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def _small(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=(), help="names of pictures; all where none is given")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        rule = _furnished(home, Path(scratch))
        furnish(home)
        with served(home, seconds=240) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for shot in shots(rule):
                if arguments.only and shot.name not in arguments.only:
                    continue
                for window in WINDOWS:
                    with _opened(browser, address, shot.role, window) as page:
                        shot.show(page, address)
                        page.wait_for_timeout(400)
                        wide = page.evaluate("document.documentElement.scrollWidth")
                        taken = _small(page.screenshot())
                    file = arguments.folder / f"{shot.name}-{window.name}.png"
                    taken.save(file, optimize=True)
                    note = f"，横向超出：{wide}" if wide > window.width else ""
                    sys.stdout.write(f"{file}{note}\n")
            browser.close()


if __name__ == "__main__":
    main()
