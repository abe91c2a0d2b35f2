"""What 评估 shows: sets by title and size, the runs of all, two compared, reports, and silence alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from app.desk import Desk
from app.evaluation import report_from
from app.judging_gold import folder
from app.pages import evaluate_view as views
from eval import runs
from eval.set_titles import purpose_of, title_of
from eval.shown import Shown
from eval.telling import brief, run_lines
from ingest.errors import StudioError
from tests.eval_parts import changed, run_by_hand
from tests.judging_parts import ASKED, VAIN, opened

SILENT = [
    {"id": "s1", "question": VAIN, "type": "unanswerable", "reason": "没有依据"},
    {"id": "s2", "question": ASKED[1], "type": "unanswerable", "reason": "没有依据"},
]
GOLD = {
    "id": "g1",
    "question": ASKED[1],
    "type": "person",
    "gold": [{"document": "d", "quote": "由学校统一保管"}],
}


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with opened(home) as found:
        yield found


@pytest.fixture
def shown(desk: Desk) -> Shown:
    return Shown(desk)


def put(desk: Desk, name: str, *lines: object) -> None:
    path = folder(desk.studio.home) / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")


def two_by_hand(desk: Desk) -> tuple[str, str]:
    """The ids of two recorded runs: nine of twenty questions are found by the second one only."""
    first = replace(run_by_hand([1.0] * 10 + [0.0] * 10), by="甲评估")
    second = replace(
        changed(first, [1.0] * 19 + [0.0]), by="乙评估", made="2026-11-22T00:00:00+00:00", revision=2
    )
    home = desk.studio.home
    return runs.save(home, first).id, runs.save(home, second).id


def test_sets_have_a_title_a_size_and_a_purpose(desk: Desk, shown: Shown):
    put(desk, "reviewed", *SILENT, GOLD)
    put(desk, "三月的题", GOLD)
    put(desk, "坏的", {"id": "1", "question": "问", "type": "谜语"})
    found = {one.name: one for one in shown.sets()}
    assert (found["starter"].title, found["starter"].questions, found["starter"].ranked) == (
        "起步题集",
        80,
        72,
    )
    assert (found["reviewed"].questions, found["reviewed"].ranked) == (3, 1)
    assert found["三月的题"].title == "三月的题"
    assert found["坏的"].questions == 0 and "请改正" in found["坏的"].purpose
    for name in set(found) - {"三月的题", "坏的"}:
        assert title_of(name) != name and purpose_of(name), f"{name} has no title"
    html = views.about(shown.sets(), "starter")
    assert "80 题，72 题有标准条款；另有 8 题没有标准条款（该沉默或应急），不算检索指标" in html
    assert ("起步题集（80 题）", "starter") in views.choices(shown.sets())


def test_a_path_from_the_page_is_neither_a_set_nor_a_run(desk: Desk, shown: Shown, tmp_path: Path):
    path = tmp_path / "else.jsonl"
    path.write_text(json.dumps(GOLD, ensure_ascii=False), "utf-8")
    kept = runs.save(tmp_path, run_by_hand([1.0]))
    for act in (
        lambda: shown.questions(str(path)),
        lambda: shown.run(str(path), "甲", lambda done, total: None),
        lambda: shown.report(str(tmp_path / "evaluations" / f"{kept.id}.json")),
        lambda: shown.file("", "html"),
    ):
        with pytest.raises(StudioError, match="请刷新页面"):
            act()


def test_a_set_of_silence_alone_is_judged_by_its_silence(desk: Desk, shown: Shown):
    put(desk, "拒答", *SILENT)
    report = shown.run("拒答", "甲评估", lambda done, total: None)
    assert report.figures == () and report.ranked == 0
    assert report.silent == (1, 2)  # the second question is answered by the rule that is there
    assert report_from(asdict(report)) == report == shown.report(report.id)
    html = views.view(report, "拒答")
    assert "1 / 2" in html and "该沉默的题里没有作答的" in html and "hit@1" not in html
    assert "每一题（2 题，1 题没找到或不该答而答了）" in html
    assert html.index("作答了，该沉默") < html.index("没有作答，对")
    [kept] = shown.listed().runs
    assert (kept.by, kept.ranked, kept.silent) == ("甲评估", 0, (1, 2))
    run = runs.load(desk.studio.home, report.id)
    assert "该沉默的 2 题里沉默了 1 题" in brief(run)
    assert any("只看该沉默时沉默了没有" in line for line in run_lines(run))
    assert b"<h1>" in shown.file(report.id, "html") and shown.file(report.id, "xlsx")


def test_questions_without_gold_stand_beside_the_figures(desk: Desk, shown: Shown):
    put(desk, "混合", *SILENT, GOLD)
    report = shown.run("混合", "甲评估", lambda done, total: None)
    assert len(report.rows) == 3 and report.ranked == 1 and report.silent[1] == 2
    assert "hit@1" in {figure.name for figure in report.figures}


def test_the_runs_of_all_are_listed_and_a_broken_record_is_counted(desk: Desk, shown: Shown):
    assert "还没有评估过" in views.runs(shown.listed())
    first, second = two_by_hand(desk)
    (desk.studio.home / "evaluations" / "20260101T000000-abcdef.json").write_text("{", "utf-8")
    listed = shown.listed()
    assert [one.id for one in listed.runs] == [second, first] and listed.unreadable == 1
    assert [one.by for one in listed.runs] == ["乙评估", "甲评估"]
    html = views.runs(listed)
    assert "hit@1 <b>0.950</b>" in html and "另有 1 份记录读不出来" in html
    assert html.count('type="checkbox"') == 2 and html.count('data-suffix="xlsx"') == 2
    assert "2026-11-21 08:00" in html  # in China


def test_two_runs_are_compared_the_earlier_first(desk: Desk, shown: Shown):
    first, second = two_by_hand(desk)
    found = shown.compare(second, first)
    assert (found.first.id, found.second.id) == (first, second)
    [row] = found.metrics
    assert (row.first, row.second, row.better, row.verdict) == (0.5, 0.95, 1, "显著变好")
    assert row.p == 2 / 2**9 and 0 < row.low < 0.45 < row.high
    assert len(found.changes) == 9 and found.changes[0].rank == (0, 1)
    assert ("资料修订", "1", "2") in found.conditions and len(found.conditions) == 1
    html = views.comparison(found)
    assert "+0.450" in html and "0.004" in html
    assert "结果变了的题：9" in html and "资料修订 1 → 2" in html
    assert "未找到" in html and "第 1 条" in html


def test_runs_of_other_questions_are_not_compared(desk: Desk, shown: Shown):
    first, _ = two_by_hand(desk)
    other = runs.save(
        desk.studio.home,
        replace(run_by_hand([1.0]), outcomes=(replace(run_by_hand([1.0]).outcomes[0], id="other"),)),
    )
    with pytest.raises(StudioError, match="没有相同的题"):
        shown.compare(first, other.id)


def test_a_report_is_handed_over_with_its_comparison(desk: Desk, shown: Shown):
    first, second = two_by_hand(desk)
    assert "和上一次比" not in shown.file(second, "html").decode()
    assert "和上一次比" in shown.file(second, "html", first).decode()
    book = openpyxl.load_workbook(BytesIO(shown.file(second, "xlsx", first)))
    assert book.sheetnames == ["汇总", "题目", "比较"]


def test_nothing_of_a_run_is_markup(desk: Desk, shown: Shown):
    tricky = "<img src=x>"
    run = run_by_hand([1.0, 0.0])
    outcomes = tuple(replace(one, question=tricky) for one in run.outcomes)
    run = replace(run, set=tricky, by=tricky, encoder=tricky, outcomes=outcomes)
    first = runs.save(desk.studio.home, run)
    flipped = tuple(
        replace(one, values={"hit@1": 1.0 - one.values["hit@1"]}, answered=False) for one in outcomes
    )
    second = runs.save(desk.studio.home, replace(run, outcomes=flipped, made="2026-11-22T00:00:00+00:00"))
    for html in (
        views.runs(shown.listed()),
        views.comparison(shown.compare(first.id, second.id)),
        views.view(shown.report(first.id), tricky),
    ):
        assert "<img" not in html and "&lt;img" in html
