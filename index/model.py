"""Hits, filters and the protocols of what finds them. No I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from ingest.model import Form, Kind, Level, Stage

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search may return. Empty means any; ``as_of`` None means in force today.

    A document without a stage fits every stage. ``curator`` adds documents that only hosts and
    evaluators see.
    """

    kinds: tuple[Kind, ...] = ()
    stages: tuple[Stage, ...] = ()
    levels: tuple[Level, ...] = ()
    as_of: date | None = None
    curator: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage with what a reader needs to judge it. ``score`` is comparable within one query.

    ``parts`` maps a retriever's name to its (rank from 1, raw score), for the test page.
    ``[start, end)`` are code points of the version's text and ``text`` is exactly that span.
    """

    passage: str
    document: str
    version: int
    title: str
    kind: Kind
    form: Form
    level: Level | None
    scope: str
    path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str
    score: float
    rank: int = 0
    parts: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def clause(self) -> str:
        return self.path[-1] if self.path else ""


class Encoder(Protocol):
    """Turns texts into unit vectors. ``id`` changes whenever the vectors would."""

    @property
    def id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def cheap(self) -> bool:
        """Whether encoding a text costs less than keeping its vector for another time."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(n, dimension) float32, rows of length 1 (or 0 for a text without known tokens)."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """Like ``encode_passages``, with the model's query prompt where it has one."""
        ...


@runtime_checkable
class ReadingEncoder(Encoder, Protocol):
    """An encoder that can also read a question against single words and sentences of a passage."""

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> Matrix:
        """(n, 3) cosines, for each (heading, sentences): of the whole, of the closest sentence, word by word.

        Word by word: the mean over the question's features, weighted by their lengths, of the closest
        feature's cosine.
        """
        ...

    def read_words(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> Matrix:
        """(n,): word by word alone."""
        ...


class Reranker(Protocol):
    """Reads a question and a passage together: slower than vectors, so for the first hits only."""

    def scores(self, query: str, passages: Sequence[str]) -> Sequence[float]:
        """For every passage from 0 (answers nothing) to 1 (answers the question)."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage id with one retriever's score, higher is better."""

    passage: str
    score: float
