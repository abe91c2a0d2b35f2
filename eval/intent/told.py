"""What the questions of tuning sets tell of a sentence, which belong together, and weights fitted to what they tell."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.model import Question
from index.model import Hit, Matrix
from ingest.lines import condensed

FOLDS = 5
_LEAST = 5
"""Letters that a piece of gold must have to be told by."""


def relevance(question: Question, hit: Hit, text: str, *, clause: bool = False) -> int:
    """Of the best gold that ``text``, a sentence of ``hit``, stands in: 2 answers, 1 helps, 0 neither.

    With ``clause`` a sentence of the gold's clause counts as well, as a citation does (``eval.attribution``).
    """
    said = condensed(text)
    names = [condensed(name) for name in hit.path] if clause else []
    return max(
        (
            gold.relevance
            for gold in question.gold
            if gold.document == hit.document and (_holds(gold.quote, said) or _on_path(gold.path, names))
        ),
        default=0,
    )


def _holds(quote: str, said: str) -> bool:
    wanted = condensed(quote)
    return bool(wanted) and (wanted in said or (len(said) > _LEAST and said in wanted))


def _on_path(path: Sequence[str], names: Sequence[str]) -> bool:
    return bool(path) and any(condensed(path[-1]) in name for name in names)


def folds(asked: Sequence[Question]) -> list[int]:
    """The fold of each question: those that share gold, however worded, in one."""
    groups: dict[tuple[str, str], int] = {}
    numbers: list[int] = []
    for at, question in enumerate(asked):
        keys = [(gold.document, gold.quote) for gold in question.gold]
        number = min((groups[key] for key in keys if key in groups), default=at)
        groups.update(dict.fromkeys(keys, number))
        numbers.append(number)
    return [zlib.crc32(str(number).encode()) % FOLDS for number in numbers]


def fitted(pairs: Sequence[tuple[Matrix, float]], inverse_penalty: float) -> Matrix:
    """Weights of logistic regression over differences of what tells it and what does not, without a bias.

    Args:
        pairs: (n, features) differences and how much they count together.
        inverse_penalty: of the squared weights, all features scaled to the same spread.
    """
    differences = np.vstack([pair for pair, _ in pairs])
    shares = np.concatenate([np.full(len(pair), share / len(pair)) for pair, share in pairs])
    spread = differences.std(axis=0) + np.float32(1e-6)
    model = LogisticRegression(C=inverse_penalty, fit_intercept=False, max_iter=3_000)
    model.fit(
        np.vstack([differences, -differences]) / spread,
        np.repeat([1, 0], len(differences)),
        sample_weight=np.tile(shares, 2),
    )
    return np.asarray(model.coef_[0] / spread, dtype=np.float32)


def write(model: Path, names: Sequence[str], weights: Matrix, figures: Mapping[str, object]) -> None:
    """Write fitted weights by name, as ``app.weighing`` reads them, with what was measured; print them too."""
    told = {"weights": {name: round(float(w), 5) for name, w in zip(names, weights, strict=True)}, **figures}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    model.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
