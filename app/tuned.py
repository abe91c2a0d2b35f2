"""The encoder that a studio has trained further: ``<home>/encoder/<hash>/`` and a pointer to it.

``current.json`` is written last and at once, so that it names a whole encoder or none. A running server
looks at it before every search (one ``stat``) and goes on with the encoder it names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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


def facts(home: Path) -> Mapping[str, Any] | None:
    """What ``taking_over`` was told of the home's own encoder; None where there is none or it cannot be read."""
    try:
        told = json.loads((folder_of(home) / POINTER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


@contextmanager
def taking_over(home: Path, made: Path, facts: dict[str, Any]) -> Iterator[Encoder]:
    """Make the encoder in the folder ``made``, on the home's disk, its own from the block on.

    Where the block fails or is stopped, the one before is back; where it ends well, others are deleted.
    ``facts`` go into the pointer for whoever wonders where the encoder is from.
    """
    name = static_encoder.content_hash(made)
    target = folder_of(home) / name
    target.parent.mkdir(exist_ok=True)
    fresh = not target.exists()
    if fresh:
        made.rename(target)
    try:
        encoder = static_encoder.load(target)
        with _pointing(home, json.dumps({"folder": name, **facts}, ensure_ascii=False, indent=1)):
            yield encoder
    except BaseException:
        if fresh:
            shutil.rmtree(target, ignore_errors=True)
        raise
    for other in folder_of(home).iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def letting_go(home: Path) -> Iterator[bool]:
    """Go back to the encoder that ships from the block on, unless it fails. Whether there was another."""
    had = (folder_of(home) / POINTER).exists()
    with _pointing(home, None):
        yield had
    shutil.rmtree(folder_of(home), ignore_errors=True)


@contextmanager
def _pointing(home: Path, text: str | None) -> Iterator[None]:
    pointer = folder_of(home) / POINTER
    before = pointer.read_text("utf-8", "replace") if pointer.is_file() else None
    _point(pointer, text)
    try:
        yield
    except BaseException:  # also where a job is cancelled or a command is interrupted
        _point(pointer, before)
        raise


def _point(pointer: Path, text: str | None) -> None:
    if text is None:
        pointer.unlink(missing_ok=True)
    else:
        write_atomically(pointer, text)
