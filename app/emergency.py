"""Pure: does a question tell of an emergency, and of which.

Rules, not a model: whoever answers for the cards must be able to read why one came up, and the
check must cost nothing and need nothing. A question is an emergency where the words of one occur
(``app.emergency_words``), unless each of them is denied, part of a compound (自杀式营销), what a
lesson, rule or drill is about, or long over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.emergency_words import COMPOUND, DENIED, EVENT, IDIOM, ORDER, OVER, TOPIC, WORDS

_SPACE = re.compile(r"\s+")
_BEFORE, _AFTER = 8, 8  # characters around a word that may take its alarm away


@dataclass(frozen=True, slots=True)
class Alarm:
    """The situation of the card that fits (front matter ``situation``), and the words that say so."""

    situation: str
    words: str


def recognise(question: str) -> Alarm | None:
    """The emergency a question tells of, the gravest where it tells of several; None for none."""
    text = IDIOM.sub("", _SPACE.sub("", unicodedata.normalize("NFKC", question)))
    about = TOPIC.search(text) is not None and EVENT.search(text) is None
    if about or OVER.search(text):
        return None
    for situation in ORDER:
        for match in WORDS[situation].finditer(text):
            if not _harmless(text, match):
                return Alarm(situation, match.group())
    return None


def _harmless(text: str, match: re.Match[str]) -> bool:
    before = text[max(match.start() - _BEFORE, 0) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    return DENIED.search(before) is not None or COMPOUND.match(after) is not None
