"""The lines of a PDF page as pdfium sees them, each with box, font size and weight."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BOLD_NAME = re.compile(r"bold|heavy|black|simhei|黑体|heiti|-hei|xiaobiao|小标宋", re.I)
_LINE_END = re.compile(r"\r\n|[\r\n\x02]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line; ``box`` is (x0, y0, x1, y1) as fractions of the page, origin top left."""

    text: str
    box: tuple[float, float, float, float]
    size: float
    bold: bool


def page_lines(page: Any) -> list[PageLine]:
    """Non-blank lines of a pypdfium2 page in pdfium's order (that of the content stream)."""
    textpage = page.get_textpage()
    try:
        return _lines(textpage, _Frame.of(page))
    finally:
        textpage.close()


def _lines(textpage: Any, frame: _Frame) -> list[PageLine]:
    text = textpage.get_text_range(errors="replace")
    found: list[PageLine] = []
    start = 0
    for end in [*(match.span() for match in _LINE_END.finditer(text)), (len(text), len(text))]:
        line = text[start : end[0]]
        if line.strip():
            first, last = _ends(line)
            # pdfium counts UTF-16 units; characters beyond the basic plane are two of them.
            shift = _astral(text, start)
            begin = start + first + shift
            found.append(
                _line(textpage, frame, line.strip(), begin, start + last + shift + _astral(line, last))
            )
        start = end[1]
    return found


@dataclass(frozen=True, slots=True)
class _Frame:
    """The visible page: PDF points, origin bottom left."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, page: Any) -> _Frame:
        left, bottom, right, top = page.get_cropbox()
        return cls(left, top, max(right - left, 1.0), max(top - bottom, 1.0))

    def fractions(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = box
        return (
            _clamp((x0 - self.left) / self.width),
            _clamp((self.top - y1) / self.height),
            _clamp((x1 - self.left) / self.width),
            _clamp((self.top - y0) / self.height),
        )


def _line(textpage: Any, frame: _Frame, text: str, first: int, last: int) -> PageLine:
    handle = textpage.raw
    first, last = (pdfium.FPDFText_GetCharIndexFromTextIndex(handle, at) for at in (first, last))
    # First, middle and last character bound a horizontal line; all of them would cost 20 times as much.
    boxes = [box for at in {first, (first + last) // 2, last} if (box := _char_box(handle, at))]
    if not boxes:
        return PageLine(text, (0.0, 0.0, 1.0, 1.0), 0.0, False)
    bounds = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    middle = (first + last) // 2
    size = _font_size(handle, middle, bounds)
    return PageLine(text, frame.fractions(bounds), size, _is_bold(handle, middle))


def _char_box(handle: Any, index: int) -> tuple[float, float, float, float] | None:
    rect = pdfium.FS_RECTF()
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(handle, index, rect):
        return None
    return float(rect.left), float(rect.bottom), float(rect.right), float(rect.top)


def _font_size(handle: Any, index: int, bounds: tuple[float, float, float, float]) -> float:
    """Size in points. Files that scale a font of size 1 state 1; then the box's height tells."""
    size = float(pdfium.FPDFText_GetFontSize(handle, index))
    return round(size if size > 2 else bounds[3] - bounds[1], 1)


def _is_bold(handle: Any, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(handle, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(handle, index, buffer, len(buffer), flags)
    return 0 < length <= len(buffer) and bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))


def _ends(line: str) -> tuple[int, int]:
    """Indices of the first and last non-blank character."""
    return len(line) - len(line.lstrip()), len(line.rstrip()) - 1


def _astral(text: str, end: int) -> int:
    return len(_ASTRAL.findall(text, 0, end))


def _clamp(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)
