"""Pure: how near a word comes to any word of a text, by the encoder that ships with the program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from index.static_encoder import StaticEncoder, load
from index.tokens import STOP_WORDS, words

CLOSE = 0.55
"""Likeness from which a word stands for another one."""
EVERYWHERE = {"学校", "学生", "教师", "家长", "孩子", "班主任"}
"""They stand in nearly every quote and prove nothing; who they are is checked by name."""
_encoder = cache(load)


def likeness(asked: Sequence[str], text: str) -> dict[str, float]:
    """For each word of ``asked`` the cosine to the nearest content word of ``text``; 0 where there is none."""
    there = list(dict.fromkeys(word for word in words(text) if word not in STOP_WORDS))
    if not asked or not there:
        return dict.fromkeys(asked, 0.0)
    encoder: StaticEncoder = _encoder()
    near = encoder.encode_queries(asked) @ encoder.encode_queries(there).T
    return {word: float(row.max()) for word, row in zip(asked, near, strict=True)}


def told(part: str, text: str) -> float:
    """Share of the content words of ``part`` that stand in ``text`` or have a near one there; 1 without content."""
    asked = [word for word in words(part) if word not in STOP_WORDS and word not in EVERYWHERE]
    if not asked:
        return 1.0
    near = likeness([word for word in asked if word not in text], text)
    return sum(word in text or near[word] >= CLOSE for word in asked) / len(asked)
