"""Reading in a process of its own, so that a hostile file costs one error and nothing else.

The child is a fresh interpreter, not a fork: it shares no memory, no lock and no database handle
with its parent, and starts alike on every system. It answers in JSON, never in pickle, because what
comes back from a process that read a hostile file is itself not to be trusted. On Unix the kernel
limits its memory and processor time; elsewhere the clock alone does.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from ingest.errors import StudioError
from ingest.model import Source
from ingest.readers import read
from ingest.readers.coding import decode_source, encode_source

_log = logging.getLogger(__name__)

# Plain text is read here and now: no parser of a binary format touches it, every pattern of the two
# readers is linear, and starting a process takes longer (0.3 s) than reading a law (2 ms).
_HARMLESS = frozenset({".txt", ".md", ".markdown"})
_HARMLESS_BYTES = 1024 * 1024
_WHOLE = 20
_MAX_ANSWER_BYTES = 512 * 1024 * 1024

Progress = Callable[[int, int], None]


def read_isolated(
    path: Path, *, seconds: float = 120, megabytes: int = 2048, progress: Progress | None = None
) -> Source:
    """``ingest.readers.read`` under limits.

    ``seconds`` is the time allowed without progress (OCR reports every page); the whole file may
    take 20 times as long. ``megabytes`` bounds the child's data, where the system can.

    Raises:
        StudioError: what ``read`` raises, and a hang, a crash or too much memory.
    """
    if path.suffix.lower() in _HARMLESS and path.is_file() and path.stat().st_size <= _HARMLESS_BYTES:
        return read(path, progress=progress)
    child = _start(path, seconds=seconds, megabytes=megabytes)
    try:
        for message in _messages(child, path, seconds):
            if "progress" in message:
                if progress:
                    progress(*message["progress"])
                continue
            return _outcome(message, path)
    finally:
        _stop(child)
    raise StudioError(_crashed(path, child.returncode))


def _start(path: Path, *, seconds: float, megabytes: int) -> subprocess.Popen[bytes]:
    # The child finds our modules where we found them, and its libraries keep to one thread each.
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, map(str, [Path(__file__).parent.parent, *sys.path]))),
        "PYTHONIOENCODING": "utf-8",
        "OMP_NUM_THREADS": "2",
    }
    command = [sys.executable, "-m", "ingest.worker", str(path.absolute()), str(int(seconds)), str(megabytes)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter, arguments as a list
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def _messages(child: subprocess.Popen[bytes], path: Path, seconds: float) -> Iterator[dict[str, Any]]:
    """What the child says, until it ends.

    Raises:
        StudioError: it was silent for too long, or took too long as a whole.
    """
    lines: queue.Queue[bytes] = queue.Queue(maxsize=1000)
    assert child.stdout is not None
    threading.Thread(target=_pump, args=(child.stdout, lines), daemon=True).start()
    end = time.monotonic() + seconds * _WHOLE
    while True:
        try:
            line = lines.get(timeout=max(0.0, min(seconds, end - time.monotonic())))
        except queue.Empty:
            raise StudioError(
                f"读取《{path.name}》超过 {int(seconds)} 秒没有进展，已停止。"
                "文件可能有问题，请打开后另存一份再试。"
            ) from None
        if not line:
            return
        try:
            message = json.loads(line)
        except ValueError:
            return
        if isinstance(message, dict):
            yield message


def _pump(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    """Lines from the pipe to the queue; an empty one says that the child has ended."""
    with contextlib.suppress(ValueError, OSError):  # the pipe is closed when the parent has seen enough
        while line := stream.readline(_MAX_ANSWER_BYTES):
            lines.put(line)
    lines.put(b"")


def _outcome(message: dict[str, Any], path: Path) -> Source:
    if "source" in message:
        return decode_source(message["source"])
    if "error" in message:
        raise StudioError(str(message["error"]))
    if message.get("memory"):
        raise StudioError(f"读取《{path.name}》要用的内存太多，已停止。请把文件拆小，或打开后另存一份再试。")
    _log.error("reading %s failed:\n%s", path.name, message.get("traceback"))
    raise StudioError(f"《{path.name}》的内容异常，读取失败。请用相应软件打开后另存一份再试；详情见日志。")


def _crashed(path: Path, code: int | None) -> str:
    if code is not None and code == -getattr(signal, "SIGXCPU", -1):
        return f"读取《{path.name}》用时太长，已停止。请把文件拆小，或打开后另存一份再试。"
    _log.error("the process that read %s ended with %s", path.name, code)
    return f"读取《{path.name}》的进程意外中止，文件可能已损坏或过大。请打开后另存一份再试。"


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started (LibreOffice)."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait()
    if child.stdout:
        child.stdout.close()


def _limit(seconds: int, megabytes: int) -> None:
    """Ask the kernel to hold us to our limits, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    # Data, not address space: the models' and pdfium's reserved addresses cost nothing.
    limits = {
        resource.RLIMIT_DATA: megabytes * 1024 * 1024,
        resource.RLIMIT_CPU: seconds * _WHOLE * 2,
        resource.RLIMIT_CORE: 0,
    }
    for which, value in limits.items():
        _, hard = resource.getrlimit(which)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):  # some systems refuse some limits
            resource.setrlimit(which, (allowed, allowed))


def main(arguments: list[str]) -> None:
    """The child: ``PATH SECONDS MEGABYTES``; answers on its standard output, one JSON value a line."""
    path, seconds, megabytes = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    # Libraries print; only our answers may reach the pipe.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _limit(seconds, megabytes)

    def say(message: dict[str, object]) -> None:
        answers.write(json.dumps(message, ensure_ascii=True) + "\n")
        answers.flush()

    try:
        source = read(path, progress=lambda done, total: say({"progress": [done, total]}))
        say({"source": encode_source(source)})
    except StudioError as error:
        say({"error": str(error)})
    except MemoryError:
        say({"memory": True})
    except Exception:  # noqa: BLE001 - the edge of a process: the parent logs it and tells the user
        say({"traceback": traceback.format_exc()[-4000:]})


if __name__ == "__main__":
    main(sys.argv[1:])
