"""What a file really is: its first bytes against its suffix. Every refusal is one Chinese sentence."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from ingest.errors import StudioError


class Format(StrEnum):
    PDF = "PDF"
    DOCX = "Word 文档"
    PPTX = "演示文稿"
    XLSX = "电子表格"
    LEGACY = "旧版 Office 文档"
    HTML = "网页"
    MARKDOWN = "Markdown"
    TEXT = "纯文本"
    IMAGE = "图片"


_BY_SUFFIX = {
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".pptx": Format.PPTX,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".doc": Format.LEGACY,
    ".wps": Format.LEGACY,
    ".rtf": Format.LEGACY,
    ".odt": Format.LEGACY,
    ".ppt": Format.LEGACY,
    ".xls": Format.LEGACY,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".png": Format.IMAGE,
    ".jpg": Format.IMAGE,
    ".jpeg": Format.IMAGE,
}
SUFFIXES: frozenset[str] = frozenset(_BY_SUFFIX)
"""Suffixes (lower case, with dot) of what ``read`` takes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_OFFICE_PARTS = {
    "word/document.xml": Format.DOCX,
    "ppt/presentation.xml": Format.PPTX,
    "xl/workbook.xml": Format.XLSX,
}
_HEAD_BYTES = 4096
# Above this an Office file is a decompression bomb: the largest real lesson deck we met unpacks to 60 MB.
_MAX_UNPACKED_BYTES = 600 * 1024 * 1024
_MAX_MEMBERS = 20_000


def format_of(path: Path) -> Format:
    """The format to read ``path`` as.

    Raises:
        StudioError: see ``ingest.readers.read``.
    """
    claimed = _BY_SUFFIX.get(path.suffix.lower())
    head = _head(path)
    if claimed is None:
        raise StudioError(
            f"不认识《{path.name}》这种文件。"
            "可以读 PDF、Word、PPT、Excel、网页、Markdown 和纯文本，请另存为其中一种。"
        )
    if not head:
        raise StudioError(f"《{path.name}》是空文件（0 字节），可能没有传完。请重新取得这份文件。")
    found = _by_content(path, head)
    if found is None:
        return _as_text(path, claimed, head)
    return found


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise StudioError(f"《{path.name}》是文件夹，不是文件。请选择里面的文件。")
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except FileNotFoundError:
        raise StudioError(f"找不到文件《{path.name}》。请检查路径。") from None
    except OSError as error:
        raise StudioError(
            f"打不开文件《{path.name}》（{error.strerror}）。请检查权限或文件是否被占用。"
        ) from error


def _by_content(path: Path, head: bytes) -> Format | None:
    """The format that the first bytes prove, None if they prove none."""
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(path)
    if head.startswith(_OLE):
        return _ole_format(path)
    if head.startswith(_IMAGES):
        return Format.IMAGE
    if head.startswith(b"{\\rtf"):
        return Format.LEGACY
    if head.startswith(_PROGRAMS):
        raise StudioError(f"《{path.name}》其实是程序，不是文档，没有读取。请确认来源，换成真正的文档。")
    if head.startswith(_ARCHIVES) or head.startswith(b"PK"):
        raise StudioError(f"《{path.name}》其实是压缩包。请先解压，再选择里面的文档。")
    return None


def _zip_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise StudioError(
            f"《{path.name}》已损坏或没有传完整，打不开。请重新下载，或用 Word/WPS 打开后另存一份。"
        ) from error
    names = {member.filename.replace("\\", "/").lower() for member in members}
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_UNPACKED_BYTES:
        raise StudioError(f"《{path.name}》解开后大得不正常，没有读取。请确认来源，或另存为较小的文件。")
    for part, fmt in _OFFICE_PARTS.items():
        if part in names:
            return fmt
    if "mimetype" in names and "content.xml" in names:
        return Format.LEGACY
    raise StudioError(
        f"《{path.name}》是压缩包，里面不是 Word、PPT 或 Excel 文档。请先解压，再选择里面的文档。"
    )


def _ole_format(path: Path) -> Format:
    """Old Office files and encrypted new ones share a container; the stream name tells them apart."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise StudioError(f"《{path.name}》设了打开密码。请用 Word/WPS 打开，取消密码后另存，再导入。")
    return Format.LEGACY


def _as_text(path: Path, claimed: Format, head: bytes) -> Format:
    """Nothing is proved: text, if the suffix says text."""
    if claimed in (Format.TEXT, Format.MARKDOWN, Format.HTML):
        return claimed
    if _looks_like_markup(head):
        return Format.HTML  # systems of schools often export web pages named .doc or .xls
    raise StudioError(
        f"《{path.name}》的内容不是{claimed.value}，可能已损坏、没有传完整或改过后缀。请重新取得文件，或打开后另存一份。"
    )


def _looks_like_markup(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or b"<html" in start[:1024]
