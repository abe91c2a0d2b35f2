"""Whether the corpus answers a question at all, and if not, why and where to turn.

A calibrated score: a support vector machine over what was found (``app.silence_features``) and what kind of
question it is (``app.intent`` model ``scope``). Bare words, as typed into a search box, have a machine of their own:
they leave more unsaid than a question, and what is found for them looks less like an answer. The numbers come from
``python -m eval.intent.calibrate``; they belong to the shipped encoder. With another encoder, whose similarities mean
something else, the kind of question and a floor of coverage decide.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

from app import intent, silence_features
from app.question import is_phrase
from app.silence_features import Floats, Found
from index.model import Encoder, Hit, ReadingEncoder

MODEL = intent.SHIPPED / "silence.json"
NUMBERS = "silence.npz"
"""Beside ``MODEL``, which holds names, figures and thresholds."""
QUESTIONS, PHRASES = "questions", "phrases"
"""What there is a machine for."""
ORDINARY = "普通"
LEAST_COVERAGE = 0.34
SURE_KIND = 0.6
"""Probability of a kind that is not answered from which it decides where no calibration fits."""
CERTAIN_KIND = 0.9
"""From which it decides whatever was found: none of the answerable questions of the seen sets comes up to .8."""
LIKELY_KIND = 0.3
NEAREST = 2
"""Excerpts shown where nothing is answered: more of them pass for an answer."""
FARTHEST = 3.0
"""Standard deviations from its mean beyond which a feature says no more."""
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
    """A machine with a radial kernel over scaled features, and the least probabilities to answer, and to do so
    without a word of doubt.

    ``mean``, ``scale``: (features,); ``vectors``: (n, features), already scaled; ``weights``: (n,).
    ``slope`` and ``offset`` make a probability of what the machine says.
    """

    encoder: str
    mean: Floats
    scale: Floats
    vectors: Floats
    weights: Floats
    bias: float
    gamma: float
    slope: float
    offset: float
    threshold: float
    sure: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Probability that the corpus answers."""
        scaled = ((np.array(list(features.values())) - self.mean) / self.scale).clip(-FARTHEST, FARTHEST)
        apart = ((self.vectors - scaled) ** 2).sum(axis=1)
        said = float(np.exp(-self.gamma * apart) @ self.weights) + self.bias
        return 1 / (1 + math.exp(-(self.slope * said + self.offset)))


def machine_for(question: str) -> str:
    """``PHRASES`` or ``QUESTIONS``, of a question as it was asked."""
    return PHRASES if is_phrase(question) else QUESTIONS


@lru_cache(maxsize=2)
def calibration(of: str, path: Path = MODEL) -> Calibration:
    """``of``: ``QUESTIONS`` or ``PHRASES``."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    numbers = ("bias", "gamma", "slope", "offset", "threshold", "sure")
    with np.load(path.parent / NUMBERS, allow_pickle=False) as arrays:
        read = {
            name: arrays[f"{of} {name}"].astype(np.float64)
            for name in ("mean", "scale", "vectors", "weights")
        }
    return Calibration(stored["encoder"], **read, **{name: stored[of][name] for name in numbers})


def nearest(reason: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """What may be shown beside a refusal, given in its words: a case of 学生A beside a question for one
    pupil's data would read as that pupil's."""
    return () if reason == Reason.PERSONAL.words else tuple(hits[:NEAREST])


def kinds_of(question: str) -> Mapping[str, float]:
    """How likely the question is ordinary, or of a kind that is not answered; ask with its names in it."""
    return intent.load("scope").probabilities(question)


def features(
    question: str, found: Found, encoder: ReadingEncoder, kinds: Mapping[str, float]
) -> dict[str, float]:
    """What the calibration reads, by name, of a question, what was found for it and ``kinds_of`` it."""
    odds = {kind: math.log((kinds[kind] + _TINY) / (kinds[ORDINARY] + _TINY)) for kind in _KINDS}
    return {**silence_features.features(question, found, encoder), **odds}


def probability(
    question: str, found: Found, encoder: Encoder, kinds: Mapping[str, float], of: str = QUESTIONS
) -> float | None:
    """Probability that what was found answers; None where no calibration fits ``encoder``, by which it was found."""
    if not found.hits:
        return 0.0
    fitted = calibration(of)
    if encoder.id.partition("-")[0] != fitted.encoder.partition("-")[0] or not isinstance(
        encoder, ReadingEncoder
    ):
        return None
    return fitted.probability(features(question, found, encoder, kinds))


def judge(
    question: str,
    found: Found,
    encoder: Encoder,
    kinds: Mapping[str, float] | None = None,
    of: str = QUESTIONS,
) -> Judgement:
    """Whether the question is answered by what ``encoder`` found, and whether with a word of doubt.

    ``kinds``: those of the question as it was asked, where names were left out before the search; ``of``: what it is
    (``machine_for``), since the subject of a comparison alone looks like bare words.
    """
    kinds = kinds_of(question) if kinds is None else kinds
    likeliest = max(_KINDS, key=lambda kind: kinds[kind])
    likely = probability(question, found, encoder, kinds, of)
    if likely is None:
        enough = max(silence_features.coverages(question, found), default=0.0) >= LEAST_COVERAGE
        answered = sure = enough and kinds[likeliest] < SURE_KIND
    else:
        fitted = calibration(of)
        answered = likely >= fitted.threshold and kinds[likeliest] < CERTAIN_KIND
        sure = likely >= fitted.sure
    if answered:
        return Judgement(None, sure)
    return Judgement(_KINDS[likeliest] if kinds[likeliest] >= LIKELY_KIND else Reason.NO_BASIS)
