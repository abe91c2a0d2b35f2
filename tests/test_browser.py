"""Asking in a real browser, with no console error and no outside request."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser_parts import BROWSER, address, ask, focused, in_view, page

__all__ = ["address", "page"]
pytestmark = BROWSER


def test_a_teacher_asks_and_opens_a_citation(page: Any, address: str):
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.fill("#question textarea", "学生上课玩手机怎么处理")
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")
    assert page.locator("#thread .cite").count() >= 2
    first = page.locator("#thread .q").first
    shown = first.locator("p").evaluate(
        "p => { const q = p.cloneNode(true); q.querySelectorAll('.cite').forEach(c => c.remove()); return q.textContent }"
    )
    first.locator(".cite").click()
    page.wait_for_selector("#source mark")
    # Marks within marks are turned round on the page, never in the source.
    original = shown.removeprefix("「").removesuffix("」").translate(str.maketrans("『』", "「」"))
    assert page.inner_text("#source mark").strip() == original.strip()
    page.keyboard.press("Escape")
    page.wait_for_selector("#source .empty")
    assert focused(page) == "1", "the focus goes back to the number"


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_source_stays_beside_a_long_answer(page: Any, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 768})
    ask(page, address, "学生上课玩手机怎么处理")
    assert page.evaluate("document.documentElement.scrollHeight") > 768
    for folded in page.locator("#thread details summary").all():
        folded.click()
    page.locator("#thread .cite").last.click()
    page.wait_for_selector("#source mark")
    page.wait_for_timeout(300)
    assert in_view(page, "#source mark")
    assert in_view(page, "#thread .q.sel p"), "the cited sentence is not lost"
    count = page.locator("#thread .cite").count()
    assert f"第 {count} 处，共 {count} 处" in page.inner_text("#source .hd")
    assert page.evaluate("document.getElementById('source').contains(document.activeElement)")

    page.click("#source .prev")
    page.wait_for_selector(f"#source .src[data-at='{count - 1}']")
    page.keyboard.press("j")
    page.wait_for_selector(f"#source .src[data-at='{count}']")
    page.wait_for_timeout(300)
    assert in_view(page, "#source mark")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(200)
    assert in_view(page, "#source mark"), "the panel stays while the answer scrolls"


def test_the_next_number_opens_what_is_folded(page: Any, address: str):
    ask(page, address, "家长不让孩子上学怎么办")
    folded = page.locator("#thread details .cite").first
    assert not folded.is_visible()
    n = int(folded.inner_text() or folded.text_content())
    page.locator(f"#thread .cite[data-cite='{n - 1}']").click()
    page.wait_for_selector("#source .next:not(:disabled)")
    page.click("#source .next")
    page.wait_for_selector(f"#source .src[data-at='{n}']")
    assert folded.is_visible()


def test_enter_sends_but_not_while_an_input_method_composes(page: Any, address: str):
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    page.keyboard.type("晚自习")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("说话")
    assert page.input_value("#question textarea") == "晚自习\n说话"
    page.evaluate("""() => {
      const box = document.querySelector("#question textarea");
      for (const type of ["keydown", "keypress"])
        box.dispatchEvent(new KeyboardEvent(type, {key: "Enter", bubbles: true, cancelable: true, isComposing: true}));
      box.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
      for (const type of ["keydown", "keypress"])
        box.dispatchEvent(new KeyboardEvent(type, {key: "Enter", bubbles: true, cancelable: true}));
    }""")
    page.wait_for_timeout(800)
    assert page.input_value("#question textarea") == "晚自习\n说话", "nothing was sent"
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .turn")


def test_a_number_never_stands_alone_on_a_line(page: Any, address: str):
    for width in (1440, 390, 360):
        page.set_viewport_size({"width": width, "height": 844})
        ask(page, address, "学生上课玩手机怎么处理")
        alone = page.evaluate("""() => [...document.querySelectorAll("#thread .q .cite")].filter((cite) => {
          const range = document.createRange();
          range.selectNodeContents(cite.parentElement.firstChild);
          const text = [...range.getClientRects()].at(-1), mark = cite.getBoundingClientRect();
          return mark.width && text.bottom < mark.top + 4;
        }).length""")
        assert alone == 0, width


def test_an_emergency_shows_whom_to_call_first(page: Any, address: str):
    page.set_viewport_size({"width": 390, "height": 844})
    shown = ask(page, address, "学生说不想活了，手上有划痕")
    assert shown.index("紧急") < shown.index("其他资料（先做上面的事）")
    assert "点编号看出处" not in shown, "ordinary material is folded below the card"
    assert in_view(page, "#thread .urgent a[href='tel:120']")
    assert page.locator("#thread .urgent .steps li:visible").count() >= 3
    page.locator("#thread .urgent .cite:visible").first.click()
    page.wait_for_selector("#source .paper")
    assert "不要这样做" in page.inner_text("#source .paper"), "the whole card is shown"


def test_badges_tell_digests_and_made_up_cases(page: Any, address: str):
    ask(page, address, "学生上课玩手机怎么处理")
    quotes = page.locator("#thread .q").evaluate_all(
        "qs => qs.map(q => [q.querySelector('p').textContent, q.querySelector('.s').textContent])"
    )
    digests = [text for text, source in quotes if "要点整理，非原文" in source]
    assert digests
    assert not [text for text in digests if text.startswith("「")]
    assert [text for text, source in quotes if source.startswith("虚构案例") and text.startswith("「")]


def test_a_question_without_words_is_refused_in_place(page: Any, address: str):
    page.goto(address)
    page.wait_for_selector("#thread .welcome")
    page.fill("#question textarea", "   ")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message")
    assert "请先写下问题" in page.inner_text(".message")


def test_on_a_telephone_the_source_covers_and_closes(page: Any, address: str):
    page.set_viewport_size({"width": 390, "height": 844})
    assert ask(page, address, "家长在群里骂老师怎么办")
    last = page.locator("#thread .cite:visible").last
    for way in ("button", "Escape", "beside"):
        last.click()
        page.wait_for_selector("#source mark")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert in_view(page, "#source mark")
        assert in_view(page, "#thread .q.sel p"), "the sentence stands above the sheet"
        if way == "button":
            page.click("#source .close")
        elif way == "Escape":
            page.keyboard.press("Escape")
        else:
            page.mouse.click(195, 30)
        page.wait_for_selector("#source", state="hidden")
        page.wait_for_selector("#source .empty", state="attached")
        assert focused(page) == last.inner_text()
        assert page.locator("[inert]").count() == 0
