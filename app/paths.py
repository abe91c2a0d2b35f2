"""The one function that every path from the outside passes."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import StudioError


def checked_file(path: Path) -> Path:
    """An existing regular file, resolved. Raises StudioError with what is wrong."""
    if "\0" in str(path):
        raise StudioError("文件名里有不能用的字符。")
    try:
        resolved = path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise StudioError(f"找不到文件 {path}。请检查路径。") from error
    if not resolved.is_file():
        raise StudioError(f"{path} 不是文件。请给出一个文件。")
    return resolved
