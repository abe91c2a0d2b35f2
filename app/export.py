"""An answer as a Word document: quotes letter by letter, their places as footnotes, Chinese fonts named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from docx import Document
from docx.shared import RGBColor

from app import beside_card
from app.avoiding import LABEL
from app.card_parts import parts
from app.citing import card_links, card_source, ordinary, where
from app.export_markdown import LEGEND, NEAR, narrowed, near, told, when
from app.export_notes import Footnotes
from app.export_page import clean, set_up
from app.model import Answer, Citation, Difference, Section
from app.titles import bracketed
from ingest.model import Kind

_RED = RGBColor(0xB4, 0x23, 0x18)
_COLUMNS = ("范围", "文件", "要求", "出处")


def to_word(answer: Answer, asked_on: date, as_of: date | None = None) -> bytes:
    """The bytes of a .docx file. Its footnotes are numbered by Word in the order they stand in.

    ``as_of`` is the day whose rules were asked for, where that is another.
    """
    document = Document()
    set_up(document, answer.question, asked_on)
    notes = Footnotes(document)
    by_number = {citation.n: citation for citation in answer.citations}
    document.add_paragraph(clean(answer.question), style="Title")
    for fact in _facts(answer, when(asked_on, as_of)):
        document.add_paragraph(clean(fact))
    if answer.emergency:
        _emergency(document, answer, notes)
    if not answer.answered:
        _silent(document, answer)
    if answer.notes:
        document.add_heading("说明", 1)
    for note in answer.notes:
        document.add_paragraph(clean(note), style="List Bullet")
    below = bool(answer.emergency and (ordinary(answer) or answer.differences))
    if below:
        document.add_heading(beside_card.HEADING, 1)
    for section in ordinary(answer):
        document.add_heading(section.kind.label, 2 if below else 1)
        _section(document, section, by_number, notes)
    for difference in answer.differences:
        _difference(document, difference, by_number, notes)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _facts(answer: Answer, asked: str) -> Iterator[str]:
    """What stands under the title: when and how it was asked, and what the marks mean."""
    yield asked
    if answer.understood:
        yield f"理解为：{answer.understood}"
    if answer.narrowed:
        yield narrowed(answer)
    if answer.citations:
        yield LEGEND


def _emergency(document: Any, answer: Answer, notes: Footnotes) -> None:
    card = answer.emergency
    assert card is not None
    document.add_heading(clean(f"紧急：{card.situation}"), 1)
    calls = document.add_paragraph()
    calls.add_run(clean(f"先拨打：{'、'.join(card.hotlines)}")).bold = True
    if card.checked:
        document.add_paragraph(clean(f"号码 {card.checked} 核对"))
    if card.others:
        document.add_paragraph(clean(f"也可能是：{'、'.join(card.others)}"))
    _card(document, answer, notes)


def _card(document: Any, answer: Answer, notes: Footnotes) -> None:
    """The published card under its own headings, its document named once: a note a block says nothing more."""
    if source := card_source(answer):
        first = next(one for one in answer.citations if one.kind is Kind.EMERGENCY)
        notes.mark(
            document.add_paragraph(clean(f"{source}：")), first.n, clean(f"{bracketed(first.title)}。")
        )
    for heading, statements in parts(answer):
        if heading:
            document.add_heading(clean(heading), 2)
        for statement in statements:
            document.add_paragraph(clean(statement.text.strip()))
    if links := card_links(answer):
        document.add_paragraph(clean(links))


def _silent(document: Any, answer: Answer) -> None:
    document.add_paragraph().add_run(clean(answer.reason)).bold = True
    if answer.nearest:
        document.add_heading(NEAR, 1)
    for hit in answer.nearest:
        document.add_paragraph(clean(near(hit)), style="List Bullet")


def _section(document: Any, section: Section, by_number: dict[int, Citation], notes: Footnotes) -> None:
    for statement in section.statements:
        cited = [by_number[n] for n in statement.citations]
        words = told(statement, cited)
        paragraph = document.add_paragraph()
        if words.startswith(LABEL) and cited[0].avoid:
            warned = paragraph.add_run(LABEL)
            warned.bold, warned.font.color.rgb = True, _RED
            words = words.removeprefix(LABEL)
        paragraph.add_run(clean(words))
        for citation in cited:
            notes.mark(paragraph, citation.n, clean(f"{where(citation)}。"))


def _difference(
    document: Any, difference: Difference, by_number: dict[int, Citation], notes: Footnotes
) -> None:
    document.add_heading(clean(f"不同文件要求不同：{difference.topic}"), 1)
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in difference.rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, (row.scope, bracketed(row.title), row.value), strict=False):
            cell.text = clean(words)
        citation = by_number[row.citation]
        notes.mark(cells[-1].paragraphs[0], citation.n, clean(f"{where(citation)}。"))
