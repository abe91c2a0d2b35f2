"""No training question or wording stands too close to a test question: figures on the sets stay honest."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from eval.benchmarks.emergency import wide
from eval.corpus import library
from eval.dataset import SETS, load, names
from eval.intent import data as intent_data
from eval.intent import near
from index import tokens
from index.training import pairs

CLOSE = 0.5
REPORTED = (
    "answers_test",
    "answers_spoken",
    "near_test",
    "answers_first",
    "answers_second",
    "laws_250",
    "laws_spoken",
    "corpus_120",
)
TEST_SETS = [name for name in names() if name != "starter"]  # it shows the ropes and is not held out


def bigrams(text: str) -> frozenset[str]:
    letters = [char for char in tokens.normalise(text) if char.isalnum()]
    return frozenset(a + b for a, b in pairwise(letters))


@pytest.fixture(scope="module")
def learned() -> dict[str, list[frozenset[str]]]:
    """Bigram -> the bigrams of every lay wording and lay question that has it."""
    lay = [text for group in pairs.wording_groups() for text in group.lay]
    lay += [question.question for question in pairs.lay_questions()]
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for grams in {bigrams(text) for text in lay}:
        for gram in grams:
            found[gram].append(grams)
    return found


def closest(question: str, learned: dict[str, list[frozenset[str]]]) -> float:
    """The largest Jaccard similarity of character bigrams to anything learned."""
    own = bigrams(question)
    shared = Counter(grams for gram in own for grams in learned.get(gram, ()))
    return max((count / len(own | grams) for grams, count in shared.items()), default=0.0)


def test_closeness_is_jaccard_of_bigrams(learned):
    known = pairs.wording_groups()[0].lay[0]
    assert closest(known, learned) == 1.0
    assert closest("㐀㐁㐂", learned) == 0.0


@pytest.mark.parametrize("name", TEST_SETS)
def test_nothing_learned_is_too_close_to_a_test_question(name, learned):
    close = [question.id for question in load(name) if closest(question.question, learned) > CLOSE]
    assert close == []


def test_no_typical_question_of_the_corpus_is_too_close_to_a_reported_question():
    asked = [question.question for name in REPORTED for question in load(name)]
    known: dict[str, list[frozenset[str]]] = defaultdict(list)
    typical = {q for document in library.load() for q in intent_data.questions_of(document.front)}
    for grams in set(map(bigrams, typical)):
        for gram in grams:
            known[gram].append(grams)
    assert [text for text in asked if closest(text, known) > CLOSE] == []


def learned_by(lessons: str) -> list[str]:
    if lessons == "near":
        return [line.question for line in near.lines()]
    with gzip.open(intent_data.DATA / f"{lessons}.tsv.gz", "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").partition("\t")[2] for line in lines]


@pytest.mark.parametrize("lessons", ["emergency", *intent_data.LATER, "scope", "near"])
def test_no_lesson_of_the_intent_models_is_too_close_to_a_reported_question(lessons):
    asked = [question.question for name in REPORTED for question in load(name)]
    asked += [
        json.loads(line)["text"]
        for name in ("emergency_400", "emergency_second", "emergency_test")
        for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    asked += [str(row["text"]) for rows in wide().values() for row in rows]
    known: dict[str, list[frozenset[str]]] = defaultdict(list)
    for grams in set(map(bigrams, learned_by(lessons))):
        for gram in grams:
            known[gram].append(grams)
    assert [text for text in asked if closest(text, known) > CLOSE] == []


def test_no_dialogue_learned_from_is_too_close_to_a_reported_one():
    def told(name: str) -> list[frozenset[str]]:
        lines = (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()
        return [bigrams(one["previous"][-1] + one["asked"]) for one in map(json.loads, lines)]

    reported = told("dialogue_test")
    closeness = [
        max(len(own & other) / len(own | other) for other in reported) for own in told("dialogue_train")
    ]
    assert len(closeness) > 1000 and max(closeness) <= CLOSE
