"""How the shipped system stands: the test half of the gold set, next to BM25 alone and LlamaIndex's defaults.

    python -m eval.benchmarks.standing [--readme README.md] [--table-only]

All search the shipped corpus as it is first published. Ours: the product's search, and its lexical index over the
texts alone (no typical questions, lexicon, vectors). The others get the same documents and cut them by
LlamaIndex's SentenceSplitter as it comes (1,024 tokens, 200 shared): VectorStoreIndex over Chroma, the BM25
retriever with its own tokens, and bm25s over the words of our tokeniser. LlamaIndex's own embedding is a paid
service; here it is our encoder, which has learned from these very documents, so that row flatters it. Ten are
asked for (its own default is two). Once more it gets our passages, so that only the rest differs. Everyone is
asked a follow-up as the product understood it; school stages filter only ours.

A span counts that covers half of the gold's words or more (``spans``). A chunk of theirs is five of our passages
long and so finds more at any rank; what does not depend on it is what is seen in the same number of characters,
and the rank of the document. Intervals are bootstrap, 95 %, over questions; p is of the paired
randomisation test against ours, corrected for all comparisons (Holm). ``eval/results/standing.json``, a plot and
the table in README; ``--table-only`` writes the last from the first. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from eval.benchmarks import homes, plots, standing_table
from eval.benchmarks.asking import DEPTH, Figures, rounded
from eval.benchmarks.finding import asked as asked_by
from eval.benchmarks.homes import Home
from eval.benchmarks.others import INSTALL, missing
from eval.benchmarks.others_systems import DEEP, SYSTEMS, Passage, System, Trial, llama_chunks
from eval.benchmarks.others_systems import Ask as Found
from eval.benchmarks.report import ROOT, write_result
from eval.benchmarks.spans import Places, Span, places, ranking, seen
from eval.benchmarks.standing_table import (
    BM25,
    BY_PASSAGE,
    DOCUMENTS,
    METRICS,
    OTHERS,
    READ,
    SAME,
    SHIPPED,
    TITLES,
)
from eval.metrics import evaluate
from eval.model import Question
from eval.run import run_set
from eval.runs import Outcome, Run
from eval.significance import bootstrap, holm, paired_randomisation
from eval.summary import silence_of
from index.embedding import vector_text
from index.model import Filters
from ingest.records import PassageRecord

SET, SPLIT = "gold_450", "test"
COMMAND = "python -m eval.benchmarks.standing"
CITED = ("citation precision", "citation recall", "exact any")

Ask = Callable[[Question, int], list[Span]]
"""A question and how many -> what is found, best first."""
Values = Mapping[str, Sequence[float]]
"""Metric -> its value for every question, in order."""


@dataclass(frozen=True, slots=True)
class Task:
    """The questions with gold, worded as the product understood them, and where their gold stands."""

    questions: Sequence[Question]
    gold: Sequence[Places]

    def values(self, ask: Ask) -> Values:
        """What one system gives."""
        found = [ask(one, DEPTH) for one in self.questions]
        asked = list(zip(self.questions, self.gold, found, strict=True))
        relevant = {
            q.id: {f"{q.id}#gold{i}": g.relevance for i, g in enumerate(q.gold)} for q in self.questions
        }
        _, each = evaluate(relevant, {q.id: ranking(q, gold, spans) for q, gold, spans in asked})
        values = {name: [each[one.id][name] for one in self.questions] for name in BY_PASSAGE}
        return {**values, **self._alike([ask(one, DEEP) for one in self.questions])}

    def _alike(self, found: Sequence[Sequence[Span]]) -> Values:
        """What does not depend on how long spans are."""
        asked = list(zip(self.questions, self.gold, found, strict=True))
        read = {
            name: [float(seen(gold, spans, page)) for _, gold, spans in asked] for name, page in READ.items()
        }
        ranks = [document_rank(q, [span.document for span in spans]) for q, _, spans in asked]
        return read | {name: [float(0 < rank <= k) for rank in ranks] for name, k in DOCUMENTS.items()}


def document_rank(question: Question, documents: Sequence[str]) -> int:
    """From 1 of the first gold document, each counted once; 0 for none."""
    gold = {one.document for one in question.gold}
    return next((rank for rank, one in enumerate(dict.fromkeys(documents), 1) if one in gold), 0)


def task_of(home: Home, run: Run) -> Task:
    understood = {outcome.id: outcome.understood or outcome.question for outcome in run.outcomes}
    records = by_document(home.records())
    questions = [
        one.model_copy(update={"question": understood[one.id]})
        for one in home.questions(run.set)
        if one.id in understood
    ]
    return Task(questions, [places(one, records) for one in questions])


def by_document(records: Sequence[PassageRecord]) -> dict[str, list[PassageRecord]]:
    return {key: list(some) for key, some in groupby(records, key=lambda record: record.document)}


def ours(home: Home, way: str, task: Task) -> Values:
    """The product's search in one of the ways of ``finding``."""
    with asked_by(home, way) as asker:

        def ask(question: Question, k: int) -> list[Span]:
            filters = Filters(stages=(question.stage,) if question.stage else ())
            hits = asker.searcher.search(question.question, k, filters, today=home.today)
            return [Span(hit.document, hit.start, hit.end) for hit in hits]

        return task.values(ask)


def others(home: Home, task: Task) -> tuple[dict[str, Values], Figures]:
    """The other systems over the same documents, and how these were cut."""
    chunks = llama_chunks(texts_of(home))
    theirs = [(one.id, one.text, Span(one.document, one.start, one.end)) for one in chunks]
    same = [(one.id, vector_text(one), Span(one.document, one.start, one.end)) for one in home.records()]
    values = {name: built(home, SYSTEMS[name], theirs, task) for name in OTHERS}
    values[SAME] = built(home, SYSTEMS[OTHERS[0]], same, task)
    return values, cut_of([one.text for one in chunks])


def built(home: Home, system: System, units: Sequence[tuple[str, str, Span]], task: Task) -> Values:
    """What a system finds that is built from units: id, text, where it stands."""
    spans = {id_: span for id_, _, span in units}
    trial = Trial(home.folder, [Passage(id_, text) for id_, text, _ in units], [])
    with tempfile.TemporaryDirectory(dir=home.folder) as folder:
        return task.values(partial(_spans, system.build(trial, Path(folder)), spans))


def _spans(found: Found, spans: Mapping[str, Span], question: Question, k: int) -> list[Span]:
    return [spans[id_] for id_ in found(question.question, k)]


def texts_of(home: Home) -> dict[str, str]:
    """Id of every document in force -> its text, as passages and citations count it."""
    return {
        edition.document: home.catalog.version(edition.document, edition.version).parse.text
        for edition in home.catalog.editions(home.today)
        if edition.live
    }


def cut_of(texts: Sequence[str]) -> Figures:
    return {"count": len(texts), "mean_characters": round(statistics.fmean(map(len, texts)))}


def measured(values: Sequence[float]) -> Figures:
    interval = bootstrap(values)
    return {
        "value": rounded(statistics.fmean(values)),
        "low": rounded(interval.low),
        "high": rounded(interval.high),
    }


def compared(shipped: Values, rest: Mapping[str, Values]) -> dict[str, dict[str, Figures]]:
    """System -> metric -> ours minus theirs, its interval, p corrected for all that is compared here."""
    corrected = holm(
        {
            f"{system} {name}": paired_randomisation(values[name], shipped[name])
            for system, values in rest.items()
            for name in METRICS
        }
    )
    return {
        system: {
            name: measured([a - b for a, b in zip(shipped[name], values[name], strict=True)])
            | {"p": round(corrected[f"{system} {name}"], 4)}
            for name in METRICS
        }
        for system, values in rest.items()
    }


def answers_of(outcomes: Sequence[Outcome]) -> Figures:
    """When the shipped system answers, and what it cites."""
    silence = silence_of(outcomes)
    figures: Figures = {
        "false answers": measured([float(one.answered) for one in outcomes if one.reason]),
        "false refusals": measured([float(not one.answered) for one in outcomes if not one.reason]),
    }
    for name in CITED:
        values = [one.values[name] for one in outcomes if name in one.values]
        figures[name] = measured(values) | {"questions": len(values)}
    figures["unanswerable"] = sum(asked for _, asked in silence.false_answers.values())
    figures["false answers by reason"] = silence.false_answers
    figures["area under risk-coverage"] = rounded(silence.area)
    return figures


def figures_of(run: Run, values: Mapping[str, Values], cuts: Mapping[str, Figures]) -> Figures:
    rest = {name: one for name, one in values.items() if name != SHIPPED}
    against = compared(values[SHIPPED], rest)
    return {
        "set": run.set,
        "split": run.split,
        "sha256": run.sha256,
        "encoder": run.encoder,
        "questions": len(run.ranked),
        "cut": cuts,
        "shipped as eval run judges it": {name: rounded(run.metrics[name]) for name in BY_PASSAGE},
        "systems": {
            name: {"title": TITLES[name]} | {metric: measured(one[metric]) for metric in METRICS}
            for name, one in values.items()
        },
        "shipped minus": against,
        "answers": answers_of(run.outcomes),
    }


def plot(figures: Figures) -> None:
    pairs = {"条": ("hit@1", "hit@5"), "读 700／2,000 字": tuple(READ), "文件": tuple(DOCUMENTS)}
    rows = {TITLES[name]: one for name, one in figures["systems"].items()}
    panels: dict[str, dict[str, dict[str, float]]] = {}
    ends: dict[str, dict[str, dict[str, tuple[float, float]]]] = {}
    for panel, metrics in pairs.items():
        named = list(zip(("第一", "前五"), metrics, strict=True))
        panels[panel] = {n: {title: row[m]["value"] for title, row in rows.items()} for n, m in named}
        ends[panel] = {
            n: {title: (row[m]["low"], row[m]["high"]) for title, row in rows.items()} for n, m in named
        }
    plots.bars("standing", f"{figures['questions']} 个没用来调过的问题（95% 区间）", panels, ends)


def measure() -> Figures:
    with homes.home_of(homes.CORPUS) as home:
        with home.searcher() as searcher:
            run = run_set(SET, searcher=searcher, catalog=home.catalog, today=home.today, split=SPLIT)
        task = task_of(home, run)
        passages = cut_of([record.text for record in home.records()])
        values = {SHIPPED: ours(home, "fused", task)}
        theirs, chunks = others(home, task)
        # Last: it takes the typical questions away.
        values |= {BM25: ours(home, BM25, task)} | theirs
        return figures_of(run, values, {"ours": passages, "SentenceSplitter": chunks})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md")
    parser.add_argument("--table-only", action="store_true")
    given = parser.parse_args(arguments)
    if not given.table_only:
        if absent := missing([module for name in OTHERS for module in SYSTEMS[name].needs]):
            print(f"没有装 {'、'.join(dict.fromkeys(absent))}，跳过，数字没有改。要比较请运行 {INSTALL}")
            return 0
        figures = measure()
        write_result(standing_table.NAME, COMMAND, figures)
        plots.or_say_why(partial(plot, figures))
    standing_table.fill(given.readme)
    return 0


if __name__ == "__main__":
    sys.exit(main())
