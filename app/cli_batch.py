"""The questions of one `search` or `ask` call: the argument, or a file with one a line."""

from __future__ import annotations

import argparse

from app.paths import checked_file
from ingest.errors import StudioError


def questions(arguments: argparse.Namespace) -> list[str]:
    """Non-empty, in order. Raises StudioError where there is none, or both ways are used at once."""
    if arguments.batch is not None and arguments.question is not None:
        raise StudioError("问题和 --batch 只能用一个。")
    if arguments.batch is not None:
        try:
            lines = checked_file(arguments.batch).read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise StudioError(f"{arguments.batch} 不是 UTF-8 文本，请另存为 UTF-8。") from error
        found = [line.strip() for line in lines if line.strip()]
        if not found:
            raise StudioError(f"{arguments.batch} 里没有问题。请一行写一个。")
        return found
    if not (arguments.question or "").strip():
        raise StudioError("请写出问题，例如：studio ask 学生上课玩手机怎么处理")
    return [arguments.question.strip()]
