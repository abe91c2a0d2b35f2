"""Text out of pictures: rapidocr with the models inside its package, imported only when a page needs it.

Nothing is downloaded at run time. rapidocr brings OpenCV and with it about 190 MB, so it is an
extra (``pip install "banzhuren-studio[ocr]"``); without it a scan gives a clear message.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.model import Block, BlockKind, Piece

INSTALL_HINT = '识别扫描件和图片里的文字要另装识别组件：pip install "banzhuren-studio[ocr]"，装好后重新导入'
_MIN_CONFIDENCE = 0.5
_POOR = 0.8
_MIN_BYTES = 2048  # smaller pictures are bullets and rules
_PLACEHOLDER = "\ue0f0picture{}\ue0f0"


@dataclass(frozen=True, slots=True)
class Line:
    """A recognised line with its box in pixels (x0, y0, x1, y1) and confidence 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


def available() -> bool:
    """Whether the recogniser is installed; looks, without importing it."""
    return importlib.util.find_spec("rapidocr") is not None


@functools.cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return engine


def recognise(image: Any) -> list[Line]:
    """Lines of an image (bytes of a file, or an array of shape (height, width, 3), uint8 BGR).

    Returned top to bottom, lines of one height left to right, boxes on one line joined.
    """
    # The engine's own turning of lines is left off: on clean pages it stood long lines on their heads
    # (character errors 3.7 % against 0.5 % at 150 dpi). A page that reads badly gets it as a second try.
    lines = _lines(_engine()(image, use_cls=False))
    if lines and sum(line.confidence for line in lines) / len(lines) < _POOR:
        turned = _lines(_engine()(image, use_cls=True))
        lines = max(lines, turned, key=lambda found: sum(line.confidence * len(line.text) for line in found))
    return _reading_order(lines)


def _lines(result: Any) -> list[Line]:
    if result.boxes is None or result.txts is None:
        return []
    return [
        Line(_wide_brackets(text.strip()), _bounds(box), float(score))
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if text.strip() and score >= _MIN_CONFIDENCE
    ]


def _wide_brackets(text: str) -> str:
    """The recogniser gives every bracket as ASCII; beside Chinese they are printed full-width."""
    text = re.sub(r"\((?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\(", "（", text)
    return re.sub(r"\)(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\)|(?<=（\d)\)|(?<=（\d\d)\)", "）", text)


def _bounds(box: Any) -> tuple[float, float, float, float]:
    xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
    return min(xs), min(ys), max(xs), max(ys)


def _reading_order(lines: Sequence[Line]) -> list[Line]:
    """Rows by overlapping height, each left to right; a row's boxes become one line."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box[1] + line.box[3]) / 2):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and rows[-1][0].box[1] <= middle <= rows[-1][0].box[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.box[0])) for row in rows]


def _joined(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    boxes = [line.box for line in row]
    return Line(
        " ".join(line.text for line in row),
        (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        ),
        min(line.confidence for line in row),
    )


def placeholder(index: int) -> str:
    """The text that stands in a block for picture ``index`` until it is recognised."""
    return _PLACEHOLDER.format(index)


def fill_pictures(
    blocks: Sequence[Block],
    pictures: Sequence[tuple[str, bytes]],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Block], list[str]]:
    """Put recognised text in the place of every placeholder, and say what could not be recognised.

    A picture stands in a block of its own, or among the lines of a table's cell.
    """
    texts: dict[str, list[Line]] = {}
    notes: list[str] = []
    large = [(mark, data) for mark, data in pictures if len(data) >= _MIN_BYTES]
    if large and not available():
        notes.append(f"{len(large)} 张图片里的文字没有识别。{INSTALL_HINT}")
        large = []
    failed = 0
    for done, (mark, data) in enumerate(large, start=1):
        lines = _recognise_file(data)
        failed += lines is None
        texts[mark] = lines or []
        if progress:
            progress(done, len(large))
    if failed:
        notes.append(f"{failed} 张图片的格式无法识别，里面的文字没有读到")
    return [filled for block in blocks for filled in _filled(block, pictures, texts)], notes


def file_blocks(data: bytes, *, page: int) -> list[Block] | None:
    """Blocks of a picture file, without boxes; None where it cannot be decoded."""
    lines = _recognise_file(data)
    if lines is None:
        return None
    return [
        Block(line.text, pieces=(Piece(len(line.text), page),), confidence=round(line.confidence, 3))
        for line in lines
    ]


def _recognise_file(data: bytes) -> list[Line] | None:
    """Lines of a picture file; None for one that cannot be decoded (WMF, EMF, SVG)."""
    from rapidocr.utils.load_image import LoadImageError

    try:
        return recognise(data)
    except (LoadImageError, OSError, ValueError):
        return None


def _filled(block: Block, pictures: Sequence[tuple[str, bytes]], texts: dict[str, list[Line]]) -> list[Block]:
    if "\ue0f0" not in block.text:
        return [block]
    filled: list[Block] = []
    for mark, _ in pictures:
        if mark not in block.text:
            continue
        if block.text == mark:
            return [_block(line, block) for line in texts.get(mark, ())]
        text = block.text.replace(mark, " ".join(line.text for line in texts.get(mark, ()))).strip()
        pieces = (Piece(len(text), block.pieces[0].page),) if block.pieces else ()
        block = Block(text, kind=block.kind, level=block.level, path=block.path, pieces=pieces)
    return [*filled, block] if block.text else filled


def _block(line: Line, place: Block) -> Block:
    pieces = (Piece(len(line.text), place.pieces[0].page),) if place.pieces else ()
    kind = BlockKind.TABLE_ROW if place.kind is BlockKind.TABLE_ROW else BlockKind.CAPTION
    return Block(line.text, kind=kind, path=place.path, pieces=pieces, confidence=line.confidence)
