"""Does a question tell of an emergency, and of which: what decides whether a card stands on top.

By the words alone, before and beside retrieval, so that a card needs no index: two models read the question,
one what it is made of (``app.intent``), one how that stands in order (``app.ordered``). The threshold is low on
purpose: a card too many costs a glance, a card too few may cost a life.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from app import intent, ordered

NONE = "无"
LEAST = 0.25
"""Probability of all emergencies together from which a card is shown. Chosen with weights of before, on
``eval/sets/emergency_400.jsonl`` and ``emergency_second.jsonl``: in steps of .05, one below the highest at which no more
than 1 in 100 is missed. Those sets have been read to write lessons, and now .35 would do there; of what nobody has read
more is missed, and it stays."""
SUSPECTED = 0.1
"""From here up to ``LEAST`` a question might tell of one: a line names the card (``app.suspecting``). In steps of
.05, the lowest at which no more than 1 in 10 ordinary questions of the sets opened get a card or a line."""
SECOND = 0.1
"""From this share of the alarm on, a second situation's card is named as well. Of 112 sentences of the sets named above
that more than one card fits, all are named in .18 (.05 with .25), and one is named that does not fit in 15 of 100."""
IN_ORDER = 0.3
"""Weight of the model that reads in order."""
ASKED = 64
"""Questions of which the alarm is remembered: an answer asks for it up to four times."""
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Alarm:
    """The situation of the card that fits (front matter ``situation``) and others that may fit too."""

    situation: str
    others: tuple[str, ...]
    probability: float


def recognise_either(said: str, taken: str) -> Alarm | None:
    """The emergency of a question as it was said, else as it was taken; the other's situation is named too.

    ``taken`` is empty where the question stands alone. A follow-up may tell of an emergency itself
    (那他要是跳楼呢) or be about the one told of before.
    """
    own = recognise(said)
    full = recognise(taken) if taken else None
    if own is None or full is None:
        return own or full
    others = [name for name in (*own.others, full.situation, *full.others) if name != own.situation]
    return Alarm(own.situation, tuple(dict.fromkeys(others)), max(own.probability, full.probability))


def recognise(question: str) -> Alarm | None:
    """The emergency a question tells of, the likeliest first; None for none."""
    alarm = _alarm(question)
    return alarm if alarm.probability >= LEAST else None


def suspected(question: str) -> Alarm | None:
    """The emergency a question might tell of, too unlikely for a card on top."""
    alarm = _alarm(question)
    return alarm if SUSPECTED <= alarm.probability < LEAST else None


@lru_cache(maxsize=ASKED)
def _alarm(question: str) -> Alarm:
    found = _probabilities(question)
    probability = 1 - found.pop(NONE)
    ordered = sorted(found, key=lambda situation: -found[situation])
    others = tuple(situation for situation in ordered[1:] if found[situation] >= SECOND * probability)
    return Alarm(ordered[0], others, probability)


def _pieces(question: str) -> tuple[str, ...]:
    """A story longer than what is read in order is read by its beginning and by its end: the cry may stand there."""
    return (question,) if len(question) <= ordered.LONGEST else (question, question[-ordered.LONGEST :])


def _probabilities(question: str) -> dict[str, float]:
    """Of each situation and of ``NONE``: the weighted geometric mean of both models, summing to 1."""
    words = intent.load("emergency").probabilities(question)
    model = ordered.load("emergency_order")
    order = min(map(model.probabilities, _pieces(question)), key=lambda told: told[NONE])
    odds = {
        label: exp((1 - IN_ORDER) * log(max(words[label], _TINY)) + IN_ORDER * log(max(order[label], _TINY)))
        for label in words
    }
    total = sum(odds.values())
    return {label: value / total for label, value in odds.items()}
