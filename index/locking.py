"""A lock on a file: one writer at a time, across threads and processes, freed when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import StudioError

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_PAUSE_SECONDS = 0.05


@contextmanager
def exclusive(
    path: Path, *, wait: float = 30.0, busy: str = "另一个程序正在更新索引，请等它完成后再试"
) -> Iterator[None]:
    """Hold the lock at ``path`` for the block, waiting up to ``wait`` seconds for another holder.

    Raises:
        StudioError: somebody else held it all that time; ``busy`` is what it says.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait
        while True:
            try:
                _try(descriptor)
                break
            except OSError as error:
                if time.monotonic() >= deadline:
                    raise StudioError(busy) from error
                time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        os.close(descriptor)  # closing it frees the lock
