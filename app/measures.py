"""Pure: by what texts are measured against a question; the encoder behind it is given from outside (``app.reading``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from index.model import Matrix

Words = Callable[[str], Sequence[str]]
"""The content words of a text."""
Near = Callable[[Sequence[str]], Sequence[float]]
"""Likeness of texts to the question, -1 to 1."""
Closely = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""For (headings, text): how close the question's words come to it, word by word, -1 to 1 (``app.reading.closely``)."""
NearTo = Callable[[str], Near]
"""Likeness of texts to a text."""


class Comparable(Protocol):
    """Some texts, encoded once, to be held against others and one another; likeness is -1 to 1."""

    def to(self, text: str) -> Sequence[float]:
        """Likeness of all texts to ``text``."""
        ...

    def among(self, some: Sequence[int], most: int) -> Matrix:
        """(len(some), most) likeness of the texts of these numbers to the first ``most``."""
        ...


def coverage(text: str, words: Mapping[str, float]) -> float:
    """Share of the weight of ``words`` that occur in ``text``, 0 to 1."""
    total = sum(words.values())
    if not total:
        return 0.0
    return sum(weight for word, weight in words.items() if word in text) / total
