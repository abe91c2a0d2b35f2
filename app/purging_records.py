"""Recorded evaluations and the home's own question sets without what they quote of a purged document.

They name a document and no version: of a document one of whose versions is purged, nothing is quoted any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app import judging_gold
from index.locking import exclusive
from ingest.catalog_purging import TITLE
from ingest.errors import StudioError

GONE = "（已清除）"
BUSY = "题集正在由另一个程序写入，没有清除。请稍后再试。"
_SAID: Mapping[str, object] = {"title": TITLE, "path": [], "quote": GONE}


def forget(home: Path, document: str) -> tuple[str, ...]:
    """Take the document's words out of every record, and delete what a killed program left half-written.

    One bad file stops no other: the names of those that hold the document and cannot be read or written are given
    back. Raises StudioError, with nothing changed, where another program holds the sets.
    """
    sets = judging_gold.folder(home)
    if not sets.parent.is_dir():
        return ()
    with exclusive(home / judging_gold.LOCK, busy=BUSY):
        for folder in (sets, sets.parent):
            for partial in folder.glob("*.partial"):
                partial.unlink(missing_ok=True)
        left = [path for path in sorted(sets.glob("*.jsonl")) if not _forgotten(path, document)]
    left += [path for path in sorted(sets.parent.glob("*.json")) if not _forgotten(path, document)]
    return tuple(path.relative_to(sets.parent).as_posix() for path in left)


def _forgotten(path: Path, document: str) -> bool:
    """Rewrite a file where it names the document; False where that fails."""
    try:
        before = path.read_bytes()
        if document.encode() not in before:
            return True
        if path.suffix == ".json":
            judging_gold.write(path, _line(without(json.loads(before), document)))
            return True
        told = [json.loads(line) for line in before.decode().split("\n") if line.strip()]
        left = [line for line in (_without_gold(one, document) for one in told) if line]
        if left:
            judging_gold.write(path, "".join(map(_line, left)))
        else:
            path.unlink()
    except (OSError, ValueError, RecursionError, StudioError):
        return False
    return True


def _line(told: object) -> str:
    return f"{json.dumps(told, ensure_ascii=False)}\n"


def without(told: object, document: str) -> object:
    """A record's JSON: what is said of the document is blank, all else as it was."""
    if isinstance(told, Mapping):
        named = told.get("document") == document
        return {
            key: _SAID[key] if named and key in _SAID else without(value, document)
            for key, value in told.items()
        }
    return [without(value, document) for value in told] if isinstance(told, list) else told


def _without_gold(line: object, document: str) -> object:
    """A set's question without gold of the document; None where no other is left, since nothing can be measured."""
    gold = line.get("gold") if isinstance(line, Mapping) else None
    if not isinstance(line, Mapping) or not isinstance(gold, list):
        return line
    left = [one for one in gold if not (isinstance(one, Mapping) and one.get("document") == document)]
    return {**line, "gold": left} if left or not gold else None
