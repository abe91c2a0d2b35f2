"""What every Word document of ours shares: A4, Chinese fonts named, facts about the file, clean text."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
_SIZES = {"Title": 16, "Heading 1": 13, "Heading 2": 12}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def set_up(document: Any, title: str, day: date) -> None:
    """A4, Song for text and Hei for headings, in black; the file says when and by what it was made."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(page, side, Cm(2.5))
    _font(document.styles["Normal"], _SONG, 12)
    for name, size in _SIZES.items():
        _font(document.styles[name], _HEI, size)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = clean(title)[:255], "班主任工作室知识助手", ""
    facts.created = facts.modified = datetime(day.year, day.month, day.day)


def clean(text: str) -> str:
    """Without the control characters that no XML may hold."""
    return _NOT_XML.sub("", text)


def _font(style: Any, name: str, size: int) -> None:
    """Name the fonts for Latin and for Chinese; the template's theme fonts would override both."""
    style.font.name, style.font.size, style.font.color.rgb = _LATIN, Pt(size), RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), name)
