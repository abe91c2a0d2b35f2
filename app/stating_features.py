"""Pure: what of a sentence tells whether a rule or plan states in it what is asked, and how much each counts.

The weights are fitted (``python -m eval.intent.stating``) on tuning questions whose answers stand in several
documents: pairs of a sentence that states the answer and one that does not, of the same and of other documents,
by logistic regression without a bias. So a score means something only beside another one for the same question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app import intent
from app.fixing import SILENT, fixes
from app.measures import Closely, Comparable, Words, coverage
from app.question import COUNTED, answer_type, asked_unit, holds
from app.weighing import best_of, weights
from index.model import Hit, Matrix

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
)


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


def scores(
    asked: str,
    read: Sequence[Read],
    *,
    words: Words,
    comparable: Callable[[Sequence[str]], Comparable],
    closely: Closely,
) -> list[float]:
    """How well each sentence states ``asked``; only differences mean anything."""
    if not read:
        return []
    found = features(asked, read, words=words, comparable=comparable, closely=closely) @ weights(
        MODEL, FEATURES
    )
    return [float(score) for score in found]


def features(
    asked: str,
    read: Sequence[Read],
    *,
    words: Words,
    comparable: Callable[[Sequence[str]], Comparable],
    closely: Closely,
) -> Matrix:
    """(len(read), len(FEATURES)) float32, in the order of ``FEATURES``."""
    kind, unit = answer_type(asked), asked_unit(asked)
    texts = [one.text for one in read]
    alike = comparable([*texts, *(one.placed for one in read)])(asked)
    terms = closely([(" ".join((one.hit.title, *one.hit.path)), one.text) for one in read])
    wanted = {word: float(len(word)) for word in words(asked)}
    top = max(one.hit.score for one in read) or 1.0
    shares = [one.hit.score / top for one in read]
    documents = [(one.hit.document, one.hit.version) for one in read]
    best_share, best_terms = best_of(documents, shares), best_of(documents, terms)
    holding = [holds(kind, text, unit) for text in texts]
    counted = kind in COUNTED
    return np.array(
        [
            shares,
            [best_share[of] for of in documents],
            alike[: len(read)],
            alike[len(read) :],
            terms,
            [term - best_terms[of] for term, of in zip(terms, documents, strict=True)],
            [coverage(text, wanted) for text in texts],
            [coverage("\n".join((one.hit.title, *one.hit.path, one.text)), wanted) for one in read],
            [hold and counted for hold in holding],
            [hold and not counted for hold in holding],
            [fixes(asked, text) for text in texts],
            [bool(SILENT.search(text)) for text in texts],
        ],
        dtype=np.float32,
    ).T
