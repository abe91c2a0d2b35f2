"""Values of texts, made many at a time and remembered: one question reads hundreds of sentences, most of them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """What ``make`` gives for texts, kept for about the last ``most`` of them. Safe to share between threads.

    Two dicts, the younger one taking what is asked for: when it holds half of ``most``, the older one is forgotten.
    That is nearly the order in which ``lru_cache`` forgets, but texts are made together, not one by one.
    """

    def __init__(self, make: Callable[[Sequence[str]], Sequence[T]], most: int) -> None:
        self._make, self._half = make, most // 2
        self._young: dict[str, T] = {}
        self._old: dict[str, T] = {}

    def of(self, texts: Sequence[str]) -> list[T]:
        """One value a text, in their order."""
        young, old = self._young, self._old
        missing = {text: old.get(text) for text in texts if text not in young}
        if not missing:
            return [young[text] for text in texts]
        unknown = [text for text, value in missing.items() if value is None]
        fresh = dict(zip(unknown, self._make(unknown), strict=True)) if unknown else {}
        fresh.update((text, value) for text, value in missing.items() if value is not None)
        found = [fresh[text] if text in fresh else young[text] for text in texts]
        young.update(fresh)
        if len(young) >= self._half:
            self._old, self._young = young, {}
        return found
