"""Pure: which matters (``app.matters``) a question asks for, and what that tells of the sentences read for it.

How probable each of the nearest matters is comes from its wordings and from how close the sentences come that it lists:
a conditional logit with a way out, that it is none of them (McFadden 1974), fitted by ``eval.intent.matters``. A sentence
is then listed as probably as the matters that list it are asked for; one of a document that no index knows, a school's own,
counts by its likeness to those that are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app.intent import SHIPPED
from app.matters import Index, index
from app.measures import Comparable
from app.weighing import weights
from index.fusion import EXACT
from index.model import Hit, Matrix

MODEL = SHIPPED / "matters.json"
ASKED = (
    "nearest wording",
    "the same below the nearest of all",
    "three nearest wordings below the best",
    "all wordings below the best",
    "how near it comes, by place",
    "what it lists, of each document the closest",
    "what it lists, the closest",
    "none of them",
)
COLUMNS = (
    "listed",
    "listed less than its document's best",
    "like a listed one, of a document that has none",
    "like a listed one, of a document that has one",
)
NEAREST = 30
"""Matters, by their nearest wording, of which it is asked whether they are meant: all others are not."""
READ = 5
"""Of these, as many whose places are read whatever the search finds."""
EXEMPLARS, OF_MATTERS, PROBABLE = 8, 3, 0.05
"""Listed sentences, the closest first, of the most probable matters that are at least so probable."""
_FAR = -1.0
"""Closeness, below the best sentence's, of a matter of which nothing was read."""
_LEAST = 0.02
"""Probability above which it counts by its logarithm."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The matters whose wordings come nearest, the nearest first. ``likeness`` is (n, 5): the first of ``ASKED``."""

    numbers: tuple[int, ...]
    likeness: Matrix


@dataclass(frozen=True, slots=True)
class Told:
    """The nearest matters beside what was read: ``asked`` is (n, len(ASKED) - 1), ``members`` says for each sentence
    which of the n list it, ``closeness`` is the sentences' and ``documents`` theirs."""

    asked: Matrix
    members: tuple[tuple[int, ...], ...]
    closeness: Matrix
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the index tells of some sentences. ``alike`` gives the likeness of some of them, by number, to all."""

    told: Told
    alike: Callable[[Sequence[int]], Matrix]

    def columns(self, weighed: Matrix) -> Matrix:
        """(sentences, len(COLUMNS)); ``weighed`` are weights as ``shipped``."""
        return columns(self.told, probabilities(self.told.asked, weighed), self.alike)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the index is asked with: the matters nearest to a question, and how texts are held against one another."""

    nearest: Nearest
    comparable: Callable[[Sequence[str]], Comparable]

    def measured(
        self,
        read: Sequence[tuple[Hit, str]],
        closeness: Sequence[float],
        encoded: Comparable | None = None,
    ) -> Measured:
        """``read`` are sentences of hits; ``closeness`` is how close each comes to the question under its headings;
        ``encoded`` are their texts, and others behind them, where that was done."""

        def alike(some: Sequence[int]) -> Matrix:
            texts = encoded or self.comparable([text for _, text in read])
            return texts.among(some, len(read))

        return Measured(told(index(), self.nearest, read, closeness), alike)


def nearest(likeness: Sequence[float], among: Index | None = None) -> Nearest:
    """``likeness`` is that of the question to every wording, matter after matter."""
    among = index() if among is None else among
    if not among.matters:
        return Nearest((), np.zeros((0, len(ASKED) - 3), dtype=np.float32))
    counts = np.array([len(matter.wordings) for matter in among.matters])
    starts = np.cumsum(counts) - counts
    values = np.asarray(likeness, dtype=np.float32)
    best = np.maximum.reduceat(values, starts)
    first = np.argsort(-best, kind="stable")[:NEAREST]
    mean = np.array([values[starts[at] : starts[at] + counts[at]].mean() for at in first])
    three = np.array([np.sort(values[starts[at] : starts[at] + counts[at]])[-3:].mean() for at in first])
    return Nearest(
        tuple(map(int, first)),
        np.column_stack(
            (
                best[first] - 0.6,
                best[first] - best[first[0]],
                three - three.max(),
                mean - mean.max(),
                -np.log1p(np.arange(len(first))),
            )
        ).astype(np.float32),
    )


def told(among: Index, near: Nearest, read: Sequence[tuple[Hit, str]], closeness: Sequence[float]) -> Told:
    """Of ``read``, sentences of hits, how close what each matter lists comes to the question."""
    place = {number: at for at, number in enumerate(near.numbers)}
    members = tuple(
        tuple(place[number] for number in among.of(hit.title, text) if number in place) for hit, text in read
    )
    documents = tuple(hit.document for hit, _ in read)
    below = np.asarray(closeness, dtype=np.float32)
    # What holds the question word for word is no measure of the others (as in app.quoting).
    ordinary = np.array([EXACT not in hit.parts for hit, _ in read], dtype=bool)
    below = below - below[ordinary if ordinary.any() else slice(None)].max(initial=_FAR)
    best: list[dict[str, float]] = [{} for _ in near.numbers]
    for of, document, close in zip(members, documents, below, strict=True):
        for at in of:
            best[at][document] = max(best[at].get(document, _FAR), float(close))
    listed = [(float(np.mean([*one.values()])), max(one.values())) if one else (_FAR, _FAR) for one in best]
    return Told(
        np.column_stack((near.likeness, np.array(listed, dtype=np.float32).reshape(-1, 2))),
        members,
        below,
        documents,
    )


def probabilities(asked: Matrix, weighed: Matrix) -> Matrix:
    """(n,) of each matter; what is missing to 1 is that of none of them."""
    scores = np.append(asked @ weighed[:-1], weighed[-1])
    shares = np.exp(scores - scores.max())
    found: Matrix = (shares / shares.sum())[:-1].astype(np.float32)
    return found


def shipped() -> Matrix:
    """(len(ASKED),) the weights that ship."""
    return weights(MODEL, ASKED)


def columns(one: Told, probable: Matrix, alike: Callable[[Sequence[int]], Matrix]) -> Matrix:
    """(sentences, len(COLUMNS)). ``alike`` gives the likeness of some sentences, by number, to all."""
    listed = np.array([sum(probable[at] for at in of) for of in one.members], dtype=np.float32)
    best: dict[str, float] = {}
    for document, value in zip(one.documents, listed, strict=True):
        best[document] = max(best.get(document, 0.0), float(value))
    own = np.array([best[document] for document in one.documents], dtype=np.float32)
    like = _like_listed(one, probable, alike)
    known = own > _LEAST
    return np.column_stack(
        (
            np.log1p(listed / _LEAST),
            own - listed,
            np.where(known, 0.0, like),
            np.where(known, like, 0.0),
        )
    ).astype(np.float32)


def _like_listed(one: Told, probable: Matrix, alike: Callable[[Sequence[int]], Matrix]) -> Matrix:
    """Likeness to the closest listed sentence of another document, of each probable matter, by its probability."""
    of = np.array(one.documents)
    total = np.zeros(len(of), dtype=np.float32)
    exemplars = {
        at: _closest(one, int(at)) for at in np.argsort(-probable)[:OF_MATTERS] if probable[at] >= PROBABLE
    }
    some = [number for closest in exemplars.values() for number in closest]
    if not some:
        return total
    others = np.where(of[some][:, None] == of, 0.0, alike(some))
    ends = np.cumsum([len(closest) for closest in exemplars.values()])
    for at, end, closest in zip(exemplars, ends, exemplars.values(), strict=True):
        total += probable[at] * others[end - len(closest) : end].max(axis=0, initial=0.0)
    return total


def _closest(one: Told, matter: int) -> list[int]:
    """The sentences that a matter lists, the closest to the question first."""
    listed = [number for number, members in enumerate(one.members) if matter in members]
    return sorted(listed, key=lambda number: -one.closeness[number])[:EXEMPLARS]
