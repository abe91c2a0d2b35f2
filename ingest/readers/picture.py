"""A photographed or scanned page in a picture file."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import StudioError
from ingest.model import Source
from ingest.readers import ocr


def read(path: Path) -> Source:
    """The recognised lines of a picture as page 1."""
    if not ocr.available():
        raise StudioError(f"《{path.name}》是图片。{ocr.INSTALL_HINT}。")
    blocks = ocr.file_blocks(path.read_bytes(), page=1)
    if blocks is None:
        raise StudioError(f"图片《{path.name}》已损坏或格式不支持。请另存为 PNG 或 JPG。")
    return Source(tuple(blocks), reader="ocr", warnings=("文字由图片识别得来，请核对", "含图片 1 张"))
