from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.dataset import load, names
from eval.matching import matches, ranking
from eval.model import Gold, Question
from ingest.errors import StudioError
from tests.test_quotes import hit


def write(path: Path, *rows: Mapping[str, object]) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(path)


GOOD = {
    "id": "1",
    "question": "例会多久一次",
    "type": "period",
    "gold": [{"document": "d", "path": ["第一条"]}],
}


def test_shipped_sets_load_and_have_unique_ids():
    for name in names():
        questions = load(name)
        assert len({question.id for question in questions}) == len(questions)


def test_every_bad_line_is_named_at_once(tmp_path: Path):
    path = write(tmp_path / "set.jsonl", GOOD, {**GOOD, "type": "riddle"}, {**GOOD, "gold": []})
    with pytest.raises(StudioError) as error:
        load(path)
    assert "第 2 行" in str(error.value)
    assert "第 3 行" in str(error.value)


def test_a_repeated_id_is_an_error(tmp_path: Path):
    with pytest.raises(StudioError, match="重复"):
        load(write(tmp_path / "set.jsonl", GOOD, GOOD))


def test_an_unknown_set_says_what_there_is():
    with pytest.raises(StudioError, match="没有题集"):
        load("no-such-set")


def test_unanswerable_needs_a_reason_and_no_gold(tmp_path: Path):
    row = {"id": "1", "question": "明天下雨吗", "type": "unanswerable", "reason": "不在范围"}
    assert load(write(tmp_path / "set.jsonl", row))[0].gold == ()
    with pytest.raises(StudioError):
        load(write(tmp_path / "bad.jsonl", {**row, "reason": None}))


def test_gold_is_matched_by_document_path_and_quote():
    found = hit("工作室每两周召开一次例会。")
    assert matches(Gold(document="d", path=("第一条",)), found)
    assert matches(Gold(document="d", quote="每两周 召开一次例会"), found)
    assert not matches(Gold(document="other", path=("第一条",)), found)
    assert not matches(Gold(document="d", path=("第二条",)), found)
    assert not matches(Gold(document="d", path=("第一条",), quote="每月召开"), found)


def test_two_parts_of_one_gold_clause_count_once():
    question = Question.model_validate(GOOD)
    parts = [hit("甲", start=0), hit("乙", start=5), hit("丙", document="x")]
    assert [key for key, _ in ranking(question, parts)] == ["1#gold0", "x-100"]
