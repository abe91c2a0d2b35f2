"""Plain text. Tables flattened by copying out of Word are recognised by their tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import StudioError
from ingest.model import Block, Piece, Source
from ingest.readers.decode import decode
from ingest.readers.tables import Cell, cell, table_blocks

_MIN_ROWS = 3


def read(path: Path) -> Source:
    """Every line a block; blank lines empty blocks; form feeds count pages."""
    text = load(path)
    pages = text.split("\f")
    blocks: list[Block] = []
    for number, page in enumerate(pages, start=1):
        blocks.extend(_page_blocks(page.split("\n"), number if len(pages) > 1 else None))
    return Source(tuple(blocks), reader="text")


def load(path: Path) -> str:
    """The decoded text of a file.

    Raises:
        StudioError: it is no text in an encoding we know.
    """
    try:
        return decode(path.read_bytes())[0]
    except ValueError as error:
        raise StudioError(
            f"《{path.name}》不是能识别的文字编码（UTF-8、GB18030、UTF-16）。请用记事本打开，另存为 UTF-8。"
        ) from error


def _page_blocks(lines: Sequence[str], page: int | None) -> list[Block]:
    blocks: list[Block] = []
    start = 0
    while start < len(lines):
        table, end = _table_at(lines, start)
        if table:
            blocks.extend(table_blocks(table, page=page))
        else:
            end = start + 1
            line = lines[start].rstrip()
            blocks.append(Block(line, pieces=(Piece(len(line), page),) if page else ()))
        start = end
    return blocks


def _table_at(lines: Sequence[str], start: int) -> tuple[list[list[Cell]], int]:
    """The tab table that begins at ``start`` and the line after it; no rows where there is none."""
    if "\t" not in lines[start]:
        return [], start
    if lines[start].startswith("\t"):
        return _stacked_table(lines, start)
    return _flat_table(lines, start)


def _flat_table(lines: Sequence[str], start: int) -> tuple[list[list[Cell]], int]:
    """Rows ``a TAB b TAB c``, at least three with equally many tabs."""
    tabs, end = lines[start].strip("\n").count("\t"), start
    while end < len(lines) and lines[end].count("\t") == tabs and lines[end].strip():
        end += 1
    if end - start < _MIN_ROWS:
        return [], start
    return [[cell(part) for part in line.split("\t")] for line in lines[start:end]], end


def _stacked_table(lines: Sequence[str], start: int) -> tuple[list[list[Cell]], int]:
    """A table copied cell by cell: a tab opens a cell, a blank line ends a row.

    All rows must have as many cells as the first (at least two); the table ends before the row
    that has not.
    """
    rows: list[list[Cell]] = []
    position, end = start, start
    while position < len(lines):
        raw, position = _stacked_row(lines, position)
        if not raw or (rows and len(raw) != len(rows[0])):
            break
        rows.append([cell("\n".join(part)) for part in raw])
        end = position
    if len(rows) < _MIN_ROWS or len(rows[0]) < 2:
        return [], start
    return rows, end


def _stacked_row(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """The cells (lists of lines) of the row at ``start`` and the line where the next may begin."""
    cells: list[list[str]] = []
    position = start
    while position < len(lines) and (lines[position].startswith("\t") or (lines[position].strip() and cells)):
        if lines[position].startswith("\t"):
            cells.append([])
        cells[-1].append(lines[position].lstrip("\t"))
        position += 1
    while position < len(lines) and not re.search(r"[^\n ]", lines[position]):
        position += 1
    return cells, position
