"""``make bench``: each benchmark runs or says why not; what it wrote names the commit; a failure is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.benchmarks import __main__ as bench
from eval.benchmarks import messy, messy_counts
from eval.benchmarks.messy_hand import HAND
from tests import known_files as known


def test_every_benchmark_has_a_module_that_can_be_run():
    folder = Path(bench.__file__).parent
    runnable = {p.stem for p in folder.glob("*.py") if '__name__ == "__main__"' in p.read_text("utf-8")}
    assert {one.name for one in bench.BENCHES} == runnable - {"__main__"}


def test_without_the_data_folder_a_benchmark_is_skipped_with_a_reason(tmp_path, capsys):
    chosen = [one for one in bench.BENCHES if one.data]
    failed = bench.run(
        chosen, quick=True, data=tmp_path / "none", results=tmp_path, log_file=tmp_path / "b" / "bench.log"
    )
    out = capsys.readouterr().out
    assert failed == [] and out.count("跳过") == len(chosen) and "shared/data" in out
    assert list(tmp_path.glob("*.json")) == []


def test_one_that_fails_is_named(tmp_path, capsys):
    log = tmp_path / "bench.log"
    broken = bench.Bench("no_such_benchmark", "没有的")
    assert bench.run([broken], quick=False, results=tmp_path, log_file=log) == ["no_such_benchmark"]
    assert "失败（1），见" in capsys.readouterr().out and "no_such_benchmark" in log.read_text("utf-8")


def test_new_results_get_the_commit(tmp_path):
    old, new, own = (tmp_path / f"{name}.json" for name in ("old", "new", "own"))
    old.write_text('{"a": 1}', "utf-8")
    before = bench.contents(tmp_path)
    new.write_text('{"b": 2}', "utf-8")
    own.write_text('{"commit": "1234567", "c": 3}', "utf-8")
    assert bench.stamp(tmp_path, before, "abcdef0") == ["new.json", "own.json"]
    assert json.loads(old.read_text("utf-8")) == {"a": 1}
    assert json.loads(new.read_text("utf-8")) == {"commit": "abcdef0", "b": 2}
    assert json.loads(own.read_text("utf-8"))["commit"] == "1234567"


@pytest.mark.parametrize(
    ("typed", "read", "rate"),
    [("一二三四", "一二三四", 0.0), ("一二三四", "一二四", 0.25), ("一二", "一 二\n三", 0.5), ("（１）", "(1)", 0.0)],
)  # fmt: skip
def test_the_character_error_rate(typed, read, rate):
    assert messy.error_rate(typed, read) == rate


def test_characters_are_counted_without_the_readers(tmp_path):
    body = known.paragraph("请假制度") + known.table([["姓名", "班级"], ["甲", "一班"]])
    known.docx_file(tmp_path / "a.docx", body)
    known.pptx_file(tmp_path / "a.pptx", [("班会", ["目标", "过程"])])
    known.xlsx_file(tmp_path / "a.xlsx", [("成绩", [["姓名", None, "分数"], ["甲", None, 90]])])
    (tmp_path / "a.pdf").write_bytes(known.pdf_bytes([[known.Text("第一条 内容")]]))
    inside = {path.suffix: messy_counts.text_inside(path) or "" for path in tmp_path.glob("a.*")}
    assert messy_counts.plain(inside[".docx"]) == "请假制度姓名班级甲一班"
    assert messy_counts.plain(inside[".pptx"]) == "班会目标过程"
    assert messy_counts.plain(inside[".xlsx"]) == "姓名分数甲90"
    assert messy_counts.plain(inside[".pdf"]) == "第一条内容"
    assert messy_counts.text_inside(tmp_path / "a.html") is None
    assert messy_counts.share_read("一二三四", "四 三 一") == (0.75, 1)
    assert messy_counts.share_read("", "一") == (None, 0)


def test_a_row_says_how_much_was_read_or_why_not(tmp_path):
    known.docx_file(
        tmp_path / "好.docx", known.paragraph("请假制度") + known.table([["甲", "乙"], ["1", "2"]])
    )
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    good, source = messy.one_file(tmp_path / "好.docx")
    bad, nothing = messy.one_file(tmp_path / "坏.docx")
    assert source is not None and nothing is None
    assert (good["share_read"], good["characters_missing"], good["counted_in_file"]) == (1.0, 0, 8)
    figures = {"rows": [good, bad], "files": 2, "read": 1, "refused": 1, "typed_page": None}
    lines = messy.table(figures).splitlines()
    assert "100.0%" in lines[1] and bad["reason"] in lines[2] and lines[3].startswith("共 2 份")


def test_every_file_of_messy_was_checked_by_hand(shared):
    names = [path.name for path in (shared / "data" / "messy").iterdir()]
    assert [name for name in names if sum(name.startswith(start) for start in HAND) != 1] == []
