"""Tables as blocks: one row, one block, with the labels that stand over and before it as its path.

Three shapes of table occur in schools' documents, and a row is written differently in each:

* a standard (一级指标, 二级指标, 三级指标): the leading cells are labels and carried down where they
  are merged, the last cell holds the text, each of its paragraphs a block;
* a list (姓名, 电话 …): a header row names the columns, a row becomes ``列：值；列：值``;
* a form (课题 | … | 课时 | …, lesson plans): labels and values alternate; a long value becomes
  blocks under its label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.model import Block, BlockKind, Piece

_LABEL_CHARS = 24
_LONG_CHARS = 30
_GAP = " | "
_NUMERIC = re.compile(r"^[\d\s.,:%/年月日元-]+$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's paragraphs. ``above`` marks the lower part of a vertically merged cell."""

    lines: tuple[str, ...] = ()
    above: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def cell(text: str, *, above: bool = False) -> Cell:
    """A cell from text, one paragraph per non-blank line."""
    return Cell(tuple(line for raw in text.split("\n") if (line := raw.strip())), above)


Row = Sequence[Cell]


def table_blocks(rows: Sequence[Row], *, path: tuple[str, ...] = (), page: int | None = None) -> list[Block]:
    """Blocks of one table, top row first; ``path`` names what the table stands in (sheet, label)."""
    kept = [row for row in rows if any(cell.lines or cell.above for cell in row)]
    if not kept:
        return []
    if all(len(row) == 1 for row in kept):
        blocks = [_block(line, path) for row in kept for cell in row for line in cell.lines]
        return [_on(replace(block, kind=BlockKind.PARAGRAPH), page) for block in blocks]
    if _has_header(kept):
        body = _labelled(kept, path) if _is_standard(kept) else _listed(kept, path)
    else:
        body = [block for row in kept for block in _form_row(row, path)]
    return [_on(block, page) for block in body]


def _has_header(rows: Sequence[Row]) -> bool:
    """A header row: every column named by a short word, and the rows below as wide."""
    head = rows[0]
    if (
        len(rows) < 2
        or any(not cell.lines for cell in head)
        or any(len(cell.text) > _LABEL_CHARS for cell in head)
    ):
        return False
    if len({cell.text for cell in head}) < len(head) or any(_NUMERIC.match(cell.text) for cell in head):
        return False
    alike = sum(len(row) == len(head) for row in rows[1:])
    if alike < 0.8 * (len(rows) - 1):
        return False
    return len(head) > 2 or not _label_value(rows)


def _label_value(rows: Sequence[Row]) -> bool:
    """Two columns, each left cell a label of its right one (so is the first row, which is no header)."""
    left, right = rows[0][0].text, rows[0][1].text
    if left.endswith(("：", ":")):
        return True
    first_is_long = len(right) > 8 or bool(re.search(r"[，。；]", right))
    return first_is_long or any(
        len(row[1].text) > 4 * max(8, len(right)) for row in rows[1:] if len(row) == 2
    )


def _is_standard(rows: Sequence[Row]) -> bool:
    """The last column holds prose and the ones before it labels."""
    body = [row for row in rows[1:] if len(row) > 1]
    long = sum(len(row[-1].text) > _LONG_CHARS or len(row[-1].lines) > 1 for row in body)
    labels = all(len(cell.text) <= _LABEL_CHARS and len(cell.lines) <= 2 for row in body for cell in row[:-1])
    return labels and long >= max(1, len(body) // 2)


def _labelled(rows: Sequence[Row], path: tuple[str, ...]) -> list[Block]:
    """The rows of a standard: header as one block, then every paragraph of the last column."""
    blocks = [_block(_GAP.join(cell.text for cell in rows[0]), path)]
    carried: list[str] = [""] * (len(rows[0]) - 1)
    for row in rows[1:]:
        carried = _carry(carried, row)
        labels = tuple(label for label in carried if label)
        blocks.extend(_block(line, path + labels) for line in row[-1].lines)
    return blocks


def _carry(carried: Sequence[str], row: Row) -> list[str]:
    """Labels of this row: an empty or merged leading cell continues the one above it.

    After the first cell that has a text of its own nothing is continued: an empty second label
    under a new first one is empty.
    """
    labels, fresh = list(carried), False
    for column, cell in enumerate(row[: len(labels)]):
        if cell.lines:
            labels[column], fresh = cell.text, True
        elif fresh:
            labels[column] = ""
    return labels


def _listed(rows: Sequence[Row], path: tuple[str, ...]) -> list[Block]:
    """The rows of a list, each value behind its column's name; merged cells carried down."""
    names = [cell.text for cell in rows[0]]
    blocks = [_block(_GAP.join(names), path)]
    last: list[str] = [""] * len(names)
    for row in rows[1:]:
        values = [last[i] if cell.above and i < len(last) else cell.text for i, cell in enumerate(row)]
        last = (values + [""] * len(names))[: len(names)]
        pairs = zip(names, values, strict=False) if len(values) == len(names) else (("", v) for v in values)
        text = "；".join(f"{name}：{value}" if name else value for name, value in pairs if value)
        if text:
            blocks.append(_block(text, path))
    return blocks


def _form_row(row: Row, path: tuple[str, ...]) -> list[Block]:
    """A row of a form: short pairs in one block, long values under their label."""
    pairs, rest = _pairs([cell for cell in row if cell.lines])
    blocks: list[Block] = []
    short: list[str] = []
    for label, value in pairs:
        if _is_long(value):
            blocks.extend(_block(line, (*path, _bare(label))) for line in value.lines)
        else:
            short.append(f"{_bare(label)}：{value.text}")
    if short:
        blocks.insert(0, _block("；".join(short), path))
    if rest and not any(_is_long(cell) for cell in rest):
        blocks.append(_block(_GAP.join(cell.text for cell in rest), path))
    else:
        blocks.extend(_block(line, path) for cell in rest for line in cell.lines)
    return blocks


def _pairs(cells: Sequence[Cell]) -> tuple[list[tuple[str, Cell]], list[Cell]]:
    """``(label, value)`` pairs of a form row, and the cells that are no pair."""
    even = len(cells) % 2 == 0 and len(cells) > 0
    if even and all(_is_label(label) for label in cells[::2]):
        return [(label.text, value) for label, value in zip(cells[::2], cells[1::2], strict=True)], []
    if len(cells) == 2 or any(_is_long(value) for value in cells[1:]):
        if not _is_label(cells[0]):
            return [], list(cells)
        merged = Cell(tuple(line for cell in cells[1:] for line in cell.lines))
        return [(cells[0].text, merged)], []
    return [], list(cells)


def _is_long(cell: Cell) -> bool:
    return len(cell.lines) > 1 or len(cell.text) > _LONG_CHARS


def _is_label(cell: Cell) -> bool:
    squeezed = re.sub(r"\s", "", cell.text)
    return 0 < len(squeezed) <= 16 and not re.search(r"[，。；]", squeezed) and not _NUMERIC.match(squeezed)


def _bare(label: str) -> str:
    """A label without the spaces that spread it over its cell and without its colon: ``教 学 目 标：``."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", label)
    return joined.strip().rstrip("：:")


def _block(text: str, path: tuple[str, ...]) -> Block:
    return Block(text=text, kind=BlockKind.TABLE_ROW, path=path)


def _on(block: Block, page: int | None) -> Block:
    return block if page is None else replace(block, pieces=(Piece(len(block.text), page),))
