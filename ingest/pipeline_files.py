"""Which files a list of paths means: folders are walked, what is named is taken at its word."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_BROKEN = "快捷方式（链接）失效了，它指向的文件不在：{path}。请放入文件本身。"

OFFICE_LOCK = "~$"
"""Word's and Excel's lock files begin with this and hold no document."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or (``error`` not empty) a path that gives none and why."""

    path: Path
    error: str = ""


def find_files(paths: Iterable[Path], suffixes: Collection[str]) -> list[Found]:
    """A row for every file, in the order of ``paths``, sorted inside a folder, each file once.

    Inside a folder hidden files, lock files and unreadable suffixes are passed over; a link to nothing
    gets a row with the reason. A file that is named itself is taken whatever it is, so that its reader
    can say what is wrong with it.
    """
    rows: dict[Path, Found] = {}
    for path in paths:
        for found in _find(path, suffixes):
            rows.setdefault(found.path.absolute(), found)
    return list(rows.values())


def _find(path: Path, suffixes: Collection[str]) -> Iterator[Found]:
    if path.is_dir():
        inside = sorted(_walk(path, suffixes))
        if not inside:
            kinds = "、".join(sorted(suffixes))
            yield Found(path, f"文件夹里没有能读的文件：{path}。能读的有 {kinds}。")
        for file in inside:
            broken = file.is_symlink() and not file.exists()
            yield Found(file, _BROKEN.format(path=file) if broken else "")
    elif path.is_file():
        yield Found(path)
    elif path.is_symlink() and not path.exists():
        yield Found(path, _BROKEN.format(path=path))
    elif path.exists():
        yield Found(path, f"这不是普通文件，读不了：{path}。")
    else:
        yield Found(path, f"找不到文件或文件夹：{path}。请检查路径。")


def _walk(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(root) / name
            skipped = name.startswith((".", OFFICE_LOCK)) or path.suffix.lower() not in suffixes
            if not skipped and (path.is_file() or not path.exists()):  # not there: a broken link
                yield path
