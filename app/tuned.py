"""The encoder that a studio has trained further: ``<home>/encoder/<hash>/`` and a pointer to it.

``current.json`` is written last and at once, so that it names a whole encoder or none. A running server
looks at it before every search (one ``stat``) and goes on with the encoder it names.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from index import static_encoder
from index.manifest import write_atomically
from index.model import Encoder
from ingest.errors import StudioError

POINTER = "current.json"


def folder_of(home: Path) -> Path:
    """Where a home keeps its own encoders."""
    return home / "encoder"


def stamp(home: Path) -> tuple[int, int]:
    """Tells one pointer from the next; zeros where there is none."""
    try:
        state = (folder_of(home) / POINTER).stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_ino)


def load(home: Path) -> Encoder | None:
    """The home's own encoder; None where it has none.

    Raises:
        StudioError: the pointer or the encoder that it names cannot be read.
    """
    pointer = folder_of(home) / POINTER
    try:
        named = json.loads(pointer.read_text("utf-8"))["folder"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudioError(f"{pointer} 读不出来（{error}）。") from error
    return static_encoder.load(folder_of(home) / str(named))


def keep(home: Path, made: Path, facts: dict[str, Any]) -> Encoder:
    """Make the encoder in the folder ``made``, on the home's disk, its own; others are deleted afterwards.

    ``facts`` go into the pointer for whoever wonders where the encoder is from.
    """
    name = static_encoder.content_hash(made)
    target = folder_of(home) / name
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        made.rename(target)
    encoder = static_encoder.load(target)
    write_atomically(
        folder_of(home) / POINTER, json.dumps({"folder": name, **facts}, ensure_ascii=False, indent=1)
    )
    for other in folder_of(home).iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return encoder


def reset(home: Path) -> bool:
    """Go back to the encoder that ships. Whether the home had one of its own."""
    pointer = folder_of(home) / POINTER
    had = pointer.exists()
    pointer.unlink(missing_ok=True)
    shutil.rmtree(folder_of(home), ignore_errors=True)
    return had
