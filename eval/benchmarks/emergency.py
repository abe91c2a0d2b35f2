"""Emergencies recognised, the right card, false alarms.

    python -m eval.benchmarks.emergency

``eval/sets/emergency_test.jsonl`` (two writers) was written without sight of the recogniser, of its lessons and
of other sets; the questions of ``answers_test`` were labelled by someone who saw only them
(``eval/sets/emergency_ordinary.tsv``: a situation, or 可以 where a card does no harm; all others are ordinary).
These two count. So does ``emergency_wide.tsv.gz``, many more lines by three others who saw as little, each in one
manner (what the line is called by); lines nearer to a lesson than ``tests/test_training_sets.py`` allows were left
out. Of 700 of them that another labelled, all were called an emergency or none as by their writer, but for two left open.
``emergency_400``, ``emergency_second`` and the other sets were written and labelled in the same
way, but have since been opened to learn from failures and to choose the threshold: their figures are of questions
already seen. Writes ``eval/results/emergency.json``.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.emergency import NONE, Alarm, recognise, suspected
from eval.benchmarks.report import write_result
from eval.dataset import SETS, load
from eval.model import QuestionType

BLIND = "answers_test"
SEEN = ("starter", "laws_250", "laws_spoken", "corpus_120", "answers_first", "answers_second")
LABELS = SETS / "emergency_ordinary.tsv"
WIDE = SETS / "emergency_wide.tsv.gz"
NO_HARM = "可以"


def rows_of(path: Path) -> list[dict[str, object]]:
    """Lines with ``text``, ``situation`` (null for a trap) and ``also``, the other situations whose card fits."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def wide() -> dict[str, list[dict[str, object]]]:
    """Manner -> rows as of ``rows_of``, of ``WIDE``: manner, situation or ``NONE``, text."""
    found: dict[str, list[dict[str, object]]] = {}
    with gzip.open(WIDE, "rt", encoding="utf-8") as lines:
        for line in lines:
            manner, label, text = line.rstrip("\n").split("\t")
            found.setdefault(manner, []).append({"text": text, "situation": None if label == NONE else label})
    return found


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
        "recall": round(sum(alarm is not None for _, alarm in told) / max(1, len(told)), 4),
        "told of by card or line": _told_of([str(row["text"]) for row, _ in told]),
        "first card fits": round(first / max(1, len(told)), 4),
        "a named card fits": round(named / max(1, len(told)), 4),
        "false alarms": round(sum(alarm is not None for alarm in traps) / max(1, len(traps)), 4),
    }


def _fitting(row: dict[str, object]) -> set[str]:
    also = row.get("also")
    return {str(row["situation"]), *(also if isinstance(also, list) else ())}


def labels() -> dict[str, str]:
    """Question -> situation or ``NO_HARM``; a question that is missing is ordinary."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return {text: label for label, _, text in (line.partition("\t") for line in lines)}


def ordinary(names: Sequence[str], labelled: Mapping[str, str]) -> dict[str, float | int]:
    """Alarms among the questions of sets that are not about emergencies, by what each was labelled."""
    asked = {q.question for name in names for q in load(name) if q.type is not QuestionType.EMERGENCY}
    alarms = {question: recognise(question) for question in asked}
    told = [q for q in asked if labelled.get(q, NO_HARM) != NO_HARM]
    harmless = [q for q in asked if labelled.get(q) == NO_HARM]
    plain = [q for q in asked if q not in labelled]
    return {
        "emergencies": len(told),
        "recall": _alarmed(told, alarms),
        "told of by card or line": _told_of(told),
        "where a card does no harm": len(harmless),
        "alarms there": _alarmed(harmless, alarms),
        "ordinary": len(plain),
        "false alarms": _alarmed(plain, alarms),
        "false alarms or lines": _told_of(plain),
    }


def _told_of(questions: Sequence[str]) -> float:
    """The share with a card on top, or a line that names one."""
    told = sum(bool(recognise(question) or suspected(question)) for question in questions)
    return round(told / max(1, len(questions)), 4)


def _alarmed(questions: Sequence[str], alarms: Mapping[str, Alarm | None]) -> float:
    return round(sum(alarms[q] is not None for q in questions) / max(1, len(questions)), 4)


def main() -> None:
    write_result(
        "emergency",
        "python -m eval.benchmarks.emergency",
        {
            "blind": score(rows_of(SETS / "emergency_test.jsonl")),
            "blind, questions of answers_test": ordinary((BLIND,), labels()),
            "blind, wide": score([row for rows in wide().values() for row in rows]),
            **{f"blind, wide: {manner}": score(rows) for manner, rows in wide().items()},
            "seen": score(rows_of(SETS / "emergency_400.jsonl")),
            "seen, the second set": score(rows_of(SETS / "emergency_second.jsonl")),
            "seen, questions of other sets": ordinary(SEEN, labels()),
            **{f"seen, {name}": ordinary((name,), labels()) for name in SEEN},
        },
        show=True,
    )


if __name__ == "__main__":
    main()
