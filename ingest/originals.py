"""The originals folder: each source file as it came, kept under the hash of its bytes.

``<root>/<first two digits>/<sha256><suffix>``. A file is copied to a temporary name in ``scratch`` (on
the same disk), synced, and renamed: whatever happens, no half-written original is ever seen.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import StudioError

BLOCK = 1 << 20
LEFTOVER_SECONDS = 3600
_PREFIX, _SUFFIX = "original-", ".part"


@dataclass(frozen=True, slots=True)
class Stored:
    """Where an original lies. ``new``: this call put it there."""

    sha256: str
    path: Path
    new: bool


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes as 64 hex digits. StudioError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StudioError(f"文件读不了：{path.name}。请检查它是否还在、有没有读取权限。") from error


class Originals:
    """The originals of one home. ``root`` and ``scratch`` are made where missing."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self._root = root
        self._scratch = scratch

    def store(self, path: Path) -> Stored:
        """Keep a copy of a file; the same bytes are kept once. StudioError where it cannot be."""
        suffix = path.suffix.lower()
        self._scratch.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=self._scratch)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                digest = _copy(path, target)
            place = self._place(digest, suffix)
            if place.exists():
                return Stored(digest, place, new=False)
            place.parent.mkdir(parents=True, exist_ok=True)
            part.replace(place)
            _sync_folder(place.parent)
            return Stored(digest, place, new=True)
        except OSError as error:
            raise StudioError(f"原件存不下：{path.name}。请检查资料文件夹的空间和写入权限。") from error
        finally:
            part.unlink(missing_ok=True)

    def find(self, sha256: str) -> Path | None:
        """The original with these bytes, whatever its suffix; None if there is none, or no hash is known."""
        if not sha256:
            return None
        return next(iter(sorted((self._root / sha256[:2]).glob(f"{sha256}*"))), None)

    def remove(self, sha256: str) -> None:
        """Delete an original, if it is there."""
        if not sha256:
            return
        for path in (self._root / sha256[:2]).glob(f"{sha256}*"):
            path.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Delete temporary copies that a killed process left an hour ago or more; how many."""
        oldest = time.time() - LEFTOVER_SECONDS
        old = [path for path in self._scratch.glob(f"{_PREFIX}*{_SUFFIX}") if path.stat().st_mtime < oldest]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _place(self, sha256: str, suffix: str) -> Path:
        return self._root / sha256[:2] / f"{sha256}{suffix}"


def _copy(path: Path, target: BinaryIO) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
            target.write(block)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
