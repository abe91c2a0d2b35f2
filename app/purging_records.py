"""Recorded evaluations and the home's own question sets without what they quote of a purged document.

They name a document and no version: of a document one of whose versions is purged, nothing is quoted any more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from app import judging_gold
from index.locking import exclusive
from ingest.catalog_purging import TITLE
from ingest.errors import StudioError

GONE = "（已清除）"
BUSY = "题集正在由另一个程序写入，没有清除。请稍后再试。"
_SAID: Mapping[str, object] = {"title": TITLE, "path": [], "quote": GONE}


def forget(home: Path, names: Collection[str]) -> tuple[str, ...]:
    """Take a document's words out of every record, and delete what a killed program left half-written.

    ``names``: what it may be called there, its id and the files it was read from (``eval.naming``). One bad file stops
    no other: those that hold the document and cannot be read or written are given back. Raises StudioError, with
    nothing changed, where another program holds the sets.
    """
    sets = judging_gold.folder(home)
    if not sets.parent.is_dir():
        return ()
    with exclusive(home / judging_gold.LOCK, busy=BUSY):
        halves = [path for folder in (sets, sets.parent) for path in sorted(folder.glob("*.partial"))]
        left = [path for path in halves if not _deleted(path)]
        left += [path for path in sorted(sets.glob("*.jsonl")) if not _forgotten(path, names)]
    left += [path for path in sorted(sets.parent.glob("*.json")) if not _forgotten(path, names)]
    return tuple(path.relative_to(sets.parent).as_posix() for path in left)


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _forgotten(path: Path, names: Collection[str]) -> bool:
    """Rewrite a file where it names the document; False where that fails."""
    try:
        before = path.read_bytes()
        written = [form.encode() for name in names for form in (name, json.dumps(name)[1:-1])]
        if not any(form in before for form in written):
            return True
        if path.suffix == ".json":
            judging_gold.write(path, _line(without(json.loads(before), names)))
            return True
        told = [json.loads(line) for line in before.decode().split("\n") if line.strip()]
        left = [line for line in (_without_gold(one, names) for one in told) if line]
        if left:
            judging_gold.write(path, "".join(map(_line, left)))
        else:
            path.unlink()
    except (OSError, ValueError, RecursionError, StudioError):
        return False
    return True


def _line(told: object) -> str:
    return f"{json.dumps(told, ensure_ascii=False)}\n"


def without(told: object, names: Collection[str]) -> object:
    """A record's JSON: what is said of the document is blank, all else as it was."""
    if isinstance(told, Mapping):
        named = _is_of(told, names)
        return {
            key: _SAID[key] if named and key in _SAID else without(value, names)
            for key, value in told.items()
        }
    return [without(value, names) for value in told] if isinstance(told, list) else told


def _is_of(told: object, names: Collection[str]) -> bool:
    return isinstance(told, Mapping) and isinstance(told.get("document"), str) and told["document"] in names


def _without_gold(line: object, names: Collection[str]) -> object:
    """A set's question without gold of the document; None where no other is left, since nothing can be measured."""
    gold = line.get("gold") if isinstance(line, Mapping) else None
    if not isinstance(line, Mapping) or not isinstance(gold, list):
        return line
    left = [one for one in gold if not _is_of(one, names)]
    return {**line, "gold": left} if left or not gold else None
