"""``python -m eval.intent [NAME ...]``: train the intent models named, or both, and write them to ``app/shipped``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from app import intent
from app.intent import IntentModel
from eval.intent import data
from eval.intent.data import Lesson

LEAST_TEXTS = 2
INVERSE_PENALTY = 20.0
MODELS: Mapping[str, Callable[[], list[Lesson]]] = {"emergency": data.emergency, "scope": data.scope}


def train(lessons: Sequence[Lesson]) -> IntentModel:
    """Multinomial logistic regression over tf-idf of ``app.intent.grams`` (sublinear tf, rows of length 1)."""
    vectoriser = TfidfVectorizer(
        analyzer=intent.grams, min_df=LEAST_TEXTS, sublinear_tf=True, dtype=np.float32
    )
    matrix = vectoriser.fit_transform([lesson.text for lesson in lessons])
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=3_000)
    model.fit(
        matrix,
        [lesson.label for lesson in lessons],
        sample_weight=[lesson.weight for lesson in lessons],
    )
    return IntentModel(
        labels=tuple(str(label) for label in model.classes_),
        rows={str(gram): int(row) for gram, row in vectoriser.vocabulary_.items()},
        idf=vectoriser.idf_.astype(np.float32),
        weights=model.coef_.T.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
    )


def main(names: Sequence[str]) -> int:
    for name in names or tuple(MODELS):
        lessons = MODELS[name]()
        model = train(lessons)
        intent.save(intent.SHIPPED, name, model)
        sys.stdout.write(f"{name}：{len(lessons)} 句，{len(model.rows)} 个特征，{len(model.labels)} 类\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
