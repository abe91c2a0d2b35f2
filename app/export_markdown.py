"""Pure: an answer as a Markdown file, its citations numbered, their places at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app import beside_card
from app.avoiding import LABEL, to_avoid
from app.card_parts import parts
from app.citing import card_links, card_source, clause_words, ordinary, plainly, spoken, where
from app.model import Answer, Citation, Difference, Section, Statement
from app.pages.render import short
from app.titles import bracketed
from index.model import Hit
from ingest.model import Form, Kind

LEGEND = "「」里的句子是资料原文，一字未改，只把句中的「」写成『』；写明“要点整理（非原文）”的是本工作室写的，不是文件原文。"
OWN_WORDS = "要点整理（非原文）："
NEAR = "可能相关（不是答案）"

_MARKS = re.compile(r"([\\`*_\[\]<>&|~#])")
_LIST = re.compile(r"^(\s*)([-+]|[0-9]+(?=[.)]))", re.MULTILINE)


def to_markdown(answer: Answer, asked_on: date, as_of: date | None = None) -> str:
    """The whole answer, every quote once, letter by letter but for Markdown's own backslashes."""
    lines = [f"# {plain(answer.question)}", "", when(asked_on, as_of), ""]
    if answer.understood:
        lines += [f"理解为：{plain(answer.understood)}", ""]
    if answer.narrowed:
        lines += [plain(narrowed(answer)), ""]
    if answer.citations:
        lines += [LEGEND, ""]
    if answer.emergency:
        card = answer.emergency
        lines += [f"## 紧急：{plain(card.situation)}", "", f"先拨打：{'、'.join(card.hotlines)}", ""]
        lines += [f"号码 {card.checked} 核对", ""] if card.checked else []
        lines += [f"也可能是：{plain('、'.join(card.others))}", ""] if card.others else []
        lines += _card(answer)
    if not answer.answered:
        lines += _silent(answer)
    if answer.notes:
        lines += ["## 说明", "", *(f"- {plain(note)}" for note in answer.notes), ""]
    by_number = {citation.n: citation for citation in answer.citations}
    below = bool(answer.emergency and (ordinary(answer) or answer.differences))
    lines += [f"## {beside_card.HEADING}", ""] if below else []
    for section in ordinary(answer):
        lines += _section(section, by_number, "###" if below else "##")
    for difference in answer.differences:
        lines += _difference(difference)
    if answer.citations:
        lines += ["## 出处", ""]
    cited = [citation for citation in answer.citations if citation.kind is not Kind.EMERGENCY]
    lines += [f"- {plain(card_source(answer))}"] if len(cited) < len(answer.citations) else []
    lines += [f"- {_mark(citation.n)} {plain(where(citation))}" for citation in cited]
    return "\n".join(lines).rstrip("\n") + "\n"


def when(asked_on: date, as_of: date | None) -> str:
    """The day of the question, and that whose rules were asked for."""
    return f"查询日期：{asked_on}" + (f"（查的是 {as_of} 有效的资料）" if as_of else "")


def narrowed(answer: Answer) -> str:
    """What alone was searched."""
    return f"只查了：{'、'.join(answer.narrowed)}"


def told(statement: Statement, cited: list[Citation]) -> str:
    """A statement with our words before it: that it is not to be done, that it is a digest."""
    avoid = LABEL if cited[0].avoid else ""
    own = OWN_WORDS if cited[0].form is Form.DIGEST else ""
    return f"{avoid}{own}{spoken(statement.text, cited[0])}"


def near(hit: Hit) -> str:
    """An excerpt of what is near, with its place."""
    avoid = LABEL if to_avoid(hit.path) else ""
    return f"{bracketed(hit.title)}{clause_words(hit.path)}：{avoid}{short(plainly(hit.text))}"


def _card(answer: Answer) -> Iterator[str]:
    """The card under its own headings, its document named once."""
    if source := card_source(answer):
        yield from (f"{plain(source)}：", "")
    for heading, statements in parts(answer):
        yield from (f"### {plain(heading)}", "") if heading else ()
        for statement in statements:
            yield "> " + plain(statement.text.strip()).replace("\n", "\\\n> ")
            yield ""
    if links := card_links(answer):
        yield from (plain(links), "")


def _section(section: Section, by_number: dict[int, Citation], level: str) -> Iterator[str]:
    yield from (f"{level} {section.kind.label}", "")
    for statement in section.statements:
        marks = "".join(map(_mark, statement.citations))
        words = told(statement, [by_number[n] for n in statement.citations])
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
        yield f"- {plain(near(hit))}"
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
