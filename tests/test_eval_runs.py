"""A run, recorded and read again, compared and reported."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from eval import report_html, report_xlsx, runs
from eval.comparison import compared
from eval.summary import groups_of, intervals_of, latency_of, silence_of
from index.lexicon import Entry, Lexicon
from ingest.errors import StudioError
from tests.eval_parts import TRICKY, changed, questions, run_by_hand, run_of, small
from tests.test_cli import studio as command
from tests.test_cli import value


@pytest.fixture
def run(home: Path, tmp_path: Path) -> runs.Run:
    return run_of(small(home), questions(tmp_path / "set.jsonl"))


def test_a_question_is_searched_asked_and_judged(run: runs.Run):
    phone, meeting, follows, rain = run.outcomes
    assert phone.rank == 1
    assert phone.hits[0].gold == 2
    assert phone.hits[0].ranks["lexical"] == 1
    assert phone.ranks["lexical"] == 1
    assert phone.kinds == ("政策",)
    assert phone.citations[0].gold == 2
    assert phone.values["citation recall"] == 1.0
    assert meeting.values["exact any"] == 1.0
    assert follows.understood  # what it follows was asked before it
    assert rain.values == {"silent": float(not rain.answered)}
    assert run.metrics["hit@1"] == sum(o.values["hit@1"] for o in run.ranked) / 3


def test_a_half_of_a_set_is_asked_alone(home: Path, tmp_path: Path):
    run = run_of(small(home), questions(tmp_path / "set.jsonl"), split="tune")
    assert [outcome.id for outcome in run.outcomes] == ["q3"]
    assert run.outcomes[0].understood


def test_the_lexicon_s_own_part_is_measured(home: Path, tmp_path: Path):
    shelf, path = small(home), questions(tmp_path / "set.jsonl")
    searcher = shelf.searcher()
    searcher.use_lexicon(Lexicon.of([Entry("由谁统一保管", ("交班主任",), "手机")]))
    helped = run_of(shelf, path, searcher)
    assert [o.values["lexicon in gold"] for o in helped.ranked] == [1.0, 0.0, 0.0]
    assert run_of(shelf, path).settings["lexicon"] != helped.settings["lexicon"]


def test_a_recorded_run_is_read_as_it_was(run: runs.Run, home: Path):
    kept = runs.save(home, run)
    assert runs.load(home, kept.id) == kept
    assert runs.load(home, kept.id[:8]) == kept
    assert runs.load(home, str(runs.paths(home)[0])) == kept
    assert kept.id.startswith(run.made[:10].replace("-", ""))
    assert replace(kept, id="") == run


def test_a_run_that_is_not_there_is_told(home: Path):
    with pytest.raises(StudioError, match="没有这次评估"):
        runs.load(home, "2001")
    (home / "broken.json").write_text("{", "utf-8")
    with pytest.raises(StudioError, match="读不出来"):
        runs.load(home, str(home / "broken.json"))


def test_a_comparison_by_hand():
    first = run_by_hand([1.0] * 10 + [0.0] * 10)
    second = changed(first, [1.0] * 10 + [1.0] * 9 + [0.0])
    result = compared(first, second)
    [row] = result.metrics
    assert (row.first, row.second) == (0.5, 0.95)
    assert row.difference == pytest.approx(0.45)
    assert row.p == 2 / 2**9  # nine differences of one sign
    assert row.verdict == "显著变好"
    assert row.interval.low > 0
    assert [change.id for change in result.changes] == [f"q{n}" for n in range(10, 19)]
    assert compared(second, first).metrics[0].verdict == "显著变差"


def test_a_small_difference_is_none():
    first = run_by_hand([1.0, 0.0, 1.0, 0.0])
    assert compared(first, changed(first, [1.0, 1.0, 1.0, 0.0])).metrics[0].verdict == "没有显著差别"


def test_runs_of_other_questions_are_not_compared():
    first = run_by_hand([1.0])
    other = replace(first, outcomes=(replace(first.outcomes[0], id="other"),))
    with pytest.raises(StudioError, match="没有相同的题"):
        compared(first, other)


def test_groups_and_silence_by_hand(run: runs.Run):
    groups = groups_of(run.outcomes)
    assert {name: len(of) for name, of in groups["题型"].items()} == {
        "谁负责": 1,
        "期限": 1,
        "追问": 1,
        "应拒答": 1,
    }
    assert {name: len(of) for name, of in groups["资料类别"].items()} == {"政策": 2, "手册": 1}
    silence = silence_of(run.outcomes)
    assert silence.false_answers == {"不在范围": (int(run.outcomes[3].answered), 1)}
    assert silence.false_refusals[1] == 3
    assert len(silence.curve) == 4
    assert set(intervals_of(run.outcomes)) == set(run.metrics)
    assert latency_of(run.outcomes)["回答"][1] == max(o.answer_ms for o in run.outcomes)


def test_the_html_report_stands_alone_and_escapes(run: runs.Run):
    kept = replace(run, id="x", set='<b>"套"')
    text = report_html.page(kept, compared(kept, kept))
    assert "<script" not in text
    assert "&lt;b&gt;急" in text
    assert "<b>急" not in text
    assert '<b>"套"' not in text
    assert "http" not in text.replace("http-equiv", "")
    assert text.count("<details>") == len(run.outcomes)
    assert "没有显著差别" in text
    assert text.count("<svg") >= 4


def test_the_workbook_has_every_question_and_no_formula(run: runs.Run):
    outcomes = (replace(run.outcomes[0], question="=1+1"), *run.outcomes[1:])
    kept = replace(run, outcomes=outcomes)
    book = openpyxl.load_workbook(BytesIO(report_xlsx.workbook(kept, compared(kept, kept))))
    assert book.sheetnames == ["汇总", "题目", "比较"]
    assert book["题目"].max_row == 1 + len(outcomes)
    assert book["题目"]["B2"].value == "=1+1"
    assert book["题目"]["B2"].data_type == "s"
    values = {row[0].value: row[1].value for row in book["汇总"].iter_rows()}
    assert values["hit@1"] == pytest.approx(run.metrics["hit@1"])


@pytest.mark.slow
def test_the_commands_keep_list_compare_report_and_gate(tmp_path: Path, home: Path):
    small(home).catalog.close()
    path = questions(tmp_path / "set.jsonl")
    done = value(command("eval", "run", "--set", path, "--json", home=home))
    assert done["questions"] == 3
    assert done["unranked"] == 1
    listed = value(command("eval", "list", "--json", home=home))
    assert [one["id"] for one in listed] == [done["id"]]
    told = command("eval", "compare", done["id"], done["id"], home=home)
    assert "没有显著差别" in told.stdout
    for name in ("r.html", "r.xlsx"):
        assert command("eval", "report", done["id"], "--out", tmp_path / name, home=home).returncode == 0
        assert (tmp_path / name).stat().st_size > 5_000
    assert TRICKY.partition("<")[0] in (tmp_path / "r.html").read_text("utf-8")
    assert command("eval", "report", done["id"], "--out", tmp_path / "r.doc", home=home).returncode == 1

    gate = ("eval", "gate", "--set", path, "--baseline", tmp_path / "b.json")
    missing = command(*gate, home=home)
    assert missing.returncode == 1
    assert "--write" in missing.stderr
    assert command(*gate, "--write", home=home).returncode == 0
    assert set(json.loads((tmp_path / "b.json").read_text("utf-8"))["values"]) == {"q1", "q2", "q3", "q4"}
    green = command(*gate, home=home)
    assert green.returncode == 0, green.stdout + green.stderr
