"""How near a word comes to any word of a text: by everyday words for official ones, and by the shipped encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.static_encoder import StaticEncoder, load
from index.tokens import STOP_WORDS, words

CLOSE = 0.55
"""Likeness from which a word stands for another one."""
ONE_LETTER = 0.6
"""Likeness of a word of one letter (设, 办), which stands for many, to the others of its group."""
EVERYWHERE = {"学校", "学生", "教师", "家长", "孩子", "班主任"}
"""They stand in nearly every quote and prove nothing; who they are is checked by name."""
_EVERYDAY = Path(__file__).parent / "shipped" / "everyday.txt"
_encoder = cache(load)


@cache
def everyday() -> dict[str, frozenset[str]]:
    """For each word those that say the same in plain speech (付费: 付钱, 买单 …)."""
    others: dict[str, set[str]] = {}
    for line in _EVERYDAY.read_text(encoding="utf-8").splitlines():
        group = line.split()
        for word in group if not line.startswith("#") else ():
            others.setdefault(word, set()).update(group)
    return {word: frozenset(found - {word}) for word, found in others.items()}


def says(word: str, text: str) -> bool:
    """Whether the word or another of two letters or more for the same stands in the text."""
    return word in text or any(len(other) > 1 and other in text for other in everyday().get(word, ()))


def _known(word: str, there: Sequence[str], text: str) -> bool:
    return not everyday().get(word, frozenset()).isdisjoint(there) or says(word, text)


def likeness(asked: Sequence[str], text: str) -> dict[str, float]:
    """For each word of ``asked`` the cosine to the nearest content word of ``text``; 0 where there is none."""
    there = list(dict.fromkeys(word for word in words(text) if word not in STOP_WORDS))
    if not asked or not there:
        return dict.fromkeys(asked, 0.0)
    encoder: StaticEncoder = _encoder()
    near = encoder.encode_queries(asked) @ encoder.encode_queries(there).T
    known = {word: (1.0 if len(word) > 1 else ONE_LETTER) * _known(word, there, text) for word in asked}
    return {word: max(known[word], float(row.max())) for word, row in zip(asked, near, strict=True)}


def told(part: str, text: str) -> float:
    """Share of the content words of ``part`` that stand in ``text`` or have a near one there; 1 without content."""
    asked = [word for word in words(part) if word not in STOP_WORDS and word not in EVERYWHERE]
    if not asked:
        return 1.0
    near = likeness([word for word in asked if word not in text], text)
    return sum(word in text or near[word] >= CLOSE for word in asked) / len(asked)
