"""The catalog on real SQLite files: what goes in comes out, whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ingest import curation
from ingest.catalog import Catalog
from ingest.catalog_engine import BUSY_MILLISECONDS, reading, writing
from ingest.catalog_writes import text_hash
from ingest.errors import StudioError
from ingest.model import Kind, Removal, Stage, Status, TypicalQuestion, Visibility, passage_id
from ingest.records import QuestionRecord
from tests.catalog_parts import TODAY, add, rule


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


def test_a_version_comes_back_as_it_was_added(catalog):
    removals = (Removal("advert", "下载网址", 3, "末页"),)
    given = replace(rule(), removals=removals, warnings=("字迹不清",), page_unit="张", reader="ocr")
    added = add(catalog, given)
    found = catalog.version(added.document, added.number)
    assert found == added
    assert found.parse == given.parse
    assert (found.removals, found.warnings) == (removals, ("字迹不清",))
    assert (found.page_unit, found.reader, found.status) == ("张", "ocr", Status.DRAFT)


def test_a_source_says_what_its_version_says(catalog):
    added = add(catalog, rule(questions=(TypicalQuestion("手机归谁管"),)))
    version, source = catalog.version(added.document, 1), catalog.source(added.document, 1)
    assert (source.outline.text, source.outline.clauses) == (version.parse.text, version.parse.clauses)
    assert source.metadata == replace(version.metadata, questions=())
    assert (source.document, source.number, source.source_name) == (added.document, 1, version.source_name)
    with pytest.raises(StudioError, match="没有第 2 版"):
        catalog.source(added.document, 2)
    with pytest.raises(StudioError, match="没有编号"):
        catalog.source("absent", 1)


def test_a_transaction_waits_as_long_as_it_says_whatever_the_one_before_did(catalog):
    def waits(connection: Any) -> int:
        return int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar())

    for _ in range(2):
        with writing(catalog.engine, patience=7) as connection:
            assert waits(connection) == 7
        with reading(catalog.engine) as connection:
            assert waits(connection) == BUSY_MILLISECONDS


def test_passages_are_exact_spans_with_stable_ids(catalog):
    added = add(catalog, rule(sentences=("𠮷同学的手机由学校保管。", "放学后归还。")))
    passages = catalog.passages_of(added.document, 1)
    assert [added.parse.text[item.start : item.end] for item in passages] == [item.text for item in passages]
    assert [item.id for item in passages] == [
        passage_id(added.document, 1, item.path, place) for place, item in enumerate(passages)
    ]
    assert catalog.passages([passages[1].id, "absent"]) == {passages[1].id: passages[1]}


def test_ids_are_short_stable_and_do_not_collide(catalog, tmp_path):
    first, second = add(catalog, rule()), add(catalog, rule())
    assert first.document != second.document
    assert first.document[0] == "d" and len(first.document) == 11
    with Catalog.open(tmp_path / "other.db") as other:
        assert add(other, rule()).document == first.document


def test_a_given_id_is_used_and_numbers_count_up(catalog):
    assert [add(catalog, rule(), "case-wh-01").number for _ in range(3)] == [1, 2, 3]
    assert {state.document for state in catalog.states()} == {"case-wh-01"}


def test_thousands_of_passages_are_found_by_id(catalog):
    added = add(catalog, rule(sentences=tuple(f"第{number}件事。" for number in range(1200))))
    ids = [item.id for item in catalog.passages_of(added.document, 1)]
    assert list(catalog.passages(ids)) == ids


def test_questions_stand_with_the_passages_of_their_clause(catalog):
    asked = (TypicalQuestion("什么时候还手机", "第2条"), TypicalQuestion("手机归谁管"))
    added = add(catalog, rule(questions=asked))
    first, second = catalog.passages_of(added.document, 1)
    assert (first.questions, second.questions) == (("手机归谁管",), ("什么时候还手机",))
    assert catalog.version(added.document).metadata.questions == asked


def test_a_new_version_attaches_the_questions_anew_and_keeps_those_of_hosts(catalog):
    added = add(catalog, rule(questions=(TypicalQuestion("旧问题", "第1条"),)))
    host = QuestionRecord(TypicalQuestion("主持人加的问题", "第2条"), "host")
    catalog.set_questions(added.document, [*catalog.questions(added.document), host], actor="host")
    add(catalog, rule(questions=(TypicalQuestion("新问题", "第1条"),)), added.document)
    assert [item.questions for item in catalog.passages_of(added.document, 2)] == [
        ("新问题",),
        ("主持人加的问题",),
    ]
    assert catalog.passages_of(added.document, 1)[0].questions == ("旧问题",)


def test_a_question_whose_clause_is_gone_is_kept_and_named(catalog):
    added = add(catalog, rule(questions=(TypicalQuestion("怎么申诉", "第9条"),)))
    assert any("第9条" in warning for warning in added.warnings)
    assert catalog.passages_of(added.document, 1)[0].questions == ("怎么申诉",)


def test_documents_are_filtered(catalog):
    case = add(catalog, rule("一个案例", kind=Kind.CASE))
    staged = rule("中职规定")
    staged = replace(staged, metadata=replace(staged.metadata, stages=(Stage.VOCATIONAL,)))
    vocational = add(catalog, staged)
    curation.publish(catalog, case.document, actor="host")

    def ids(**filters: Any) -> set[str]:
        return {record.id for record in catalog.documents(**filters)}

    assert ids() == {case.document, vocational.document}
    assert ids(kinds=[Kind.CASE]) == {case.document}
    assert ids(statuses=[Status.DRAFT]) == {vocational.document}
    assert ids(stages=[Stage.PRIMARY]) == {case.document}
    assert ids(text="中职") == {vocational.document}
    assert catalog.document(case.document).passages == 2


def test_unknown_documents_are_named_in_chinese(catalog):
    with pytest.raises(StudioError, match="没有编号为"):
        catalog.version("nothing")
    with pytest.raises(StudioError, match="没有编号"):
        catalog.document("nothing")
    added = add(catalog, rule())
    with pytest.raises(StudioError, match="第 7 版"):
        catalog.version(added.document, 7)


def test_an_error_inside_a_transaction_leaves_nothing(catalog):
    with pytest.raises(RuntimeError), catalog.writing() as writer:
        writer.add_version(rule(), document="half", source_name="x", source_sha256="0", actor="host")
        raise RuntimeError
    assert catalog.documents() == []
    assert catalog.audit_trail() == []
    assert catalog.revision() == 0


def test_the_revision_grows_with_what_is_searchable_and_only_then(catalog):
    asked = QuestionRecord(TypicalQuestion("手机归谁管", "第1条"), "host")

    def step(move: Callable[[], object]) -> int:
        before = catalog.revision()
        move()
        return int(catalog.revision() - before)

    added = add(catalog, rule())
    name = added.document
    metadata = replace(added.metadata, visibility=Visibility.CURATORS)
    assert step(lambda: add(catalog, rule("别的"))) == 0
    assert step(lambda: catalog.set_questions(name, [asked], actor="host")) == 0
    assert step(lambda: curation.submit(catalog, name, actor="host")) == 0
    assert step(lambda: curation.publish(catalog, name, actor="second")) == 1
    assert step(lambda: catalog.set_metadata(name, 1, metadata, actor="host")) == 1
    assert step(lambda: catalog.set_questions(name, [asked], actor="host")) == 0
    assert step(lambda: catalog.set_questions(name, [], actor="host")) == 1
    assert step(lambda: add(catalog, rule(sentences=("新的一条。",)), name)) == 0
    assert step(lambda: curation.publish(catalog, name, 2, actor="host")) == 1
    assert step(lambda: curation.withdraw(catalog, name, actor="host")) == 1
    assert step(lambda: curation.publish(catalog, name, actor="host")) == 1


def test_an_edition_says_at_which_revision_it_changed(catalog):
    names = [add(catalog, rule(title)).document for title in ("甲", "乙")]
    for name in names:
        curation.publish(catalog, name, actor="host")
    changed = {edition.document: edition.changed for edition in catalog.editions(TODAY)}
    assert sorted(changed.values()) == [1, 2]
    catalog.set_metadata(names[0], 1, catalog.version(names[0]).metadata, actor="host")
    after = {edition.document: edition.changed for edition in catalog.editions(TODAY)}
    assert after == {names[0]: 3, names[1]: changed[names[1]]}


def test_readers_see_one_state_and_do_not_wait_while_a_writer_is_at_work(catalog):
    add(catalog, rule("先有的"))
    inside, seen = threading.Event(), threading.Event()

    def write():
        with catalog.writing() as writer:
            writer.add_version(rule("后来的"), document=None, source_name="x", source_sha256="1", actor="a")
            inside.set()
            seen.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    assert inside.wait(10)
    during = [record.metadata.title for record in catalog.documents()]
    seen.set()
    writer.join()
    assert during == ["先有的"]
    assert len(catalog.documents()) == 2


def test_two_processes_that_write_at_once_both_succeed(home, catalog):
    program = textwrap.dedent("""
        import sys
        from ingest.catalog import Catalog
        from tests.catalog_parts import add, rule
        with Catalog.open(sys.argv[1]) as catalog:
            for number in range(20):
                add(catalog, rule(), "shared-rule")
    """)
    command = [sys.executable, "-c", program, str(home / "catalog.db")]
    others = [subprocess.Popen(command) for _ in range(2)]
    assert [other.wait(60) for other in others] == [0, 0]
    assert [state.number for state in catalog.states("shared-rule")] == list(range(1, 41))


def test_a_text_is_known_again_by_its_hash(catalog):
    added = add(catalog, rule())
    [found] = catalog.states_with(text_sha256=text_hash(added.parse.text))
    assert (found.document, found.number) == (added.document, 1)


def test_sqlite_holds_what_the_house_relies_on(catalog, home):
    add(catalog, rule())
    with sqlite3.connect(home / "catalog.db") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    with catalog.writing() as writer:
        assert writer.connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
