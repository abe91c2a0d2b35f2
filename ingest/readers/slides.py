"""Slides: the title of a slide is a heading, and every other text's path. Notes are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.util import Length

from ingest.errors import StudioError
from ingest.model import Block, BlockKind, Piece, Source
from ingest.readers import ocr
from ingest.readers.damage import DAMAGE
from ingest.readers.tables import cell, table_blocks

_MAX_DEPTH = 20
_TITLE_POINTS = 28
_DAMAGE: tuple[type[Exception], ...] = (PythonPptxError, etree.LxmlError, *DAMAGE)


def read(path: Path, *, progress: Callable[[int, int], None] | None = None) -> Source:
    """Read a ``.pptx`` file; ``page`` is the slide's number. Pictures too, where OCR is installed."""
    try:
        deck = Presentation(str(path))
        reading = _Deck()
        blocks = [
            block
            for number, slide in enumerate(deck.slides, start=1)
            for block in reading.slide(slide, number)
        ]
    except _DAMAGE as error:
        raise StudioError(
            f"演示文稿《{path.name}》已损坏，打不开。请用 PowerPoint/WPS 打开后另存一份再导入。"
        ) from error
    warnings: list[str] = []
    if reading.pictures:
        warnings.append(f"含图片 {len(reading.pictures)} 张")
        blocks, notes = ocr.fill_pictures(blocks, reading.pictures, progress=progress)
        warnings.extend(notes)
    return Source(tuple(blocks), reader="pptx", page_unit="张幻灯片", warnings=tuple(warnings))


@dataclass(slots=True)
class _Deck:
    """Collects the pictures of all slides, each behind a placeholder block."""

    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    def slide(self, slide: Any, number: int) -> Iterator[Block]:
        title_shape = slide.shapes.title if slide.shapes.title is not None else _largest(slide.shapes)
        title = " ".join(title_shape.text_frame.text.split()) if title_shape is not None else ""
        if title:
            yield _block(title, number, (), kind=BlockKind.HEADING, level=1)
        path = (title,) if title else ()
        shapes = [
            shape for shape in slide.shapes if title_shape is None or shape.shape_id != title_shape.shape_id
        ]
        for shape in sorted(shapes, key=_place):
            yield from self._shape(shape, number, path, 0)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            for line in slide.notes_slide.notes_text_frame.text.splitlines():
                if line.strip():
                    yield _block(line.strip(), number, path, kind=BlockKind.FOOTNOTE)

    def _shape(self, shape: Any, number: int, path: tuple[str, ...], depth: int) -> Iterator[Block]:
        if hasattr(shape, "shapes") and depth < _MAX_DEPTH:
            for child in sorted(shape.shapes, key=_place):
                yield from self._shape(child, number, path, depth + 1)
        elif getattr(shape, "has_table", False):
            rows = [[cell(c.text, above=c.is_spanned) for c in row.cells] for row in shape.table.rows]
            yield from table_blocks(rows, path=path, page=number)
        elif shape.has_text_frame:
            yield from _paragraphs(shape.text_frame, number, path)
        elif hasattr(shape, "image"):
            yield self._picture(shape, number, path)

    def _picture(self, shape: Any, number: int, path: tuple[str, ...]) -> Block:
        mark = ocr.placeholder(len(self.pictures))
        self.pictures.append((mark, shape.image.blob))
        return _block(mark, number, path, kind=BlockKind.CAPTION)


def _paragraphs(frame: Any, number: int, path: tuple[str, ...]) -> Iterator[Block]:
    for paragraph in frame.paragraphs:
        size = next((run.font.size for run in paragraph.runs if run.font.size is not None), None)
        for line in paragraph.text.replace("\v", "\n").split("\n"):
            if line.strip():
                yield _block(line.strip(), number, path, size=size)


def _largest(shapes: Any) -> Any | None:
    """On a slide without a title: the one short text in the largest letters (at least 28 points)."""
    sized = [
        (_size(shape), shape)
        for shape in shapes
        if shape.has_text_frame and 0 < len(shape.text_frame.text.strip()) <= 40
    ]
    top = max((size for size, _ in sized), default=0.0)
    found = [shape for size, shape in sized if size == top]
    return found[0] if top >= _TITLE_POINTS and len(found) == 1 else None


def _size(shape: Any) -> float:
    sizes = (run.font.size for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
    return max((float(size.pt) for size in sizes if size is not None), default=0.0)


def _block(
    text: str,
    number: int,
    path: tuple[str, ...],
    *,
    kind: BlockKind = BlockKind.PARAGRAPH,
    level: int = 0,
    size: Length | None = None,
) -> Block:
    points = None if size is None else float(size.pt)
    return Block(text, kind=kind, level=level, path=path, size=points, pieces=(Piece(len(text), number),))


def _place(shape: Any) -> tuple[int, int]:
    """Reading order: from the top, then from the left; shapes within a few points stand on one row."""
    top, left = shape.top or 0, shape.left or 0
    return int(top) // 200_000, int(left)
