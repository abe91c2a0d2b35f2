"""A small studio with a question set over it, and runs made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from eval.model import Gold, QuestionType
from eval.run import run_set
from eval.runs import Outcome, Run
from index.search import Searcher
from ingest.model import Kind
from tests.index_parts import TODAY, Studio, document

TRICKY = "学生手机进校后由谁统一保管<b>急</b>"


def small(home: Path) -> Studio:
    """Three rules; their ids are in order."""
    studio = Studio.at(home)
    studio.publish(document("手机规定", "学生手机进校后交班主任统一保管。", "手机放学时归还。"), "d-phone")
    studio.publish(document("例会制度", "工作室每两周召开一次例会。", kind=Kind.HANDBOOK), "d-meeting")
    studio.publish(document("奖惩办法", "表彰由工作室会议决定。"), "d-prize")
    return studio


def questions(path: Path) -> str:
    """A set over ``small``: two questions with gold, one that follows, one not to be answered."""
    phone = _gold("d-phone", "交班主任统一保管")
    meeting = _gold("d-meeting", "召开一次例会")
    prize = _gold("d-prize", "由工作室会议决定")
    after = {"follows": "q2", "split": "tune"}
    rows = [
        {"id": "q1", "question": TRICKY, "type": "person", "gold": [phone]},
        {"id": "q2", "question": "例会多久开一次", "type": "period", "gold": [meeting], "answers": ["2周"]},
        {"id": "q3", "question": "那谁来主持呢", "type": "follow_up", "gold": [prize], **after},
        {"id": "q4", "question": "明天下雨吗，股票涨不涨", "type": "unanswerable", "reason": "不在范围"},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return str(path)


def _gold(document: str, quote: str) -> dict[str, object]:
    return {"document": document, "path": ["第1条"], "quote": quote}


def run_of(studio: Studio, path: str, searcher: Searcher | None = None, split: str = "") -> Run:
    """The set asked of the studio, by hashed vectors unless a searcher is given."""
    searcher = searcher or studio.searcher()
    searcher.sync(today=TODAY)
    return run_set(path, searcher=searcher, catalog=studio.catalog, today=TODAY, split=split)


def outcome(number: int, **values: float) -> Outcome:
    return Outcome(
        id=f"q{number}",
        question=f"第 {number} 个问题",
        understood="",
        type=QuestionType.NUMBER,
        split="tune",
        school="",
        kinds=("政策",),
        gold=(Gold(document="d", path=("第一条",)),),
        reason="",
        ranks={"lexical": 0, "vector": 0, "fused": int(values.get("hit@1", 0.0))},
        values=values,
        hits=(),
        citations=(),
        answered=True,
        said="",
        confidence=0.5,
        search_ms=1.0,
        answer_ms=2.0,
    )


def run_by_hand(hits: list[float], name: str = "hit@1") -> Run:
    """A run whose questions have these values of one metric."""
    outcomes = tuple(outcome(number, **{name: value}) for number, value in enumerate(hits))
    return Run(
        id="20261121T000000-abcdef",
        made="2026-11-21T00:00:00+00:00",
        set="hand",
        sha256="0" * 64,
        split="",
        revision=1,
        encoder="static-x",
        settings={},
        commit="abc",
        machine="",
        seconds=1.0,
        outcomes=outcomes,
    )


def changed(run: Run, hits: list[float], name: str = "hit@1") -> Run:
    """The run with other values of the metric."""
    return replace(run, outcomes=run_by_hand(hits, name).outcomes)
