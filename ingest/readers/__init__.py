"""One reader per family of files; ``read`` looks at the suffix and at the first bytes and picks one.

A reader only says what stands in the file, line by line where the file has lines: joining wrapped
lines, dropping running heads and the like is ``ingest.clean``'s work, so that a host can see it.
Text readers keep a line's indentation and hand on blank lines as empty blocks for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.errors import StudioError
from ingest.model import Source
from ingest.readers.sniff import SUFFIXES, Format, format_of

__all__ = ["SUFFIXES", "read"]

Progress = Callable[[int, int], None]


def read(path: Path, *, progress: Progress | None = None) -> Source:
    """Read one file.

    ``progress(done, total)`` is called per page where reading takes long (PDF, OCR).

    Raises:
        StudioError: the file is missing, empty, encrypted, damaged, of another kind than its
            suffix says, or of a kind that cannot be read; its text says what to do.
    """
    try:
        source = _read(path, format_of(path), progress)
    except RecursionError as error:
        raise StudioError(f"《{path.name}》的内容嵌套太深，读不了。请打开后另存一份再导入。") from error
    if not any(block.text.strip() for block in source.blocks):
        hint = f"（{source.warnings[0]}）" if source.warnings else ""
        raise StudioError(f"《{path.name}》里没有读到文字{hint}。请确认文件内容，或换一份带文字的文件。")
    return source


def _read(path: Path, fmt: Format, progress: Progress | None) -> Source:
    """Vendors are imported here, each only when a file of its family comes."""
    if fmt is Format.LEGACY:
        from ingest.readers import legacy

        with legacy.converted(path) as modern:
            return _read(modern, format_of(modern), progress)
    if fmt in (Format.DOCX, Format.PPTX, Format.XLSX):
        return _read_office(path, fmt, progress)
    if fmt is Format.PDF:
        from ingest.readers import pdf

        return pdf.read(path, progress=progress)
    return _read_text(path, fmt)


def _read_office(path: Path, fmt: Format, progress: Progress | None) -> Source:
    if fmt is Format.DOCX:
        from ingest.readers import docx

        return docx.read(path, progress=progress)
    if fmt is Format.PPTX:
        from ingest.readers import slides

        return slides.read(path, progress=progress)
    from ingest.readers import sheets

    return sheets.read(path, progress=progress)


def _read_text(path: Path, fmt: Format) -> Source:
    if fmt is Format.IMAGE:
        from ingest.readers import picture

        return picture.read(path)
    if fmt is Format.HTML:
        from ingest.readers import html

        return html.read(path)
    if fmt is Format.MARKDOWN:
        from ingest.readers import markdown

        return markdown.read(path)
    from ingest.readers import text

    return text.read(path)
