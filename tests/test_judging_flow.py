"""What comes into human review, and what it becomes: questions by lot and by meaning, gold, files, deletion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.desk import Desk
from app.judging import Judging
from app.judging_exchange import exported, imported
from app.judging_items import digest
from app.judging_sources import middle
from eval.dataset import asked as set_questions
from eval.dataset import load, names
from ingest.catalog_asked import AskedTable
from ingest.catalog_engine import driver_connection
from ingest.errors import StudioError
from ingest.schema_people import review_items
from tests.judging_parts import (
    ASKED,
    FIRST,
    SECOND,
    TEACHER,
    THIRD,
    VAIN,
    ask,
    judge,
    opened,
    queued,
    sources,
)


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with opened(home) as found:
        yield found


def test_questions_come_in_once_and_only_those_asked_for(desk: Desk):
    numbers = ask(desk, *ASKED, ASKED[0])
    desk.by(TEACHER).history.rate(numbers[1], helpful=False, reason="答非所问")
    assert sources(desk).disliked(10).added == 1
    [first] = Judging(desk).table.heads()
    assert first.question == ASKED[1] and first.source == "disliked"
    assert sources(desk).real(2).added == 2
    filled = sources(desk).real(50)
    assert (filled.found, filled.added) == (2, 2)
    assert sources(desk).real(50).added == 0
    assert sorted(one.question for one in Judging(desk).table.heads()) == sorted(ASKED)
    for count in (0, 101):
        with pytest.raises(StudioError, match="1 到 100"):
            sources(desk).real(count)


def test_unseen_questions_come_in_one_of_each_meaning(desk: Desk):
    ask(desk, ASKED[0], f"{ASKED[0]}呢", f"{ASKED[0]}？", VAIN)
    filled = sources(desk).clusters(10)
    assert (filled.found, filled.groups, filled.added) == (4, 2, 2)
    heads = Judging(desk).table.heads()
    assert [one.source for one in heads] == ["cluster:3", "cluster:1"]
    ask(desk, f"请问{ASKED[0]}", ASKED[2])
    assert sources(desk).clusters(10).added == 1  # the first means what is under review already
    assert Judging(desk).table.heads()[-1].question == ASKED[2]


def test_the_middle_of_a_group_is_its_most_usual_wording():
    import numpy as np

    vectors = {"a": np.array([1.0, 0.0]), "b": np.array([0.8, 0.6]), "c": np.array([0.6, 0.8])}
    assert middle(["c", "a", "b"], vectors) == "b"


def test_a_question_set_is_asked_now_as_a_teacher_would(desk: Desk, tmp_path: Path):
    gold = {"document": "d", "quote": "由学校统一保管"}
    lines = [
        {"id": "a", "question": ASKED[1], "type": "person", "gold": [gold]},
        {"id": "b", "question": "那家长不同意呢", "type": "follow_up", "gold": [gold], "follows": "a"},
    ]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    filled = sources(desk).of_set(str(path), set_questions, 10)
    assert filled.added == 2
    items = Judging(desk).table.some([1, 2])
    assert {item.question for item in items} >= {ASKED[1]}
    assert all(item.asked is None and item.source.startswith("set:") and item.run for item in items)
    assert sources(desk).of_set(str(path), set_questions, 10).added == 0
    with pytest.raises(StudioError, match="没有题集"):
        sources(desk).of_set("没有的", set_questions, 10)


def test_settled_items_become_questions_that_the_evaluation_reads(desk: Desk, home: Path):
    right, partly, refused, silent, apart = queued(desk, *ASKED[:3], VAIN, ASKED[3])
    for who in (FIRST, SECOND):
        judge(desk, who, right, "correct", against=(2,))
        judge(desk, who, partly, "incomplete")
        judge(desk, who, refused, "refuse")
        judge(desk, who, silent, "refuse")
    judge(desk, FIRST, apart, "correct")
    judge(desk, SECOND, apart, "wrong")
    done = Judging(desk.by(FIRST)).promote()
    assert (done.written, done.known) == (3, 0)
    assert "reviewed" in names(home) and "reviewed" not in names()
    found = {one.question: one for one in load("reviewed", home)}
    assert set(found) == {ASKED[0], ASKED[2], VAIN}
    assert found[VAIN].reason == "没有依据" and found[ASKED[2]].reason == "复核认定应拒答"
    [item] = Judging(desk).table.some([right])
    quotes = {one["quote"].strip() for one in item.answer["citations"] if one["n"] != 2}
    assert {gold.quote for gold in found[ASKED[0]].gold} == quotes
    assert all(gold.path and gold.relevance == 2 for gold in found[ASKED[0]].gold)

    before = (home / "evaluations" / "sets" / "reviewed.jsonl").read_bytes()
    assert Judging(desk.by(FIRST)).promote().written == 0
    judge(desk, THIRD, apart, "correct", decides=True)
    assert Judging(desk.by(FIRST)).promote().written == 1
    after = (home / "evaluations" / "sets" / "reviewed.jsonl").read_bytes()
    assert after.startswith(before)
    assert any("收入题集" in entry.detail for entry in desk.studio.catalog.audit_trail())


def test_a_promoted_set_runs(desk: Desk, home: Path):
    from eval.run import run_set
    from tests.catalog_parts import TODAY

    [right] = queued(desk, ASKED[1])
    for who in (FIRST, SECOND):
        judge(desk, who, right, "correct")
    Judging(desk.by(FIRST)).promote()
    studio = desk.studio
    run = run_set("reviewed", searcher=studio.searcher, catalog=studio.catalog, today=TODAY, home=home)
    assert run.set == "reviewed" and run.metrics["citation recall"] == 1.0


def test_a_damaged_set_of_ones_own_is_left_alone(desk: Desk, home: Path):
    [right] = queued(desk, ASKED[0])
    for who in (FIRST, SECOND):
        judge(desk, who, right, "correct")
    path = home / "evaluations" / "sets" / "reviewed.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("{坏的\n", "utf-8")
    with pytest.raises(StudioError, match="第 1 行读不懂"):
        Judging(desk.by(FIRST)).promote()
    assert path.read_text("utf-8") == "{坏的\n"
    assert not Judging(desk).table.heads()[0].promoted


def test_an_item_leaves_the_queue_only_unjudged(desk: Desk):
    first, second = queued(desk, *ASKED[:2])
    judge(desk, FIRST, first, "correct")
    with pytest.raises(StudioError, match="没有移出"):
        Judging(desk.by(FIRST)).drop(first)
    Judging(desk.by(FIRST)).drop(second)
    assert [one.id for one in Judging(desk).table.heads()] == [first]


def test_a_deleted_history_takes_unjudged_items_along(desk: Desk, home: Path):
    judged, waiting = queued(desk, ASKED[0], VAIN)
    judge(desk, FIRST, judged, "correct")
    desk.by(TEACHER).history.forget_mine()
    [left] = Judging(desk).table.some([judged, waiting])
    assert left.id == judged and left.asked is None
    assert "1 条已有人复核" in desk.studio.catalog.audit_trail()[-1].detail
    with driver_connection(desk.studio.catalog.engine) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert VAIN.encode() not in b"".join(path.read_bytes() for path in home.glob("catalog.db*"))
    # A number that is given out anew leads from no item to another's question.
    [again] = ask(desk, ASKED[2])
    assert AskedTable(desk.studio.catalog.engine).forget_before(datetime.now(UTC) + timedelta(days=1)) == 1
    assert [one.id for one in Judging(desk).table.heads()] == [judged] and again


def test_a_catalog_of_the_revision_before_is_upgraded_with_its_items(home: Path):
    from ingest.catalog_engine import migrate, open_engine
    from ingest.catalog_judgements import JudgementTable

    bare = sa.create_engine(f"sqlite:///{home / 'catalog.db'}")
    with bare.begin() as connection:
        migrate(connection, "0003")
        connection.execute(
            sa.text(
                "INSERT INTO review_items (source, question, answer, answer_sha256, run, created, promoted) "
                "VALUES ('asked', '问', '{}', 'x', '', '2026-01-01', 0)"
            )
        )
    bare.dispose()
    engine = open_engine(home / "catalog.db")
    [item] = JudgementTable(engine).some([1])
    assert item.question == "问" and item.asked is None and not item.outdated
    with engine.connect() as connection:
        assert "ix_review_items_asked" in {
            one["name"] for one in sa.inspect(connection).get_indexes(review_items.name)
        }
    engine.dispose()


def settled(desk: Desk) -> list[int]:
    """Three items that two have judged, the last one decided by a third, and one that waits."""
    items = queued(desk, *ASKED[:2], VAIN, ASKED[2])
    for who in (FIRST, SECOND):
        judge(desk, who, items[0], "correct", comment="全")
        judge(desk, who, items[2], "refuse")
    judge(desk, FIRST, items[1], "correct")
    judge(desk, SECOND, items[1], "wrong", against=(1,))
    judge(desk, THIRD, items[1], "incomplete", decides=True)
    judge(desk, FIRST, items[3], "wrong", comment="只有一个人判过")
    return items


def test_judgements_go_out_and_come_in_elsewhere_as_they_were(desk: Desk, tmp_path: Path):
    settled(desk)
    text, count = exported(Judging(desk.by(FIRST)))
    assert count == 3 and "只有一个人判过" not in text
    other = tmp_path / "other"
    other.mkdir()
    with opened(other) as there:
        done = imported(Judging(there.by(THIRD)), text)
        assert (done.items, done.judgements, done.skipped) == (3, 7, [])
        again, _ = exported(Judging(there.by(THIRD)))
        assert [_told(line) for line in again.splitlines()] == [_told(line) for line in text.splitlines()]
        seen = Judging(there.by(THIRD)).overview()
        here = Judging(desk.by(FIRST)).overview()
        assert seen.verdicts == here.verdicts and seen.citations == here.citations
        names = {one.reviewer for one in Judging(there).table.judgements()}
        assert names == {f"{one.name}（导入）" for one in (FIRST, SECOND, THIRD)}
        assert all(head.source == "import" for head in Judging(there).table.heads())


def test_whose_judgement_came_in_a_file_is_not_a_third_person(desk: Desk, tmp_path: Path):
    items = settled(desk)
    text, _ = exported(Judging(desk.by(FIRST)))
    lines = {line["question"]: line for line in map(json.loads, text.splitlines())}
    lines[ASKED[1]]["judgements"].pop()  # undecided
    other = tmp_path / "other"
    other.mkdir()
    with opened(other) as there:
        imported(Judging(there.by(THIRD)), json.dumps(lines[ASKED[1]], ensure_ascii=False))
        assert not Judging(there.by(FIRST)).overview().decide and items
        assert len(Judging(there.by(THIRD)).overview().decide) == 1


def test_what_comes_in_never_replaces_what_is_there(desk: Desk):
    settled(desk)
    before = Judging(desk).table.judgements()
    text, _ = exported(Judging(desk.by(FIRST)))
    done = imported(Judging(desk.by(SECOND)), text.replace("全", "改"))
    assert (done.items, done.judgements, len(done.skipped)) == (0, 0, 7)
    assert all("没有覆盖" in one for one in done.skipped)
    assert Judging(desk).table.judgements() == before


def test_a_bad_file_is_told_line_by_line_and_the_rest_is_taken(desk: Desk, tmp_path: Path):
    settled(desk)
    text, _ = exported(Judging(desk.by(FIRST)))
    found = {line["question"]: line for line in map(json.loads, text.splitlines())}
    first, second, third = found[ASKED[0]], found[ASKED[1]], found[VAIN]
    first["answer"]["reason"] = "换过的"
    second["judgements"][0]["verdict"] = "great"
    third["judgements"][0]["citations"] = {"1": True}
    third["judgements"][1]["verdict"] = "correct"
    lines = [first, second, third, {"question": "学生张雨桐能带手机吗"}, {"question": "问", "extra": 1}]
    told = "\n".join(["{坏", *(json.dumps(line, ensure_ascii=False) for line in lines)])
    other = tmp_path / "other"
    other.mkdir()
    with opened(other) as there:
        done = imported(Judging(there.by(FIRST)), told)
        assert done.items == 2 and done.judgements == 1
        assert [one.split("：")[0] for one in done.skipped] == [
            "第 1 行",
            "第 2 行",
            "第 3 行",
            "第 4 行，乙评估 的判断",
            "第 6 行",
        ]
        assert "校验和" in done.skipped[1] and "没有作答" in done.skipped[3]
        heads = Judging(there).table.heads()
        assert not any("张雨桐" in head.question for head in heads)
    for text, words in (("", "空的"), ("{}\n" * 2001, "太大")):
        with pytest.raises(StudioError, match=words):
            imported(Judging(desk.by(FIRST)), text)


def test_a_file_with_a_name_in_it_is_masked(desk: Desk):
    settled(desk)
    line = json.loads(exported(Judging(desk.by(FIRST)))[0].splitlines()[0])
    line["question"] = line["answer"]["question"] = "学生张雨桐带手机怎么办"
    line["judgements"], line["answer_sha256"] = [], digest(line["answer"])
    assert imported(Judging(desk.by(FIRST)), json.dumps(line, ensure_ascii=False)).items == 1
    [item] = Judging(desk).table.some([Judging(desk).table.heads()[-1].id])
    assert "张雨桐" not in json.dumps(item.answer, ensure_ascii=False) + item.question


def _told(line: str) -> object:
    """A line without what an import changes."""
    told = json.loads(line)
    return {name: told[name] for name in ("question", "answer", "answer_sha256", "outdated", "judgements")}
