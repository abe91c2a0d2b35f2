"""What the intent models learn from: lines written for it, and ordinary questions of other training sets.

``data/emergency.tsv.gz`` (situation or 无, text) and ``data/scope.tsv.gz`` (普通 不在范围 个人信息 专业判断,
text) were written for this project by people who saw neither the model nor a test set. Lay questions
about rules, wordings and the corpus's typical questions count as ordinary.
``data/emergency_more.tsv.gz`` came later: emergencies told as a question of law, ordinary questions beside
them, and those of the others that do tell of an emergency, with their situation; 可以 where a card does no
harm, which teaches nothing.
``data/emergency_third.tsv.gz`` was written when ``eval/sets/emergency_400.jsonl`` and the other sets had been
opened, by someone who read what went wrong there: 2,473 lines of the same kinds in other words (emergencies
in passing or in three words, as a question of law, on the page of another card; law, teaching, class stories
and jests beside them), none nearer to a question of a set than ``tests/test_training_sets.py`` allows. Its
other 2,631 lines are lay wordings that a model without them was unsure of, gone through by hand.
``data/emergency_fourth.tsv.gz`` (2,193 lines, two writers) was written by people who had seen nothing of the
project: ordinary questions with the words of emergencies, emergencies in hints, and pairs of the two.
``data/emergency_fifth.tsv.gz``: 1,042 lines by someone who had seen nothing of the project (a third emergencies, the
rest with their words), after 9 had been left out for being too near to a question of a set; 499 in the kinds that
went wrong in ``emergency_second``, ``answers_second`` and the tuning sets, in other words, by someone who had read
them; and what becomes of 122 lines of ``scope.tsv.gz`` that tell of an emergency or might. All others of that file,
also those that are not to be answered from the corpus, teach the emergency model what is none.
``data/emergency_sixth.tsv.gz``: what becomes of 1,423 wordings of typical questions of the corpus and the laws that the model
before them took for an emergency with a probability of .05 or more, by two who saw neither its figures nor a set.
``data/emergency_seventh.tsv.gz``: 18,135 lines, four in ten of them emergencies. Thirteen who had seen nothing of the
project wrote each in one manner: as parents, pupils, hosts, by duty and law, in bare words, in long stories; 47 are by
someone who had seen what went wrong then (two situations at once, an empty seat in the morning, symptoms talked about).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.emergency import NONE
from eval.corpus import library
from index.training import pairs

DATA = Path(__file__).parent / "data"
ORDINARY = "普通"
HARMLESS = "可以"
LATER = (
    "emergency_more",
    "emergency_third",
    "emergency_fourth",
    "emergency_fifth",
    "emergency_sixth",
    "emergency_seventh",
)
WORDINGS = 8_000
WEAK = 0.5


@dataclass(frozen=True, slots=True)
class Lesson:
    text: str
    label: str
    weight: float = 1.0


def emergency() -> list[Lesson]:
    """Lessons of the emergency model. What ``LATER`` says of a text goes before what is taken for granted."""
    more = {text: label for name in LATER for label, text in _lines(name)}
    lessons = [Lesson(text, label) for label, text in _lines("emergency")]
    lessons += [Lesson(text, label) for text, label in more.items() if label != HARMLESS]
    return lessons + [lesson for lesson in _taken_for_granted() if lesson.text not in more]


def _taken_for_granted() -> list[Lesson]:
    """What was written for something else: the cards' questions are emergencies, all others are not."""
    lessons = []
    for document in library.load():
        situation = str(document.front.get("situation", ""))
        lessons += [Lesson(question, situation or NONE) for question in questions_of(document.front)]
    lessons += [Lesson(text, NONE) for _label, text in _lines("scope")]
    return lessons + [Lesson(text, NONE) for text in _lay()]


def scope() -> list[Lesson]:
    """Lessons of the scope model; what tells of an emergency is an ordinary question to it."""
    lessons = [Lesson(text, label) for label, text in _lines("scope")]
    lessons += [Lesson(text, ORDINARY, WEAK) for _label, text in _lines("emergency")]
    for document in library.load():
        lessons += [Lesson(question, ORDINARY) for question in questions_of(document.front)]
    return lessons + [Lesson(text, ORDINARY, WEAK) for text in _lay()]


def _lines(name: str) -> Iterator[tuple[str, str]]:
    with gzip.open(DATA / f"{name}.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            label, _, text = line.rstrip("\n").partition("\t")
            yield label, text


def questions_of(front: Mapping[str, object]) -> Iterator[str]:
    """The typical questions of a front matter."""
    asked = front.get("questions")
    for question in asked if isinstance(asked, list) else ():
        yield str(question["q"]) if isinstance(question, dict) else str(question)


def _lay() -> list[str]:
    wordings = sorted({lay for group in pairs.wording_groups() for lay in group.lay})
    step = max(1, len(wordings) // WORDINGS)
    return [question.question for question in pairs.lay_questions()] + wordings[::step]
