"""The worker: a hang, a crash and a memory bomb each cost one sentence, and nothing leaks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.errors import StudioError
from ingest.readers import read
from ingest.worker import read_isolated
from tests import known_files as known

needs_unix = pytest.mark.skipif(not hasattr(os, "killpg"), reason="limits of the kernel exist on Unix alone")


def pdf(path: Path, pages: int = 2) -> Path:
    path.write_bytes(known.pdf_bytes([[known.Text(f"第{n}页的文字")] for n in range(pages)]))
    return path


def child_that(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let the worker start a process with another script, as a hostile file would make of it."""
    start = subprocess.Popen

    def popen(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        return start([sys.executable, "-c", script, *command[3:]], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", popen)


def test_same_source_as_in_process(tmp_path: Path):
    path = pdf(tmp_path / "甲.pdf")
    seen: list[tuple[int, int]] = []
    assert read_isolated(path, progress=lambda done, total: seen.append((done, total))) == read(path)
    assert seen == [(1, 2), (2, 2)]


def test_refusals_come_through(tmp_path: Path):
    path = tmp_path / "截断.pdf"
    path.write_bytes(b"%PDF-1.5 nothing")
    with pytest.raises(StudioError, match="损坏"):
        read_isolated(path)


def test_plain_text_needs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    child_that(monkeypatch, "raise SystemExit(1)")
    path = tmp_path / "文.txt"
    path.write_text("第一条 内容", encoding="utf-8")
    assert read_isolated(path).blocks[0].text == "第一条 内容"
    path.write_text("长" * 600_000, encoding="utf-8")
    with pytest.raises(StudioError, match="意外中止"):
        read_isolated(path)


def test_a_hang_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    child_that(monkeypatch, "import time; time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(StudioError, match="没有进展"):
        read_isolated(pdf(tmp_path / "挂.pdf"), seconds=1)
    assert time.monotonic() - start < 10


def test_a_crash_is_one_sentence_and_the_next_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = pdf(tmp_path / "崩.pdf")
    with monkeypatch.context() as patch:
        child_that(patch, "import os; os.abort()")
        with pytest.raises(StudioError, match="意外中止"):
            read_isolated(path)
    assert len(read_isolated(path).blocks) == 2


@needs_unix
def test_a_memory_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    bomb = (
        "import sys, ingest.worker as w\n"
        "def read(path, progress): return [bytearray(1 << 20) for _ in range(3000)]\n"
        "w.read = read\n"
        "w.main(sys.argv[1:])\n"
    )
    child_that(monkeypatch, bomb)
    with pytest.raises(StudioError, match="内存"):
        read_isolated(pdf(tmp_path / "涨.pdf"), megabytes=256)


def test_an_error_of_ours_is_logged_with_its_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    child_that(
        monkeypatch,
        "import sys, ingest.worker as w\n"
        "def read(path, progress): raise RuntimeError('our own mistake')\n"
        "w.read = read\n"
        "w.main(sys.argv[1:])\n",
    )
    with pytest.raises(StudioError, match="读取失败"):
        read_isolated(pdf(tmp_path / "错.pdf"))
    assert "our own mistake" in caplog.text


def test_what_libraries_print_does_not_disturb_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    child_that(
        monkeypatch,
        "import os, sys, ingest.worker as w\n"
        "real = w.read\n"
        "def read(path, progress):\n"
        "    print('noise'); os.write(1, b'noise')\n"
        "    return real(path, progress=progress)\n"
        "w.read = read\n"
        "w.main(sys.argv[1:])\n",
    )
    assert len(read_isolated(pdf(tmp_path / "响.pdf")).blocks) == 2


@needs_unix
def test_what_the_child_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    note = tmp_path / "pid"
    child_that(
        monkeypatch,
        "import subprocess, time, pathlib\n"
        "p = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(p.pid))\n"
        "time.sleep(60)",
    )
    with pytest.raises(StudioError):
        read_isolated(pdf(tmp_path / "孙.pdf"), seconds=2)
    state = Path(f"/proc/{note.read_text()}/stat")
    for _ in range(50):
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the grandchild still runs")
