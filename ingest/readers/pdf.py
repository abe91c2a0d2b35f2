"""PDF: opened and checked by pypdf, lines and boxes by pdfium, pages without a text layer by OCR.

Which library's text is taken was decided by measurement on the real files this project was tried on:

* a 176-page text of laws: pypdf 3.4 s, pdfium 0.2 s, the same characters;
* a page of formulas set in TeX-like fonts: pypdf gives radicals (U+2F00 …) for 50 characters and a
  space inside words, pdfium the right characters; on a doubled text layer both give the doubles;
* scans: both nothing.

So pypdf opens the file (encryption, damage, page count, bookmarks) and reads the text of up to 24
pages spread over the file and of every page where pdfium gives nothing or garbage; pdfium gives the
lines with their boxes. On each page that both read, the text with less garbage and not much less
text wins; if that is pypdf's on any page of the sample, pypdf reads all pages.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ingest.errors import StudioError
from ingest.model import Block, BlockKind, Piece, Source
from ingest.readers import ocr
from ingest.readers.damage import DAMAGE
from ingest.readers.pdf_lines import PageLine, page_lines
from ingest.readers.pdf_quality import FEW_CHARS, GARBAGE, garbage, is_better

_SAMPLE_PAGES = 24
_IMAGE_SHARE = 0.03
_PICTURE_SHARE = 0.002
_OCR_DPI = 200
_MAX_OCR_PIXELS = 3000
_MAX_PAGES = 5000
_MAX_LEVEL = 9  # of bookmarks, like Word's headings
# What a damaged file makes the parsers raise; anything else is our own mistake and propagates.
_DAMAGE: tuple[type[Exception], ...] = (PyPdfError, DependencyError, *DAMAGE)

Progress = Callable[[int, int], None]


def read(path: Path, *, progress: Progress | None = None) -> Source:
    """Read a PDF: one block per line, with page, box and font size; bookmarked lines are headings."""
    reader = _open_pypdf(path)
    document = _open_pdfium(path)
    try:
        return _Reading(path, reader, document, progress).source()
    finally:
        document.close()


def _open_pypdf(path: Path) -> PdfReader | None:
    """pypdf's view of the file, None where it cannot open what pdfium may still read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity of a file
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise StudioError(f"《{path.name}》设了打开密码。请用 PDF 软件打开，取消密码后另存，再导入。")
        len(reader.pages)
    except _DAMAGE:
        return None
    return reader


def _open_pdfium(path: Path) -> Any:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            message = f"《{path.name}》设了打开密码。请用 PDF 软件打开，取消密码后另存，再导入。"
        else:
            message = (
                f"PDF《{path.name}》已损坏或没有传完整，打不开。请重新下载，或用浏览器打开后“打印为 PDF”。"
            )
        raise StudioError(message) from error
    if len(document) == 0 or len(document) > _MAX_PAGES:
        pages = len(document)
        document.close()
        raise StudioError(
            f"PDF《{path.name}》有 {pages} 页，读不了（应为 1 到 {_MAX_PAGES} 页）。请拆分后再导入。"
        )
    return document


@dataclass(slots=True)
class _Reading:
    """One file on its way from pages to blocks."""

    path: Path
    reader: PdfReader | None
    document: Any
    progress: Progress | None
    warnings: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    scanned: int = 0
    pictures: int = 0

    def source(self) -> Source:
        pages = [self._pdfium_page(number) for number in range(len(self.document))]
        pages = self._checked(pages)
        total = len(pages)
        for number, lines in enumerate(pages):
            pages[number] = self._with_ocr(number, lines)
            if self.progress:
                self.progress(number + 1, total)
        self._report(total)
        blocks = tuple(itertools.chain.from_iterable(pages))
        return Source(self._with_bookmarks(blocks), reader="pdf", warnings=tuple(self.warnings))

    def _report(self, total: int) -> None:
        if self.pictures:
            self.warnings.append(f"含图片 {self.pictures} 张")
        if self.scanned:
            self.warnings.append(f"{self.scanned} 页是扫描图，文字由识别得来，请核对")
        if self.unread:
            self._report_unread(total)

    def _report_unread(self, total: int) -> None:
        hint = "请打开文件看这些页是否正常" if ocr.available() else ocr.INSTALL_HINT
        if len(self.unread) == total:
            kind = "每一页都显示不出来" if ocr.available() else "是扫描件，没有文字层"
            raise StudioError(f"《{self.path.name}》{kind}。{hint}。")
        listed = "、".join(str(number + 1) for number in self.unread[:20])
        self.warnings.append(f"第 {listed} 页没有文字层，没有读到。{hint}")

    def _pdfium_page(self, number: int) -> list[Block]:
        try:
            page = self.document[number]
            lines = page_lines(page)
            if sum(len(line.text) for line in lines) >= FEW_CHARS and _may_hold_images(page):
                self.pictures += _images(page)[0]  # pages with less text are looked at by _with_ocr
            page.close()
        except (pdfium.PdfiumError, OSError, ValueError):
            return []
        return [_block(line, number + 1) for line in lines]

    def _checked(self, pages: list[list[Block]]) -> list[list[Block]]:
        """Compare with pypdf on a sample and on bad pages; take whichever text is better."""
        if self.reader is None:
            return pages
        bad = {n for n, blocks in enumerate(pages) if garbage(_text(blocks)) > GARBAGE}
        step = max(1, len(pages) // _SAMPLE_PAGES)
        sample = [n for n in range(0, len(pages), step) if pages[n]][:_SAMPLE_PAGES]
        checked = self._pypdf_pages(sorted({*sample, *bad}))
        better = {n for n, blocks in checked.items() if is_better(_text(blocks), _text(pages[n]))}
        if better & set(sample) - bad:
            checked |= self._pypdf_pages([n for n in range(len(pages)) if n not in checked])
            better = {n for n, blocks in checked.items() if is_better(_text(blocks), _text(pages[n]))}
        return [checked[n] if n in better else blocks for n, blocks in enumerate(pages)]

    def _pypdf_pages(self, numbers: Sequence[int]) -> dict[int, list[Block]]:
        found: dict[int, list[Block]] = {}
        for number in numbers:
            try:
                text = self.reader.pages[number].extract_text() if self.reader else ""
            except _DAMAGE:
                continue
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            found[number] = [Block(line, pieces=(Piece(len(line), number + 1),)) for line in lines]
        return found

    def _with_ocr(self, number: int, blocks: list[Block]) -> list[Block]:
        """The page as recognised, where it has no text of its own or hardly any beside a picture."""
        text = _text(blocks)
        if len(text) >= FEW_CHARS and garbage(text) <= GARBAGE:
            return blocks
        try:
            page = self.document[number]
            try:
                return self._recognised(page, number, blocks)
            finally:
                page.close()
        except (pdfium.PdfiumError, MemoryError):
            self.unread.append(number)
            return blocks

    def _recognised(self, page: Any, number: int, blocks: list[Block]) -> list[Block]:
        text = _text(blocks)
        bad = garbage(text) > GARBAGE
        images, share = _images(page)
        self.pictures += images if text else 0
        if text and not bad and share < _IMAGE_SHARE:
            return blocks
        if not text and not _has_marks(page):
            return []  # a blank page
        if not ocr.available():
            self.unread.extend([number] if bad or not text else [])
            return blocks if text and not bad else []
        found = _page_text(page, number + 1)
        if not found:
            return blocks
        self.scanned += not text or bad
        return found if bad or not text else _merged(blocks, found)

    def _with_bookmarks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        marks = dict(self._bookmarks())
        if not marks:
            return blocks
        return tuple(
            replace(block, kind=BlockKind.HEADING, level=level)
            if (level := marks.get((block.page or 0, _squeezed(block.text))))
            else block
            for block in blocks
        )

    def _bookmarks(self) -> Iterator[tuple[tuple[int, str], int]]:
        """((page, title without spaces), depth) of every bookmark that points to a page."""
        if self.reader is None:
            return
        try:
            yield from _outline(self.reader, self.reader.outline, 1)
        except _DAMAGE:
            return


def _outline(reader: PdfReader, items: Sequence[Any], depth: int) -> Iterator[tuple[tuple[int, str], int]]:
    for item in items:
        if isinstance(item, list):
            yield from _outline(reader, item, depth + 1)
            continue
        number = reader.get_destination_page_number(item)
        if number is not None and number >= 0:
            yield (number + 1, _squeezed(str(item.title))), min(depth, _MAX_LEVEL)


def _text(blocks: Sequence[Block]) -> str:
    return "".join(_squeezed(block.text) for block in blocks)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _block(line: PageLine, page: int) -> Block:
    return Block(
        line.text, size=line.size or None, bold=line.bold, pieces=(Piece(len(line.text), page, line.box),)
    )


def _images(page: Any) -> tuple[int, float]:
    """Number of pictures on a page, without bullets and rules, and the share of it that the largest covers."""
    width, height = page.get_size()
    shares = []
    for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        x0, y0, x1, y1 = item.get_bounds()
        shares.append(abs((x1 - x0) * (y1 - y0)) / max(width * height, 1.0))
    return sum(share >= _PICTURE_SHARE for share in shares), max(shares, default=0.0)


def _may_hold_images(page: Any) -> bool:
    """Whether an image, or a form that may hold one, is on the page; 10 times faster than ``_images``."""
    raw = pdfium.raw
    kinds = (
        raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, at))
        for at in range(raw.FPDFPage_CountObjects(page.raw))
    )
    return any(kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) for kind in kinds)


def _has_marks(page: Any) -> bool:
    return next(iter(page.get_objects(max_depth=2)), None) is not None


def _page_text(page: Any, number: int) -> list[Block]:
    width, height = page.get_size()
    scale = min(_OCR_DPI / 72, _MAX_OCR_PIXELS / max(width, height, 1.0))
    bitmap = page.render(scale=scale, rev_byteorder=False)
    image = bitmap.to_numpy()[:, :, :3]
    rows, columns = image.shape[:2]
    lines = ocr.recognise(image.copy())
    bitmap.close()
    return [_ocr_block(line, number, columns, rows) for line in lines]


def _ocr_block(line: ocr.Line, number: int, width: int, height: int) -> Block:
    x0, y0, x1, y1 = line.box
    box = (round(x0 / width, 4), round(y0 / height, 4), round(x1 / width, 4), round(y1 / height, 4))
    return Block(
        line.text, pieces=(Piece(len(line.text), number, box),), confidence=round(line.confidence, 3)
    )


def _merged(blocks: list[Block], recognised: list[Block]) -> list[Block]:
    """The text layer, and of what was recognised only what it does not say."""
    known = _text(blocks)
    extra = [block for block in recognised if _squeezed(block.text) not in known]
    return [*blocks, *extra]
