"""Whether the corpus answers a question at all, and if not, why and where to turn.

A calibrated score: logistic regression over what retrieval found (best similarities, how much of the
question the passages hold, how close the front ones come word by word), how much was asked and what kind
of question it is (``app.intent`` model ``scope``). Weights and threshold come from
``python -m eval.intent.calibrate``; they belong to the shipped encoder. With another encoder, whose
similarities mean something else, the kind of question and a floor of coverage decide.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from app import intent
from app.quotes import coverage
from index.fusion import LEXICAL, SENTENCE, TERMS, VECTOR
from index.model import Hit
from index.tokens import lexical_terms
from ingest.records import PassageRecord

MODEL = intent.SHIPPED / "silence.json"
ORDINARY = "普通"
FEATURES = (
    "best similarity",
    "mean of eight",
    "drop to the sixth",
    "best coverage",
    "second coverage",
    "words score per letter",
    "closest word by word",
    "closest sentence",
    "first hit word by word",
    "letters",
    "out of scope",
    "personal data",
    "professional judgement",
)
LEAST_COVERAGE = 0.34
SURE_KIND = 0.6
"""Probability of a kind that is not answered from which it decides where no calibration fits."""
LIKELY_KIND = 0.3
NEAREST = 2
"""Excerpts shown where nothing is answered: more of them pass for an answer."""
_READ = 8
_TINY = 1e-4


class Reason(StrEnum):
    """Why nothing is answered."""

    NO_BASIS = "没有依据"
    OUT_OF_SCOPE = "不在范围"
    PERSONAL = "涉及具体学生个人信息"
    PROFESSIONAL = "需要专业诊断或法律判断"

    @property
    def words(self) -> str:
        """What the asker reads: what happened and where to turn."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True)
class Judgement:
    """``reason`` why nothing is answered; None where something is, not ``sure`` where it may not be what was asked."""

    reason: Reason | None
    sure: bool = True

    @property
    def notes(self) -> tuple[str, ...]:
        return () if self.reason or self.sure else (DOUBT,)


DOUBT = "资料库里不一定有对这个问题的直接规定或做法。下面是最接近的内容，请先看说的是不是一回事，不是就当没有依据。"
"""Above an answer that may be beside the question: what is near a topic reads like an answer to it."""
_WORDS = {
    Reason.NO_BASIS: "资料库中没有找到依据。可以换个说法再问，或提交给主持人补充资料；急的事请直接问年级或学校德育处。",
    Reason.OUT_OF_SCOPE: "这不在班主任工作资料的范围内，这里答不了。",
    Reason.PERSONAL: "这涉及具体学生或家长的个人信息，资料库里没有，也不应在这里查。请按学校授权的系统和程序办理。",
    Reason.PROFESSIONAL: "这要由专业的人判断：身心状况找校医、心理教师或医院，法律责任找学校法治副校长、律师或 12348。"
    "资料库只能提供规定和做法，不作诊断、不预测结果、不代写不实材料。",
}
_KINDS = {
    "不在范围": Reason.OUT_OF_SCOPE,
    "个人信息": Reason.PERSONAL,
    "专业判断": Reason.PROFESSIONAL,
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights for ``FEATURES`` (already scaled), a bias, and the least probabilities to answer, and to do so
    without a word of doubt."""

    encoder: str
    weights: tuple[float, ...]
    bias: float
    threshold: float
    sure: float

    def probability(self, features: Sequence[float]) -> float:
        """Probability that the corpus answers."""
        total = self.bias + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=1)
def calibration(path: Path = MODEL) -> Calibration:
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        stored["encoder"], tuple(stored["weights"]), stored["bias"], stored["threshold"], stored["sure"]
    )


def nearest(reason: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """What may be shown beside a refusal, given in its words: a case of 学生A beside a question for one
    pupil's data would read as that pupil's."""
    return () if reason == Reason.PERSONAL.words else tuple(hits[:NEAREST])


def kinds_of(question: str) -> Mapping[str, float]:
    """How likely the question is ordinary, or of a kind that is not answered; ask with its names in it."""
    return intent.load("scope").probabilities(question)


def features(
    question: str, hits: Sequence[Hit], records: Mapping[str, PassageRecord], kinds: Mapping[str, float]
) -> tuple[float, ...]:
    """The values of ``FEATURES`` for a question, its hits, best first, and ``kinds_of`` it."""
    dense = _padded(sorted((hit.parts.get(VECTOR, (0, 0.0))[1] for hit in hits), reverse=True))
    lexical = max((hit.parts.get(LEXICAL, (0, 0.0))[1] for hit in hits), default=0.0)
    held = _padded(coverages(question, hits, records))
    letters = sum(map(len, lexical_terms(question)))
    terms = [hit.parts.get(TERMS, (0, 0.0))[1] for hit in hits]
    odds = [math.log((kinds[kind] + _TINY) / (kinds[ORDINARY] + _TINY)) for kind in _KINDS]
    return (
        dense[0],
        sum(dense[:_READ]) / _READ,
        dense[0] - dense[5],
        held[0],
        held[1],
        lexical / (letters + 1),
        max(terms, default=0.0),
        max((hit.parts[SENTENCE][1] for hit in hits if SENTENCE in hit.parts), default=0.0),
        terms[0] if terms else 0.0,
        float(len(question)),
        *odds,
    )


def coverages(question: str, hits: Sequence[Hit], records: Mapping[str, PassageRecord]) -> list[float]:
    """How much of the question's words the first passages hold with their titles and questions, best first."""
    wanted = {word: float(len(word)) for word in lexical_terms(question)}
    found = [records[hit.passage] for hit in hits[:_READ] if hit.passage in records]
    texts = ["\n".join((r.title, *r.path, r.text, *r.questions)) for r in found]
    return sorted((coverage(text, wanted) for text in texts), reverse=True)


def judge(
    question: str,
    hits: Sequence[Hit],
    records: Mapping[str, PassageRecord],
    encoder: str,
    kinds: Mapping[str, float] | None = None,
) -> Judgement:
    """Whether the question is answered, and whether with a word of doubt. ``encoder`` is the id of the one that found.

    ``kinds``: those of the question as it was asked, where names were left out before the search.
    """
    kinds = kinds_of(question) if kinds is None else kinds
    likeliest = max(_KINDS, key=lambda kind: kinds[kind])
    fitted = calibration()
    sure = True
    if not hits:
        answered = False
    elif encoder.partition("-")[0] == fitted.encoder.partition("-")[0]:
        probability = fitted.probability(features(question, hits, records, kinds))
        answered, sure = probability >= fitted.threshold, probability >= fitted.sure
    else:
        enough = max(coverages(question, hits, records), default=0.0) >= LEAST_COVERAGE
        answered = enough and kinds[likeliest] < SURE_KIND
    if answered:
        return Judgement(None, sure)
    return Judgement(_KINDS[likeliest] if kinds[likeliest] >= LIKELY_KIND else Reason.NO_BASIS)


def _padded(values: Sequence[float]) -> list[float]:
    return [*values, *([0.0] * _READ)]
