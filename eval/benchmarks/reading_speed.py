"""How long does a book take? 176 pages of laws as a PDF: read, clean, split and parse, in a process of its own.

    python -m eval.benchmarks.reading_speed [--data ../shared/data] [--runs 5] [--keep FILE]

The PDF is made here from the Markdown laws: an embedded Chinese font, wrapped lines, a running head and a
page number on every page, every heading a bookmark. It is measured in a child process, several times; the best
run counts, because whatever else the machine does only adds to a run. ``seconds`` is the wall clock of the
four steps, ``cpu`` user and system time; ``process`` the wall clock of the whole child with its imports.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from eval.benchmarks.clause_boundaries import law_files
from eval.benchmarks.clause_gold import Key, found_in, gold_of, score
from eval.benchmarks.report import ROOT, peak_megabytes, write_result
from eval.corpus import truth_pdf
from eval.corpus.truth_lines import Frame, Line
from ingest.clean import clean
from ingest.readers import read
from ingest.split import split
from ingest.structure import parse

PAGES = 176
SECONDS = 6.0
MEGABYTES = 400.0
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")


def law_lines(data: Path) -> list[Line]:
    """The laws one after the other, as a compilation prints them."""
    return [
        _line(text)
        for path in law_files(data)
        for row in path.read_text("utf-8").split("\n")
        if (text := re.sub(r"<!--.*?-->", "", row).strip())
    ]


def _line(text: str) -> Line:
    heading = _HEADING.match(text)
    return Line(heading[2], len(heading[1])) if heading else Line(text)


def make(data: Path, path: Path, pages: int = PAGES) -> Counter[Key]:
    """Write the PDF and return the articles that stand in it."""
    lines = law_lines(data)
    written = truth_pdf.write(lines, Frame("教育法律法规汇编"), path, truth_pdf.fonts(), most=pages)
    return gold_of(line.text for line in lines[:written])


def measure(path: Path) -> dict[str, Any]:
    """Times (seconds) and peak memory (MB) of this process over the four steps."""
    marks = [(time.perf_counter(), time.process_time())]

    def mark() -> None:
        marks.append((time.perf_counter(), time.process_time()))

    source = read(path)
    mark()
    cleaned = clean(source)
    mark()
    parts = split(cleaned.blocks, path.stem)
    mark()
    parses = [parse(part.blocks, part.title) for part in parts]
    mark()
    steps = zip(("read", "clean", "split", "parse"), marks, marks[1:], strict=False)
    found: Counter[Key] = sum((found_in(parsed) for parsed in parses), Counter())
    return {
        "seconds": round(marks[-1][0] - marks[0][0], 2),
        "cpu": round(marks[-1][1] - marks[0][1], 2),
        "steps": {name: round(after[0] - before[0], 2) for name, before, after in steps},
        "megabytes": peak_megabytes(),
        "pages": max(block.page or 0 for block in source.blocks),
        "documents": len(parts),
        "passages": sum(len(parsed.passages) for parsed in parses),
        "articles": [[*key, count] for key, count in found.items()],
    }


def in_child(path: Path) -> dict[str, Any]:
    """``measure`` in a fresh interpreter."""
    command = [sys.executable, "-m", "eval.benchmarks.reading_speed", "--child", str(path)]
    began = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures | {"process": round(time.perf_counter() - began, 2)}


def run(data: Path, runs: int = 5, keep: Path | None = None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = keep or Path(folder) / "汇编.pdf"
        began = time.perf_counter()
        gold = make(data, path)
        made = round(time.perf_counter() - began, 1)
        size = path.stat().st_size
        results = [in_child(path) for _ in range(runs)]
    best = min(results, key=lambda figures: float(figures["seconds"]))
    found = Counter({(label, words): count for label, words, count in best.pop("articles")})
    megabytes = max(float(figures["megabytes"]) for figures in results)
    return {
        "file": {"pages": best["pages"], "bytes": size, "articles": gold.total(), "seconds_to_make": made},
        "runs": runs,
        "best": best,
        "all_seconds": sorted(figures["seconds"] for figures in results),
        "articles_found": score(found, gold).as_dict(),
        "limits": {"seconds": SECONDS, "megabytes": MEGABYTES},
        "within": best["pages"] == PAGES and best["seconds"] < SECONDS and megabytes < MEGABYTES,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="write the PDF here and leave it")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(options.child)))
        return
    figures = run(options.data, options.runs, options.keep)
    write_result("reading_speed", "python -m eval.benchmarks.reading_speed", figures)


if __name__ == "__main__":
    main()
