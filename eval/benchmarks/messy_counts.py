"""What stands in an office file or a PDF, counted without our readers: the check of ``messy``.

Office files are opened as archives and their text elements taken out of the XML by a pattern; a PDF's text
layer is taken by pypdf, where our reader takes pdfium's. Characters are compared as a multiset, blanks left
out and compatibility forms made equal: order and layout do not count here, only whether a character came out.
"""

from __future__ import annotations

import html
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

from pypdf import PdfReader

_PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes)\.xml|ppt/slides/slide\d+\.xml|ppt/notesSlides/\w+\.xml"
    r"|ppt/diagrams/data\d+\.xml"
)
# Twice in the file, and in deletions that Word still keeps, are no text of the document.
_NOT_SHOWN = re.compile(r"<mc:Fallback\b.*?</mc:Fallback>|<w:del\b[^>]*>.*?</w:del>", re.DOTALL)
_TEXT = re.compile(r"<(?:w|a|m):t(?: [^<>]*)?>([^<]*)</(?:w|a|m):t>")
_SHARED = re.compile(r"<si\b[^>]*>(.*?)</si>", re.DOTALL)
_SHARED_TEXT = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_CELL = re.compile(r"<c\b([^<>]*[^<>/])>(.*?)</c>", re.DOTALL)
_VALUE = re.compile(r"<(?:v|t)(?: [^<>]*)?>([^<]*)</(?:v|t)>")


# Parts of characters that pypdf gives for the characters themselves; NFKC leaves them as they are.
_RADICALS = str.maketrans("⻅⻆⻣⻄⻓⻧", "见角骨西长卤")


def plain(text: str) -> str:
    """The text without blanks, compatibility forms made equal."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_RADICALS).split())


def text_inside(path: Path) -> str | None:
    """All characters of the file's text, None for a format that is not counted here."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if suffix in (".docx", ".pptx"):
        return _office(path)
    return _sheets(path) if suffix == ".xlsx" else None


def share_read(inside: str, read: str) -> tuple[float | None, int]:
    """Share of the characters ``inside`` that were ``read``, None where there are none; and how many are missing."""
    there, found = Counter(plain(inside)), Counter(plain(read))
    missing = (there - found).total()
    return (round(1 - missing / there.total(), 4) if there else None), missing


def _office(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if _PARTS.fullmatch(name)]
    return "\n".join(
        html.unescape(text) for part in parts for text in _TEXT.findall(_NOT_SHOWN.sub("", part))
    )


def _sheets(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        shared = archive.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in names else ""
        sheets = [
            archive.read(name).decode() for name in names if re.fullmatch(r"xl/worksheets/\w+\.xml", name)
        ]
    strings = ["".join(_SHARED_TEXT.findall(item)) for item in _SHARED.findall(shared)]
    found = []
    for attributes, inside in (cell for sheet in sheets for cell in _CELL.findall(sheet)):
        for value in _VALUE.findall(inside):
            if not value.startswith("=DISPIMG("):  # a picture's identity where a value should stand
                found.append(strings[int(value)] if 't="s"' in attributes else value)
    return "\n".join(html.unescape(text) for text in found)
