"""Pure: the index of matters: one thing that several documents settle, how it is asked for, and where each states it.

Written by hand over the shipped documents and the national laws, as the subject index of a law book is: a teacher and a
rule name the same thing in words that no measure of likeness brings together. What a school writes itself is not in it;
its sentences count by their likeness to those that are (``app.listed``).

The file has a line a thing, parted by tabs: ``M`` and a matter's title, below it ``Q`` and a wording, ``S`` and the title,
the clause and the mark of a sentence that states it. A mark, not the words: laws are others' sentences.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.intent import SHIPPED
from app.sentences import without_bullet
from ingest.lines import condensed

FILE = SHIPPED / "matters.tsv.gz"
_MARK = 12
"""Hexadecimal digits: that one of a million sentences is taken for one of 14,000 by chance happens once in 20,000 times."""
_REMEMBERED = 16_384


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: of which document, in which clause, and its mark."""

    title: str
    clause: str
    mark: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What several documents settle. ``wordings`` are questions for it, as teachers type them."""

    title: str
    wordings: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """All matters, and by title and mark of a sentence the numbers of those that list it."""

    matters: tuple[Matter, ...]
    listing: dict[tuple[str, str], tuple[int, ...]]

    def of(self, title: str, text: str) -> tuple[int, ...]:
        """The numbers of the matters that list a sentence of the document of this title."""
        return self.listing.get((title, mark(text)), ())


@lru_cache(maxsize=_REMEMBERED)
def mark(text: str) -> str:
    """Of a sentence, whatever its blanks and its 1. or dot in a list."""
    words = condensed(text[without_bullet(text, 0, len(text)) :])
    return hashlib.sha256(words.encode()).hexdigest()[:_MARK]


@lru_cache(maxsize=1)
def index() -> Index:
    """The one that ships."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return of_lines(lines)


def of_lines(lines: Iterable[str]) -> Index:
    """Raises ValueError on a line that is none of the three kinds or stands before the first matter, and where a matter
    has no wording: it could not be asked for."""
    found: list[tuple[str, list[str], list[Place]]] = []
    for line in lines:
        kind, *parts = line.rstrip("\n").split("\t")
        match kind, parts:
            case "M", [title]:
                found.append((title, [], []))
            case "Q", [wording] if found:
                found[-1][1].append(wording)
            case "S", [title, clause, marked] if found:
                found[-1][2].append(Place(title, clause, marked))
            case _:
                raise ValueError(f"no line of the index of matters: {line!r}")
    if bare := [title for title, asked, _ in found if not asked]:
        raise ValueError(f"matters without a wording: {bare}")
    return _indexed([Matter(title, tuple(asked), tuple(places)) for title, asked, places in found])


def _indexed(matters: Sequence[Matter]) -> Index:
    listing: dict[tuple[str, str], tuple[int, ...]] = {}
    for number, matter in enumerate(matters):
        for place in dict.fromkeys(matter.places):
            key = (place.title, place.mark)
            listing[key] = (*listing.get(key, ()), number)
    return Index(tuple(matters), listing)
