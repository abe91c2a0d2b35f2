"""STARD: lay questions about Chinese law over 57,068 articles, five folds, what was trained on kept apart.

    python -m eval.benchmarks.stard [--only unseen|seen] [--members N] [--shared ../shared/data]

In each fold an encoder is trained on what the shipped one learns from and on the questions of the other
four folds. ``unseen``: folds by gold article, so that questions which share one (also through a third
question) stay together, and the lay questions of our own about a fold's gold articles are left out:
nobody asked about these articles in training. ``seen``: folds by question, and of each fold the questions
all of whose gold articles other folds ask about, too. nDCG@10 with every gold article worth the same;
BM25 is the lexical index over the texts, without typical questions and lexicon. Writes
``eval/results/stard.json``. The article set was put together anew, so figures cannot be compared with
those of the STARD paper.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from eval.benchmarks import plots
from eval.benchmarks.report import ROOT, write_result
from index import fusion
from index.embedding import vector_text
from index.static_encoder import StaticEncoder
from index.training import gather, pairs
from index.training.ensemble import train_together
from index.training.gather import Material, Mixture
from index.training.measure import Bench, Case, Found
from index.training.pairs import Pair, Source
from index.training.train import Recipe, Texts
from ingest.model import Form, Kind, Visibility
from ingest.records import PassageRecord

FOLDER = Path("bench") / "stard_dev"
FOLDS = 5
DEPTH = 10
SEED = 11  # of the draw of folds
WAYS: Mapping[str, Mapping[str, float]] = {
    "bm25": {fusion.LEXICAL: 1.0, fusion.VECTOR: 0.0},
    "dense": {fusion.LEXICAL: 0.0, fusion.VECTOR: 1.0},
    "fused": fusion.WEIGHTS,
}
TITLES = {"bm25": "只用词", "dense": "只用向量", "fused": "两者合并", "searched": "和检索一样"}
PARTS = {"unseen": "训练没问过的条文", "seen": "训练问过的条文"}
Figures = dict[str, float | int]


@dataclass(frozen=True, slots=True)
class Stard:
    """Articles as passages, and a case for every question; ``group`` is the question's own id."""

    articles: tuple[PassageRecord, ...]
    cases: tuple[Case, ...]


def read(folder: Path) -> Stard:
    """The set as it lies in the data folder."""
    gold: dict[str, set[str]] = defaultdict(set)
    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            gold[row["query_id"]].add(row["doc_id"])
    asked = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl.gz")}
    cases = [Case(asked[id_], frozenset(right), id_) for id_, right in gold.items()]
    return Stard(tuple(map(_article, _rows(folder / "corpus.jsonl.gz"))), tuple(cases))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(row: Mapping[str, str]) -> PassageRecord:
    text = row["text"]
    return PassageRecord(
        id=row["id"],
        document=row["source"],
        version=1,
        title=row["law"],
        kind=Kind.POLICY,
        form=Form.ORIGINAL,
        level=None,
        scope="",
        stages=(),
        visibility=Visibility.EVERYONE,
        effective=None,
        expires=None,
        path=(row["article"],),
        page=None,
        start=0,
        end=len(text),
        text=text,
    )


def by_article(cases: Sequence[Case], folds: int = FOLDS) -> list[list[Case]]:
    """Folds of about the same size; questions that share a gold article, or are linked by others, together."""
    groups: list[tuple[set[str], list[Case]]] = []
    for case in cases:
        together, apart = (set(case.gold), [case]), []
        for group in groups:
            if group[0] & together[0]:
                together = (together[0] | group[0], group[1] + together[1])
            else:
                apart.append(group)
        groups = [*apart, together]
    drawn: list[list[Case]] = [[] for _ in range(folds)]
    for _, linked in sorted(groups, key=lambda group: -len(group[1])):
        min(drawn, key=len).extend(linked)
    return drawn


def by_question(cases: Sequence[Case], folds: int = FOLDS) -> list[list[Case]]:
    """Folds drawn at random."""
    mixed = list(cases)
    random.Random(SEED).shuffle(mixed)  # noqa: S311  # a draw of examples, no secret
    return [mixed[first::folds] for first in range(folds)]


def asked_about(cases: Sequence[Case], training: Sequence[Case]) -> list[Case]:
    """Those of the cases all of whose gold articles training asks about."""
    known = {article for case in training for article in case.gold}
    return [case for case in cases if case.gold <= known]


def ndcg(found: Found, order: Sequence[str], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of the first of an order, every gold article worth 1."""
    ranks = enumerate(order[:depth], 1)
    gain = sum(1 / math.log2(rank + 1) for rank, one in ranks if one in found.case.gold)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(len(found.case.gold), depth) + 1))


def scores(found: Sequence[Found]) -> dict[str, Figures]:
    """Mean nDCG@10 and hit@5 of each way of finding; ``searched``: as search orders what it finds."""
    orders = {way: [one.order(weights) for one in found] for way, weights in WAYS.items()}
    orders["searched"] = [one.order_as_searched() for one in found]
    return {way: _scores(found, order) for way, order in orders.items()}


def _scores(found: Sequence[Found], orders: Sequence[Sequence[str]]) -> Figures:
    count = max(1, len(found))
    both = list(zip(found, orders, strict=True))
    return {
        "nDCG@10": round(sum(ndcg(one, order) for one, order in both) / count, 4),
        "hit@5": round(sum(0 < one.rank_in(order) <= 5 for one, order in both) / count, 4),
    }


class Trial:
    """Trains an encoder without a fold and asks it the questions of the fold."""

    def __init__(self, stard: Stard, material: Material, folder: Path, recipe: Recipe) -> None:
        self.stard, self._material, self._recipe = stard, material, recipe
        self._bench = Bench(stard.articles, folder)
        self._by_id = {record.id: record for record in stard.articles}
        self._texts = Texts()

    def without(self, fold: Sequence[Case], asked: Sequence[Case]) -> list[Found]:
        """What is found for ``asked`` by an encoder that has learned all cases but those of ``fold``."""
        left_out = {case.group for case in fold}
        learned = [case for case in self.stard.cases if case.group not in left_out]
        gold = {article for case in fold for article in case.gold}
        own = gather.sources(self._without_gold(gold - {a for case in learned for a in case.gold}), Mixture())
        trained = train_together([self._source(learned), *own], self._recipe, texts=self._texts)
        return self._bench.find(asked, StaticEncoder(trained.features, trained.rows[:-1], "stard"))

    def _source(self, cases: Sequence[Case]) -> Source:
        found = [
            Pair(case.question, vector_text(self._by_id[article]), article)
            for case in cases
            for article in sorted(case.gold)
        ]
        return Source("STARD, folds of training", "MIT", Mixture().asked, tuple(found))

    def _without_gold(self, articles: set[str]) -> Material:
        """What else is learned from, without our own questions about these articles."""
        records = (self._by_id[article] for article in articles)
        named = {(pairs.law_of(one.title), pairs.article_of(one)) for one in records}
        kept = tuple(q for q in self._material.questions if (q.law, q.article) not in named)
        return replace(self._material, questions=kept)


def unseen(trial: Trial) -> dict[str, object]:
    """Articles about which nobody asked in training."""
    found = [
        one
        for fold in tqdm(by_article(trial.stard.cases), desc="没问过的条文")
        for one in trial.without(fold, fold)
    ]
    return {"questions": len(found), **scores(found)}


def seen(trial: Trial) -> dict[str, object]:
    """Articles about which training asked other questions."""
    found = []
    for fold in tqdm(by_question(trial.stard.cases), desc="问过的条文"):
        others = [case for case in trial.stard.cases if case not in fold]
        found += trial.without(fold, asked_about(fold, others))
    return {"questions": len(found), **scores(found)}


MEASURES = {"unseen": unseen, "seen": seen}


def plot(figures: Mapping[str, Any]) -> None:
    panels = {
        PARTS[part]: {
            measure: {title: figures[part][way][measure] for way, title in TITLES.items()}
            for measure in ("nDCG@10", "hit@5")
        }
        for part in PARTS
        if part in figures
    }
    plots.bars("stard", "STARD：57,068 条法条里找答案", panels)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.stard", description=__doc__)
    parser.add_argument("--only", choices=MEASURES, action="append")
    parser.add_argument("--members", type=int, default=Recipe().members, help="encoders made into one")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    if not (given.shared / FOLDER).is_dir():
        print(f"没有 {given.shared / FOLDER}：这项基准要用它，已跳过。")
        return 0
    stard = read(given.shared / FOLDER)
    recipe = replace(Recipe(), members=given.members)
    material = gather.material(ROOT / "corpus", given.shared, date.today())
    figures: dict[str, Any] = {
        "articles": len(stard.articles),
        "folds": [len(fold) for fold in by_article(stard.cases)],
        "recipe": asdict(recipe),
        "weights": dict(fusion.WEIGHTS),
    }
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(stard, material, Path(folder), recipe)
        for name in given.only or MEASURES:
            figures[name] = MEASURES[name](trial)
            write_result("stard", "python -m eval.benchmarks.stard", figures)
    plots.or_say_why(partial(plot, figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
