"""An answer as a Word document: quotes letter by letter, their places as footnotes, Chinese fonts named."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from docx import Document

from app.citing import clause_words, where
from app.export_markdown import LEGEND, NEAR, OWN_WORDS, when
from app.export_notes import Footnotes
from app.export_page import clean, set_up
from app.model import Answer, Citation, Difference, EmergencyCard, Section
from app.pages.render import short
from app.titles import bracketed
from ingest.model import Form

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
    document.add_paragraph(when(asked_on, as_of))
    if answer.understood:
        document.add_paragraph(f"理解为：{clean(answer.understood)}")
    if answer.citations:
        document.add_paragraph(LEGEND)
    if answer.emergency:
        _emergency(document, answer.emergency)
    if not answer.answered:
        _silent(document, answer)
    for section in answer.sections:
        _section(document, section, by_number, notes)
    for difference in answer.differences:
        _difference(document, difference, by_number, notes)
    if answer.notes:
        document.add_heading("说明", 1)
    for note in answer.notes:
        document.add_paragraph(clean(note), style="List Bullet")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _emergency(document: Any, card: EmergencyCard) -> None:
    document.add_heading(clean(f"紧急：{card.situation}"), 1)
    calls = document.add_paragraph()
    calls.add_run(clean(f"先拨打：{'、'.join(card.hotlines)}")).bold = True
    if card.checked:
        document.add_paragraph(clean(f"号码 {card.checked} 核对"))
    if card.others:
        document.add_paragraph(clean(f"也可能是：{'、'.join(card.others)}"))


def _silent(document: Any, answer: Answer) -> None:
    document.add_paragraph().add_run(clean(answer.reason)).bold = True
    if answer.nearest:
        document.add_heading(NEAR, 1)
    for hit in answer.nearest:
        place = f"{bracketed(hit.title)}{clause_words(hit.path)}"
        document.add_paragraph(clean(f"{place}：{short(hit.text)}"), style="List Bullet")


def _section(document: Any, section: Section, by_number: dict[int, Citation], notes: Footnotes) -> None:
    document.add_heading(section.kind.label, 1)
    for statement in section.statements:
        cited = [by_number[n] for n in statement.citations]
        digest = all(citation.form is Form.DIGEST for citation in cited)
        words = f"{OWN_WORDS}{statement.text}" if digest else f"「{statement.text}」"
        paragraph = document.add_paragraph(clean(words))
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
