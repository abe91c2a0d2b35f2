"""Quotes with sentences about them that are faithful or altered: what the verifier learns from.

``first.txt`` to ``fifth.txt`` were written for this project (Q a quote, several parted by |; F faithful; A
altered, with the kind), ``sixth.txt`` by a writer who saw the documents alone. With them count ``verify_300`` and
``verify_second`` of ``eval/sets``, which reported once and were opened, each by another writer. The checks were
written with ``first.txt`` in sight and it counts half, the other files one, and one and a half what other writers
wrote, since they write as those do who report. To them come every quote as a sentence about itself, so that
nothing is learnt from how close a sentence keeps to the words, and faithful sentences beside quotes that do not
speak of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.verify_text import bigrams, canonical
from eval.benchmarks.verifier import rows_of

HERE = Path(__file__).parent
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = FILES = ("first", "second", "third", "fourth", "fifth", "sixth")
SELF, STRANGER = "self", "stranger"
SETS = ("verify_300", "verify_second")
SOURCES = {"verify_300": SETS[:1], "verify_second": SETS[1:], "sixth": FILES[5:], "files": FILES[:5]}
"""What is left out together in cross-validation: one writer's lessons, by their origins."""
APART = 40
"""Lessons between a sentence and the one whose quote is laid beside it as a stranger's."""
SHORT_CLAUSE = 6
"""Letters up to which a clause of another sentence says too little to be an invention."""
FEW_SHARED = 0.15
"""Share of a sentence's pairs of letters up to which a part of its quote does not speak of it."""
WEIGHTS = dict.fromkeys((*SETS, SIXTH), 1.5) | dict.fromkeys((SECOND, THIRD, FOURTH, FIFTH), 1.0)
WEIGHTS |= {FIRST: 0.5, SELF: 0.4, STRANGER: 0.3}
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


def opened(name: str) -> Iterator[Lesson]:
    """The lessons of a set that reported once."""
    for row in rows_of(name):
        yield Lesson(row["sentence"], tuple(row["quotes"]), row["altered"] or "", name)


def lessons() -> dict[str, list[Lesson]]:
    """All that is fitted on, by source, each with what is made of it."""
    return {
        source: list(_with_made([one for name in origins for one in _of(name)]))
        for source, origins in SOURCES.items()
    }


def _of(name: str) -> Iterator[Lesson]:
    return opened(name) if name in SETS else written(name)


def _with_made(told: Sequence[Lesson]) -> Iterator[Lesson]:
    yield from told
    own = {quote: one.quotes for one in told for quote in one.quotes}
    yield from (Lesson(_SOURCE.sub("", quote), quotes, "", SELF) for quote, quotes in own.items())
    yield from _strangers([one for one in told if not one.altered])


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
