"""Quotes with sentences about them that are faithful or altered: what the verifier learns from.

``first.txt`` to ``fifth.txt`` were written for this project (Q a quote, several parted by |; F faithful; A
altered, with the kind). The checks were written with ``first.txt`` in sight and it counts half; ``fourth.txt``
and ``fifth.txt`` were written before the words of the checks were read. A third of ``third.txt`` and
``fifth.txt`` and half of ``fourth.txt``, by the CRC of the quote, are held back and show how far the rest
carries. To them come both halves of ``eval/sets/verify_300.jsonl``, open since the reported one was read
through, and every quote as a sentence about itself, so that nothing is learnt from how close a sentence keeps
to the words, and faithful sentences beside quotes that do not speak of them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.verify_text import bigrams, canonical
from eval.benchmarks import verifier

HERE = Path(__file__).parent
FIRST, SECOND, THIRD, FOURTH, FIFTH = "first", "second", "third", "fourth", "fifth"
SELF, STRANGER = "self", "stranger"
APART = 40
"""Lessons between a sentence and the one whose quote is laid beside it as a stranger's."""
SHORT_CLAUSE = 6
"""Letters up to which a clause of another sentence says too little to be an invention."""
FEW_SHARED = 0.15
"""Share of a sentence's pairs of letters up to which a part of its quote does not speak of it."""
TUNING, OPENED = verifier.TUNING, verifier.OPENED
HELD_BACK = {THIRD: 3, FOURTH: 2, FIFTH: 3}
"""Of which files the quotes are held back whose CRC this divides."""
WEIGHTS = {TUNING: 1.5, OPENED: 1.5, FIFTH: 1.5, FOURTH: 1.5, THIRD: 1.5, SECOND: 1.0, FIRST: 0.5} | {
    SELF: 0.4,
    STRANGER: 0.3,
}
_SOURCE = re.compile(r"（[^（）]*核对[^（）]*）")


@dataclass(frozen=True, slots=True)
class Lesson:
    """``altered`` is the kind of alteration, empty where the sentence is faithful; ``origin`` a key of WEIGHTS."""

    sentence: str
    quotes: tuple[str, ...]
    altered: str
    origin: str


def written(name: str) -> Iterator[Lesson]:
    """The lessons of one of the files."""
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


def develop(name: str = THIRD) -> list[Lesson]:
    """What of a file may be looked at and fitted on."""
    return [one for one in written(name) if not _held_back(one)]


def held_back(name: str = THIRD) -> list[Lesson]:
    """What of a file may be neither."""
    return [one for one in written(name) if _held_back(one)]


def _held_back(one: Lesson) -> bool:
    return zlib.crc32(one.quotes[0].encode()) % HELD_BACK[one.origin] == 0


def lessons() -> list[Lesson]:
    """All that is fitted on."""
    open_now = [
        Lesson(row["sentence"], tuple(row["quotes"]), row["altered"] or "", half)
        for half, rows in verifier.halves().items()
        for row in rows
    ]
    told = [*open_now, *written(SECOND), *develop(), *develop(FOURTH), *develop(FIFTH)]
    own = {quote: one.quotes for one in told for quote in one.quotes}
    themselves = [Lesson(_SOURCE.sub("", quote), quotes, "", SELF) for quote, quotes in own.items()]
    faithful = [one for one in told if not one.altered]
    return [*told, *written(FIRST), *themselves, *_strangers(faithful)]


def _strangers(faithful: Sequence[Lesson]) -> Iterator[Lesson]:
    """What the quotes do not say: faithful sentences with another's clause, and beside others' quotes.

    Also beside that part of their own quote that does not speak of them.
    """
    for one, other in zip(faithful, faithful[APART:], strict=False):
        yield Lesson(one.sentence, other.quotes, "invented", STRANGER)
        added = re.split("[，；：]", other.sentence)[-1]
        if len(added) > SHORT_CLAUSE:
            yield Lesson(f"{one.sentence.rstrip('。')}，{added}", one.quotes, "invented", STRANGER)
    for one in faithful:
        said = bigrams(canonical(one.sentence))
        parts = [part for part in re.split("[；。]", _SOURCE.sub("", "。".join(one.quotes))) if len(part) > 8]
        shared = {part: len(said & bigrams(canonical(part))) for part in parts}
        if len(parts) > 1 and min(shared.values()) <= FEW_SHARED * len(said) <= max(shared.values()) / 2:
            yield Lesson(one.sentence, (min(parts, key=lambda part: shared[part]),), "invented", STRANGER)
