"""What this process has in memory does not stand in Chroma's files, though Chroma writes memory it never cleared."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.settings import Settings
from app.studio import open_studio
from index.vector_files import blank_unused
from index.vectors import VectorDatabase

PUPIL = "钱小满的家长电话" * 10
FILLED = 0x5A
"""With ``MALLOC_PERTURB_`` 0xA5 the C library hands out memory full of this byte: its complement."""


def graph(
    folder: Path,
    *,
    room: int = 100,
    header_room: int = 100,
    elements: int = 0,
    size: int = 12,
    version: int = 1,
    offset: int = 0,
) -> Path:
    """Files as Chroma writes them, with a name in the room that no element uses."""
    one = folder / "chroma" / "0f"
    one.mkdir(parents=True)
    (one / "header.bin").write_bytes(
        struct.pack("<iQQQQ", version, offset, header_room, elements, size) + bytes(64)
    )
    for name, each in (("data_level0.bin", size), ("length.bin", 4)):
        used = b"\x01" * (elements * each)
        (one / name).write_bytes((used + PUPIL.encode() * 20)[: room * each])
    return one


@pytest.mark.parametrize("elements", [0, 1, 99, 100])
def test_the_room_that_no_element_uses_is_blank_and_the_elements_stay(tmp_path: Path, elements: int):
    one = graph(tmp_path, elements=elements)
    changed = blank_unused(tmp_path / "chroma")
    assert len(changed) == (2 if elements < 100 else 0)
    for name, each in (("data_level0.bin", 12), ("length.bin", 4)):
        whole = (one / name).read_bytes()
        assert whole == (b"\x01" * (elements * each)).ljust(100 * each, b"\0")
    assert blank_unused(tmp_path / "chroma") == []


@pytest.mark.parametrize(
    "layout", [{"version": 2}, {"elements": 101}, {"size": 0}, {"offset": 8}, {"header_room": 90}]
)
def test_files_of_an_unknown_layout_are_left_alone_and_logged(tmp_path: Path, caplog, layout: dict[str, int]):
    one = graph(tmp_path, **layout)
    before = {path: path.read_bytes() for path in one.iterdir()}
    (tmp_path / "chroma" / "1a").mkdir()
    (tmp_path / "chroma" / "1a" / "header.bin").write_bytes(b"\x01")
    assert blank_unused(tmp_path / "chroma") == []
    assert {path: path.read_bytes() for path in one.iterdir()} == before
    assert caplog.text.count("unknown layout") == 2


def test_a_file_that_cannot_be_written_stops_nothing(tmp_path: Path, caplog):
    one = graph(tmp_path)
    (one / "data_level0.bin").unlink()
    (one / "data_level0.bin").mkdir()
    other = graph(tmp_path / "other")
    assert len(blank_unused(tmp_path)) == 2
    assert not any((other / "length.bin").read_bytes()) and "not blanked" in caplog.text


def written(folder: Path, program: str) -> bytes:
    """Chroma's data after a program that ran with a memory full of ``FILLED``."""
    environment = {**os.environ, "MALLOC_PERTURB_": str(FILLED ^ 0xFF)}
    subprocess.run([sys.executable, "-c", program, str(folder)], check=True, env=environment, timeout=120)
    data = list(folder.glob("*/data_level0.bin"))
    assert data
    return b"".join(path.read_bytes() for path in data)


BARE = """
import sys, chromadb, numpy
collection = chromadb.PersistentClient(sys.argv[1]).get_or_create_collection("own", embedding_function=None)
collection.upsert(ids=["a"], embeddings=numpy.eye(64, dtype="f4")[:1])
"""
OURS = """
import sys, numpy, pathlib
from index.vectors import VectorDatabase
database = VectorDatabase(pathlib.Path(sys.argv[1]))
database.collection("own").put(["a"], numpy.eye(64, dtype="f4")[:1])
"""


READING = """
import sys, numpy, pathlib
from index.vectors import VectorDatabase
database = VectorDatabase(pathlib.Path(sys.argv[1]))
own = database.collection("own")
assert own.size and own.nearest(numpy.eye(64, dtype="f4")[0], 3)[0].passage == "a"
database.reopen()
assert database.collection("own").nearest(numpy.eye(64, dtype="f4")[0], 3)[0].passage == "a"
"""
MORE = """
import sys, numpy, pathlib
from index.vectors import VectorDatabase
database = VectorDatabase(pathlib.Path(sys.argv[1]))
database.collection("own").put([f"b{n}" for n in range(40)], numpy.eye(64, dtype="f4")[1:41])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="只有 glibc 能把内存先填满")
def test_chroma_writes_memory_it_never_cleared_and_we_do_not(tmp_path: Path):
    filled = bytes([FILLED]) * 64
    if filled not in written(tmp_path / "bare", BARE):
        pytest.skip("这个 Chroma（或 C 库）已经不把没清过的内存写进文件")
    for program in (OURS, READING, MORE, READING):
        assert filled not in written(tmp_path / "ours", program)


@pytest.mark.parametrize("folder", ["index", "index/damaged"])
def test_what_an_older_program_left_goes_when_the_index_is_brought_up_to_date(home: Path, folder: str):
    one = graph(home / folder)
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        studio.sync()
    assert PUPIL.encode()[:30] not in (one / "data_level0.bin").read_bytes()
    assert not any((one / "length.bin").read_bytes())


def test_after_it_chroma_finds_as_before_now_and_when_opened_again(tmp_path: Path):
    vectors = np.random.default_rng(7).normal(size=(1_500, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"p{number}" for number in range(len(vectors))]
    wanted = [ids[row] for row in np.argsort(-(vectors @ vectors[3]))[:5]]
    database = VectorDatabase(tmp_path / "chroma")
    for part in (slice(0, 7), slice(7, 1_200), slice(1_200, None)):
        database.collection("own").put(ids[part], vectors[part])
    assert [one.passage for one in database.collection("own").nearest(vectors[3], 5)] == wanted
    database.reopen()
    assert [one.passage for one in database.collection("own").nearest(vectors[3], 5)] == wanted
    assert database.collection("own").size == len(ids)
    database.close()
