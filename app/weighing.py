"""Weights that are fitted and ship as ``{"weights": {name: number}}``, and what is needed beside them."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.model import Matrix


@lru_cache(maxsize=4)
def weights(model: Path, names: tuple[str, ...]) -> Matrix:
    """(len(names),) float32, by name: a file that lacks one is an error at once."""
    stored = json.loads(model.read_text(encoding="utf-8"))
    return np.array([stored["weights"][name] for name in names], dtype=np.float32)


def best_of(keys: Iterable[Hashable], values: Sequence[float]) -> dict[Hashable, float]:
    """The largest value of each key."""
    best: dict[Hashable, float] = {}
    for key, value in zip(keys, values, strict=True):
        best[key] = max(best.get(key, value), value)
    return best
