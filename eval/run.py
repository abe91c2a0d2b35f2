"""Running a question set over a searcher. Unanswerable questions are not ranked: they have no gold."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.evaluation import Figure, Report, Row
from app.titles import bracketed
from eval.dataset import load
from eval.matching import gold_key, ranking
from eval.metrics import MEANINGS, evaluate
from eval.model import Question
from eval.naming import by_source, resolved
from index.model import Filters, Hit
from index.search import Searcher
from ingest.catalog import Catalog
from ingest.errors import StudioError

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, its hits, and its metrics by name."""

    question: Question
    hits: tuple[Hit, ...]
    rank: int
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True)
class RunResult:
    """``metrics`` are means over the ranked questions, by name, 0 to 1."""

    name: str
    outcomes: tuple[Outcome, ...]
    metrics: dict[str, float]
    skipped: int
    seconds: float

    def report(self) -> Report:
        return Report(
            name=self.name,
            figures=tuple(Figure(name, value, MEANINGS[name]) for name, value in self.metrics.items()),
            rows=tuple(
                Row(o.question.question, o.question.type.label, o.rank, _first(o)) for o in self.outcomes
            ),
            seconds=self.seconds,
        )


def run_set(
    name: str,
    *,
    searcher: Searcher,
    catalog: Catalog,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> RunResult:
    """Search every question with gold and score the rankings. Raises StudioError on a bad set."""
    began = time.perf_counter()
    names = by_source(catalog)
    questions = [resolved(question, names) for question in load(name)]
    ranked = [question for question in questions if question.gold]
    if not ranked:
        raise StudioError(f"题集 {name} 里没有带标准答案的题目，算不出检索指标。")
    found: dict[str, list[Hit]] = {}
    for done, question in enumerate(ranked):
        stages = (question.stage,) if question.stage else ()
        found[question.id] = searcher.search(question.question, DEPTH, Filters(stages=stages), today=today)
        if progress:
            progress(done + 1, len(ranked))
    gold = {q.id: {gold_key(q, i): g.relevance for i, g in enumerate(q.gold)} for q in ranked}
    runs = {q.id: ranking(q, found[q.id]) for q in ranked}
    metrics, each = evaluate(gold, runs)
    outcomes = tuple(
        Outcome(q, tuple(found[q.id]), _rank(gold[q.id], runs[q.id]), each[q.id]) for q in ranked
    )
    return RunResult(name, outcomes, metrics, len(questions) - len(ranked), time.perf_counter() - began)


def _rank(gold: Mapping[str, int], ranked: list[tuple[str, float]]) -> int:
    return next((i for i, (key, _) in enumerate(ranked, 1) if key in gold), 0)


def _first(outcome: Outcome) -> str:
    return f"{bracketed(outcome.hits[0].title)}{outcome.hits[0].clause}" if outcome.hits else "没有结果"
