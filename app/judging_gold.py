"""The question set that a studio makes of its own settled reviews: a file of the home, written whole or not at all.

The lines are questions of ``eval.model``; the evaluation page and ``studio eval run --set`` find the file by name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.locking import exclusive
from ingest.errors import StudioError

NAME = "reviewed"
LOCK, BUSY = "sets.lock", "题集正在由另一个程序写入。请稍后再试。"


@dataclass(frozen=True, slots=True)
class Promoted:
    """How many lines were new, and how many the set had already: the same question or the same answer.

    ``silent`` of the new ones have no gold: no answer is due.
    """

    written: int
    known: int
    silent: int = 0


def folder(home: Path) -> Path:
    """Where a home's own question sets are."""
    return home / "evaluations" / "sets"


def append(home: Path, lines: Sequence[Mapping[str, object]]) -> Promoted:
    """Add lines to the home's set ``reviewed``. What it has stays as it is, byte for byte.

    Raises:
        StudioError: the file cannot be read or written, or somebody has damaged it; it is left as it was.
    """
    if not lines:
        return Promoted(0, 0)
    path = folder(home) / f"{NAME}.jsonl"
    with exclusive(home / LOCK, busy=BUSY):
        there = _there(path)
        ids, questions = {one["id"] for one in there}, {one["question"] for one in there}
        new, silent = [], 0
        for line in lines:
            if line["id"] not in ids and line["question"] not in questions:
                ids.add(line["id"])
                questions.add(line["question"])
                new.append(json.dumps(line, ensure_ascii=False))
                silent += not line.get("gold")
        if new:
            before = path.read_text("utf-8") if path.exists() else ""
            gap = "\n" if before and not before.endswith("\n") else ""
            write(path, before + gap + "".join(f"{line}\n" for line in new))
    return Promoted(len(new), len(lines) - len(new), silent)


def _there(path: Path) -> list[dict[str, object]]:
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
            found.append({"id": one["id"], "question": one["question"]})
        except (ValueError, KeyError, TypeError) as error:
            raise StudioError(
                f"题集 {path} 第 {number} 行读不懂，没有改动它。请改正或移走这个文件，再收入题集。"
            ) from error
    return found


def write(path: Path, whole: str) -> None:
    """The file anew, whole or not at all. Raises StudioError where it cannot be written."""
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.write(whole)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StudioError(f"题集写不进 {path}（{error.strerror}）。请检查磁盘空间和权限。") from error
