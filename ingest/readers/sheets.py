"""Spreadsheets: every row with the names of its columns; the sheet's title is the path."""

from __future__ import annotations

import datetime
import re
import warnings as python_warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from ingest.errors import StudioError
from ingest.model import Block, BlockKind, Piece, Source
from ingest.readers import ocr
from ingest.readers.damage import DAMAGE
from ingest.readers.tables import Cell, cell, table_blocks

_DAMAGE: tuple[type[Exception], ...] = (InvalidFileException, *DAMAGE)
_MAX_CELLS = 500_000
_MAX_COLUMNS = 200
_DEFAULT_NAME = re.compile(r"^(?:sheet|工作表)\s*\d*$", re.I)


def read(path: Path, *, progress: Callable[[int, int], None] | None = None) -> Source:
    """Read an ``.xlsx`` file; ``page`` is the sheet's number. Formulas show the value last computed."""
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")  # openpyxl warns about every extension it does not know
            book = openpyxl.load_workbook(path, data_only=True)
        blocks = [
            block for number, sheet in enumerate(book.worksheets, start=1) for block in _sheet(sheet, number)
        ]
        notes = [note for sheet in book.worksheets for note in _cut(sheet)]
    except _DAMAGE as error:
        raise StudioError(
            f"电子表格《{path.name}》已损坏，打不开。请用 Excel/WPS 打开后另存一份再导入。"
        ) from error
    pictures = _pictures(path)
    if pictures:
        places = [Block(mark, kind=BlockKind.CAPTION) for mark, _ in pictures]
        filled, more = ocr.fill_pictures(places, pictures, progress=progress)
        blocks.extend(filled)
        notes += [f"含图片 {len(pictures)} 张", *more]
    return Source(tuple(blocks), reader="xlsx", page_unit="个工作表", warnings=tuple(notes))


def _sheet(sheet: Any, number: int) -> Iterator[Block]:
    tables = _tables(_rows(sheet))
    if not tables:
        return
    title = "" if _DEFAULT_NAME.match(sheet.title) else sheet.title
    if title:
        yield Block(title, kind=BlockKind.HEADING, level=1, pieces=(Piece(len(title), number),))
    for rows in tables:
        yield from _table(rows, (title,) if title else (), number)


def _tables(rows: list[list[Cell]]) -> list[list[list[Cell]]]:
    """The tables of a sheet: stretches of rows between blank ones, without their blank columns."""
    groups: list[list[list[Cell]]] = [[]]
    for row in rows:
        if any(c.lines or c.above for c in row):
            groups[-1].append(row)
        elif groups[-1]:
            groups.append([])
    found = []
    for group in filter(None, groups):
        used = [at for at in range(len(group[0])) if any(row[at].lines for row in group)]
        found.append([[row[at] for at in used] for row in group])
    return found


def _table(rows: list[list[Cell]], path: tuple[str, ...], number: int) -> Iterator[Block]:
    while rows and sum(bool(c.lines) for c in rows[0]) == 1 and len(rows) > 1:
        # A line merged over the columns is the table's caption.
        text = " ".join(c.text for c in rows.pop(0) if c.lines)
        yield Block(text, path=path, pieces=(Piece(len(text), number),))
    yield from table_blocks(rows, path=path, page=number)


def _rows(sheet: Any) -> list[list[Cell]]:
    """All rows; cells of a merged area below its first row are marked."""
    # One stray cell at the far corner must not make us walk a billion empty ones.
    columns = min(sheet.max_column, _MAX_COLUMNS)
    rows = min(sheet.max_row, _MAX_CELLS // columns)
    merged = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, min(area.max_row, rows) + 1)
        for column in range(area.min_col, min(area.max_col, columns) + 1)
    }
    return [
        [cell(_shown(value), above=(row, at) in merged) for at, value in enumerate(values, start=1)]
        for row, values in enumerate(
            sheet.iter_rows(max_row=rows, max_col=columns, values_only=True), start=1
        )
    ]


def _cut(sheet: Any) -> list[str]:
    """What to tell of a sheet larger than is read."""
    columns = min(sheet.max_column, _MAX_COLUMNS)
    if sheet.max_column <= _MAX_COLUMNS and sheet.max_row <= _MAX_CELLS // columns:
        return []
    return [f"工作表“{sheet.title}”太大，只读了前 {_MAX_CELLS // columns} 行、前 {columns} 列"]


def _shown(value: object) -> str:
    """A cell's value as people read it."""
    if value is None or str(value).startswith("=DISPIMG"):  # WPS writes a picture in a cell as a formula
        return ""
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _pictures(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        names = [
            name for name in archive.namelist() if name.startswith("xl/media/") and not name.endswith("/")
        ]
        return [(ocr.placeholder(at), archive.read(name)) for at, name in enumerate(sorted(names))]
