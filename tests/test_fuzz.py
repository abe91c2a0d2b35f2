"""A hundred spoilt files of every format: each is read or refused, and none reaches the next one.

The thousand of ``make bench`` run the same code; here the good files are made by the test, so that it needs none.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.benchmarks import fuzz as bench
from eval.benchmarks.fuzz_mutations import OF_FORMAT
from ingest.errors import StudioError
from ingest.model import Block, Source

COUNT, SEED = 100, 20261121


@pytest.mark.slow
def test_a_hundred_spoilt_files_crash_hang_and_leak_nothing(tmp_path: Path):
    tally = bench.fuzz(COUNT, SEED, tmp_path / "fuzz")
    assert tally.defects == []
    assert tally.outcomes.total() == COUNT
    # Spoilt enough to be refused, and whole enough to reach the parser: both ways are tried.
    assert min(tally.outcomes["read"], tally.outcomes["refused"]) >= COUNT // 5
    assert list((tmp_path / "fuzz").glob("坏*")) == []


def test_every_format_has_its_turn_and_every_file_is_spoilt(tmp_path: Path):
    good = bench.good_files(tmp_path)
    originals = {path.read_bytes() for paths in good.values() for path in paths}
    cases = list(bench.spoilt(good, COUNT, SEED))
    assert set(good) == set(OF_FORMAT) and all(good.values())
    turns = Counter(suffix for _, suffix, _ in cases)
    assert min(turns[suffix] for suffix in OF_FORMAT) >= COUNT // len(OF_FORMAT) // 2
    assert sum(content in originals for _, _, content in cases) <= COUNT // 20
    assert cases[:30] == list(bench.spoilt(good, 30, SEED))


def source(text: str) -> Source:
    return Source((Block("办法"), Block(text)), reader="text")


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, read) -> bench.Tally:
    """Three files, with ``read`` in the place of the worker."""
    monkeypatch.setattr(bench, "_read", read)
    return bench.fuzz(3, SEED, folder / "fuzz")


def test_any_other_exception_is_a_defect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def read(path: Path) -> Source:
        if path.name.startswith("坏"):
            raise ValueError("unforeseen")
        return source("第一条 内容。")

    tally = run(monkeypatch, tmp_path, read)
    assert len(tally.defects) == 3 and all("ValueError: unforeseen" in defect for defect in tally.defects)
    assert len(list((tmp_path / "fuzz").glob("坏*"))) == 3


def test_a_good_file_that_reads_otherwise_afterwards_is_a_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    spoilt: list[str] = []

    def read(path: Path) -> Source:
        if path.name.startswith("坏"):
            spoilt.append(path.name)
            raise StudioError("读不了")
        return source(f"第一条 内容{len(spoilt)}。")

    tally = run(monkeypatch, tmp_path, read)
    assert tally.outcomes["refused"] == 3
    assert any("reads otherwise" in defect for defect in tally.defects)
