"""What the silence machines learn from: tuning questions with what tells of each, by the library that was asked.

Every question is asked of the library as it ships and of the same without typical questions: the corpus and national
laws have many, what a studio takes in has none. Those without basis, and those that they answer, are asked of ``FEW``
documents too: a studio may have no others. Some of those without basis are asked once more where a rule that settles
them was taken in (``eval.intent.taken_in``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app import silence
from app.assistant import found_for
from app.comparing import subject
from app.question import is_phrase
from app.unnamed import without_names
from eval.benchmarks import homes
from eval.benchmarks.answers import by_title
from eval.dataset import load
from eval.intent import taken_in
from eval.intent.data import DATA
from eval.model import ANSWERS, QuestionType
from index.model import ReadingEncoder
from ingest.catalog import Catalog

NEAR = "near_tune"
"""Pairs of an answerable question and a neighbour that the library does not answer, far more alike than what people ask."""
PHRASE_SETS = ("phrases", "phrases_second", "phrases_third")
"""Bare words as typed into a search box (防溺水主题班会): ``data/phrases*.tsv``, written for this, since the sets hold whole
questions, the second and third by two who saw the library and not the program."""
PLAIN = ("answers_tune", "answers_first", "answers_second")
SETS = (*PLAIN, NEAR, "scope_tune", "scope_many", "scope_plain", "scope_wide", "gold_450")
SHARED_OUT = "gold_450"
"""Of this set only the half that tunes; the others are open as a whole."""
LEFT_OUT = (QuestionType.EMERGENCY, QuestionType.FOLLOW_UP)  # cards answer these, and the question before
SHIPPED, BARE, SMALL = "as it ships", "without typical questions", "of a few documents"
TAKEN_IN = "that took in what was missing"
FEW = (
    ("seeds",),
    (homes.NATIONAL / "未成年人保护法(2024-04-26).md", homes.NATIONAL / "预防未成年人犯罪法(2020-12-26).md"),
)
"""Libraries of a few documents without typical questions."""

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Told:
    """A tuning question: its set, whether the library answers it, and the documents that do, as the set names them."""

    set: str
    question: str
    answerable: bool
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """``x``: (questions, features); whether ``answerable`` and a phrase, ``sets`` and ``libraries`` asked: (questions,)."""

    names: tuple[str, ...]
    encoder: str
    x: Floats
    answerable: Flags
    phrase: Flags
    sets: npt.NDArray[np.str_]
    libraries: npt.NDArray[np.str_]


def tuning() -> list[Told]:
    """What is judged by what was found for it."""
    every = [(name, question) for name in SETS for question in load(name)]
    return [
        *(
            Told(
                name,
                q.question,
                bool(q.gold),
                frozenset(gold.document for gold in q.gold if gold.relevance == ANSWERS),
            )
            for name, q in every
            if q.type not in LEFT_OUT and (name != SHARED_OUT or q.split == "tune")
        ),
        *(
            Told(name, text, label == "答", frozenset())
            for name in PHRASE_SETS
            for label, text in _phrases(name)
        ),
    ]


def _phrases(name: str) -> Iterator[tuple[str, str]]:
    """答 or 不答, and the phrase."""
    for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        label, _, text = line.partition("\t")
        yield label, text


def asked_of(shared: Path) -> Asked:
    """The features of every tuning question, by the library that is asked."""
    told = tuning()
    asked = []
    with homes.home_of(homes.CORPUS, shared / "seeds", shared / homes.NATIONAL) as home:
        asked.append(_read(home, told, SHIPPED))
        home.forget_questions()
        asked.append(_read(home, told, BARE))
    for names in FEW:
        with homes.home_of(*(shared / name for name in names)) as home:
            home.forget_questions()
            asked.append(_read(home, _of_few(told, home.catalog), SMALL))
    asked.append(_taken_in(shared))
    return Asked(
        asked[0].names,
        asked[0].encoder,
        np.concatenate([one.x for one in asked]),
        np.concatenate([one.answerable for one in asked]),
        np.concatenate([one.phrase for one in asked]),
        np.concatenate([one.sets for one in asked]),
        np.concatenate([one.libraries for one in asked]),
    )


def _taken_in(shared: Path) -> Asked:
    """The questions without basis that have one in a library with ``taken_in.rules``."""
    every = taken_in.rules()
    with (
        tempfile.TemporaryDirectory() as scratch,
        homes.home_of(
            homes.CORPUS, shared / "seeds", shared / homes.NATIONAL, taken_in.written(Path(scratch), every)
        ) as home,
    ):
        told = [Told(rule.set, rule.question, answerable=True, documents=frozenset()) for rule in every]
        return _read(home, told, TAKEN_IN)


def _of_few(told: Sequence[Told], catalog: Catalog) -> list[Told]:
    """What the documents of ``catalog`` answer, and what no library does; the rest they may answer or not."""
    names = by_title(catalog)
    here = {document.id for document in catalog.documents()}
    return [
        one
        for one in told
        if one.set not in PHRASE_SETS
        and (not one.answerable or any(names.get(document, document) in here for document in one.documents))
    ]


def _read(home: homes.Home, told: Sequence[Told], library: str) -> Asked:
    """The features of each question, asked of one library."""
    rows, phrase = [], []
    with home.searcher() as searcher:
        encoder = searcher.encoder
        if not isinstance(encoder, ReadingEncoder):
            raise TypeError(f"{encoder.id} does not read word by word")
        for one in told:
            said = subject(one.question)
            asked = without_names(said)
            phrase.append(is_phrase(one.question))
            found = found_for(asked, searcher, home.catalog, today=home.today)
            rows.append(silence.features(asked, found, encoder, silence.kinds_of(said)))
    return Asked(
        tuple(rows[0]),
        encoder.id,
        np.array([list(row.values()) for row in rows]),
        np.array([one.answerable for one in told]),
        np.array(phrase),
        np.array([one.set for one in told]),
        np.array([library for _ in told]),
    )
