"""Where the shipped system stands: judging by places of the text, intervals and tests by hand, README's table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks import standing, standing_table
from eval.benchmarks.homes import Home
from eval.benchmarks.others import missing
from eval.benchmarks.others_systems import llama_chunks
from eval.benchmarks.spans import Span, covers, quoted, ranking, seen
from eval.benchmarks.standing_table import BY_PASSAGE, METRICS, SHIPPED, filled, mark, shown, stored
from eval.matching import matches
from eval.metrics import evaluate
from eval.model import Gold, Question, QuestionType
from index.hits import hit_of
from ingest.errors import StudioError
from tests.eval_parts import outcome, questions, run_by_hand, run_of, small
from tests.index_parts import TODAY, Studio

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return small(tmp_path / "home")


def home_over(studio: Studio) -> Home:
    return Home(studio.home, studio.catalog, TODAY)


def test_a_quote_is_found_without_blanks_and_by_a_half_that_was_cut():
    text = "甲。手机进校后\n 交班主任统一保管，放学归还。"
    start, end = quoted(text, "手机进校后交班主任统一 保管")
    assert text[start:end] == "手机进校后\n 交班主任统一保管"
    start, end = quoted(text, "统一保管，放学归还。由值日班长逐个登记在册")
    assert text[start:end] == "统一保管，放学归还。"
    assert quoted(text, "") == quoted(text, "由值日班长逐个登记") == (0, len(text))


def test_what_has_half_of_a_place_has_found_it():
    place = Span("a", 100, 120)
    assert covers(Span("a", 0, 110), place) and covers(Span("a", 110, 300), place)
    assert covers(Span("a", 0, 500), place) and covers(Span("a", 105, 115), place)
    assert not covers(Span("a", 0, 109), place) and not covers(Span("b", 0, 500), place)
    assert not covers(Span("a", 200, 300), place) and not covers(Span("a", 0, 5), Span("a", 5, 5))


def test_two_chunks_that_share_a_place_count_once():
    question = Question(
        id="q",
        question="谁管",
        type=QuestionType.PERSON,
        gold=(Gold(document="a", quote="甲的话"), Gold(document="a", quote="乙的话", relevance=1)),
    )
    gold = [[Span("a", 0, 10)], [Span("a", 30, 40), Span("a", 90, 100)]]
    found = [Span("b", 0, 50), Span("a", 0, 20), Span("a", 5, 25), Span("a", 80, 120)]
    ranked = ranking(question, gold, found)
    assert [key for key, _ in ranked] == ["b:0-50", "q#gold0", "q#gold1"]
    _, each = evaluate({"q": {"q#gold0": 2, "q#gold1": 1}}, {"q": ranked})
    assert (each["q"]["hit@1"], each["q"]["recall@10"], each["q"]["MRR@10"]) == (0.0, 1.0, 0.5)


def test_long_chunks_use_up_the_page():
    gold = [[Span("a", 1500, 1520)]]
    assert seen(gold, [Span("a", 0, 1510)], 2000) and not seen(gold, [Span("a", 0, 1510)], 1500)
    assert not seen(gold, [Span("b", 0, 1990), Span("a", 1495, 1600)], 2000)
    assert seen(gold, [Span("b", 0, 400), Span("a", 1495, 1600)], 2000)
    assert not seen(gold, [], 2000) and not seen([[]], [Span("a", 0, 10)], 2000)


def test_our_own_passages_are_judged_as_by_path_and_quote(studio: Studio, tmp_path: Path):
    run = run_of(studio, questions(tmp_path / "set.jsonl"))
    home = home_over(studio)
    task, every = standing.task_of(home, run), home.records()
    for question, gold in zip(task.questions, task.gold, strict=True):
        for one, where in zip(question.gold, gold, strict=True):
            by_path = {record.id for record in every if matches(one, hit_of(record))}
            spans = {record.id: Span(record.document, record.start, record.end) for record in every}
            by_place = {id_ for id_, span in spans.items() if any(covers(span, place) for place in where)}
            assert by_path and by_path == by_place


def test_a_follow_up_is_asked_as_the_product_understood_it(studio: Studio, tmp_path: Path):
    run = run_of(studio, questions(tmp_path / "set.jsonl"))
    understood = replace(run.outcomes[2], understood="例会由谁来主持")
    task = standing.task_of(home_over(studio), replace(run, outcomes=(*run.outcomes[:2], understood)))
    assert [one.id for one in task.questions] == ["q1", "q2", "q3"]  # the unanswerable one has no gold
    assert task.questions[2].question == "例会由谁来主持" != run.outcomes[2].question
    assert task.questions[0].question == run.outcomes[0].question


def test_what_a_system_finds_is_counted_by_question(studio: Studio, tmp_path: Path):
    run = run_of(studio, questions(tmp_path / "set.jsonl"))
    task = standing.task_of(home_over(studio), run)
    asked: list[int] = []

    def ask(question, k):
        asked.append(k)
        wrong = Span("nowhere", 0, 10)
        right = task.gold[[one.id for one in task.questions].index(question.id)][0][0]
        return {"q1": [right], "q2": [wrong, right], "q3": []}[question.id]

    values = task.values(ask)
    assert set(values) == set(METRICS)
    assert values["hit@1"] == [1.0, 0.0, 0.0] and values["hit@5"] == [1.0, 1.0, 0.0]
    assert values["MRR@10"] == [1.0, 0.5, 0.0] and values["seen in 700 characters"] == [1.0, 1.0, 0.0]
    assert values["document@1"] == [1.0, 0.0, 0.0] and values["document@5"] == [1.0, 1.0, 0.0]
    assert asked == [10, 10, 10, 60, 60, 60]


def values_of(row: list[float]) -> dict[str, list[float]]:
    return dict.fromkeys(METRICS, row)


def test_differences_are_corrected_for_all_of_them():
    ours, theirs = [1.0] * 12, [0.0] * 12
    rows = standing.compared(values_of(ours), {"bad": values_of(theirs), "same": values_of(ours)})
    worse, same = rows["bad"]["hit@1"], rows["same"]["hit@1"]
    # All 12 signs alike: 2 of 4,096 patterns; the smallest p is taken as often as there are comparisons.
    assert worse == {"value": 1.0, "low": 1.0, "high": 1.0, "p": round(2 * len(METRICS) * 2 / 4096, 4)}
    assert same == {"value": 0.0, "low": 0.0, "high": 0.0, "p": 1.0}
    assert (mark(worse), mark(same), mark(None)) == ("", " ≈", "")
    assert mark({"value": -0.2, "p": 0.01}) == " ↑"


def test_answers_are_counted_with_their_intervals():
    due = replace(outcome(1, **{"citation precision": 0.5, "citation recall": 1.0}), answered=False)
    cited = outcome(2, **{"citation precision": 1.0, "citation recall": 0.0, "exact any": 1.0})
    not_due = [
        replace(
            outcome(n, silent=0.0), gold=(), reason="不在范围", type=QuestionType.UNANSWERABLE, answered=a
        )
        for n, a in ((3, True), (4, False))
    ]
    figures = standing.answers_of([due, cited, *not_due])
    assert figures["false answers"]["value"] == figures["false refusals"]["value"] == 0.5
    assert (figures["false answers"]["low"], figures["false answers"]["high"]) == (0.0, 1.0)
    assert figures["citation precision"]["value"] == 0.75 and figures["citation precision"]["questions"] == 2
    assert figures["exact any"]["questions"] == 1 and figures["unanswerable"] == 2
    assert figures["false answers by reason"] == {"不在范围": (1, 2)}


def figures_by_hand() -> dict[str, Any]:
    run = run_by_hand([1.0, 0.0])
    values = {SHIPPED: values_of([1.0, 0.0]), "bm25": values_of([0.0, 0.0])}
    cited = [replace(one, values=dict.fromkeys((*standing.CITED, *BY_PASSAGE), 1.0)) for one in run.outcomes]
    silent = replace(run.outcomes[0], id="q9", gold=(), reason="不在范围", answered=False, values={})
    run = replace(run, outcomes=(*cited, silent))
    made = standing.figures_of(
        run,
        values,
        {"ours": standing.cut_of(["一二", "一二三四"]), "SentenceSplitter": standing.cut_of(["一"])},
    )
    return {"commit": "abc", "date": "2026-11-21", "command": standing.COMMAND} | made


def test_figures_name_what_was_asked_and_how_it_was_cut():
    figures = figures_by_hand()
    assert figures["questions"] == 2 and figures["cut"]["ours"] == {"count": 2, "mean_characters": 3}
    assert figures["systems"][SHIPPED]["hit@1"] == {"value": 0.5, "low": 0.0, "high": 1.0}
    json.dumps(figures)


def test_the_table_stands_between_its_marks():
    figures = figures_by_hand()
    text = "前\n<!-- measured: standing -->\n旧\n<!-- end: standing -->\n后\n"
    made = filled(text, figures)
    assert made.startswith("前\n<!-- measured: standing -->\n2 个有标准答案") and made.endswith(
        "standing -->\n后\n"
    )
    assert (
        "旧" not in made
        and "| 本项目 | .50（.00–1.0） |" in made
        and "| 只用词（BM25） | .00（.00–.00） ≈ |" in made
    )
    assert filled(made, figures) == made
    assert shown({"value": 1.0, "low": 0.996, "high": 1.0}) == "1.0（1.0–1.0）"
    with pytest.raises(StudioError, match="没有地方写"):
        filled("没有记号", figures)


def test_the_readme_has_the_figures_that_were_measured():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert filled(readme, stored()) == readme, "run python -m eval.benchmarks.standing --table-only"


def test_a_missing_result_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(standing_table, "RESULTS", tmp_path)
    with pytest.raises(StudioError, match="请先运行"):
        stored()


def test_without_the_extra_nothing_is_overwritten(monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(standing, "missing", lambda needs: ["bm25s"])
    assert standing.main([]) == 0
    assert "没有装 bm25s，跳过" in capsys.readouterr().out


@pytest.mark.slow
def test_chunks_stand_where_they_are_said_to():
    if absent := missing(["llama_index.core.node_parser"]):
        pytest.skip(f"没有装 {absent}")
    texts = {
        "a": "".join(f"第{n}条 学生手机进校后由班主任统一保管，放学归还。\n" for n in range(200)),
        "b": "短。",
    }
    chunks = llama_chunks(texts)
    assert all(texts[one.document][one.start : one.end] == one.text for one in chunks)
    assert len({one.id for one in chunks}) == len(chunks) > 3
    assert [one.text for one in chunks if one.document == "b"] == ["短。"]
