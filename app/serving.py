"""What a server owns of its home while it runs: the lock against a second one, and what is uploaded to it.

Commands may write beside a server: each write is a transaction, and the index has a lock of its own. A
second server may not: jobs, uploads and the calendar would have two masters.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.locking import exclusive

DAY_SECONDS = 24 * 3600.0


@contextmanager
def only_server(home: Path) -> Iterator[None]:
    """Be the home's one server for the block; a server that was killed is no hindrance.

    Raises:
        StudioError: another program serves this home.
    """
    named = home / "server.pid"
    number = named.read_text("ascii").strip() if named.is_file() else ""
    which = f"（进程 {number}）" if number.isdigit() else ""
    busy = f"数据目录 {home} 已经有一个服务在用{which}。请先停掉它，或用 --home 换一个数据目录。"
    with exclusive(home / "server.lock", wait=0, busy=busy):
        named.write_text(f"{os.getpid()}\n", "ascii")
        try:
            yield
        finally:
            named.unlink(missing_ok=True)


def uploads_of(home: Path) -> Path:
    """Where a home's server puts files that are being uploaded."""
    return home / "tmp" / "uploads"


def sweep(folder: Path, older: float = 0.0) -> None:
    """Delete what lies in ``folder`` for more than ``older`` seconds: uploads that nobody took in."""
    oldest = time.time() - older
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # taken in at this moment
            if path.lstat().st_mtime > oldest:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
