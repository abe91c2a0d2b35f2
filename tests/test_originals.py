"""Originals lie under their hash, whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ingest.errors import StudioError
from ingest.originals import Originals, file_hash


@pytest.fixture
def originals(home):
    return Originals(home / "originals", home / "tmp")


def files(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def test_a_file_is_kept_once_under_its_hash(originals, home, tmp_path):
    source = tmp_path / "规定.TXT"
    source.write_bytes("手机由学校保管。\r\n".encode("gb18030"))
    first, second = originals.store(source), originals.store(source)
    assert (first.new, second.new) == (True, False)
    assert first.sha256 == file_hash(source)
    assert files(home) == [f"originals/{first.sha256[:2]}/{first.sha256}.txt"]
    assert originals.find(first.sha256).read_bytes() == source.read_bytes()


def test_an_original_can_be_removed(originals, home, tmp_path):
    source = tmp_path / "a.md"
    source.write_bytes(b"a")
    stored = originals.store(source)
    originals.remove(stored.sha256)
    originals.remove(stored.sha256)
    assert originals.find(stored.sha256) is None
    assert files(home) == []


def test_a_copy_that_fails_half_way_leaves_nothing(originals, home, tmp_path, monkeypatch):
    source = tmp_path / "a.md"
    source.write_bytes(b"a" * 100)

    def full_disk(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(StudioError, match="原件存不下"):
        originals.store(source)
    assert files(home) == []


def test_a_missing_file_is_named(originals, tmp_path):
    with pytest.raises(StudioError, match=r"没有的\.md"):
        file_hash(tmp_path / "没有的.md")
    with pytest.raises(StudioError, match=r"没有的\.md"):
        originals.store(tmp_path / "没有的.md")


def test_leftovers_of_killed_processes_are_swept_when_they_are_old(originals, home):
    scratch = home / "tmp"
    scratch.mkdir()
    old, young, foreign = (scratch / name for name in ("original-a.part", "original-b.part", "upload.pdf"))
    for path in (old, young, foreign):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    assert originals.sweep() == 1
    assert files(home) == ["tmp/original-b.part", "tmp/upload.pdf"]
