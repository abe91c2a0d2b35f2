"""Pure: what of a sentence tells whether a document states in it what is asked, and how much each counts.

The weights are fitted (``python -m eval.intent.stating``) on tuning questions whose answers stand in several
documents: pairs of a sentence that states the answer and one that does not, of the same and of other documents,
by logistic regression without a bias. So a score means something only beside another one for the same question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app import intent, listed
from app.fixing import SILENT, fixes
from app.measures import Closely, Words, coverage
from app.question import COUNTED, answer_type, asked_unit, holds
from app.weighing import best_of, weights
from index.model import Hit, Matrix
from ingest.model import Kind

MODEL = intent.SHIPPED / "stating.json"
FEATURES = (
    "share of the best hit's score",
    "best share of its document",
    "likeness of the sentence",
    "likeness with its headings",
    "likeness word by word",
    "the same below its document's best",
    "words held",
    "words held with title and headings",
    "number asked for",
    "else asked for",
    "fixes it",
    "says that nothing is ruled",
    "tells how it was done",
    *listed.COLUMNS,
)
_STORIES = frozenset({Kind.CASE, Kind.LESSON, Kind.ACTIVITY})


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence ``[start, end)`` of a hit's text; with its number in a list it ``began`` before."""

    hit: Hit
    start: int
    end: int
    began: int

    @property
    def text(self) -> str:
        return self.hit.text[self.start : self.end]

    @property
    def placed(self) -> str:
        """With the headings above it: a sentence of a list says its number and no more."""
        return " ".join((*self.hit.path[-2:], self.text))


@dataclass(frozen=True, slots=True)
class Scores:
    """Of sentences, in all and without what the index of matters tells; only differences mean anything."""

    total: Sequence[float]
    own: Sequence[float]


def scores(
    asked: str,
    read: Sequence[Read],
    *,
    words: Words,
    closely: Closely,
    listing: listed.Listing,
) -> Scores:
    """How well each sentence states ``asked``."""
    if not read:
        return Scores((), ())
    found = features(asked, read, words=words, closely=closely, listing=listing)
    weighed = weights(MODEL, FEATURES)
    own = found[:, : -len(listed.COLUMNS)] @ weighed[: -len(listed.COLUMNS)]
    return Scores([float(score) for score in found @ weighed], [float(score) for score in own])


def features(
    asked: str,
    read: Sequence[Read],
    *,
    words: Words,
    closely: Closely,
    listing: listed.Listing,
) -> Matrix:
    """(len(read), len(FEATURES)) float32, in the order of ``FEATURES``."""
    kind, unit = answer_type(asked), asked_unit(asked)
    texts = [one.text for one in read]
    compared = listing.comparable([*texts, *(one.placed for one in read)])
    alike = compared.to(asked)
    terms = closely([(" ".join((one.hit.title, *one.hit.path)), one.text) for one in read])
    wanted = {word: float(len(word)) for word in words(asked)}
    top = max(one.hit.score for one in read) or 1.0
    shares = [one.hit.score / top for one in read]
    documents = [(one.hit.document, one.hit.version) for one in read]
    best_share, best_terms = best_of(documents, shares), best_of(documents, terms)
    holding = [holds(kind, text, unit) for text in texts]
    counted = kind in COUNTED
    placed = alike[len(read) :]
    own = [
        shares,
        [best_share[of] for of in documents],
        alike[: len(read)],
        placed,
        terms,
        [term - best_terms[of] for term, of in zip(terms, documents, strict=True)],
        [coverage(text, wanted) for text in texts],
        [coverage("\n".join((one.hit.title, *one.hit.path, one.text)), wanted) for one in read],
        [hold and counted for hold in holding],
        [hold and not counted for hold in holding],
        [fixes(asked, text) for text in texts],
        [bool(SILENT.search(text)) for text in texts],
        [one.hit.kind in _STORIES for one in read],
    ]
    close = [like + term for like, term in zip(placed, terms, strict=True)]
    matters = listing.measured([(one.hit, one.text) for one in read], close, compared)
    return np.column_stack((np.array(own, dtype=np.float32).T, matters.columns(listed.shipped())))
