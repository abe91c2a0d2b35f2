"""Pure: blocks -> one text, its lines with their spans, and where each stretch stands on a page."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Block, BlockKind, Piece, Place

_BLANK = "\u200b\u200c\u200d\ufeff"
_DOTS = ".．·…‥_"  # what fills the line between an entry of a contents list and its page
_HEADING_SIZE = 1.15  # a line this much larger than the body's median size may be a heading
_BOLD_LEVEL = 9  # a heading known by its bold face alone stands below every stated level


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: ``[start, end)`` spans its words without surrounding blanks.

    ``level`` is the heading depth stated by the format or told from the font, else 0. A table row is
    one line, whatever newlines its cells hold. ``block`` is the index of the block it came from.
    """

    start: int
    end: int
    text: str
    kind: BlockKind
    level: int
    path: tuple[str, ...]
    block: int


def condensed(text: str) -> str:
    """The text without any blanks: what two differently spaced lines are compared by."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def without_page_tail(text: str) -> str:
    """An entry of a contents list without its page number (at most 4 digits) and the dots before it."""
    # By hand: as a pattern this took cubic time on a hostile line of dots.
    end = len(text)
    while end and len(text) - end < 4 and text[end - 1].isdecimal():
        end -= 1
    return text[: filling_start(text, end, _DOTS)]


def filling_start(text: str, end: int, dots: str) -> int:
    """Where the stretch of blanks and ``dots`` begins that ends at ``end``."""
    while end and (text[end - 1].isspace() or text[end - 1] in dots):
        end -= 1
    return end


def lay_out(blocks: Sequence[Block]) -> tuple[str, list[Line]]:
    """Join the blocks' texts with newlines; return the text and its non-blank lines in order."""
    body = _body_size(blocks)
    lines: list[Line] = []
    offset = 0
    for number, block in enumerate(blocks):
        level = _level(block, body)
        pieces = [block.text] if block.kind is BlockKind.TABLE_ROW else block.text.split("\n")
        at = offset
        for piece in pieces:
            start, end = _trim(piece)
            if start < end:
                lines.append(
                    Line(at + start, at + end, piece[start:end], block.kind, level, block.path, number)
                )
            at += len(piece) + 1
        offset += len(block.text) + 1
    return "\n".join(block.text for block in blocks), lines


def places_of(blocks: Sequence[Block]) -> tuple[Place, ...]:
    """Places of all characters whose page is known; neighbours on one page without boxes are one."""
    places: list[Place] = []
    offset = 0
    for block in blocks:
        at, stop = offset, offset + len(block.text)
        for piece in block.pieces:
            end = min(at + piece.length, stop)
            if at < end:
                _add_place(places, at, end, piece)
            at = end
        offset = stop + 1
    return tuple(places)


def _add_place(places: list[Place], start: int, end: int, piece: Piece) -> None:
    last = places[-1] if places else None
    if last and last.box is None and piece.box is None and last.page == piece.page:
        places[-1] = Place(last.start, end, last.page)
    else:
        places.append(Place(start, end, piece.page, piece.box))


class Pages:
    """Looks up the pages of a span."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [place.start for place in places]
        self._ends = [place.end for place in places]

    def of(self, start: int, end: int) -> tuple[int | None, int | None]:
        """First and last page that ``[start, end)`` touches, None where unknown."""
        low = bisect_right(self._ends, start)
        high = bisect_left(self._starts, max(end, start + 1))
        if low >= high:
            return None, None
        pages = [place.page for place in self._places[low:high]]
        return min(pages), max(pages)


def _trim(piece: str) -> tuple[int, int]:
    start, end = 0, len(piece)
    while start < end and (piece[start].isspace() or piece[start] in _BLANK):
        start += 1
    while end > start and (piece[end - 1].isspace() or piece[end - 1] in _BLANK):
        end -= 1
    return start, end


def _body_size(blocks: Sequence[Block]) -> float | None:
    sizes = [block.size for block in blocks if block.size and len(block.text) > 20]
    return statistics.median(sizes) if len(sizes) >= 3 else None


def _level(block: Block, body: float | None) -> int:
    """Heading level: stated, else from a clearly larger size, else from a bold short line."""
    if block.kind is BlockKind.HEADING:
        return block.level or _BOLD_LEVEL
    if block.kind is not BlockKind.PARAGRAPH:
        return 0
    larger = bool(body and block.size and block.size >= body * _HEADING_SIZE)
    # Of words both larger and bold a comma makes no sentence: 谁报、向谁报.
    words = re.sub(r"(?<=[^\d])[，、](?=[^\d])", "", block.text) if larger and block.bold else block.text
    if not looks_like_heading(words):
        return 0
    if larger and body and block.size:
        return max(1, 8 - round((block.size / body - 1) * 10))
    return _BOLD_LEVEL if block.bold else 0


def looks_like_heading(text: str) -> bool:
    """Short, one line, and no sentence: what may be a heading if anything says so."""
    words = text.strip()
    return 1 < len(words) <= 30 and not re.search(r"[。；;！!？，,：:、\n|]|\d{4}[.\-年]\d", words)
