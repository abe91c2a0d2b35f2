"""Quotes with sentences about them that are faithful or altered: what the verifier learns from.

``first.txt`` and ``second.txt`` were written for this project (Q a quote, several parted by |; F faithful;
A altered, with the kind). The checks were written with ``first.txt`` in sight and it counts half. To them come
the tuning half of ``eval/sets/verify_300.jsonl`` and every quote as a sentence about itself, so that nothing
is learnt from how close a sentence keeps to the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks import verifier

HERE = Path(__file__).parent
FIRST, SECOND = "first", "second"
SELF = "self"
TUNING = "tuning half"
WEIGHTS = {TUNING: 1.5, SECOND: 1.0, FIRST: 0.5, SELF: 0.4}
_SOURCE = re.compile(r"（[^（）]*核对[^（）]*）")


@dataclass(frozen=True, slots=True)
class Lesson:
    """``altered`` is the kind of alteration, empty where the sentence is faithful; ``origin`` a key of WEIGHTS."""

    sentence: str
    quotes: tuple[str, ...]
    altered: str
    origin: str


def written(name: str) -> Iterator[Lesson]:
    """The lessons of one of the two files."""
    quotes: tuple[str, ...] = ()
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        mark, _, text = line.partition(" ")
        if mark == "Q":
            quotes = tuple(text.split("|"))
        elif mark == "F":
            yield Lesson(text, quotes, "", name)
        else:
            kind, _, sentence = text.partition(" ")
            yield Lesson(sentence, quotes, kind, name)


def lessons() -> list[Lesson]:
    """All of them."""
    tuning = [
        Lesson(row["sentence"], tuple(row["quotes"]), row["altered"] or "", TUNING)
        for row in verifier.halves()[verifier.TUNING]
    ]
    told = [*tuning, *written(SECOND)]
    own = {quote: one.quotes for one in told for quote in one.quotes}
    themselves = [Lesson(_SOURCE.sub("", quote), quotes, "", SELF) for quote, quotes in own.items()]
    return [*told, *written(FIRST), *themselves]
