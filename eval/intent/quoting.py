"""``python -m eval.intent.quoting [SHARED]``: how much tells that a sentence answers.

Over the shipped corpus, the seeds and the national laws of the design's data folder (SHARED): answerable questions of
``SETS`` (of ``gold_450`` its tuning half) and the sentences of the passages that are read closely for each. Writes
``app/shipped/quoting.json`` with the features' weights and, in cross-validation by what is asked, for how many
questions the best sentence of some section answers, and the best of all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app import quoting
from app.assistant import ordinary_hits
from app.comparing import subject
from app.model import SECTION_OF_KIND, SectionKind
from app.quoting import FEATURES
from app.reading import closely, likeness, listing, with_stories
from app.unnamed import without_names
from eval.benchmarks import homes
from eval.benchmarks.answers import SEEN, by_title
from eval.dataset import load
from eval.intent.told import FOLDS, fitted, folds, relevance, write
from eval.model import ANSWERS, Question
from eval.naming import resolved
from index.model import Matrix
from index.search import Searcher
from index.tokens import lexical_terms

SETS = (*SEEN, "gold_450")
INVERSE_PENALTY = 0.3
OTHER_SECTIONS = 0.25
"""Weight of a pair with a sentence of another section beside one with a sentence of its own."""
HARDEST, ANSWERING = 60, 6
"""Sentences held against one that answers: of passages likeliest to. Sentences that answer of one question."""
_LIKE = (FEATURES.index("likeness of the sentence"), FEATURES.index("likeness word by word"))


@dataclass(frozen=True, slots=True)
class Lesson:
    """The sentences read for a question: their features, sections, and whether each answers it (2) or helps (1)."""

    fold: int
    features: Matrix
    sections: npt.NDArray[np.str_]
    answers: npt.NDArray[np.int8]


def main(shared: Path) -> int:
    folders = (homes.CORPUS, shared / "seeds", shared / homes.NATIONAL)
    with homes.home_of(*folders) as home, home.searcher() as searcher:
        names = by_title(home.catalog)
        asked = [resolved(q, names) for name in SETS for q in load(name) if learned(name, q)]
        lessons = [_lesson(q, fold, searcher, home) for q, fold in zip(asked, folds(asked), strict=True)]
    right = [
        found
        for fold in range(FOLDS)
        for found in _right(
            [one for one in lessons if one.fold == fold], fit([one for one in lessons if one.fold != fold])
        )
    ]
    of_a_section, of_all = np.mean(right, axis=0)
    figures = {
        "sets": SETS,
        "questions": len(lessons),
        "the best sentence of a section answers, in cross-validation": round(float(of_a_section), 4),
        "the best of all sections answers": round(float(of_all), 4),
    }
    write(quoting.MODEL, FEATURES, fit(lessons), figures)
    return 0


def fit(lessons: Sequence[Lesson]) -> Matrix:
    """(len(FEATURES),) weights of logistic regression over differences of sentences that answer and do not."""
    return fitted([pair for lesson in lessons for pair in _pairs(lesson)], INVERSE_PENALTY)


def _pairs(lesson: Lesson) -> Iterator[tuple[Matrix, float]]:
    """Differences of a sentence that answers from others, of its section and of the others, and their weight."""
    likely = lesson.features[:, _LIKE].sum(axis=1)
    answering = _likeliest(np.flatnonzero(lesson.answers == ANSWERS), likely, ANSWERING)
    silent = np.flatnonzero(lesson.answers == 0)
    for at in answering:
        own = lesson.sections[silent] == lesson.sections[at]
        for others, weight in ((silent[own], 1.0), (silent[~own], OTHER_SECTIONS)):
            if len(others):
                hardest = _likeliest(others, likely, HARDEST)
                yield lesson.features[at] - lesson.features[hardest], weight / len(answering)


def _likeliest(places: npt.NDArray[np.intp], likely: Matrix, most: int) -> npt.NDArray[np.intp]:
    return places[np.argsort(-likely[places])][:most]


def _right(lessons: Sequence[Lesson], weights: Matrix) -> Iterator[tuple[bool, bool]]:
    for lesson in lessons:
        scores = lesson.features @ weights
        best = [
            places[scores[places].argmax()]
            for section in np.unique(lesson.sections)
            for places in (np.flatnonzero(lesson.sections == section),)
        ]
        first = max(best, key=lambda at: float(scores[at]))
        yield bool((lesson.answers[best] == ANSWERS).any()), bool(lesson.answers[first] == ANSWERS)


def learned(name: str, question: Question) -> bool:
    """Whether a question of a set is learned from: it has an answer and stands by itself."""
    return bool(question.gold) and not question.follows and (name != "gold_450" or question.split == "tune")


def _lesson(question: Question, fold: int, searcher: Searcher, home: homes.Home) -> Lesson:
    asked = without_names(subject(question.question))
    encoder = searcher.encoder
    hits = with_stories(ordinary_hits(asked, searcher, today=home.today), home.catalog)
    near, close = likeness(asked, encoder), closely(asked, encoder)
    wanted = quoting.wanted(asked, lexical_terms, [term for term, _ in searcher.expand(asked)])
    read = [
        one
        for one in quoting.passages(hits, wanted, near)
        if SECTION_OF_KIND[one.hit.kind] is not SectionKind.EMERGENCY
    ]
    said = [(one.hit, one.hit.text[a:b]) for one in read for a, b in one.spans]
    return Lesson(
        fold,
        quoting.features(read, wanted, near, close, listing(asked, encoder)),
        np.array([SECTION_OF_KIND[hit.kind].value for hit, _ in said]),
        np.array([relevance(question, hit, text, clause=True) for hit, text in said], dtype=np.int8),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else homes.DATA))
