"""Does the verifier catch what was altered and keep what is faithful?

    python -m eval.benchmarks.verifier

``eval/sets/verify_test.jsonl`` was written without sight of the verifier and of other sets: quotes, a sentence,
whether it says what they say, and else what was altered. It counts, and so does ``verify_free``, by two other
writers: altered sentences are worded anew there, and no longer than the faithful ones. ``verify_300`` (two halves,
by the CRC of the id) and ``verify_second`` were written in the same way, but were read since and are fitted on: they
show only that nothing is lost. What the verifier is worth on a writer unknown to it is under ``left out`` in
``app/shipped/verifier.json``. Caught: an altered sentence that is not supported. Kept: a faithful one that is. Writes
``eval/results/verifier.json``.
"""

from __future__ import annotations

import json
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.verify import verify
from eval.benchmarks.report import write_result
from eval.dataset import SETS

BLIND, FREE = "blind", "blind, worded anew"
TUNING, OPENED, SECOND = "seen, tuning half", "seen, opened half", "seen, second set"


def rows_of(name: str) -> list[dict[str, Any]]:
    """The lines of a set."""
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def halves() -> dict[str, list[dict[str, Any]]]:
    """The rows of each half of ``verify_300``."""
    rows = rows_of("verify_300")
    return {
        name: [row for row in rows if zlib.crc32(row["id"].encode()) % 2 == half]
        for half, name in enumerate((TUNING, OPENED))
    }


def score(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Altered sentences caught, by kind and together, faithful ones kept, milliseconds a sentence."""
    kinds: Counter[str] = Counter()
    right: Counter[str] = Counter()
    took = []
    for row in rows:
        kind = "faithful" if row["faithful"] else str(row["altered"])
        began = time.perf_counter()
        verdict = verify(row["sentence"], row["quotes"])
        took.append(time.perf_counter() - began)
        kinds[kind] += 1
        right[kind] += verdict.supported is bool(row["faithful"])
    altered = [kind for kind in kinds if kind != "faithful"]
    return {
        "altered": sum(kinds[kind] for kind in altered),
        "altered caught": _share(sum(right[kind] for kind in altered), sum(kinds[kind] for kind in altered)),
        "caught by kind": {kind: [right[kind], kinds[kind]] for kind in sorted(altered)},
        "faithful": kinds["faithful"],
        "faithful kept": _share(right["faithful"], kinds["faithful"]),
        "milliseconds a sentence": round(1000 * sum(took) / max(len(took), 1), 2),
        "milliseconds, 95 of 100": round(1000 * sorted(took)[int(0.95 * len(took))], 2) if took else None,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def main() -> None:
    sets = {
        BLIND: rows_of("verify_test"),
        FREE: rows_of("verify_free"),
        **halves(),
        SECOND: rows_of("verify_second"),
    }
    write_result(
        "verifier",
        "python -m eval.benchmarks.verifier",
        {name: score(rows) for name, rows in sets.items()},
        show=True,
    )


if __name__ == "__main__":
    main()
