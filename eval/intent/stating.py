"""``python -m eval.intent.stating [SHARED]``: how much tells that a sentence states what is asked.

Over the shipped corpus, the seeds and the national laws of the design's data folder (SHARED): questions of ``SETS``
that several documents answer, and the sentences of the rules that are read for each. Writes ``app/shipped/stating.json``
with the features' weights and, in cross-validation by what is asked, how many of the gold documents have a gold
sentence among those that are shown of one (which matter is asked for was fitted on all questions: ``eval.intent.matters``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app import stating, stating_features
from app.assistant import ordinary_hits
from app.comparing import subject
from app.comparison import rules_read
from app.quotes import quotes
from app.reading import closely, likeness, listing
from app.stating_features import FEATURES
from app.unnamed import without_names
from app.worth import FAR_COMPARED, worth_showing
from eval.benchmarks import homes
from eval.benchmarks.answers import by_title
from eval.dataset import load
from eval.intent.told import FOLDS, fitted, folds, relevance, write
from eval.model import ANSWERS, Question, QuestionType
from eval.naming import resolved
from index.model import Filters, Matrix
from index.search import Searcher
from index.tokens import lexical_terms

SETS = (
    "scope_tune",
    "scope_many",
    "scope_plain",
    "scope_wide",
    "scope_topics",
    "answers_tune",
    "answers_first",
    "answers_second",
)
INVERSE_PENALTY = 0.03
HARDEST, OF_A_PAIR = 80, 40
"""Sentences that state nothing: those nearest to the question, as many of them as are held against one that does."""
SEED = 0
_LIKE = (FEATURES.index("likeness with its headings"), FEATURES.index("likeness word by word"))


@dataclass(frozen=True, slots=True)
class Lesson:
    """The sentences read for a question: their features, documents, and whether each states it (2) or helps (1)."""

    fold: int
    features: Matrix
    documents: npt.NDArray[np.str_]
    states: npt.NDArray[np.int8]
    wanted: frozenset[str]


def main(shared: Path) -> int:
    folders = (homes.CORPUS, shared / "seeds", shared / homes.NATIONAL)
    with homes.home_of(*folders) as home, home.searcher() as searcher:
        names = by_title(home.catalog)
        asked = [resolved(q, names) for name in SETS for q in load(name) if q.type is QuestionType.SCOPE]
        of = folds(asked)
        lessons = [_lesson(q, fold, searcher, home) for q, fold in zip(asked, of, strict=True)]
    kept = [
        right
        for fold in range(FOLDS)
        for right in _kept(
            [one for one in lessons if one.fold == fold],
            fit([one for one in lessons if one.fold != fold]),
        )
    ]
    figures = {
        "sets": SETS,
        "questions": len(lessons),
        "gold documents": len(kept),
        f"of them with a gold sentence among their first {stating.OF_A_DOCUMENT}, in cross-validation": round(
            float(np.mean(kept)), 4
        ),
    }
    write(stating_features.MODEL, FEATURES, fit(lessons), figures)
    return 0


def fit(lessons: Sequence[Lesson]) -> Matrix:
    """(len(FEATURES),) weights of logistic regression over differences of sentences that state and do not."""
    random = np.random.default_rng(SEED)
    return fitted([pair for lesson in lessons for pair in _pairs(lesson, random)], INVERSE_PENALTY)


def _pairs(lesson: Lesson, random: np.random.Generator) -> Iterator[tuple[Matrix, float]]:
    """Differences of a sentence that states it from others, of all documents and of its own, and their weight."""
    stating_it = np.flatnonzero(lesson.states == ANSWERS)[:20]
    silent = np.flatnonzero(lesson.states == 0)
    near = lesson.features[silent][:, _LIKE].sum(axis=1)
    hardest = silent[np.argsort(-near)[:HARDEST]]
    for at in stating_it:
        own = silent[lesson.documents[silent] == lesson.documents[at]]
        for others, most in ((hardest, OF_A_PAIR), (own, OF_A_PAIR // 2)):
            if len(others):
                drawn = random.choice(others, min(most, len(others)), replace=False)
                yield lesson.features[at] - lesson.features[drawn], 1 / max(3, len(stating_it))


def _kept(lessons: Sequence[Lesson], weights: Matrix) -> Iterator[bool]:
    for lesson in lessons:
        scores = lesson.features @ weights
        for document in lesson.wanted:
            own = np.flatnonzero(lesson.documents == document)
            first = own[np.argsort(-scores[own])[: stating.OF_A_DOCUMENT]]
            yield bool((lesson.states[first] == ANSWERS).any())


def _lesson(question: Question, fold: int, searcher: Searcher, home: homes.Home) -> Lesson:
    asked = subject(question.question)
    bare = without_names(asked)
    hits = ordinary_hits(bare, searcher, today=home.today)
    encoder = searcher.encoder
    near, close, matters = likeness(bare, encoder), closely(bare, encoder), listing(bare, encoder)
    found = quotes(bare, hits, words=lexical_terms, near=near, close=close, listing=matters)
    rules = rules_read(
        without_names(question.question),
        worth_showing(found, FAR_COMPARED),
        hits,
        matters.nearest,
        searcher=searcher,
        catalog=home.catalog,
        filters=Filters(),
        today=home.today,
    )
    read = stating.sentences_of(rules)
    return Lesson(
        fold,
        stating_features.features(bare, read, words=lexical_terms, closely=close, listing=matters),
        np.array([one.hit.document for one in read]),
        np.array([relevance(question, one.hit, one.text) for one in read], dtype=np.int8),
        frozenset(gold.document for gold in question.gold if gold.relevance == ANSWERS),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else homes.DATA))
