"""Pure: an answer as a Markdown file, its citations numbered, their places at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.citing import clause_words, where
from app.model import Answer, Citation, Difference, Section
from app.pages.render import short
from app.titles import bracketed
from ingest.model import Form

LEGEND = "「」里的句子是资料原文，一字未改；写明“要点整理（非原文）”的是本工作室写的，不是文件原文。"
OWN_WORDS = "要点整理（非原文）："
NEAR = "可能相关（不是答案）"

_MARKS = re.compile(r"([\\`*_\[\]<>&|~#])")
_LIST = re.compile(r"^(\s*)([-+]|[0-9]+(?=[.)]))", re.MULTILINE)


def to_markdown(answer: Answer, asked_on: date, as_of: date | None = None) -> str:
    """The whole answer, every quote once, letter by letter but for Markdown's own backslashes."""
    lines = [f"# {plain(answer.question)}", "", when(asked_on, as_of), ""]
    if answer.understood:
        lines += [f"理解为：{plain(answer.understood)}", ""]
    if answer.citations:
        lines += [LEGEND, ""]
    if answer.emergency:
        card = answer.emergency
        lines += [f"## 紧急：{plain(card.situation)}", "", f"先拨打：{'、'.join(card.hotlines)}", ""]
        lines += [f"号码 {card.checked} 核对", ""] if card.checked else []
        lines += [f"也可能是：{plain('、'.join(card.others))}", ""] if card.others else []
    if not answer.answered:
        lines += _silent(answer)
    by_number = {citation.n: citation for citation in answer.citations}
    for section in answer.sections:
        lines += _section(section, by_number)
    for difference in answer.differences:
        lines += _difference(difference)
    if answer.notes:
        lines += ["## 说明", "", *(f"- {plain(note)}" for note in answer.notes), ""]
    if answer.citations:
        lines += ["## 出处", ""]
    lines += [f"- {_mark(citation.n)} {plain(where(citation))}" for citation in answer.citations]
    return "\n".join(lines).rstrip("\n") + "\n"


def when(asked_on: date, as_of: date | None) -> str:
    """The day of the question, and that whose rules were asked for."""
    return f"查询日期：{asked_on}" + (f"（查的是 {as_of} 有效的资料）" if as_of else "")


def _section(section: Section, by_number: dict[int, Citation]) -> Iterator[str]:
    yield from (f"## {section.kind.label}", "")
    for statement in section.statements:
        marks = "".join(map(_mark, statement.citations))
        digest = all(by_number[n].form is Form.DIGEST for n in statement.citations)
        words = f"{OWN_WORDS}{statement.text}" if digest else f"「{statement.text}」"
        yield "> " + plain(words).replace("\n", "\\\n> ") + marks
        yield ""


def _difference(difference: Difference) -> Iterator[str]:
    yield from (f"## 不同文件要求不同：{plain(difference.topic)}", "")
    yield from ("| 范围 | 文件 | 要求 | 出处 |", "|---|---|---|---|")
    for row in difference.rows:
        cells = [row.scope, bracketed(row.title), row.value]
        words = " | ".join(plain(cell).replace("\n", " ") for cell in cells)
        yield f"| {words} | {_mark(row.citation)} |"
    yield ""


def _silent(answer: Answer) -> Iterator[str]:
    yield from (f"**{plain(answer.reason)}**", "")
    if answer.nearest:
        yield from (f"## {NEAR}", "")
    for hit in answer.nearest:
        place = f"{bracketed(hit.title)}{clause_words(hit.path)}"
        yield f"- {plain(place)}：{plain(short(hit.text))}"
    if answer.nearest:
        yield ""


def _mark(n: int) -> str:
    """A number as plain text: where a program knows no footnotes it would hide their definitions."""
    return rf"\[{n}\]"


def plain(text: str) -> str:
    """Text that Markdown shows as it is written."""
    return _LIST.sub(lambda m: f"{m[1]}{_unlisted(m[2])}", _MARKS.sub(r"\\\1", text))


def _unlisted(start: str) -> str:
    """What would begin a list: a bullet is escaped itself, a number before its full stop."""
    return f"{start}\\" if start.isdigit() else f"\\{start}"
