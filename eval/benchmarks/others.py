"""Speed, size and quality beside what one would pick instead, on the same passages in one run.

    python -m eval.benchmarks.others [--shared ../shared/data] [--only SYSTEM ...]

The national laws and the shipped corpus, cut into passages as the product cuts them; ``laws_250`` asks.
Every system gets the same texts (a passage under the headings that a short one needs) and, where it has
vectors, those of our shipped encoder, so that only the rest differs. Ours alone has what belongs to it:
fields, lexicon, typical questions, catalog. Gold is clauses of the laws only, though documents of the
corpus often answer, too: so ranks are also given among the passages of the laws (``among_laws``), with
what the corpus gives left out. Each runs in a process of its own; building begins with the
passages at hand and ends when they can be found and are on disk. Writes ``eval/results/others.json``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from eval.benchmarks import homes, plots
from eval.benchmarks.asking import Figures, milliseconds, shares
from eval.benchmarks.homes import Home
from eval.benchmarks.others_systems import SYSTEMS, Passage, Trial
from eval.benchmarks.report import ROOT, write_result
from eval.matching import matches
from eval.model import Question
from index.embedding import vector_text
from index.hits import hit_of
from index.model import Hit
from ingest.records import PassageRecord

SET = "laws_250"
INSTALL = "pip install -e '.[bench]' -c constraints.txt"
AMONG = "among_laws"
COLUMNS = ("build_s", "ms_p50", "ms_p95", "disk_mb", "rss_mb", "hit@1", "hit@5")
SHOWN = ("hit@1", "hit@5")


def gold_passages(questions: Sequence[Question], records: Sequence[PassageRecord]) -> dict[str, list[str]]:
    """Question's text -> ids of the passages in its gold clauses."""
    hits: dict[str, list[Hit]] = {}
    for record in records:
        hits.setdefault(record.document, []).append(hit_of(record))
    return {
        question.question: [
            hit.passage for gold in question.gold for hit in hits.get(gold.document, ()) if matches(gold, hit)
        ]
        for question in questions
    }


def judged(found: Mapping[str, Sequence[str]], gold: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """hit@1, hit@5 and MRR of question -> ids in order."""
    ranks = [
        next((rank for rank, one in enumerate(found[question], 1) if one in set(right)), 0)
        for question, right in gold.items()
    ]
    return shares(ranks)


def missing(needs: Sequence[str]) -> list[str]:
    """Which of these modules are not installed."""
    absent = []
    for name in needs:
        try:
            there = find_spec(name) is not None
        except ModuleNotFoundError:  # of a package above it
            there = False
        if not there:
            absent.append(name)
    return absent


@dataclass(frozen=True, slots=True)
class Key:
    """What is right: question -> passages, and all passages of the laws."""

    gold: Mapping[str, Sequence[str]]
    laws: frozenset[str]

    def judge(self, found: Mapping[str, Sequence[str]], deep: Mapping[str, Sequence[str]]) -> Figures:
        """Ranks among all passages by what was found, among the laws' by what was found deeper."""
        kept = {question: [one for one in ids if one in self.laws] for question, ids in deep.items()}
        return {**judged(found, self.gold), AMONG: judged(kept, self.gold)}


def prepare(home: Home, laws: Sequence[PassageRecord], name: str = SET) -> tuple[Trial, Key]:
    """Write what the systems are given; what is right stays here."""
    records, questions = home.records(), home.questions(name)
    gold = gold_passages(questions, records)
    trial = Trial(home.folder, [Passage(r.id, vector_text(r)) for r in records], list(gold))
    trial.save()
    return trial, Key(gold, frozenset(record.id for record in laws))


def measure(name: str, folder: Path, key: Key) -> Figures:
    """Run one system in a process of its own and judge what it found."""
    needs = missing(SYSTEMS[name].needs)
    if needs:
        print(f"{name}：没有装 {'、'.join(needs)}，跳过。要比较请运行 {INSTALL}", flush=True)
        return {"skipped": f"没有装 {'、'.join(needs)}"}
    command = [sys.executable, "-m", "eval.benchmarks.others", "--system", name, "--folder", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    answer = json.loads((folder / f"{name}.json").read_text("utf-8"))
    figures = {name: answer[name] for name in ("build_s", "disk_mb", "rss_mb", "rss_before_mb")}
    return figures | milliseconds(answer["seconds"]) | key.judge(answer["found"], answer["deep"])


def table(figures: Figures) -> str:
    """Markdown: a row a system."""
    head = ["", *COLUMNS, *(f"{measure} {AMONG}" for measure in SHOWN)]
    rows = [head, ["---"] * len(head)]
    for name, system in SYSTEMS.items():
        of = figures.get(name, {})
        if COLUMNS[0] in of:
            values = [*(of[column] for column in COLUMNS), *(of[AMONG][measure] for measure in SHOWN)]
            rows.append([system.title, *map(str, values)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plot(figures: Figures) -> None:
    done = [name for name in SYSTEMS if "hit@1" in figures.get(name, {})]
    panels = {
        "在国家法律和附带资料里": {m: {SYSTEMS[n].title: figures[n][m] for n in done} for m in SHOWN},
        "只看其中的法律": {m: {SYSTEMS[n].title: figures[n][AMONG][m] for n in done} for m in SHOWN},
    }
    plots.bars("others", "同样的条文、同样的问题：各家找到多少", panels)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.others", description=__doc__)
    parser.add_argument("--shared", type=Path, default=homes.DATA)
    parser.add_argument("--only", choices=SYSTEMS, action="append")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.system:
        SYSTEMS[given.system].run(given.system, Trial.load(given.folder))
        return 0
    national = given.shared / homes.NATIONAL
    if not national.is_dir():
        print(f"没有 {national}：这项基准要用里面的法律，已跳过。")
        return 0
    with homes.home_of(national) as home:
        laws = home.records()
        home.take(homes.CORPUS)
        trial, key = prepare(home, laws)
        figures: Figures = {"passages": len(trial.passages), "of_laws": len(laws), "questions": len(key.gold)}
        for name in given.only or SYSTEMS:
            figures[name] = measure(name, home.folder, key)
    figures["table"] = table(figures).split("\n")
    write_result("others", "python -m eval.benchmarks.others", figures, show=False)
    print(table(figures))
    plots.or_say_why(partial(plot, figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
