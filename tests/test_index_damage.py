"""A damaged index is built anew from the catalog, whatever was damaged and whenever it is noticed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.damage import DamagedIndexError
from index.manifest import load
from index.search import Searcher
from tests.index_parts import TODAY, Studio, consistent, document, texts

SENTENCE = "学生不得将手机带入课堂，确需使用的经家长申请。"


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(max(100, path.stat().st_size)))


def half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def inside(path: Path) -> None:
    """Garbage before an intact footer: the file opens, and reading it fails."""
    whole = path.read_bytes()
    path.write_bytes(b"\xff" * (len(whole) - 140) + whole[-140:])


def chroma(index: Path) -> list[Path]:
    return [index / "chroma" / "chroma.sqlite3"]


def lexical(pattern: str) -> Callable[[Path], list[Path]]:
    def files(index: Path) -> list[Path]:
        manifest = load(index)
        assert manifest is not None
        return sorted((index / manifest.generation).glob(pattern))

    return files


DAMAGES: dict[str, tuple[Callable[[Path], list[Path]], Callable[[Path], object]]] = {
    "vectors of garbage": (chroma, garbage),
    "vectors cut in half": (chroma, half),
    "vectors emptied": (chroma, lambda path: os.truncate(path, 0)),
    "no vectors": (lambda index: [index / "chroma"], shutil.rmtree),
    "words of garbage": (lexical("live/meta.json"), garbage),
    "words cut in half": (lexical("live/*.term"), half),
    "words deleted": (lexical("live/*.idx"), Path.unlink),
    "postings of garbage": (lexical("live/*.idx"), inside),
    "no words": (lexical("live"), shutil.rmtree),
}


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    studio = Studio.at(home)
    studio.publish(document("手机管理规定", SENTENCE, "暂时保管的手机应当在放学后交还家长。"))
    first = studio.searcher()
    first.sync(today=TODAY)
    first.close()
    yield studio
    studio.catalog.close()


def hurt(studio: Studio, name: str) -> None:
    files, harm = DAMAGES[name]
    found = files(studio.home / "index")
    assert found
    for path in found:
        harm(path)


def mended(studio: Studio, searcher: Searcher) -> None:
    assert texts(searcher, "手机带入课堂")[0] == SENTENCE
    again = searcher.sync(today=TODAY)
    assert (again.added, again.mended) == (0, False)
    searcher.close()
    assert consistent(studio)


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_noticed_by_a_question_is_mended_by_the_next_sync(studio, name):
    hurt(studio, name)
    searcher = studio.searcher()
    searcher.sync(today=TODAY)  # nothing to do: it opens no index
    with pytest.raises(DamagedIndexError, match="损坏"):
        searcher.search("手机", today=TODAY)
    report = searcher.sync(today=TODAY)
    assert (report.mended, report.added) == (True, 1)
    mended(studio, searcher)


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_noticed_by_a_sync_is_mended_by_it(studio, name):
    hurt(studio, name)
    studio.publish(document("惩戒规则", "教师惩戒学生须告知家长。"))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    try:
        searcher.search("手机", today=TODAY)
    except DamagedIndexError:
        searcher.sync(today=TODAY)
    assert len(texts(searcher, "教师惩戒学生")) >= 1
    mended(studio, searcher)


def test_damage_while_the_index_is_open_is_mended(studio):
    searcher = studio.searcher()
    searcher.search("手机", today=TODAY)
    manifest = studio.home / "index" / "manifest.json"
    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(DamagedIndexError):
        searcher.search("手机", today=TODAY)
    assert searcher.sync(today=TODAY).mended
    mended(studio, searcher)


def test_a_suspicion_of_files_that_were_replaced_meanwhile_rebuilds_nothing(studio):
    searcher = studio.searcher()
    searcher.search("手机", today=TODAY)
    studio.publish(document("惩戒规则", "教师惩戒学生须告知家长。"))
    other = studio.searcher()
    other.sync(today=TODAY)
    other.close()
    searcher._opened.health.found("关键词索引")
    report = searcher.sync(today=TODAY)
    assert (report.mended, report.added) == (False, 0)
    mended(studio, searcher)


@pytest.mark.parametrize("name", ["vectors of garbage", "words deleted"])
def test_damage_under_an_open_database_is_mended(studio, name):
    searcher = studio.searcher()
    searcher.search("手机", today=TODAY)
    hurt(studio, name)
    searcher._opened.health.found("索引")
    assert searcher.sync(today=TODAY).mended
    mended(studio, searcher)
