"""An answer as a Word document: quotes letter by letter, their places as footnotes, Chinese fonts named."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.citing import clause_words, where
from app.export_markdown import LEGEND, NEAR, OWN_WORDS, when
from app.export_notes import Footnotes
from app.model import Answer, Citation, Difference, EmergencyCard, Section
from app.pages.render import short
from app.titles import bracketed
from ingest.model import Form

_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_SIZES = {"Title": 16, "Heading 1": 13}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_COLUMNS = ("范围", "文件", "要求", "出处")


def to_word(answer: Answer, asked_on: date, as_of: date | None = None) -> bytes:
    """The bytes of a .docx file. Its footnotes are numbered by Word in the order they stand in.

    ``as_of`` is the day whose rules were asked for, where that is another.
    """
    document = Document()
    _set_up(document, answer, asked_on)
    notes = Footnotes(document)
    by_number = {citation.n: citation for citation in answer.citations}
    document.add_paragraph(_clean(answer.question), style="Title")
    document.add_paragraph(when(asked_on, as_of))
    if answer.understood:
        document.add_paragraph(f"理解为：{_clean(answer.understood)}")
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
        document.add_paragraph(_clean(note), style="List Bullet")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Any, answer: Answer, asked_on: date) -> None:
    """A4, Song for text and Hei for headings, in black; the file says when and by what it was made."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(page, side, Cm(2.5))
    _font(document.styles["Normal"], _SONG, 12)
    for name, size in _SIZES.items():
        _font(document.styles[name], _HEI, size)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = _clean(answer.question)[:255], "班主任工作室知识助手", ""
    facts.created = facts.modified = datetime(asked_on.year, asked_on.month, asked_on.day)


def _font(style: Any, name: str, size: int) -> None:
    """Name the fonts for Latin and for Chinese; the template's theme fonts would override both."""
    style.font.name, style.font.size, style.font.color.rgb = _LATIN, Pt(size), RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), name)


def _emergency(document: Any, card: EmergencyCard) -> None:
    document.add_heading(_clean(f"紧急：{card.situation}"), 1)
    calls = document.add_paragraph()
    calls.add_run(_clean(f"先拨打：{'、'.join(card.hotlines)}")).bold = True
    if card.checked:
        document.add_paragraph(_clean(f"号码 {card.checked} 核对"))
    if card.others:
        document.add_paragraph(_clean(f"也可能是：{'、'.join(card.others)}"))


def _silent(document: Any, answer: Answer) -> None:
    document.add_paragraph().add_run(_clean(answer.reason)).bold = True
    if answer.nearest:
        document.add_heading(NEAR, 1)
    for hit in answer.nearest:
        place = f"{bracketed(hit.title)}{clause_words(hit.path)}"
        document.add_paragraph(_clean(f"{place}：{short(hit.text)}"), style="List Bullet")


def _section(document: Any, section: Section, by_number: dict[int, Citation], notes: Footnotes) -> None:
    document.add_heading(section.kind.label, 1)
    for statement in section.statements:
        cited = [by_number[n] for n in statement.citations]
        digest = all(citation.form is Form.DIGEST for citation in cited)
        words = f"{OWN_WORDS}{statement.text}" if digest else f"「{statement.text}」"
        paragraph = document.add_paragraph(_clean(words))
        for citation in cited:
            notes.mark(paragraph, citation.n, _clean(f"{where(citation)}。"))


def _difference(
    document: Any, difference: Difference, by_number: dict[int, Citation], notes: Footnotes
) -> None:
    document.add_heading(_clean(f"不同文件要求不同：{difference.topic}"), 1)
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in difference.rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, (row.scope, bracketed(row.title), row.value), strict=False):
            cell.text = _clean(words)
        citation = by_number[row.citation]
        notes.mark(cells[-1].paragraphs[0], citation.n, _clean(f"{where(citation)}。"))


def _clean(text: str) -> str:
    """Without the control characters that no XML may hold."""
    return _NOT_XML.sub("", text)
