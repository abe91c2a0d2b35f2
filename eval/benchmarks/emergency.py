"""Emergencies recognised, the right card, false alarms.

    python -m eval.benchmarks.emergency

``eval/sets/emergency_400.jsonl`` was written without sight of the recogniser. Half of it (by the CRC of
the id) chose features and threshold; the other half is what counts. Ordinary questions are those of the
question sets that are not marked as emergencies: some of them do tell of one, so the share of alarms
among them is an upper bound of the false ones. ``corpus_120`` is no clean figure: its alarms were read
before ordinary stories were written for training. Writes ``eval/results/emergency.json``.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from app.emergency import recognise
from eval.benchmarks.report import write_result
from eval.dataset import SETS, load
from eval.model import QuestionType

ORDINARY = ("starter", "laws_250", "corpus_120", "answers_test")


def half_of(identity: str) -> int:
    """0: tuning, 1: report."""
    return zlib.crc32(identity.encode()) % 2


def score(rows: Sequence[dict[str, object]]) -> dict[str, float | int]:
    """Recall, the share whose first card (or one of the cards named) fits, false alarms on traps."""
    told = [(row, recognise(str(row["text"]))) for row in rows if row["situation"]]
    traps = [recognise(str(row["text"])) for row in rows if not row["situation"]]
    first = sum(alarm is not None and alarm.situation in _fitting(row) for row, alarm in told)
    named = sum(
        alarm is not None and bool({alarm.situation, *alarm.others} & _fitting(row)) for row, alarm in told
    )
    return {
        "emergencies": len(told),
        "traps": len(traps),
        "recall": round(sum(alarm is not None for _, alarm in told) / len(told), 4),
        "first card fits": round(first / len(told), 4),
        "a named card fits": round(named / len(told), 4),
        "false alarms": round(sum(alarm is not None for alarm in traps) / len(traps), 4),
    }


def _fitting(row: dict[str, object]) -> set[str]:
    also = row["also"]
    return {str(row["situation"]), *(also if isinstance(also, list) else ())}


def ordinary(name: str) -> dict[str, float | int]:
    """Alarms among the questions of a set that is not about emergencies."""
    asked = [q.question for q in load(name) if q.type is not QuestionType.EMERGENCY]
    alarms = sum(recognise(question) is not None for question in asked)
    return {"questions": len(asked), "alarms": round(alarms / len(asked), 4)}


def main() -> None:
    lines = (SETS / "emergency_400.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    halves = {half: [row for row in rows if half_of(row["id"]) == half] for half in (0, 1)}
    write_result(
        "emergency",
        "python -m eval.benchmarks.emergency",
        {
            "tuning half": score(halves[0]),
            "reported half": score(halves[1]),
            "ordinary questions": {name: ordinary(name) for name in ORDINARY},
        },
        show=True,
    )


if __name__ == "__main__":
    main()
