"""``python -m eval.intent.dialogue``: train what tells a follow-up, and write ``app/shipped/dialogue.json``.

Learns from ``dialogue_train``: follow-ups and questions that stand alone although they come after others,
written for this project, all but the last thirty before the rules of ``app.dialogue`` were read. Beside
them, as questions that stand alone: the first questions of other dialogues, typical questions of the corpus (after one of another
document, of their own document, and after a dialogue they are near to), ordinary questions of the scope
model and lay questions about laws. Some of those are elliptic themselves, hence their lower weight.

The thresholds come from cross-validation in which no question before is on both sides: ``LEFT_ALONE`` of
what stands alone has to stay so, and ``TYPICAL_ALONE`` of the typical questions after another document. A
third of the dialogues (by the question before) is held out first and reported; then the model that ships
learns from all.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from app import follow_up
from app.dialogue import is_polite
from app.follow_up import GRAM_SCALE
from eval.benchmarks.dialogue import Pair, load
from eval.corpus import library
from eval.intent import data
from index.encoder import open_encoder
from index.training import pairs as lay

TRAIN = "dialogue_train"
THIRDS = 3
LEFT_ALONE, TYPICAL_ALONE, CHAINED = 0.975, 0.99, 0.92
FOLDS = 5
INVERSE_PENALTY = 0.25
LEAST_TEXTS = 4
SMALLEST_WEIGHT = 0.01
SEED = 5
OTHERS, NEAR = 3, (2, 14, 4)
"""First questions of other dialogues after each, and which of the nearest typical questions (a slice)."""
WEIGHT = {"written": 1.0, "first": 0.5, "near": 0.4, "other": 0.6, "same": 0.3, "scope": 0.3, "law": 0.2}
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_RELATION, _GRAM = "r:", "g:"


@dataclass(frozen=True, slots=True)
class Example:
    """A question after another; ``group``: what must not be on both sides of a cross-validation."""

    asked: str
    earlier: str
    follows: bool
    group: str
    source: str


def written(pairs: Sequence[Pair]) -> list[Example]:
    return [
        Example(pair.asked, "，".join(pair.previous), pair.follows, pair.previous[-1], "written")
        for pair in pairs
    ]


def beside(pairs: Sequence[Pair]) -> list[Example]:
    """Questions that were asked of nothing before, put after others."""
    chance = random.Random(SEED)  # noqa: S311  # a draw of examples, no secret
    firsts = sorted({pair.previous[0] for pair in pairs})
    found = [
        Example(other, first, False, other, "first")
        for first in firsts
        for other in chance.sample(firsts, OTHERS)
        if other != first
    ]
    documents = [asked for one in library.load() if (asked := list(data.questions_of(one.front)))]
    typical = list(dict.fromkeys(question for asked in documents for question in asked))
    found += _near(firsts, typical)
    for asked in documents:
        for question in asked:
            same = chance.random() < 0.5
            earlier = chance.choice(
                [one for one in asked if one != question] if same and asked[1:] else typical
            )
            found.append(Example(question, earlier, False, question, "same" if same else "other"))
    ordinary = {
        lesson.text for lesson in data.scope() if lesson.label == data.ORDINARY and lesson.weight == 1
    }
    laws = sorted({one.question for one in lay.lay_questions()})
    for source, questions in (("scope", sorted(ordinary - set(typical))), ("law", laws)):
        found += [Example(q, chance.choice(firsts), False, q, source) for q in questions]
    return found


def _near(firsts: Sequence[str], typical: Sequence[str]) -> Iterator[Example]:
    encoder = open_encoder()
    likeness = encoder.encode_passages(firsts) @ encoder.encode_passages(typical).T
    for first, row in zip(firsts, likeness, strict=True):
        for place in np.argsort(-row)[slice(*NEAR)]:
            yield Example(typical[place], first, False, first, "near")


def row_of(example: Example) -> dict[str, float]:
    """What the model sees, named; the grams of a question make a row of the same length."""
    row = {
        _RELATION + name: value for name, value in follow_up.relations(example.asked, example.earlier).items()
    }
    return row | {_GRAM + gram: 1.0 for gram in follow_up.grams(example.asked)}


class Trained:
    """A model on the examples it was fitted on, and what it makes of others."""

    def __init__(self, rows: Sequence[dict[str, float]], examples: Sequence[Example]) -> None:
        counts: dict[str, int] = {}
        for row in rows:
            for name in row:
                counts[name] = counts.get(name, 0) + 1
        self.known = {name for name, count in counts.items() if count >= LEAST_TEXTS}
        self._vectors = DictVectorizer()
        matrix = self._vectors.fit_transform([self._scaled(row) for row in rows])
        self._model = LogisticRegression(C=INVERSE_PENALTY, max_iter=3_000)
        self._model.fit(
            matrix,
            [example.follows for example in examples],
            sample_weight=[WEIGHT[example.source] for example in examples],
        )

    def _scaled(self, row: dict[str, float]) -> dict[str, float]:
        known = {name: value for name, value in row.items() if name in self.known}
        number = sum(name.startswith(_GRAM) for name in known)
        return {
            name: GRAM_SCALE / sqrt(number) if name.startswith(_GRAM) else value
            for name, value in known.items()
        }

    def probabilities(self, rows: Sequence[dict[str, float]], examples: Sequence[Example]) -> Floats:
        found: Floats = self._model.predict_proba(
            self._vectors.transform([self._scaled(row) for row in rows])
        )[:, 1]
        found[[is_polite(example.asked) for example in examples]] = 0
        return found

    def weights(self, prefix: str) -> dict[str, float]:
        names = self._vectors.get_feature_names_out()
        return {
            str(name).removeprefix(prefix): round(float(weight), 3)
            for name, weight in zip(names, self._model.coef_[0], strict=True)
            if str(name).startswith(prefix) and abs(weight) >= SMALLEST_WEIGHT
        }

    @property
    def bias(self) -> float:
        return round(float(self._model.intercept_[0]), 4)


def out_of_fold(rows: Sequence[dict[str, float]], examples: Sequence[Example]) -> Floats:
    """Probabilities by models that saw no example of the same group."""
    found = np.zeros(len(rows))
    groups = [zlib.crc32(example.group.encode()) for example in examples]
    for taught, asked in GroupKFold(FOLDS).split(found, groups=groups):
        model = Trained([rows[at] for at in taught], [examples[at] for at in taught])
        found[asked] = model.probabilities([rows[at] for at in asked], [examples[at] for at in asked])
    return found


def thresholds(probabilities: Floats, examples: Sequence[Example]) -> tuple[float, float]:
    """(for what is asked now, for what lies between)."""
    alone = probabilities[_where(examples, "written", follows=False)]
    typical = probabilities[_where(examples, "other", follows=False)]
    asked = max(np.quantile(alone, LEFT_ALONE), np.quantile(typical, TYPICAL_ALONE))
    return round(float(asked), 3), round(float(min(asked, np.quantile(alone, CHAINED))), 3)


def _where(examples: Sequence[Example], source: str, *, follows: bool) -> Flags:
    return np.array([one.source == source and one.follows is follows for one in examples])


def _told(name: str, probabilities: Floats, examples: Sequence[Example], threshold: float) -> None:
    shares = {
        "recognised": (probabilities[_where(examples, "written", follows=True)] >= threshold),
        "left alone": (probabilities[_where(examples, "written", follows=False)] < threshold),
        "typical left alone": (probabilities[_where(examples, "other", follows=False)] < threshold),
    }
    told = "  ".join(f"{key} {np.mean(hits):.4f} ({len(hits)})" for key, hits in shares.items() if len(hits))
    sys.stdout.write(f"{name}：{told}\n")


def main() -> int:
    pairs = load(TRAIN)
    held = [pair for pair in pairs if zlib.crc32(pair.previous[-1].encode()) % THIRDS == 0]
    kept = [pair for pair in pairs if pair not in held]
    for name, some, others in (("held out", kept, held), ("all", pairs, [])):
        examples = written(some) + beside(some)
        rows = [row_of(example) for example in examples]
        validated = out_of_fold(rows, examples)
        threshold, chained = thresholds(validated, examples)
        _told(f"{name}, cross-validated", validated, examples, threshold)
        model = Trained(rows, examples)
        if others:
            asked = written(others)
            _told(name, model.probabilities([row_of(one) for one in asked], asked), asked, threshold)
    relations, grams = model.weights(_RELATION), model.weights(_GRAM)
    stored = {
        "threshold": threshold,
        "chained": chained,
        "bias": model.bias,
        "relations": relations,
        "grams": grams,
    }
    text = json.dumps(stored, ensure_ascii=False, indent=0, sort_keys=True)
    follow_up.SHIPPED.write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{len(examples)} 句，{len(relations)} + {len(grams)} 个特征\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
