"""``python -m eval.intent.matters [SHARED]``: how much tells which matter (``app.matters``) a question asks for.

Over the shipped corpus, the seeds and the national laws of the design's data folder (SHARED): answerable questions of
``SETS`` and the sentences that are read for each as for an answer. No set names matters: the one that is meant lists
gold sentences of ``SHARE`` of the documents that have any; where none does, none is meant. Writes
``app/shipped/matters.json`` with the features' weights and, in cross-validation by what is asked, for how many questions
the most probable matter is one that is meant.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app import listed, quoting
from app.assistant import ordinary_hits
from app.comparing import subject
from app.listed import ASKED, Told
from app.reading import closely, likeness, listing, with_stories
from app.unnamed import without_names
from eval.benchmarks import homes
from eval.benchmarks.answers import by_title
from eval.dataset import load
from eval.intent.quoting import SETS, learned
from eval.intent.told import FOLDS, folds, relevance, write
from eval.model import ANSWERS, Question
from eval.naming import resolved
from index.model import Matrix
from index.search import Searcher
from index.tokens import lexical_terms

SHARE = 0.6
"""Of the best sentences of a section .836 answer, in cross-validation of ``eval.intent.quoting``; .834 with .4, .838 with
.8, by which a hundred questions fewer have a matter."""
STEPS, CLOSE = 20, 1e-6
"""Of Newton's method; below ``CLOSE`` a step is none. One that loses is halved: far from the best it leads away."""
Numbers = npt.NDArray[np.float64]
PENALTY = 1e-3
"""Of the squared weights, beside the mean of what the questions lose."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Of a question: what tells of each of its matters, and how likely that is the one that is meant."""

    fold: int
    asked: Matrix
    meant: Matrix


def main(shared: Path) -> int:
    with (
        homes.home_of(homes.CORPUS, shared / "seeds", shared / homes.NATIONAL) as home,
        home.searcher() as searcher,
    ):
        names = by_title(home.catalog)
        asked = [resolved(q, names) for name in SETS for q in load(name) if learned(name, q)]
        lessons = [_lesson(q, fold, searcher, home) for q, fold in zip(asked, folds(asked), strict=True)]
    known = [
        right
        for fold in range(FOLDS)
        for right in _known(
            [one for one in lessons if one.fold == fold], fit([one for one in lessons if one.fold != fold])
        )
    ]
    figures = {
        "sets": SETS,
        "questions": len(lessons),
        "of them the index has the matter of": len(known),
        "of these it is the most probable one, in cross-validation": round(float(np.mean(known)), 4),
    }
    write(listed.MODEL, ASKED, fit(lessons), figures)
    return 0


def meant(told: Told, states: npt.NDArray[np.bool_], wanted: int) -> Matrix:
    """(n,) how likely each of ``told``'s matters is the one meant, as the square of the gold documents that it lists.

    Args:
        states: of each sentence, whether it is gold.
        wanted: documents that have gold.
    """
    listing: dict[int, set[str]] = defaultdict(set)
    for number in np.flatnonzero(states):
        for at in told.members[number]:
            listing[at].add(told.documents[number])
    counts = np.array([len(listing[at]) for at in range(len(told.asked))], dtype=np.float32)
    squares = np.where(counts >= max(1, SHARE * wanted), counts**2, 0.0)
    total = squares.sum()
    found: Matrix = (squares / total if total else squares).astype(np.float32)
    return found


def fit(lessons: Sequence[Lesson]) -> Matrix:
    """(len(ASKED),) weights of the conditional logit, the last that of none, by Newton's method."""
    shares = np.stack([np.append(one.meant, 1 - one.meant.sum()) for one in lessons]).astype(np.float64)
    told = np.zeros((*shares.shape, len(ASKED)))
    told[:, :-1, :-1] = np.stack([one.asked for one in lessons])
    told[:, -1, -1] = 1.0

    def logs(weighed: Numbers) -> Numbers:
        scores = told @ weighed
        scores -= scores.max(axis=1, keepdims=True)
        found: Numbers = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return found

    def lost(weighed: Numbers) -> float:
        return float(-(shares * logs(weighed)).sum() / len(told) + PENALTY * (weighed**2).sum())

    weighed = np.zeros(len(ASKED))
    for _ in range(STEPS):
        probable = np.exp(logs(weighed))
        gradient = np.einsum("qn,qnf->f", probable - shares, told) / len(told) + 2 * PENALTY * weighed
        apart = told - np.einsum("qn,qnf->qf", probable, told)[:, None]
        curvature = np.einsum("qn,qnf,qng->fg", probable, apart, apart, optimize=True) / len(told)
        step = np.linalg.solve(curvature + 2 * PENALTY * np.eye(len(ASKED)), gradient)
        while lost(weighed - step) > lost(weighed) and np.abs(step).max() > CLOSE:
            step /= 2
        weighed -= step
    return weighed.astype(np.float32)


def _known(lessons: Sequence[Lesson], weighed: Matrix) -> list[bool]:
    return [
        bool(one.meant[listed.probabilities(one.asked, weighed).argmax()])
        for one in lessons
        if one.meant.any()
    ]


def _lesson(question: Question, fold: int, searcher: Searcher, home: homes.Home) -> Lesson:
    asked = without_names(subject(question.question))
    encoder = searcher.encoder
    hits = with_stories(ordinary_hits(asked, searcher, today=home.today), home.catalog)
    near, close = likeness(asked, encoder), closely(asked, encoder)
    read = quoting.passages(hits, quoting.wanted(asked, lexical_terms), near)
    said = [(one.hit, one.hit.text[a:b]) for one in read for a, b in one.spans]
    told = listing(asked, encoder).measured(said, quoting.under_headings(said, near, close)).told
    states = np.array([relevance(question, hit, text) == ANSWERS for hit, text in said])
    wanted = {gold.document for gold in question.gold if gold.relevance == ANSWERS}
    return Lesson(fold, told.asked, meant(told, states, len(wanted)))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else homes.DATA))
