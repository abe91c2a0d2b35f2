"""An answer as a file: which suffixes there are, its name, its bytes; handed to a page or written to a path."""

from __future__ import annotations

import base64
import os
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.model import Answer
from ingest.errors import StudioError

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown;charset=utf-8",
}
_NAME = re.compile(r"[^\w\u4e00-\u9fff]+")


def checked_target(path: Path) -> Path:
    """A path that an answer can be written to. StudioError for another suffix or a folder that is not there."""
    if path.suffix.lower().removeprefix(".") not in _TYPES:
        raise StudioError(f"不能导出成 {path.name}。请把文件名写成 .docx（Word）或 .md（Markdown）。")
    if path.is_dir() or not path.expanduser().parent.is_dir():
        raise StudioError(f"不能写到 {path}：文件夹不存在，或它本身是文件夹。请换一个位置。")
    return path.expanduser()


def content(answer: Answer, suffix: str, asked_on: date, as_of: date | None = None) -> bytes:
    """The file's bytes. Raises StudioError for a suffix that there is no writer for."""
    return _writer(suffix)(answer, asked_on, as_of)


def write(answer: Answer, target: Path, asked_on: date, as_of: date | None = None) -> None:
    """Write the file whole or not at all; what stood there before is replaced."""
    save(content(answer, target.suffix.lower().removeprefix("."), asked_on, as_of), target)


def save(made: bytes, target: Path) -> None:
    """Write bytes whole or not at all."""
    partial = target.with_name(f".{target.name}.part")
    try:
        with partial.open("wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StudioError(f"写不了 {target}（{error.strerror}）。请检查权限和剩余空间。") from error


def handed_over(answer: Answer, suffix: str, asked_on: date) -> dict[str, str]:
    """The answer for a browser. Nothing is written anywhere."""
    made = content(answer, suffix, asked_on, answer.as_of)
    return packed(made, f"{_NAME.sub('', answer.question)[:20] or '回答'}_{asked_on}", suffix)


def packed(made: bytes, name: str, suffix: str) -> dict[str, str]:
    """A file for a browser: name, media type and bytes in base64.

    ``at`` differs each time, so that the same file can be asked for twice.
    """
    data = base64.b64encode(made).decode()
    return {"name": f"{name}.{suffix}", "type": _TYPES[suffix], "data": data, "at": str(time.time_ns())}


def _writer(suffix: str) -> Callable[[Answer, date, date | None], bytes]:
    """Each is imported when it is asked for: python-docx takes a while."""
    if suffix == "docx":
        from app.export import to_word

        return to_word
    if suffix == "md":
        from app.export_markdown import to_markdown

        return lambda answer, asked_on, as_of: to_markdown(answer, asked_on, as_of).encode()
    raise StudioError("不能导出成这种文件。请选 Word 或 Markdown。")
