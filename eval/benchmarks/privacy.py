"""Precision and recall of the finder of personal data on ``eval/sets/privacy.jsonl``, by kind.

``python -m eval.benchmarks.privacy [--set FILE] [--out FILE] [--run NAME] [--half 0|1] [--misses]``

Each line of the set is ``{"id", "genre", "text", "findings": [{"kind", "text"}]}``. A record's findings are
compared as sets of (kind, text without blanks): exact, the kind must agree and no character may be more or
less. A set whose gold knows only the kind ``number`` has the finder's kinds of numbers counted as that one
kind. ``masked`` is the share of gold strings of which no occurrence is left in the masked text, whatever
kind and boundaries were found: what a reader of the published version can no longer see.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.masking import mask_text
from ingest.privacy import NUMBERS, find

HERE = Path(__file__).resolve().parent.parent
Pair = tuple[str, str]
_ANY = "number"


@dataclass(slots=True)
class Tally:
    """Counts of one kind: gold found, gold missed, found that is no gold, gold no longer visible."""

    hits: int = 0
    missed: int = 0
    false: int = 0
    masked: int = 0

    def add(self, other: Tally) -> None:
        self.hits += other.hits
        self.missed += other.missed
        self.false += other.false
        self.masked += other.masked

    def figures(self) -> dict[str, object]:
        gold, found = self.hits + self.missed, self.hits + self.false
        return {
            "gold": gold,
            "found": found,
            "recall": _share(self.hits, gold),
            "recall_95": _wilson(self.hits, gold),
            "precision": _share(self.hits, found),
            "precision_95": _wilson(self.hits, found),
            "masked": _share(self.masked, gold),
        }


@dataclass(slots=True)
class Result:
    """Tallies by kind and by genre, records without gold that stayed clean, and the errors by record."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    genres: dict[str, Tally] = field(default_factory=dict)
    traps: int = 0
    clean_traps: int = 0
    errors: list[tuple[str, list[Pair], list[Pair]]] = field(default_factory=list)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _wilson(part: int, whole: int) -> list[float] | None:
    """Wilson's 95 % interval of a share."""
    if not whole:
        return None
    z, p = 1.96, part / whole
    middle = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return [round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def half_of(identity: str) -> int:
    """0 or 1: the half of a set that a record belongs to.

    Half 0 was read to mend the finder after its first, blind run; half 1 was kept for a second one. Since
    then both halves of ``privacy.jsonl`` and ``privacy_second.jsonl`` were read: figures on them are tuned.
    """
    return hashlib.sha256(identity.encode()).digest()[0] % 2


def measure(records: Iterable[dict[str, object]]) -> Result:
    """Run the finder over the records; where the gold says only ``number``, every kind of number is one."""
    result = Result()
    records = list(records)
    coarse = any(row["kind"] == _ANY for record in records for row in _rows(record))
    for record in records:
        text = str(record["text"])
        gold = {(row["kind"], _plain(row["text"])) for row in _rows(record)}
        found = {(_ANY if coarse and f.kind in NUMBERS else f.kind, _plain(f.text)) for f in find(text)}
        result.traps += not gold
        result.clean_traps += not gold and not found
        visible = _plain(mask_text(text))
        _count(result, str(record.get("genre", "")), gold, found, visible)
        if gold != found:
            result.errors.append((str(record["id"]), sorted(gold - found), sorted(found - gold)))
    return result


def _rows(record: dict[str, object]) -> list[dict[str, str]]:
    rows = record["findings"]
    assert isinstance(rows, list)
    return rows


def _count(result: Result, genre: str, gold: set[Pair], found: set[Pair], visible: str) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for kind, text in gold:
        counts[kind, "hits" if (kind, text) in found else "missed"] += 1
        counts[kind, "masked"] += text not in visible
    for kind, _ in found - gold:
        counts[kind, "false"] += 1
    for kind in {kind for kind, _ in counts}:
        one = Tally(*(counts[kind, name] for name in ("hits", "missed", "false", "masked")))
        result.kinds.setdefault(kind, Tally()).add(one)
        result.genres.setdefault(genre, Tally()).add(one)


def report(result: Result, seconds: float, records: int, run: str) -> dict[str, object]:
    """The figures as they are written to ``eval/results``."""

    def group(kinds: Iterable[str]) -> dict[str, object]:
        total = Tally()
        for kind in kinds:
            total.add(result.kinds.get(kind, Tally()))
        return total.figures()

    return {
        "run": run,
        "records": records,
        "seconds": round(seconds, 2),
        "records_without_gold": result.traps,
        "of_these_nothing_found": result.clean_traps,
        "numbers": group((*NUMBERS, _ANY)),
        "names": group(["name"]),
        "addresses": group(["address"]),
        "all": group(result.kinds),
        "kinds": {kind: tally.figures() for kind, tally in sorted(result.kinds.items())},
        "genres": {genre: tally.figures() for genre, tally in sorted(result.genres.items())},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", type=Path, default=HERE / "sets" / "privacy.jsonl")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "privacy.json")
    parser.add_argument("--run", default="", help="what this run is; other runs stay in the file")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only this half, see half_of")
    parser.add_argument("--misses", action="store_true", help="print every record that is not exact")
    options = parser.parse_args(arguments)
    lines = options.set.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    if options.half is not None:
        records = [record for record in records if half_of(record["id"]) == options.half]
    begun = time.perf_counter()
    result = measure(records)
    figures = report(result, time.perf_counter() - begun, len(records), options.run)
    earlier = json.loads(options.out.read_text(encoding="utf-8"))["runs"] if options.out.exists() else []
    runs = [*(run for run in earlier if run["run"] != options.run), figures]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"runs": runs}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name in ("numbers", "names", "addresses", "all"):
        print(name, json.dumps(figures[name]))
    print("nothing found in", result.clean_traps, "of", result.traps, "records without personal data")
    if options.misses:
        for identity, missed, false in result.errors:
            print(identity, "missed", missed, "false", false)


if __name__ == "__main__":
    main()
