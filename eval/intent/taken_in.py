"""Rules that settle what the library leaves open: a library that takes one in must answer then.

``data/taken_in.tsv``: the set of an unanswerable tuning question, the question, a heading, and what a school's own rule
might say of it. 170 lines written for this project by two who saw the questions alone, in the words of a rule and not
of the question. Without them the machines of ``eval.intent.calibrate`` could learn that what is asked for in a question
without basis (a fee, a form) is never to be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.intent.data import DATA

LINES = DATA / "taken_in.tsv"
TOGETHER = 43
"""Rules in one document."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a school rules, under a heading, and the question of a set that it answers."""

    set: str
    question: str
    heading: str
    text: str


def rules() -> list[Rule]:
    return [Rule(*line.split("\t")) for line in LINES.read_text(encoding="utf-8").splitlines()]


def written(folder: Path, every: Sequence[Rule]) -> Path:
    """``folder`` with the rules as documents that a school might take in, ``TOGETHER`` in each."""
    for number, first in enumerate(range(0, len(every), TOGETHER), 1):
        title = f"学校管理补充规定{number}"
        sections = [f"## {rule.heading}\n\n{rule.text}" for rule in every[first : first + TOGETHER]]
        front = f"---\ntitle: {title}\nkind: policy\nform: original\nlevel: school\n---"
        told = "\n\n".join((front, f"# {title}", *sections))
        (folder / f"school-{number}.md").write_text(f"{told}\n", encoding="utf-8")
    return folder
