"""The encoder, measured: laws left out one at a time, speed and size. Its wording groups: ``wordings``.

    python -m eval.benchmarks.encoder [--only laws|size] [--shared ../shared/data]

Writes ``eval/results/encoder_NAME.json``. A question of ``teacher_questions.tsv``, or of the set ``laws_spoken``, counts as
answered at k if a passage of (one of) its article(s) is among the first k over the passages in force of all
national laws. A law is left out by training without any question about it; its text stays, as a studio's
own would. No typical question is indexed here, of any law.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path

from tqdm import tqdm

from eval.benchmarks.report import RESULTS, ROOT
from eval.dataset import load
from eval.provenance import commit
from index import fusion, static_encoder
from index.lexicon import Lexicon
from index.static_encoder import SHIPPED, StaticEncoder
from index.training import gather, pairs
from index.training.ensemble import train_together
from index.training.gather import Material, Mixture
from index.training.measure import Bench, Case, Found, hits, hits_as_searched
from index.training.pairs import Source, WordingGroup, article_key, by_article
from index.training.train import Recipe, Texts
from ingest.law_questions import core_title

LARGEST = 8
SPOKEN = "laws_spoken"
DEPTHS = (1, 5, 10)
DRAW = 1  # seed of the draw of wording groups, as in training
WAYS: Mapping[str, Mapping[str, float]] = {
    "bm25": {fusion.LEXICAL: 1.0, fusion.VECTOR: 0.0},
    "dense": {fusion.LEXICAL: 0.0, fusion.VECTOR: 1.0},
    "fused": fusion.WEIGHTS,
}
REPORTED = (*WAYS, "searched")
SHIPPED_RECIPE = Recipe()
Figures = dict[str, object]


def cases_of(material: Material) -> list[Case]:
    """A case for every lay question whose article is among the laws."""
    articles = by_article(material.laws)
    return [
        Case(q.question, frozenset(r.id for r in articles[q.law, q.article]), q.law)
        for q in material.questions
        if (q.law, q.article) in articles
    ]


def spoken_cases(material: Material) -> list[Case]:
    """A case for every question of the set; its group is the law of the first gold article."""
    articles = by_article(material.laws)
    cases = []
    for question in load(SPOKEN):
        gold = [(core_title(one.document), article_key(one.path[-1])) for one in question.gold if one.path]
        found = frozenset(record.id for place in gold for record in articles.get(place, ()))
        if found:
            cases.append(Case(question.question, found, gold[0][0]))
    return cases


def score(found: Sequence[Found]) -> Figures:
    """hit@1, 5, 10 of BM25, of vectors, of both, and as search has them: both, the first read again."""
    shares = {name: hits(found, weights, *DEPTHS) for name, weights in WAYS.items()}
    shares["searched"] = hits_as_searched(found, *DEPTHS)
    return {
        name: dict(zip(map(str, DEPTHS), (round(x, 4) for x in share), strict=True))
        for name, share in shares.items()
    }


def drawn(count: int | None, topic: str | None = None) -> list[WordingGroup]:
    """So many of the wording groups that are not of the topic; None for all of them."""
    return pairs.draw([one for one in pairs.wording_groups() if one.topic != topic], count, DRAW)


def sources_with(
    material: Material, leave: Collection[str], wordings: Sequence[WordingGroup]
) -> list[Source]:
    """What the shipped encoder learns from, with other wording groups, in the same order."""
    mixture = Mixture()
    whole = gather.sources(material, mixture, leave=leave)
    ours = {one.name: one for one in pairs.reworded(wordings, mixture.reworded, mixture.reworded_lay)}
    return [kept for one in whole if (kept := ours.get(one.name, one)).pairs]


class Trial:
    """Trains encoders without some laws and asks them the questions about those laws."""

    def __init__(self, material: Material, folder: Path) -> None:
        self.material = material
        self.cases = cases_of(material)
        # The index holds no typical questions and expands by the shipped lexicon, as search does.
        self.bench = Bench(material.laws, folder, Lexicon.load(ROOT / "corpus" / "lexicon.tsv"))
        self.texts = Texts()

    def encoder(
        self,
        laws: Collection[str],
        wordings: Sequence[WordingGroup] | None = None,
        recipe: Recipe = SHIPPED_RECIPE,
    ) -> StaticEncoder:
        """An encoder that learned from no question about these laws, and from these wording groups (all)."""
        groups = drawn(None) if wordings is None else wordings
        trained = train_together(sources_with(self.material, laws, groups), recipe, texts=self.texts)
        return StaticEncoder(trained.features, trained.rows[:-1], "trial")

    def found(self, cases: Sequence[Case], laws: Collection[str], encoder: StaticEncoder) -> list[Found]:
        return self.bench.find([case for case in cases if case.group in laws], encoder)


def laws(trial: Trial) -> Figures:
    """Leave one law out, the eight with most questions: those of training, and those of the spoken set."""
    counts = Counter(case.group for case in trial.cases)
    spoken = spoken_cases(trial.material)
    each: dict[str, Figures] = {}
    said: dict[str, Figures] = {}
    for law, count in tqdm(counts.most_common(LARGEST), desc="留一部法律"):
        encoder = trial.encoder({law})
        each[law] = {"questions": count, **score(trial.found(trial.cases, {law}, encoder))}
        asked = trial.found(spoken, {law}, encoder)
        said[law] = {"questions": len(asked), **score(asked)}
    return {
        "mean over laws": {way: _mean(each, way) for way in REPORTED},
        "each": each,
        f"{SPOKEN}: mean over laws": {way: _mean(said, way) for way in REPORTED},
        f"{SPOKEN}: each": said,
    }


def _mean(each: Mapping[str, Figures], way: str) -> dict[str, float]:
    found = [figures[way] for figures in each.values()]
    return {
        str(depth): round(statistics.mean(one[str(depth)] for one in found if isinstance(one, dict)), 4)
        for depth in DEPTHS
    }


def size(trial: Trial) -> Figures:
    """What ships: bytes, milliseconds to load, to encode a question, passages a second."""
    questions = [case.question for case in trial.cases[:500]]
    passages = [record.text for record in trial.material.laws]
    began = time.perf_counter()
    encoder = static_encoder.load()
    loaded = time.perf_counter()
    encoder.encode_queries(questions[:1])  # the dictionary of the word cutter is loaded by the first text
    times = []
    for question in questions:
        start = time.perf_counter()
        encoder.encode_queries([question])
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    encoder.encode_passages(passages)
    took = time.perf_counter() - start
    return {
        "encoder": encoder.id,
        "megabytes": round(sum(path.stat().st_size for path in SHIPPED.iterdir()) / 1e6, 2),
        "load_ms": round((loaded - began) * 1e3, 1),
        "query_ms_p50": round(statistics.median(times) * 1e3, 3),
        "query_ms_p95": round(statistics.quantiles(times, n=20)[-1] * 1e3, 3),
        "passages_per_second": round(len(passages) / took),
        "characters_per_second": round(sum(map(len, passages)) / took),
    }


def write(name: str, figures: Figures, recipe: Recipe = SHIPPED_RECIPE) -> None:
    """Keep the figures of one measure, under how and when they were made."""
    head = {
        "commit": commit(),
        "recipe": asdict(recipe),
        "mixture": asdict(Mixture()),
        "weights": dict(fusion.WEIGHTS),
    }
    text = json.dumps({**head, **figures}, ensure_ascii=False, indent=1)
    (RESULTS / f"encoder_{name}.json").write_text(text + "\n", "utf-8")


def over_trial(name: str, described: str | None, measures: Mapping[str, Callable[[Trial], None]]) -> int:
    """The command ``python -m eval.benchmarks.NAME``: all measures over one trial, or those asked for."""
    parser = argparse.ArgumentParser(prog=f"python -m eval.benchmarks.{name}", description=described)
    parser.add_argument("--only", choices=measures, action="append")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    given = parser.parse_args()
    if not given.shared.is_dir():
        print(f"没有 {given.shared}：这项基准要用里面的法律，已跳过。")
        return 0
    material = gather.material(ROOT / "corpus", given.shared, date.today())
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(material, Path(folder))
        for one in given.only or measures:
            measures[one](trial)
    return 0


def _kept(name: str, measure: Callable[[Trial], Figures], trial: Trial) -> None:
    figures = {"passages": len(trial.material.laws), **measure(trial)}
    write(name, figures)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


MEASURES = {"laws": partial(_kept, "laws", laws), "size": partial(_kept, "size", size)}

if __name__ == "__main__":
    sys.exit(over_trial("encoder", __doc__, MEASURES))
