"""All 139,825 articles in one home: how long, how big, and is the right clause still found?

    python -m eval.benchmarks.scale [--shared ../shared/data] [--documents N]

Takes minutes, so ``make bench`` leaves it out. Writes ``eval/results/scale.json``:

- seconds from parsed documents to published and searchable, beside what the parts of an index cost alone
  in the same run: words cut by rjieba and indexed by tantivy, encoding, Chroma taking ready vectors;
- one more document: milliseconds from publishing to finding it;
- searches in a process of their own: p50, p95, resident memory;
- whole answers to ``answers_test``, with the shipped corpus in the home as well: p50, p95;
- ``laws_spoken`` and ``laws_250`` with all these articles as distractors. Identical text counts as gold; other versions of a
  gold law are withdrawn first.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from tqdm import tqdm

from app.assistant import ask
from app.studio import today
from eval.benchmarks import homes, scale_home
from eval.benchmarks.asking import DEPTH, Asker, Figures, clause_rank, milliseconds, shares
from eval.benchmarks.homes import ACTOR, Home
from eval.benchmarks.others import gold_passages
from eval.benchmarks.report import ROOT, peak_megabytes, write_result
from eval.benchmarks.scale_home import Filled
from eval.dataset import load
from eval.model import Question
from index.model import Hit
from index.search import Searcher
from ingest import curation
from ingest.catalog import Catalog
from ingest.model import Block, Metadata, ParsedDocument
from ingest.structure import parse

SETS = ("laws_spoken", "laws_250")
ANSWERED = "answers_test"
MORE = 5  # documents published one by one
_WARM = 20  # questions that are not timed
_LABEL = re.compile(r"^第[\d零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
_SPACE = re.compile(r"\s+")


def wording(text: str) -> str:
    """An article's words without its number and blanks: by them two are identical."""
    return _LABEL.sub("", _SPACE.sub("", text))


def rank(question: Question, hits: Sequence[Hit], same: Collection[str]) -> int:
    """Rank from 1 of the first hit that is gold, or whose text is that of a gold passage."""
    alike = next((place for place, hit in enumerate(hits, 1) if wording(hit.text) in same), 0)
    gold = clause_rank(question, hits)
    return min(filter(None, (alike, gold)), default=0)


def asked(home: Home) -> Figures:
    """Search times and ranks by set: run in a process of its own."""
    return {name: _asked(home, home.questions(name)) for name in SETS}


def _asked(home: Home, questions: Sequence[Question]) -> Figures:
    gold = gold_passages(questions, home.records())
    ids = {id_ for right in gold.values() for id_ in right}
    texts = {id_: wording(record.text) for id_, record in home.catalog.passages(ids).items()}
    same = {question: {texts[id_] for id_ in right} for question, right in gold.items()}
    with home.searcher() as searcher:
        asker = Asker(searcher, home.today)
        for question in questions[:_WARM]:
            asker(question, DEPTH)
        ranks, seconds = [], []
        for question in questions:
            began = time.perf_counter()
            hits = asker(question, DEPTH)
            seconds.append(time.perf_counter() - began)
            ranks.append(rank(question, hits, same[question.question]))
        return {
            "questions": len(questions),
            "without_gold_here": sum(not right for right in gold.values()),
            **shares(ranks),
            **milliseconds(seconds),
        }


def memory(home: Home) -> Figures:
    """Resident memory of a process that only searches."""
    questions = [question.question for name in SETS for question in load(name)]
    with home.searcher() as searcher:
        for question in questions:
            searcher.search(question, DEPTH, today=home.today)
        return {"rss_mb": peak_megabytes(), "passages": searcher.counts()}


def answered(home: Home) -> Figures:
    """How long whole answers take with the shipped corpus beside all articles."""
    home.take(homes.CORPUS)
    questions = [question.question for question in load(ANSWERED)]
    with home.searcher() as searcher:
        seconds = []
        for question in (*questions[:_WARM], *questions):
            began = time.perf_counter()
            ask(question, searcher=searcher, catalog=home.catalog, today=home.today)
            seconds.append(time.perf_counter() - began)
    return {"answers": {"questions": len(questions), **milliseconds(seconds[_WARM:])}}


def one_more(home: Home, searcher: Searcher, number: int) -> float:
    """Milliseconds from publishing a small document to finding it by its words."""
    word = "甲乙丙丁戊"[number % 5] * 3 + "号仪器"
    lines = [f"{word}管理办法", f"第一条 {word}由实验员登记后保管。", f"第二条 {word}借出须当日归还。"]
    title = lines[0]
    parsed = ParsedDocument(Metadata(title=title), parse([Block(line) for line in lines], title))
    draft = home.catalog.add_version(
        parsed, document=f"more-{number}", source_name="more.txt", source_sha256="2" * 64, actor=ACTOR
    )
    began = time.perf_counter()
    curation.publish(home.catalog, draft.document, actor=ACTOR)
    searcher.sync(today=home.today)
    hits = searcher.search(f"{word}由谁保管", DEPTH, today=home.today)
    took = time.perf_counter() - began
    if not any(hit.document == draft.document for hit in hits):
        raise SystemExit("刚发布的资料没有被找到：这项基准的前提不成立。")
    return round(took * 1e3, 1)


def built(home: Home, file: Path, most: int | None) -> tuple[Figures, Filled]:
    """Fill the home and its index, then one document after the other."""
    with tqdm(desc="发布", unit="篇") as bar:
        filled = scale_home.fill(home.catalog, file, most, bar.update)
    began = time.perf_counter()
    searcher = Searcher.open(home.folder, home.catalog, lexicon=homes.LEXICON)
    try:
        report = searcher.sync(today=home.today)
        synced = time.perf_counter() - began
        more = [one_more(home, searcher, number) for number in range(MORE)]
    finally:
        searcher.close()
    return {
        "documents": report.added,
        "articles": filled.articles,
        "passages": report.passages,
        "seconds": {
            "parsing": round(filled.parsing, 1),
            "publishing": round(filled.publishing, 1),
            "indexing": round(synced, 1),
        },
        "peak_mb_while_building": peak_megabytes(),
        "one_more_found_ms": {"median": statistics.median(more), "all": more},
    }, filled


def ratios(figures: Figures) -> Figures:
    """Published and searchable, against the sum of the parts alone; with parsing, too."""
    seconds, alone = figures["seconds"], sum(figures["parts_alone"].values())
    done = seconds["publishing"] + seconds["indexing"]
    return {
        "published_and_searchable_s": round(done, 1),
        "sum_of_parts_s": round(alone, 1),
        "ratio": round(done / alone, 2),
        "ratio_with_parsing": round((done + seconds["parsing"]) / alone, 2),
    }


def measured(folder: Path, shared: Path, most: int | None) -> Figures:
    """Everything, in order: the parts alone come last of what is timed here, with all caches warm."""
    with Catalog.open(folder / "catalog.db") as catalog:
        home = Home(folder, catalog, today())
        figures, filled = built(home, shared / scale_home.ARTICLES, most)
        with tempfile.TemporaryDirectory() as scratch:
            figures["parts_alone"] = scale_home.parts_alone(home.records(), Path(scratch))
        figures |= ratios(figures)
        figures["search"] = _child("memory", folder)
        wanted = {gold.document for name in SETS for question in load(name) for gold in question.gold}
        national = shared / homes.NATIONAL
        figures["withdrawn"] = scale_home.add_laws(catalog, national, filled.names, wanted)
    figures |= _child("asked", folder)
    figures |= _child("answered", folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {**figures, "home_mb": round(size / 1e6, 1)}


CHILDREN = {"memory": memory, "asked": asked, "answered": answered}


def _child(what: str, folder: Path) -> Figures:
    """Run one of the measurements on the home in a fresh process."""
    command = [sys.executable, "-m", "eval.benchmarks.scale", "--child", what, "--folder", str(folder)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.scale", description=__doc__)
    parser.add_argument("--shared", type=Path, default=homes.DATA)
    parser.add_argument("--documents", type=int, help="so many documents only; nothing is written then")
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        with Catalog.open(given.folder / "catalog.db") as catalog:
            print(json.dumps(CHILDREN[given.child](Home(given.folder, catalog, today()))))
        return 0
    if not (given.shared / scale_home.ARTICLES).is_file():
        print(f"没有 {given.shared / scale_home.ARTICLES}：这项基准要用它，已跳过。")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Path(folder), given.shared, given.documents)
    if given.documents:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        write_result("scale", "python -m eval.benchmarks.scale", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
