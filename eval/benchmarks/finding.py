"""Is the right clause on top? The product's search over the national laws and over the shipped corpus.

    python -m eval.benchmarks.finding [--shared ../shared/data]

Written to ``eval/results/finding.json`` with a plot: clauses of the national laws (``laws_spoken``, as
teachers speak; ``laws_250``, harder: hardly a word of the law in it), documents of the shipped corpus
(``corpus_120``), the corpus asked for by its own first sentences, and what is seen of the laws at equal
reading. ``words`` is the lexical index with typical
questions and lexicon; ``bm25`` is it over the texts alone, by which the difficulty of a set is judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from eval.benchmarks import homes, plots
from eval.benchmarks.asking import PAGE, VECTORS, WORDS, Asker, Figures, fused_by
from eval.benchmarks.homes import Home
from eval.benchmarks.report import write_result

WAYS = {"fused": None, "words": WORDS, "vectors": VECTORS, "bm25": WORDS}
TITLES = {"fused": "两者合并", "words": "只用词", "vectors": "只用向量", "bm25": "只用正文的词"}
SHOWN = ("hit@1", "hit@5")
LAWS = ("laws_spoken", "laws_250")
PANELS = {
    "laws_spoken": "国家法律，找到条款",
    "laws_250": "同上，几乎不用法律里的词",
    "corpus_120": "附带资料，找到一篇",
}


@contextmanager
def asked(home: Home, way: str) -> Iterator[Asker]:
    """A searcher of a home that finds in one of the ways; after ``bm25`` typical questions are gone."""
    lexicon: Path | None = homes.LEXICON
    if way == "bm25":
        lexicon = None
        home.forget_questions()
    with home.searcher(lexicon=lexicon) as searcher, fused_by(WAYS[way]):
        yield Asker(searcher, home.today)


def laws(home: Home) -> dict[str, Figures]:
    """Clause level, and what is seen within a page, for every way of finding; by set."""
    asking = {name: home.questions(name) for name in LAWS}
    passages = len(home.records())
    figures: dict[str, Figures] = {
        name: {"questions": len(questions), "passages": passages} for name, questions in asking.items()
    }
    for way in WAYS:
        with asked(home, way) as asker:
            for name, questions in asking.items():
                figures[name][way] = {
                    **asker.clauses(questions),
                    f"seen_in_{PAGE}_characters": asker.reading(questions),
                }
    return figures


def corpus(home: Home) -> Figures:
    """Document level for every way of finding."""
    questions = home.questions("corpus_120")
    figures: Figures = {"questions": len(questions), "passages": len(home.records())}
    for way in WAYS:
        with asked(home, way) as asker:
            figures[way] = asker.documents(questions)
    return figures


def first_sentences(home: Home) -> Figures:
    with asked(home, "fused") as asker:
        return asker.first_sentences(home.records())


def plot(figures: Figures) -> None:
    panels = {
        title: {measure: {TITLES[way]: figures[name][way][measure] for way in WAYS} for measure in SHOWN}
        for name, title in PANELS.items()
    }
    plots.bars("finding", "口语提问，第一条就是（@1）、前五条里有（@5）的份额", panels)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.finding", description=__doc__)
    parser.add_argument("--shared", type=Path, default=homes.DATA)
    given = parser.parse_args()
    national = given.shared / homes.NATIONAL
    if not national.is_dir():
        print(f"没有 {national}：这项基准要用里面的法律，已跳过。")
        return 0
    figures: Figures = {}
    with homes.home_of(homes.CORPUS) as home:
        with home.searcher() as searcher:
            figures["encoder"] = searcher.encoder.id
        figures["first_sentence"] = first_sentences(home)
        figures["corpus_120"] = corpus(home)
    with homes.home_of(national) as home:
        figures |= laws(home)
    write_result("finding", "python -m eval.benchmarks.finding", figures)
    plots.or_say_why(partial(plot, figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
