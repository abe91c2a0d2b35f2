"""Is a difference more than chance? Intervals by the bootstrap, tests by randomisation, many metrics at once.

All functions are pure and seeded: the same values give the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

RESAMPLES = 2_000
ROUNDS = 10_000
LEVEL = 0.95
_EQUAL = 1e-12
"""Two sums that differ by less differ by rounding."""

Side = Literal["two-sided", "less", "greater"]


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def bootstrap(
    values: npt.ArrayLike, *, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = 0
) -> Interval:
    """The percentile interval of the mean (Efron 1979). ``values`` must not be empty."""
    each = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(0, each.size, (resamples, each.size))
    tail = (1 - level) / 2
    low, high = np.quantile(each[drawn].mean(axis=1), (tail, 1 - tail))
    return Interval(float(low), float(high))


def paired_randomisation(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    *,
    side: Side = "two-sided",
    rounds: int = ROUNDS,
    seed: int = 0,
) -> float:
    """p of the mean of ``second - first`` if each pair's signs were by chance (Fisher; Smucker et al., CIKM 2007).

    ``less`` asks whether ``second`` is lower. All sign patterns are counted where there are at most
    ``rounds`` of them, else so many are drawn, the observed one counted among them.
    """
    differences = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    differences = differences[np.abs(differences) > _EQUAL]  # a pair without a difference changes no sum
    if not differences.size:
        return 1.0
    if side == "less":
        differences = -differences
    exact = 2**differences.size <= rounds
    sums = _signs(differences.size, rounds, seed, exact=exact) @ differences
    observed = differences.sum()
    if side == "two-sided":
        sums, observed = np.abs(sums), abs(observed)
    reached = int((sums >= observed - _EQUAL).sum())
    return reached / len(sums) if exact else (1 + reached) / (1 + len(sums))


def holm(probabilities: Mapping[str, float]) -> dict[str, float]:
    """Corrected p by name (Holm 1979): no more than 5 % of families have any false alarm at .05."""
    corrected: dict[str, float] = {}
    highest = 0.0
    ordered = sorted(probabilities.items(), key=lambda item: item[1])
    for place, (name, probability) in enumerate(ordered):
        highest = max(highest, min(1.0, (len(ordered) - place) * probability))
        corrected[name] = highest
    return {name: corrected[name] for name in probabilities}


def _signs(count: int, rounds: int, seed: int, *, exact: bool) -> npt.NDArray[np.int8]:
    """(patterns, count) of 1 and -1: all there are, or ``rounds`` drawn ones."""
    if exact:
        bits = np.arange(2**count)[:, None] >> np.arange(count) & 1
    else:
        bits = np.random.default_rng(seed).integers(0, 2, (rounds, count), dtype=np.int8)
    return (2 * bits - 1).astype(np.int8)
