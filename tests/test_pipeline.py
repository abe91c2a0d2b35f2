"""Files in, documents out: a row each, nothing half-written, versions and copies recognised."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ingest import curation
from ingest.catalog import Catalog
from ingest.model import Kind, Status, Visibility
from ingest.pipeline import ingest
from ingest.structure import parse
from tests.catalog_parts import TODAY
from tests.pipeline_parts import CASE, check_home, law, take_in, write

OLD = law("学生手机管理规定", "2021年3月1日")
NEW = law("学生手机管理规定", "2025年9月1日", "班主任每学期应当与家长沟通一次手机使用情况。")
TITLE = "学生手机管理规定"


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


def test_files_become_drafts_with_their_passages(catalog, home, tmp_path):
    folder = write(tmp_path / "in", {"手机.txt": OLD, "case-wh-01.md": CASE})
    rows = take_in(catalog, home, [folder])
    assert [(row.ok, row.error) for row in rows] == [(True, ""), (True, "")]
    case, rule = rows[0].documents[0], rows[1].documents[0]
    assert (case.id, case.kind, rule.title, rule.kind) == ("case-wh-01", Kind.CASE, TITLE, Kind.POLICY)
    assert rule.passages == 5
    assert catalog.version(rule.id).metadata.effective == date(2021, 3, 1)
    assert catalog.editions(TODAY) == []
    asked = {item.path[-1]: item.questions for item in catalog.passages_of("case-wh-01", 1)}
    assert asked["情境"] == ("手机怎么管", "什么时候还")
    assert asked["做法"] == ("第一句怎么说",)
    check_home(catalog, home)


def test_published_at_once_they_are_live(catalog, home, tmp_path):
    [row] = take_in(catalog, home, [write(tmp_path / "in", {"手机.txt": OLD})], publish=True)
    [edition] = catalog.editions(TODAY)
    assert (edition.document, edition.live) == (row.documents[0].id, True)
    assert [entry.action for entry in catalog.audit_trail()] == ["add", "publish"]


def test_bad_input_gives_one_chinese_row_each_and_the_rest_comes_in(catalog, home, tmp_path):
    folder = write(
        tmp_path / "in",
        {"good.txt": OLD, "empty.txt": "", "empty.pdf": b"", "program.docx": b"MZ\x90\x00" * 200},
    )
    hollow = tmp_path / "hollow"
    write(hollow, {"picture.exe": b"MZ", ".hidden.txt": "隐藏", "~$lock.docx": b"x"})
    with zipfile.ZipFile(folder / "broken.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    named = write(tmp_path, {"named.exe": b"MZ\x90\x00"}) / "named.exe"
    paths = [tmp_path / "没有这个文件.pdf", folder, hollow, named]
    rows = {Path(row.path).name: row for row in take_in(catalog, home, paths)}
    assert list(rows) == [
        "没有这个文件.pdf",
        "broken.docx",
        "empty.pdf",
        "empty.txt",
        "good.txt",
        "program.docx",
        "hollow",
        "named.exe",
    ]
    assert rows.pop("good.txt").ok
    for name, row in rows.items():
        assert not row.ok and row.documents == ()
        assert any("\u4e00" <= char <= "\u9fff" for char in row.error), name
    assert [record.metadata.title for record in catalog.documents()] == [TITLE]
    check_home(catalog, home)


def test_an_unforeseen_fault_on_one_file_is_logged_and_the_next_goes_on(
    catalog, home, tmp_path, monkeypatch, caplog
):
    def faulty(blocks, title):
        if "坏" in title:
            raise IndexError("strange file")
        return parse(blocks, title)

    monkeypatch.setattr("ingest.parsing.parse", faulty)
    folder = write(tmp_path / "in", {"a.txt": law("坏的规定", "2020年1月1日"), "b.txt": OLD})
    first, second = take_in(catalog, home, [folder])
    assert (first.ok, second.ok) == (False, True)
    assert "记入日志" in first.error
    assert "strange file" in caplog.text
    check_home(catalog, home)


def test_the_same_bytes_again_make_no_version_but_a_warning(catalog, home, tmp_path):
    folder = write(tmp_path / "in", {"一.txt": OLD, "二.txt": OLD})
    first, second = take_in(catalog, home, [folder])
    [again, _] = take_in(catalog, home, [folder], publish=True)
    name = first.documents[0].id
    for row in (second, again):
        assert row.ok
        assert (row.documents[0].id, row.documents[0].passages) == (name, 5)
        assert TITLE in row.documents[0].warnings[0] and "没有新增版本" in row.documents[0].warnings[0]
    assert [state.number for state in catalog.states()] == [1]
    assert catalog.document(name).status is Status.PUBLISHED


def test_the_same_text_in_other_bytes_makes_no_version(catalog, home, tmp_path):
    folder = write(tmp_path / "in", {"一.txt": OLD, "二.txt": OLD.encode("gb18030")})
    _, second = take_in(catalog, home, [folder])
    assert "正文与已有资料完全相同" in second.documents[0].warnings[0]
    assert len(catalog.states()) == 1
    check_home(catalog, home)


def test_a_withdrawn_document_does_not_come_back_by_the_same_file(catalog, home, tmp_path):
    folder = write(tmp_path / "in", {"一.txt": OLD})
    [row] = take_in(catalog, home, [folder], publish=True)
    curation.withdraw(catalog, row.documents[0].id, actor="host")
    [again] = take_in(catalog, home, [folder], publish=True)
    assert "已停用" in again.documents[0].warnings[-1]
    assert catalog.editions(TODAY) == []


@pytest.mark.parametrize("names", [("1旧.txt", "2新.txt"), ("2旧.txt", "1新.txt")])
def test_another_date_of_the_same_rule_is_another_version_whatever_the_order(catalog, home, tmp_path, names):
    rows = take_in(
        catalog, home, [write(tmp_path / "in", dict(zip(names, (OLD, NEW), strict=True)))], publish=True
    )
    assert len({row.documents[0].id for row in rows}) == 1
    assert any("版" in warning for warning in rows[1].documents[0].warnings)
    passages = {
        on: sum(e.passages for e in catalog.editions(on) if e.live) for on in (date(2022, 1, 1), TODAY)
    }
    assert passages == {date(2022, 1, 1): 5, TODAY: 6}
    check_home(catalog, home)


def test_a_near_copy_under_another_title_is_reported(catalog, home, tmp_path):
    longer = [f"第{number}项事务由值周班主任登记，登记表每月交年级组存档备查。" for number in range(5)]
    files = {
        "一.txt": law("学生手机管理规定", "2021年3月1日", *longer),
        "二.txt": law("校园手机使用办法", "2021年3月1日", *longer),
    }
    first, second = take_in(catalog, home, [write(tmp_path / "in", files)])
    assert first.documents[0].id != second.documents[0].id
    assert any(first.documents[0].id in warning for warning in second.documents[0].warnings)


def test_a_shipped_document_gets_its_next_version_by_its_id(catalog, home, tmp_path):
    changed = CASE.replace("周五放学时", "周六上午")
    take_in(catalog, home, [write(tmp_path / "1", {"a.md": CASE})], publish=True)
    [row] = take_in(catalog, home, [write(tmp_path / "2", {"a.md": changed})], publish=True)
    assert row.documents[0].id == "case-wh-01"
    assert [(state.number, state.status) for state in catalog.states("case-wh-01")] == [
        (1, Status.PUBLISHED),
        (2, Status.PUBLISHED),
    ]
    assert [edition.version for edition in catalog.editions(TODAY) if edition.live] == [2]


def test_a_rule_of_tomorrow_says_when_it_will_be_found(catalog, home, tmp_path):
    future = law("学生手机管理规定", "2027年3月1日")
    [row] = take_in(catalog, home, [write(tmp_path / "in", {"a.txt": future})], publish=True)
    assert any("2027-03-01" in warning for warning in row.documents[0].warnings)
    assert [edition.live for edition in catalog.editions(TODAY)] == [False]


def test_a_kind_can_be_set_and_records_are_for_curators(catalog, home, tmp_path):
    folder = write(tmp_path / "in", {"总结.txt": OLD})
    [row] = ingest([folder], catalog=catalog, home=home, kind=Kind.RECORD, actor="host", today=TODAY)
    metadata = catalog.version(row.documents[0].id).metadata
    assert (metadata.kind, metadata.visibility) == (Kind.RECORD, Visibility.CURATORS)


def test_a_hosts_own_front_matter_is_used_as_far_as_it_is_valid(catalog, home, tmp_path):
    text = (
        "---\ntitle: 午休约定\nkind: plan\nstage: [大学]\ncssclass: x\n---\n# 午休约定\n\n一、午休不串门。\n"
    )
    [row] = take_in(catalog, home, [write(tmp_path / "in", {"a.md": text})])
    assert row.ok, row.error
    assert row.documents[0].kind is Kind.PLAN
    assert any("stage" in warning for warning in row.documents[0].warnings)


def test_progress_names_each_file_and_ends_full(catalog, home, tmp_path):
    seen = []
    folder = write(tmp_path / "in", {"a.txt": OLD, "b.txt": NEW})
    ingest(
        [folder],
        catalog=catalog,
        home=home,
        actor="host",
        today=TODAY,
        progress=lambda done, total, name: seen.append((done, total, name)),
    )
    assert seen == [(0, 2, "a.txt"), (1, 2, "b.txt"), (2, 2, "")]


def test_killed_between_original_and_commit_nothing_is_half_written(catalog, home, tmp_path):
    path = write(tmp_path / "in", {"a.txt": OLD}) / "a.txt"
    program = (
        "import os, sys, pathlib\n"
        "from ingest import catalog_writes\n"
        "from ingest.catalog import Catalog\n"
        "from tests.pipeline_parts import take_in\n"
        "note = catalog_writes.Writer.note\n"
        "def die(self, *args, **more):\n"
        "    note(self, *args, **more)\n"
        "    os._exit(9)\n"
        "catalog_writes.Writer.note = die\n"
        "home = pathlib.Path(sys.argv[1])\n"
        "take_in(Catalog.open(home / 'catalog.db'), home, [pathlib.Path(sys.argv[2])])\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(home), str(path)]).returncode == 9
    assert catalog.states() == []
    assert [file.suffix for file in (home / "originals").rglob("*") if file.is_file()] == [".txt"]
    [row] = take_in(catalog, home, [path])
    assert row.ok
    check_home(catalog, home)


def test_a_write_that_fails_takes_its_original_along(catalog, home, tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise RuntimeError("disk gone")

    monkeypatch.setattr(curation, "publish_in", refuse)
    with pytest.raises(RuntimeError):
        take_in(catalog, home, [write(tmp_path / "in", {"a.txt": OLD})], publish=True)
    assert catalog.states() == []
    check_home(catalog, home)


def test_the_seeds_become_their_documents(catalog, home, shared):
    rows = take_in(catalog, home, [shared / "data" / "seeds"], publish=True)
    assert sorted(len(row.documents) for row in rows) == [1, 3]
    check_home(catalog, home)


def test_a_single_line_is_said_to_be_a_title_without_text(catalog, home, tmp_path):
    [row] = take_in(catalog, home, [write(tmp_path / "in", {"a.txt": "晨跑规定\n"})])
    assert not row.ok
    assert "只有一行“晨跑规定”" in row.error and "没有正文" in row.error
    check_home(catalog, home)


def test_a_link_to_nothing_gets_a_row(catalog, home, tmp_path):
    folder = write(tmp_path / "in", {"a.txt": OLD})
    (folder / "断.txt").symlink_to(tmp_path / "没有.txt")
    (folder / "好.txt").symlink_to(folder / "a.txt")
    rows = {Path(row.path).name: row for row in take_in(catalog, home, [folder, folder / "断.txt"])}
    assert {name: row.ok for name, row in rows.items()} == {"a.txt": True, "好.txt": True, "断.txt": False}
    assert "指向的文件不在" in rows["断.txt"].error


def test_an_undated_newer_text_says_which_day_it_lacks(catalog, home, tmp_path):
    undated = "\n".join(OLD.splitlines()[:-1]) + "\n第六条 手机登记表由年级组保管。\n"
    files = {"1.txt": OLD, "2.txt": undated}
    [first, second] = take_in(catalog, home, [write(tmp_path / "in", files)], publish=True)
    assert first.documents[0].id == second.documents[0].id
    assert any("没有读到施行日期" in warning for warning in second.documents[0].warnings)
    assert catalog.document(first.documents[0].id).version == 1
