"""Known-truth files as PDF: an embedded Chinese font, wrapped lines, a head and a number on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos
from matplotlib import font_manager

from eval.corpus.truth_lines import Frame, Line
from ingest.errors import StudioError

_SIMPLIFIED = 2  # faces of a Noto CJK collection: JP, KR, SC, TC, HK
_BODY = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
_HEADING = ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc")
_SIZES = {0: 12.0, 1: 18.0, 2: 14.0, 3: 13.0}  # points by heading level
_LEADING = 0.66  # millimetres a point
_MARGIN = 28.0


@dataclass(frozen=True, slots=True)
class Fonts:
    """Files of the fonts for text and for headings, each a Noto CJK collection."""

    body: Path
    heading: Path


def fonts() -> Fonts:
    """The installed fonts. StudioError where there is no Chinese font that can be embedded."""
    installed = {Path(name).name: Path(name) for name in font_manager.findSystemFonts()}
    body = next((installed[name] for name in _BODY if name in installed), None)
    heading = next((installed[name] for name in _HEADING if name in installed), None)
    if body is None or heading is None:
        raise StudioError(
            "这台电脑没有 Noto CJK 字体，做不了中文 PDF。请安装它（Debian：fonts-noto-cjk）再试。"
        )
    return Fonts(body, heading)


class _Pages(FPDF):
    """Pages with the frame drawn by the library's hooks."""

    def __init__(self, frame: Frame, fonts: Fonts) -> None:
        super().__init__(format="A4")
        self._frame = frame
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=_MARGIN)
        self.add_font("text", fname=fonts.body, collection_font_number=_SIMPLIFIED)
        self.add_font("heading", fname=fonts.heading, collection_font_number=_SIMPLIFIED)

    def header(self) -> None:
        self.set_font("text", size=9)
        self.set_y(12)
        self.cell(0, 6, self._frame.head, align="R")
        self.set_y(_MARGIN)

    def footer(self) -> None:
        self.set_font("text", size=9)
        self.set_y(-16)
        self.cell(0, 6, self._frame.number(str(self.page_no()), "{nb}"), align="C")


def write(lines: Sequence[Line], frame: Frame, path: Path, fonts: Fonts, *, most: int | None = None) -> int:
    """Write the lines; the text wraps at the margin, so that a reader has to join it again.

    Returns the number of lines written: all, or with ``most`` those until page ``most`` has begun.
    """
    pages = _Pages(frame, fonts)
    pages.add_page()
    for written, line in enumerate(lines):  # noqa: B007 (returned below)
        if pages.page_no() == most:
            break
        size = _SIZES[min(line.level, 3)]
        pages.set_font("heading" if line.level else "text", size=size)
        if line.level:
            pages.ln(size * 0.3)
            if frame.bookmarks:
                pages.start_section(line.text, level=line.level - 1)
        pages.multi_cell(
            0,
            size * _LEADING,
            line.text,
            align="C" if line.level == 1 else "L",
            wrapmode=WrapMode.CHAR,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
    else:
        written = len(lines)
    pages.output(str(path))
    return written
