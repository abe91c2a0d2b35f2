"""Catalog -> indexes: only differences move, a crash anywhere leaves old or new, encoders can change."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import manifest as manifests
from index.cache import VectorCache
from index.encoder import HashedEncoder
from index.locking import exclusive
from index.model import Matrix
from ingest import curation
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.model import TypicalQuestion
from ingest.records import QuestionRecord
from tests.conftest import ROOT
from tests.index_parts import TODAY, CountingEncoder, Studio, consistent, document, sizes, texts

OLD = "旧规定：手机由班主任保管。"
NEW = "新规定：手机由学校保管。"


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    studio = Studio.at(home)
    yield studio
    studio.catalog.close()


def test_second_sync_does_nothing_and_opens_no_vectors(studio, monkeypatch):
    studio.publish(document("甲", OLD))
    with_index = studio.searcher()
    assert with_index.sync(today=TODAY).added == 1
    with_index.close()
    monkeypatch.setattr("index.loading.vectors_module", lambda: pytest.fail("vectors were opened"))
    again = studio.searcher()
    report = again.sync(today=TODAY)
    assert (report.added, report.removed, report.kept) == (0, 0, 1)
    again.close()


def test_only_differences_move(studio):
    encoder = CountingEncoder()
    studio.publish(document("甲", OLD, NEW))
    searcher = studio.searcher(encoder)
    searcher.sync(today=TODAY)
    assert encoder.embedded == 2
    studio.publish(document("乙", "班会每周一次。"))
    report = searcher.sync(today=TODAY)
    assert (report.added, report.kept, report.passages, encoder.embedded) == (1, 1, 1, 3)
    assert texts(searcher, "班会每周一次")[0] == "班会每周一次。"
    searcher.close()
    assert consistent(studio)


def test_unchanged_text_of_a_new_version_is_not_embedded_again(studio):
    encoder = CountingEncoder()
    id_ = studio.publish(document("甲", OLD, "班会每周一次。"))
    searcher = studio.searcher(encoder)
    searcher.sync(today=TODAY)
    studio.publish(document("甲", NEW, "班会每周一次。"), id_)
    searcher.sync(today=TODAY)
    assert encoder.embedded == 3
    assert texts(searcher, "规定手机保管")[0] == NEW
    searcher.close()
    assert consistent(studio)


def test_questions_edited_by_a_host_are_indexed_again(studio):
    id_ = studio.publish(
        document(
            "甲",
            OLD,
            "班会每周一次。",
            questions=(TypicalQuestion("谁管手机", "第1条"), TypicalQuestion("手机给谁", "第1条")),
        )
    )
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    studio.catalog.set_questions(
        id_, [QuestionRecord(TypicalQuestion("几时开会", "第2条"), "host")], actor="host"
    )
    report = searcher.sync(today=TODAY)
    assert (report.added, report.removed) == (1, 0)
    assert texts(searcher, "几时开会")[0] == "班会每周一次。"
    searcher.close()
    assert consistent(studio)


def test_withdrawn_and_expired_leave_nothing_behind(studio):
    id_ = studio.publish(document("甲", OLD, expires=date(2026, 12, 31)))
    studio.publish(document("乙", NEW))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    assert sizes(studio) == {"live-policy": 2}
    searcher.sync(today=date(2027, 1, 1))
    assert sizes(studio) == {"live-policy": 1, "archive-policy": 1}
    curation.withdraw(studio.catalog, id_, actor="host")
    searcher.sync(today=date(2027, 1, 1))
    assert sizes(studio) == {"live-policy": 1}
    searcher.close()
    assert consistent(studio)


def test_deleted_index_is_rebuilt_from_the_catalog(studio):
    studio.publish(document("甲", OLD))
    first = studio.searcher()
    first.sync(today=TODAY)
    first.close()
    shutil.rmtree(studio.home / "index")
    second = studio.searcher()
    second.sync(today=TODAY)
    assert texts(second, "手机")[0] == OLD
    second.close()


@pytest.mark.parametrize("damage", ["", "{", '{"format": 99}', '{"format": 1, "shelves": {"x": {}}}'])
def test_damaged_manifest_means_a_rebuild(studio, damage):
    studio.publish(document("甲", OLD))
    first = studio.searcher()
    first.sync(today=TODAY)
    first.close()
    (studio.home / "index" / "manifest.json").write_text(damage, "utf-8")
    second = studio.searcher()
    report = second.sync(today=TODAY)
    assert report.mended and report.added == 1
    assert texts(second, "手机") == [OLD]
    second.close()
    assert consistent(studio)


def test_two_writers_do_not_meet(studio):
    studio.publish(document("甲", OLD))
    searcher = studio.searcher()
    with (
        exclusive(studio.home / "index" / "lock"),
        pytest.raises(StudioError, match="另一个程序正在更新索引"),
    ):
        searcher.sync(today=TODAY, wait=0.1)
    assert searcher.sync(today=TODAY).added == 1
    searcher.close()


def test_old_vectors_serve_until_the_new_encoder_has_all(studio):
    studio.publish(document("甲", OLD))
    searcher = studio.searcher(CountingEncoder("first"))
    searcher.sync(today=TODAY)
    seen: list[set[str]] = []

    class Watching(CountingEncoder):
        def encode_passages(self, texts_: Sequence[str]) -> Matrix:
            seen.append(set(searcher.search("手机保管", today=TODAY)[0].parts))
            return super().encode_passages(texts_)

    second = Watching("second", 48)
    report = searcher.adopt(second, today=TODAY)
    assert report.rebuilt and seen == [{"lexical", "vector"}]
    assert searcher.encoder is second
    assert set(searcher.search("手机保管", today=TODAY)[0].parts) == {"lexical", "vector"}
    searcher.close()
    assert consistent(studio)
    folders = [p.name for p in (studio.home / "index").iterdir() if len(p.name) == 8 and p.is_dir()]
    assert folders == [manifests.generation_of("second")]


def test_another_encoder_finds_by_words_until_it_is_synced(studio):
    studio.publish(document("甲", OLD))
    first = studio.searcher(CountingEncoder("first"))
    first.sync(today=TODAY)
    first.close()
    other = studio.searcher(CountingEncoder("other", 16))
    assert set(other.search("手机保管", today=TODAY)[0].parts) == {"lexical"}
    other.sync(today=TODAY)
    assert set(other.search("手机保管", today=TODAY)[0].parts) == {"lexical", "vector"}
    other.close()


def test_what_another_process_indexed_is_found(studio):
    studio.publish(document("甲", OLD))
    reader = studio.searcher()
    reader.sync(today=TODAY)
    studio.publish(document("乙", "班会每周一次。"))
    code = (
        "import sys; from pathlib import Path; from tests.index_parts import Studio, TODAY\n"
        "studio = Studio.at(Path(sys.argv[1])); studio.searcher().sync(today=TODAY)"
    )
    subprocess.run([sys.executable, "-c", code, str(studio.home)], cwd=ROOT, check=True)
    hit = reader.search("班会每周一次", today=TODAY)[0]
    assert set(hit.parts) >= {"lexical", "vector"}
    reader.close()


def test_more_passages_than_chroma_takes_at_once(studio):
    studio.publish(document("长", *(f"第{n}句" for n in range(6_000))))
    searcher = studio.searcher(HashedEncoder(8))
    assert searcher.sync(today=TODAY).passages == 6_000
    assert texts(searcher, "第5999句", k=1)
    searcher.close()
    assert sizes(studio) == {"live-policy": 6_000}


def test_progress_counts_up(studio):
    for n in range(3):
        studio.publish(document(f"规定{n}", OLD))
    seen: list[tuple[str, int, int]] = []
    searcher = studio.searcher()
    searcher.sync(today=TODAY, progress=lambda *step: seen.append(step))
    searcher.close()
    assert seen[-1] == ("更新索引", 3, 3)


def test_manifest_names_encoder_and_day(studio):
    studio.publish(document("甲", OLD))
    searcher = studio.searcher(CountingEncoder("first"))
    searcher.sync(today=TODAY)
    searcher.close()
    raw = json.loads((studio.home / "index" / "manifest.json").read_text("utf-8"))
    assert (raw["encoder"], raw["day"], raw["revision"]) == (
        "first",
        TODAY.isoformat(),
        studio.catalog.revision(),
    )


def test_cache_survives_a_torn_record(tmp_path):
    encoder = CountingEncoder()
    first = VectorCache(tmp_path, encoder).encode_passages([OLD, NEW])
    file = next(tmp_path.glob("*.vectors"))
    file.write_bytes(file.read_bytes()[:-7])
    again = VectorCache(tmp_path, encoder).encode_passages([OLD, NEW])
    np.testing.assert_array_equal(first, again)
    assert encoder.embedded == 3


def test_a_catalog_without_anything_published_is_an_empty_index(home):
    with Catalog.open(home / "catalog.db") as catalog:
        searcher = Studio(home, catalog).searcher()
        assert searcher.sync(today=TODAY).kept == 0
        searcher.close()


def test_an_index_is_rebuilt_beside_the_one_that_serves(studio):
    studio.publish(document("甲", OLD, "班会每周一次。"))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    before = manifests.load(studio.home / "index")
    found: list[list[str]] = []
    report = searcher.rebuild(today=TODAY, progress=lambda *_: found.append(texts(searcher, "班会")))
    assert (report.added, report.passages, report.rebuilt) == (1, 2, True)
    assert found
    assert all(found[0] == texts(searcher, "班会") == each for each in found)
    after = manifests.load(studio.home / "index")
    assert before
    assert after
    assert before.generation != after.generation
    assert manifests.maker_of(after.generation) == before.generation
    folders = [path.name for path in (studio.home / "index").iterdir() if manifests.is_generation(path)]
    assert folders == [after.generation]
    hits = searcher.search("班会", today=TODAY)
    assert "vector" in hits[0].parts
    studio.publish(document("乙", NEW))
    again = searcher.sync(today=TODAY)
    assert (again.added, again.kept, again.rebuilt) == (1, 1, False), "a sync goes on with the rebuilt one"
    searcher.close()
    assert consistent(studio)


def test_a_rebuilding_that_is_stopped_leaves_the_index_as_it_was(studio):
    studio.publish(document("甲", OLD))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    before = manifests.load(studio.home / "index")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        searcher.rebuild(today=TODAY, progress=stop)
    assert before
    assert manifests.load(studio.home / "index") == before
    assert texts(searcher, "手机")[0] == OLD
    assert searcher.sync(today=TODAY).repaired
    folders = [path.name for path in (studio.home / "index").iterdir() if manifests.is_generation(path)]
    assert folders == [before.generation]
    searcher.close()
    assert consistent(studio)
