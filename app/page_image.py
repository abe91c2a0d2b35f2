"""A PDF original as pictures of its pages, and where on them a quote stands. The only rendering.

pdfium takes one caller at a time, hence the lock. Pictures are kept in memory and in no file. Who may see
an original is decided before (``app.original_file``).
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from ingest.errors import StudioError
from ingest.lines import condensed
from ingest.model import Parse, Place

SCALE = 1.5
MOST_PIXELS = 2400
"""Of the longer side: a page may state any size."""
KEPT_PICTURES = 48
MOST_PAGES = 3
"""Pages shown of a quote that runs over several."""
_FINE = 10_000
"""Steps of a page's side in which pdfium tells where a point of the page lies in its picture."""
_LOCK = threading.Lock()

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page that holds part of a quote: its size in points and the quote's lines on it.

    Boxes are (left, top, right, bottom) as fractions of the picture; () where the place is not known.
    """

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]


def cited(path: Path, parse: Parse, start: int, end: int) -> tuple[PageView, ...]:
    """The pages of the text's ``[start, end)``, first ones first; () where the file is no PDF."""
    if path.suffix != ".pdf":
        return ()
    spans = _pages_of(parse.places, start, end)
    with _opened(path) as document:
        return tuple(
            _viewed(document, number, parse, span)
            for number, span in list(spans.items())[:MOST_PAGES]
            if number <= len(document)
        )


@lru_cache(KEPT_PICTURES)
def picture(path: Path, number: int) -> bytes | None:
    """Page ``number`` (from 1) as PNG; None where the file is no PDF or has no such page."""
    if path.suffix != ".pdf":
        return None
    with _opened(path) as document:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        bitmap = page.render(scale=min(SCALE, MOST_PIXELS / max(*page.get_size(), 1.0)))
        made = BytesIO()
        bitmap.to_pil().save(made, "PNG")
        return made.getvalue()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    with _LOCK:
        try:
            document = pdfium.PdfDocument(path)
            try:
                yield document
            finally:
                document.close()
        except pdfium.PdfiumError as error:
            raise StudioError("这一页画不出来。请看“文字”，或下载原件用 PDF 软件打开。") from error


def _pages_of(places: Sequence[Place], start: int, end: int) -> dict[int, tuple[int, int]]:
    """For each page that holds some of ``[start, end)``: which part of it."""
    spans: dict[int, tuple[int, int]] = {}
    for place in places:
        low, high = max(place.start, start), min(place.end, end)
        if low < high:
            first = spans.get(place.page, (low, high))[0]
            spans[place.page] = (first, high)
    return spans


def _viewed(document: Any, number: int, parse: Parse, span: tuple[int, int]) -> PageView:
    page = document[number - 1]
    width, height = page.get_size()
    lines = tuple(
        place.box
        for place in parse.places
        if place.page == number and place.box and place.start < span[1] and span[0] < place.end
    )
    boxes = _found(page, parse.text[slice(*span)], lines)
    # What the reader noted of lines knows nothing of a turned page.
    return PageView(number, width, height, boxes or (() if page.get_rotation() else lines))


def _found(page: Any, quote: str, lines: Sequence[Box]) -> tuple[Box, ...]:
    """The quote's own characters on the page; where they stand there twice, those nearest to ``lines``."""
    textpage = page.get_textpage()
    letters, indices = _letters(textpage)
    wanted = _plain(quote)
    found = []
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        characters = dict.fromkeys(indices[at : at + len(wanted)])
        found.append(_joined([box for i in characters if (box := _box(page, textpage, i))]))
        at = letters.find(wanted, at + 1)
    found = [boxes for boxes in found if boxes]
    top = lines[0][1] if lines else 0.0
    return min(found, key=lambda boxes: abs(boxes[0][1] - top), default=())


def _letters(textpage: Any) -> tuple[str, list[int]]:
    """The page's letters without blanks, in one form, and the index of the character each is of."""
    letters: list[str] = []
    indices: list[int] = []
    for index in range(textpage.count_chars()):
        code = pdfium.raw.FPDFText_GetUnicode(textpage.raw, index)
        for letter in _plain(chr(code)) if 32 < code < 0x110000 and code != 0xFFFE else ():
            letters.append(letter)
            indices.append(index)
    return "".join(letters), indices


def _plain(text: str) -> str:
    """Cleaning has changed widths and blanks; both sides are compared without them."""
    return condensed(unicodedata.normalize("NFKC", text))


def _box(page: Any, textpage: Any, index: int) -> Box | None:
    rect = pdfium.raw.FS_RECTF()
    if not pdfium.raw.FPDFText_GetLooseCharBox(textpage.raw, index, rect):
        return None
    (x0, y0), (x1, y1) = _place(page, rect.left, rect.top), _place(page, rect.right, rect.bottom)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _place(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the page as fractions of its picture: cropped and turned as the picture is."""
    across, down = pdfium.raw.c_int(), pdfium.raw.c_int()
    pdfium.raw.FPDF_PageToDevice(page.raw, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of characters in reading order as boxes of lines."""
    lines: list[Box] = []
    for box in boxes:
        middle = (box[1] + box[3]) / 2
        if lines and lines[-1][1] <= middle <= lines[-1][3] and box[0] >= lines[-1][0]:
            last = lines.pop()
            box = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        lines.append(box)
    return tuple(lines)
