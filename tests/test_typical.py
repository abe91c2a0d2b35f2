"""Typical questions as hosts edit them: found at once, in the audit, and only where a clause is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import operator
from app.cli import main
from app.desk import Desk
from app.pages import library_questions
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import TypicalQuestion
from tests.pipeline_parts import law, write

SLANG = "咋整那个砖头机"


@pytest.fixture
def desk(home: Path, tmp_path: Path) -> Iterator[Desk]:
    files = write(
        tmp_path / "in",
        {
            "a.txt": law("某校手机管理规定", "2025年1月1日"),
            "b.txt": law("某校图书馆规定", "2025年1月1日").replace("手机", "图书"),
        },
    )
    settings = Settings(home=home, encoder="hashed")
    with open_studio(settings, starter=False) as studio:
        desk = Desk(studio, operator("王主持"))
        for path in sorted(files.iterdir()):
            [row] = desk.upload([path], kind=None)
            desk.publish(row.documents[0].id)
        yield desk


def document(desk: Desk) -> str:
    return next(r.id for r in desk.documents() if "手机" in r.metadata.title)


def first(desk: Desk, question: str) -> tuple[str, str]:
    hit = desk.search(question, 1, Filters())[0]
    return hit.document, hit.clause


def test_a_new_wording_is_found_at_once_and_gone_at_once(desk):
    id_ = document(desk)
    [record] = desk.edit_questions(id_, add=[TypicalQuestion(SLANG, "第三条")])
    assert (record.question.at, record.source) == ("第三条", "王主持")
    assert first(desk, SLANG) == (id_, "第三条")
    assert desk.edit_questions(id_, remove=[record.question]) == []
    passages = desk.studio.catalog.passages_of(id_, 1)
    assert not any(passage.questions for passage in passages)
    trail = desk.studio.catalog.audit_trail(id_)
    assert [entry.actor for entry in trail if entry.action == "questions"] == ["王主持", "王主持"]


def test_the_same_twice_is_one_and_changes_nothing(desk):
    id_ = document(desk)
    asked = [TypicalQuestion(f" {SLANG}\n", "第三条")] * 2
    assert len(desk.edit_questions(id_, add=asked)) == 1
    before = desk.studio.catalog.revision()
    assert len(desk.edit_questions(id_, add=asked)) == 1
    desk.edit_questions(id_, remove=[TypicalQuestion("没有这条")])
    assert desk.studio.catalog.revision() == before


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("  ", "", "空的"),
        ("问" * 201, "", "太长"),
        (SLANG, "第九十九条", "没有“第九十九条”"),
        ("学生的电话13812345678给谁", "", "个人信息"),
    ],
)
def test_what_is_no_question_is_told_in_chinese(desk, text, at, told):
    with pytest.raises(StudioError, match=told):
        desk.edit_questions(document(desk), add=[TypicalQuestion(text, at)])
    assert desk.questions(document(desk)) == []


def test_unknown_document(desk):
    with pytest.raises(StudioError):
        desk.questions("none")


def test_the_page_names_questions_and_clauses(desk):
    id_ = document(desk)
    assert "第三条" in desk.clauses(id_)
    records = desk.edit_questions(id_, add=[TypicalQuestion(SLANG, "第三条"), TypicalQuestion("手机咋管")])
    shown = library_questions.choices(records)
    assert [label for label, _ in shown] == [f"〔第三条〕{SLANG}（王主持）", "手机咋管（王主持）"]
    assert [library_questions.unkeyed(key) for _, key in shown] == [r.question for r in records]


def test_command_line(desk, home, capsys, monkeypatch):
    id_ = document(desk)
    monkeypatch.setenv("STUDIO_ENCODER", "hashed")
    run = ["--home", str(home), "docs", "questions", id_]
    assert main([*run, "--add", f"第三条={SLANG}", "--add", "手机咋管", "--json"]) == 0
    assert f'"question": "{SLANG}"' in capsys.readouterr().out
    assert first(desk, SLANG) == (id_, "第三条")
    assert main([*run, "--remove", "1"]) == 0
    out = capsys.readouterr().out
    assert "手机咋管" in out and SLANG not in out and "共 1 条" in out
    assert main([*run, "--remove", "7"]) == 1
    assert "没有第 7 条" in capsys.readouterr().err
