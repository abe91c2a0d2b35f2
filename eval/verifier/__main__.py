"""``python -m eval.verifier``: how much each doubt counts, and the chance from which a sentence passes.

Logistic regression over the doubts of ``app.verify``. A doubt must count against a sentence: what would count
for it is left out and the rest fitted again. The threshold stops ``CAUGHT`` of the altered sentences, on the mean of
both halves of verify_300 and ``second.txt`` to ``fifth.txt``, in cross-validation, in which no quote is on both sides: a
wrong sentence costs more than a quote in its place. Writes ``app/shipped/verifier.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from app import verify
from app.verify_text import CERTAIN
from eval.verifier.data import FIFTH, FOURTH, OPENED, SECOND, THIRD, TUNING, WEIGHTS, Lesson, lessons

CAUGHT = 0.96
"""A hundredth above what is asked: the checks were written with most lessons in sight."""
COUNTED = (TUNING, OPENED, SECOND, THIRD, FOURTH, FIFTH)
INVERSE_PENALTY = 0.3
FOLDS = 8
SEED = 1
Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def fit(x: Matrix, faithful: Flags, weight: Matrix) -> tuple[Matrix, float]:
    """Weights, none above 0, and bias."""
    kept: Flags = np.asarray(x.any(axis=0))
    while True:
        scale = np.where(kept, x.std(axis=0), 1.0) + 1e-9
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=3_000)
        model.fit(x[:, kept] / scale[kept], faithful, sample_weight=weight)
        if (model.coef_ <= 0).all():
            break
        kept[np.flatnonzero(kept)[model.coef_[0] > 0]] = False
    full = np.zeros(x.shape[1])
    full[kept] = model.coef_[0] / scale[kept]
    return full, float(model.intercept_[0])


def held_out(x: Matrix, faithful: Flags, weight: Matrix, groups: Sequence[int]) -> Matrix:
    """Chance of each lesson by a model that saw none with its first quote."""
    chance = np.zeros(len(x))
    for seen, unseen in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(x, faithful, groups):
        coefficients, bias = fit(x[seen], faithful[seen], weight[seen])
        chance[unseen] = 1 / (1 + np.exp(-(x[unseen] @ coefficients + bias)))
    return chance


def stopping(altered: Sequence[Matrix]) -> float:
    """The least threshold that stops ``CAUGHT`` of the altered sentences on the mean of the sets that have any."""
    sets = [one for one in altered if len(one)]
    return next(
        float(step)
        for step in np.linspace(0, 1, 1_001)
        if np.mean([(one < step).mean() for one in sets]) >= CAUGHT
    )


def fitted(told: Sequence[Lesson]) -> dict[str, Any]:
    """What is shipped: weights, threshold, and what cross-validation says of them."""
    found = [verify.doubts(one.sentence, one.quotes) for one in told]
    kinds = sorted({kind for each in found for kind in each} - {CERTAIN})
    x = np.array([[each[kind].share if kind in each else 0.0 for kind in kinds] for each in found])
    certain = np.array([CERTAIN in each for each in found])
    faithful = np.array([not one.altered for one in told])
    weight = np.array([WEIGHTS[one.origin] for one in told])
    weight[~faithful] *= weight[faithful].sum() / weight[~faithful].sum()
    weight[certain] = 0.0
    numbers: dict[str, int] = {}
    groups = [numbers.setdefault(one.quotes[0], len(numbers)) for one in told]
    chance = np.where(certain, 0.0, held_out(x, faithful, weight, groups))
    origins = np.array([one.origin for one in told])
    threshold = stopping([chance[(origins == name) & ~faithful] for name in COUNTED])
    coefficients, bias = fit(x, faithful, weight)
    return {
        "doubts": {kind: round(float(w), 4) for kind, w in zip(kinds, coefficients, strict=True) if w},
        "bias": round(bias, 4),
        "threshold": round(threshold, 4),
        "in cross-validation": {
            name: {
                "altered caught": round(float((chance[here & ~faithful] < threshold).mean()), 4),
                "faithful kept": round(float((chance[here & faithful] >= threshold).mean()), 4),
            }
            for name in COUNTED
            if (here := origins == name).any()
        },
    }


def main() -> int:
    text = json.dumps(fitted(lessons()), ensure_ascii=False, indent=1)
    verify.MODEL.write_text(text + "\n", encoding="utf-8")
    verify.weights.cache_clear()
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
