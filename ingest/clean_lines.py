"""Wrapped lines become paragraphs again.

A document shows how it marks a paragraph: the line after one that does not reach the right edge
begins a paragraph for sure, so whether such lines are indented, or stand after a gap, is learnt from
them. After a line that does reach the edge, the marks decide; where the document has none, a full
line that ends no sentence goes on in the next. Headings and numbered clauses always begin anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest import clean_text as lines_of
from ingest.clean_edit import joined
from ingest.model import Block, BlockKind, Removal

_JOINABLE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE)
_MAX_COLUMN = 75.0
_MIN_LINE = 8.0
_INDENT = 1.2
_EDGE = 0.8
_MIN_WRAPPED_SHARE = 0.25
_LONG_LINE = 20
_FEW_LINES = 5
_STEP = "断行合并"


@dataclass(frozen=True, slots=True)
class _Line:
    """A block as it stands on its page, in units of one full-width character.

    ``column`` is where the text column ends; ``gap`` says that white space stands above the line.
    """

    block: Block
    left: float
    right: float
    column: float
    start: float
    gap: bool

    def is_full(self, follower: Block) -> bool:
        """Whether ``follower``'s first word would not have fitted on this line."""
        return self.right + lines_of.width(lines_of.first_word(follower.text)) > self.column - _EDGE

    @property
    def set_right(self) -> bool:
        """Reaches the edge from the right: a signature or a date."""
        return self.left - self.start > 0.4 * (self.column - self.start)

    @property
    def indented(self) -> bool:
        return self.left > self.start + _INDENT


@dataclass(frozen=True, slots=True)
class _Marks:
    """How this document marks the first line of a paragraph."""

    by_indent: bool
    by_gap: bool

    def begins(self, line: _Line) -> bool:
        return (self.by_indent and line.indented) or (self.by_gap and line.gap)

    @property
    def any(self) -> bool:
        return self.by_indent or self.by_gap


def join_lines(blocks: Sequence[Block]) -> tuple[list[Block], list[Removal]]:
    """Paragraphs out of lines; blocks without text are dropped."""
    boxed = sum(bool(b.pieces and b.pieces[0].box) for b in blocks)
    lines = _placed(blocks) if boxed > len(blocks) / 2 else _typed(blocks)
    if lines and lines[0].column > 0:
        marks = _learn(lines)
        links = [_goes_on(a, b, marks) for a, b in pairwise(lines)]
    else:
        links = [_is_torn(a.block, b.block) for a, b in pairwise(lines)]
    return _linked(lines, links)


def _linked(lines: Sequence[_Line], links: Sequence[bool]) -> tuple[list[Block], list[Removal]]:
    result: list[Block] = []
    seams: dict[int | None, list[str]] = defaultdict(list)
    for index, line in enumerate(lines):
        if index and links[index - 1]:
            page = line.block.page
            seams[page].append(f"{result[-1].text.rstrip()[-8:]}⏎{line.block.text.strip()[:8]}")
            result[-1] = joined(result[-1], line.block)
        else:
            result.append(line.block)
    removals = [
        Removal(_STEP, "、".join(found[:3]), page=page, note=f"共 {len(found)} 处")
        for page, found in seams.items()
    ]
    return result, removals


def _typed(blocks: Sequence[Block]) -> list[_Line]:
    """Lines of plain text. ``column`` is 0 where the text is not wrapped at a common width."""
    kept = [block for block in blocks if block.text.strip()]
    column = _common_width(kept)
    count = _common_count(kept)
    lines: list[_Line] = []
    gap = True
    for block in blocks:
        if block.text.strip():
            left = lines_of.indent(block.text)
            right = column if len(block.text) == count else lines_of.width(block.text.rstrip())
            lines.append(_Line(block, left, right, column, 0.0, gap))
            gap = False
        else:
            gap = True
    return lines


def _common_width(blocks: Sequence[Block]) -> float:
    """The width that lines were wrapped at, 0 where they were not.

    Wrapped text has many lines within a character or two of the widest, and half of them or more
    stop in the middle of a sentence.
    """
    prose = [b for b in blocks if b.kind in _JOINABLE and lines_of.width(b.text.strip()) >= _MIN_LINE]
    widths = sorted(lines_of.width(block.text.rstrip()) for block in prose)
    if len(widths) < 4:
        return 0.0
    column = widths[min(len(widths) - 1, int(len(widths) * 0.97))]
    full = [block for block in prose if column - 2.5 <= lines_of.width(block.text.rstrip()) <= column + 1.5]
    cut = sum(not lines_of.ends_sentence(block.text) for block in full)
    if column > _MAX_COLUMN or len(full) < max(3, _MIN_WRAPPED_SHARE * len(prose)) or cut < 0.5 * len(full):
        return 0.0
    return column


def _common_count(blocks: Sequence[Block]) -> int:
    """Where a program wrapped by counting characters, digits as much as ideographs: that count, else 0."""
    counts = Counter(len(block.text) for block in blocks if len(block.text) >= _MIN_LINE)
    longest = max(counts, default=0)
    return longest if counts[longest] >= _MIN_WRAPPED_SHARE * counts.total() else 0


def _placed(blocks: Sequence[Block]) -> list[_Line]:
    """Lines with boxes: measured in characters of their page's usual size."""
    kept = [block for block in blocks if block.text.strip()]
    by_page: dict[int, list[Block]] = defaultdict(list)
    for block in kept:
        if block.pieces and block.pieces[0].box:
            by_page[block.pieces[0].page].append(block)
    frames = {page: _frame(members) for page, members in by_page.items()}
    usual = (
        frames[max(by_page, key=lambda page: len(by_page[page]))] if by_page else _Frame(0.02, 0.0, 50.0, 0.0)
    )
    lines: list[_Line] = []
    for index, block in enumerate(kept):
        box = block.pieces[0].box if block.pieces else None
        if box is None:
            lines.append(_Line(block, 0.0, 0.0, 1e9, 0.0, True))
            continue
        members = by_page[block.pieces[0].page]
        frame = frames[block.pieces[0].page] if len(members) >= _FEW_LINES else usual
        beside = [other for other in members if _in_column(block, other, frame.unit)]
        if len(members) > len(beside) >= _FEW_LINES:
            frame = _frame(beside, frame)
        gap = index == 0 or _stands_apart(kept[index - 1], block, frame.pitch)
        lines.append(_Line(block, box[0] / frame.unit, box[2] / frame.unit, frame.column, frame.start, gap))
    return lines


@dataclass(frozen=True, slots=True)
class _Frame:
    """A text column: width of a character as a fraction of the page; left and right edge in
    characters; distance of lines as a fraction of the page."""

    unit: float
    start: float
    column: float
    pitch: float


def _in_column(block: Block, other: Block, unit: float) -> bool:
    """``other`` begins about where ``block`` does, within a paragraph's indent."""
    first, second = block.pieces[0].box, other.pieces[0].box
    return first is not None and second is not None and abs(first[0] - second[0]) <= 3 * unit


def _frame(members: Sequence[Block], around: _Frame | None = None) -> _Frame:
    """The column that lines stand in; ``around`` gives the pitch of the page where they are part of it."""
    boxes = [block.pieces[0].box for block in members if block.pieces[0].box]
    units = [
        (box[2] - box[0]) / lines_of.width(block.text)
        for block, box in zip(members, boxes, strict=True)
        if lines_of.width(block.text) >= 4
    ]
    unit = max(median(units), 1e-4) if units else 0.02
    lefts, rights = sorted(box[0] for box in boxes), sorted(box[2] for box in boxes)
    pitches = [b[1] - a[1] for a, b in pairwise(boxes) if 0 < b[1] - a[1] < 0.1]
    column = rights[min(len(rights) - 1, int(len(rights) * 0.95))]
    start = lefts[int(len(lefts) * 0.1)]
    pitch = around.pitch if around else median(pitches) if pitches else 0.0
    return _Frame(unit, start / unit, column / unit, pitch)


def _stands_apart(above: Block, below: Block, pitch: float) -> bool:
    """More white than usual between two lines of a page, or not below each other at all."""
    if not above.pieces or above.pieces[-1].page != below.pieces[0].page:
        return False
    first, second = above.pieces[-1].box, below.pieces[0].box
    if first is None or second is None:
        return True
    return second[1] <= first[1] or (pitch > 0 and second[1] - first[1] > 1.6 * pitch)


def _learn(lines: Sequence[_Line]) -> _Marks:
    """From the lines that begin paragraphs for sure, and those after full lines, how paragraphs begin."""
    sure = [b for a, b in pairwise(lines) if not a.is_full(b.block) and _is_body(b)]
    rest = [b for a, b in pairwise(lines) if a.is_full(b.block) and _is_body(b)]
    return _Marks(
        by_indent=_tells([line.indented for line in sure], [line.indented for line in rest]),
        by_gap=_tells([line.gap for line in sure], [line.gap for line in rest]),
    )


def _tells(sure: Sequence[bool], rest: Sequence[bool]) -> bool:
    if len(sure) < 3:
        return False
    return sum(sure) >= 0.6 * len(sure) and sum(rest) <= 0.5 * max(1, len(rest))


def _is_body(line: _Line) -> bool:
    return line.block.kind in _JOINABLE and lines_of.width(line.block.text) >= _MIN_LINE


def _goes_on(line: _Line, follower: _Line, marks: _Marks) -> bool:
    """Whether ``follower`` continues the paragraph of ``line``, in wrapped text."""
    first, second = line.block, follower.block
    if not _may_join(first, second):
        return False
    if not line.is_full(second) or line.set_right or lines_of.is_document_number(first.text):
        return False
    if lines_of.begins_reference(second.text) and not lines_of.ends_sentence(first.text):
        return True
    if lines_of.is_unfinished(first.text):
        return True
    if lines_of.ends_sentence(first.text):
        return marks.any and not marks.begins(follower) and not _new_page(first, second)
    return not (marks.by_indent and follower.indented)


def _may_join(first: Block, second: Block) -> bool:
    if first.kind not in _JOINABLE or second.kind not in _JOINABLE or first.path != second.path:
        return False
    if second.kind is BlockKind.LIST_ITEM or (
        first.kind is not second.kind and second.kind is not BlockKind.PARAGRAPH
    ):
        return False
    if first.size and second.size and abs(first.size - second.size) > 0.08 * first.size:
        return False
    return not lines_of.begins_clause(second.text) or lines_of.is_inside(first.text)


def _new_page(first: Block, second: Block) -> bool:
    return bool(first.pieces and second.pieces and first.pieces[-1].page != second.pieces[0].page)


def _is_torn(first: Block, second: Block) -> bool:
    """In text that is not wrapped: a sentence torn apart where a page ended.

    The first part must be prose of some length that ends with no punctuation or a comma, the second
    must be prose too and begin nothing new.
    """
    if not _may_join(first, second) or first.kind is not BlockKind.PARAGRAPH:
        return False
    head, tail = first.text.strip(), second.text.strip()
    if len(head) < _LONG_LINE or not lines_of.is_prose(head) or lines_of.ends_sentence(head):
        return False
    if lines_of.indent(second.text) > lines_of.indent(first.text) and lines_of.indent(second.text) >= 1:
        return False
    if lines_of.begins_clause(head) and not lines_of.is_unfinished(head) and not lines_of.is_torn_prose(head):
        return False
    return lines_of.is_prose(tail) and lines_of.ends_sentence(tail)
