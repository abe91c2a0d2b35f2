"""``python -m eval.verifier``: how much each doubt counts, and the chance from which a sentence passes.

Logistic regression over the doubts of ``app.verify``. A doubt must count against a sentence: what would count
for it is left out and the rest fitted again. The threshold is the least that stops ``CAUGHT`` of the altered
sentences on the mean of the sources, each judged by a model that saw none of its writer and quotes. What is reported of a
source goes further: there the threshold too is chosen without it. The checks themselves were written with the
lessons in sight, so a writer whom nobody read gets less. Writes ``app/shipped/verifier.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from app import verify
from app.verify_text import CERTAIN
from eval.verifier.data import SELF, STRANGER, WEIGHTS, Lesson, lessons

CAUGHT = 0.95
INVERSE_PENALTY = 0.3
Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Names = npt.NDArray[np.str_]


def fit(x: Matrix, faithful: Flags, weight: Matrix) -> tuple[Matrix, float]:
    """Weights, none above 0, and bias."""
    weight = weight.copy()
    weight[~faithful] *= weight[faithful].sum() / weight[~faithful].sum()
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


def held_out(x: Matrix, faithful: Flags, weight: Matrix, sources: Names, quotes: Names) -> Matrix:
    """Chance of each lesson by a model that saw nothing of its source, and none of its quotes."""
    chance = np.zeros(len(x))
    for source in np.unique(sources):
        unseen = sources == source
        seen = ~np.isin(quotes, quotes[unseen])
        coefficients, bias = fit(x[seen], faithful[seen], weight[seen])
        chance[unseen] = 1 / (1 + np.exp(-(x[unseen] @ coefficients + bias)))
    return chance


def stopping(altered: Sequence[Matrix]) -> float:
    """The least threshold that stops ``CAUGHT`` of the altered sentences on the mean of the sources that have any."""
    sets = [one for one in altered if len(one)]
    return next(
        float(step)
        for step in np.linspace(0, 1, 1_001)
        if np.mean([(one < step).mean() for one in sets]) >= CAUGHT
    )


def fitted(told: dict[str, list[Lesson]]) -> dict[str, Any]:
    """What is shipped: weights, threshold, and what leaving each source out says of them."""
    flat = [one for each in told.values() for one in each]
    sources = np.array([source for source, each in told.items() for _ in each])
    found = [verify.doubts(one.sentence, one.quotes) for one in flat]
    kinds = sorted({kind for each in found for kind in each} - {CERTAIN})
    x = np.array([[each[kind].share if kind in each else 0.0 for kind in kinds] for each in found])
    certain = np.array([CERTAIN in each for each in found])
    faithful = np.array([not one.altered for one in flat])
    weight = np.where(certain, 0.0, [WEIGHTS[one.origin] for one in flat])
    quotes = np.array([one.quotes[0] for one in flat])
    own = np.array([one.origin not in (SELF, STRANGER) for one in flat])

    def chances(of: Flags) -> Matrix:
        return np.where(certain[of], 0.0, held_out(x[of], faithful[of], weight[of], sources[of], quotes[of]))

    def threshold(chance: Matrix, of: Flags) -> float:
        altered = (own & ~faithful)[of]
        return stopping([chance[altered & (sources[of] == source)] for source in told])

    everything = np.full(len(flat), fill_value=True)
    chance = chances(everything)
    coefficients, bias = fit(x, faithful, weight)
    report = {}
    for source in told:
        here, rest = own & (sources == source), sources != source
        least = threshold(chances(rest), rest)
        report[source] = {
            "altered caught": round(float((chance[here & ~faithful] < least).mean()), 4),
            "faithful kept": round(float((chance[here & faithful] >= least).mean()), 4),
        }
    return {
        "doubts": {kind: round(float(w), 4) for kind, w in zip(kinds, coefficients, strict=True) if w},
        "bias": round(bias, 4),
        "threshold": round(threshold(chance, everything), 4),
        "left out": report,
    }


def main() -> int:
    text = json.dumps(fitted(lessons()), ensure_ascii=False, indent=1)
    verify.MODEL.write_text(text + "\n", encoding="utf-8")
    verify.weights.cache_clear()
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
