"""The draft of the self-assessment as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document

from app.export_page import clean, set_up
from app.self_check_draft import TITLE, Block, Heading, Items, Table, Text


def to_word(blocks: Sequence[Block], made_on: date) -> bytes:
    """The bytes of a .docx file."""
    document = Document()
    set_up(document, TITLE, made_on)
    document.add_paragraph(TITLE, style="Title")
    for block in blocks:
        _add(document, block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(clean(text), level)
        case Text(text, name):
            paragraph = document.add_paragraph()
            if name:
                paragraph.add_run(clean(name)).bold = True
            paragraph.add_run(clean(text))
        case Items(items, numbered):
            for place, item in enumerate(items, 1):
                # Word's own numbers would run on through the whole document.
                words = f"{place}. {item}" if numbered else item
                document.add_paragraph(clean(words), style=None if numbered else "List Bullet")
        case Table():
            _table(document, block)


def _table(document: Any, block: Table) -> None:
    rows = (block.heads, *block.rows) if block.heads else block.rows
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for place, row in enumerate(rows):
        for at, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(clean(words))
            run.bold = at == 0 or (place == 0 and bool(block.heads))
