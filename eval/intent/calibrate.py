"""``python -m eval.intent.calibrate [SHARED]``: the score below which nothing is answered.

Over the shipped corpus, the seeds and the national laws of the design's data folder (SHARED): what the questions
of ``SETS`` ask about. How good it is, is measured set by set: those of each of ``HELD_OUT``, which different people
wrote, are scored by a machine that was fitted on all other sets. ``NEAR`` holds pairs of an answerable question and
a neighbour that the library does not answer, far more alike than what people ask: it counts ``NEAR_WEIGHT``, and
the threshold is chosen without it. The threshold is the one that refuses ``REFUSED`` of the answerable questions of
``PLAIN``, asked of the library as it ships. What is read are quotes whose weights were fitted on most of these sets
(``eval.intent.quoting``), so what is held out is not quite new.

Every question is asked twice, of the library as it ships and of the same without typical questions: the corpus and
national laws have many, what a studio takes in has none, and a machine that knew only the former refused .17 of what the
latter answers. Writes ``app/shipped/silence.json`` and ``silence.npz``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.svm import SVC

from app import silence
from app.assistant import found_for
from app.comparing import subject
from app.silence import FARTHEST
from app.unnamed import without_names
from eval.benchmarks import homes
from eval.dataset import load
from eval.intent.data import DATA
from eval.model import QuestionType
from index.model import ReadingEncoder

NEAR, PHRASES = "near_tune", "phrases"
PLAIN = ("answers_tune", "answers_first", "answers_second")
HELD_OUT = (*PLAIN, NEAR, PHRASES)
SETS = (*PLAIN, NEAR, "scope_tune", "scope_many", "scope_plain", "scope_wide", "gold_450")
SHARED_OUT = "gold_450"
"""Of this set only the half that tunes; the others are open as a whole."""
LEFT_OUT = (QuestionType.EMERGENCY, QuestionType.FOLLOW_UP)  # cards answer these, and the question before
REFUSED = 0.04
"""The goals are .05 of the answerable refused and .08 of the others answered: how many are stands in ``silence.json``."""
DOUBTED = 0.15
"""Of the answerable that are refused or get a word of doubt."""
NEAR_WEIGHT, PHRASES_WEIGHT = 0.3, 0.5
"""Of ``NEAR`` and of ``PHRASES``, bare words as typed into a search box (防溺水主题班会): ``data/phrases.tsv``, written for
this, since the sets hold whole questions."""
BARE_WEIGHT = 0.1
"""Of questions asked of the library without typical questions. In the sets held out .11 of what that answers is refused
then, .17 with 0 and .06 with 1; with more than this, bare words that the page gives as an example are refused."""
PENALTY, WIDTH = 3.0, 0.3
"""Of the machine; the width is divided by the number of features. Small steps away from any of these three change
the mean of false answers in the sets held out by less than .01."""
_LEAST = 1e-6

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """``x``: (questions, features); ``answerable``, ``sets`` and ``bare``, whether asked of the library without typical
    questions: (questions,)."""

    names: tuple[str, ...]
    encoder: str
    x: Floats
    answerable: Flags
    sets: npt.NDArray[np.str_]
    bare: Flags

    @property
    def weights(self) -> Floats:
        counts = {NEAR: NEAR_WEIGHT, PHRASES: PHRASES_WEIGHT}
        of_set = np.array([counts.get(name, 1.0) for name in self.sets.tolist()])
        return of_set * np.where(self.bare, BARE_WEIGHT, 1.0)


@dataclass(frozen=True, slots=True)
class Machine:
    """A fitted machine with the scale of its features."""

    mean: Floats
    scale: Floats
    fitted: SVC

    @classmethod
    def of(cls, asked: Asked, rows: Flags) -> Machine:
        x = asked.x[rows]
        mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), _LEAST)
        machine = cls(mean, scale, SVC(C=PENALTY, gamma=WIDTH / x.shape[1]))
        machine.fitted.fit(machine.scaled(x), asked.answerable[rows], sample_weight=asked.weights[rows])
        return machine

    def scaled(self, x: Floats) -> Floats:
        return ((x - self.mean) / self.scale).clip(-FARTHEST, FARTHEST)

    def says(self, x: Floats) -> Floats:
        """(questions,): above 0 rather answerable."""
        said: Floats = self.fitted.decision_function(self.scaled(x))
        return said


def tuning() -> list[tuple[str, str, bool]]:
    """What is judged by what was found for it: its set, the question, whether the library answers it."""
    every = [(name, question) for name in SETS for question in load(name)]
    lines = (DATA / f"{PHRASES}.tsv").read_text(encoding="utf-8").splitlines()
    return [
        *(
            (name, q.question, bool(q.gold))
            for name, q in every
            if q.type not in LEFT_OUT and (name != SHARED_OUT or q.split == "tune")
        ),
        *((PHRASES, text, label == "答") for label, _, text in (line.partition("\t") for line in lines)),
    ]


def asked_of(shared: Path) -> Asked:
    """The features of every tuning question, of the library with typical questions and without."""
    told = tuning()
    with homes.home_of(homes.CORPUS, shared / "seeds", shared / homes.NATIONAL) as home:
        encoder, rows = _read(home, told)
        home.forget_questions()
        rows += _read(home, told)[1]
    return Asked(
        tuple(rows[0]),
        encoder,
        np.array([list(row.values()) for row in rows]),
        np.tile([answerable for _, _, answerable in told], 2),
        np.tile([name for name, _, _ in told], 2),
        np.repeat([False, True], len(told)),
    )


def _read(home: homes.Home, told: Sequence[tuple[str, str, bool]]) -> tuple[str, list[dict[str, float]]]:
    """The encoder's id, and the features of each question."""
    rows = []
    with home.searcher() as searcher:
        encoder = searcher.encoder
        if not isinstance(encoder, ReadingEncoder):
            raise TypeError(f"{encoder.id} does not read word by word")
        for _, question, _ in told:
            said = subject(question)
            asked = without_names(said)
            found = found_for(asked, searcher, home.catalog, today=home.today)
            rows.append(silence.features(asked, found, encoder, silence.kinds_of(said)))
    return encoder.id, rows


def held_out(asked: Asked) -> Floats:
    """(questions,): what machines say that saw no question of the same set; nan where the set is not ``HELD_OUT``."""
    said = np.full(len(asked.x), np.nan)
    for name in HELD_OUT:
        own = asked.sets == name
        said[own] = Machine.of(asked, ~own).says(asked.x[own])
    return said


def main(shared: Path) -> int:
    asked = asked_of(shared)
    said = held_out(asked)
    plain = np.isin(asked.sets, PLAIN) & ~asked.bare
    odds = LogisticRegression().fit(said[plain, None], asked.answerable[plain])
    likely: Floats = np.full(len(said), np.nan)
    known = ~np.isnan(said)
    likely[known] = odds.predict_proba(said[known, None])[:, 1]
    threshold, sure = (
        float(np.quantile(likely[plain & asked.answerable], share)) for share in (REFUSED, DOUBTED)
    )
    machine = Machine.of(asked, np.ones(len(said), dtype=bool))
    told = {
        "encoder": asked.encoder,
        "bias": float(machine.fitted.intercept_[0]),
        "gamma": WIDTH / len(asked.names),
        "slope": float(odds.coef_[0, 0]),
        "offset": float(odds.intercept_[0]),
        "threshold": round(threshold, 4),
        "sure": round(sure, 4),
        "features": asked.names,
        "sets": SETS,
        "answerable": int(asked.answerable[~asked.bare].sum()),
        "unanswerable": int((~asked.answerable[~asked.bare]).sum()),
        "each set left out": {
            " + ".join(names): figures(
                likely, asked, np.isin(asked.sets, names) & ~asked.bare, threshold, sure
            )
            for names in (PLAIN, *((name,) for name in HELD_OUT))
        },
        "the first of these without typical questions": figures(
            likely, asked, np.isin(asked.sets, PLAIN) & asked.bare, threshold, sure
        ),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    silence.MODEL.write_text(text + "\n", encoding="utf-8")
    np.savez_compressed(
        silence.MODEL.parent / silence.NUMBERS,
        mean=machine.mean,
        scale=machine.scale,
        vectors=machine.fitted.support_vectors_.astype(np.float16),
        weights=machine.fitted.dual_coef_[0],
    )
    sys.stdout.write(text + "\n")
    return 0


def figures(likely: Floats, asked: Asked, own: Flags, threshold: float, sure: float) -> dict[str, float]:
    """What the thresholds do to ``own``, questions of sets held out."""
    yes, no = likely[own & asked.answerable], likely[own & ~asked.answerable]
    return {
        "auc": round(float(roc_auc_score(asked.answerable[own], likely[own])), 4),
        "false answers": round(float((no >= threshold).mean()), 4),
        "false answers without a word of doubt": round(float((no >= sure).mean()), 4),
        "false refusals": round(float((yes < threshold).mean()), 4),
        "answered with a word of doubt": round(float(((yes >= threshold) & (yes < sure)).mean()), 4),
    }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else homes.DATA))
