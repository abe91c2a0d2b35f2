"""Pure: how far two reviewers agree beyond chance.

Cohen's κ = (p_o - p_e) / (1 - p_e): J. Cohen, A coefficient of agreement for nominal scales, 1960. Its
standard error: J. Fleiss, J. Cohen, B. Everitt, Large sample standard errors of kappa and weighted kappa, 1969.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

LEAST = 0.6
"""Below this, reviewers settle first what the verdicts mean."""
_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Agreement:
    """``value``: κ, None where both gave one and the same verdict throughout, or nothing was judged twice.

    ``low`` and ``high``: its 95 % interval, within [-1, 1]. ``table[i][j]``: how often one said category i
    and the other category j. ``count``: how many pairs.
    """

    value: float | None
    low: float
    high: float
    count: int
    table: tuple[tuple[int, ...], ...]

    @property
    def poor(self) -> bool:
        return self.value is not None and self.value < LEAST


def agreement(pairs: Sequence[tuple[Hashable, Hashable]], categories: Sequence[Hashable]) -> Agreement:
    """κ of pairs of verdicts, each one of ``categories``. ValueError for a verdict that is none of them."""
    places = list(categories)
    counts = np.zeros((len(places), len(places)), dtype=np.int64)
    for one, other in pairs:
        counts[places.index(one), places.index(other)] += 1
    table = tuple(tuple(int(cell) for cell in row) for row in counts)
    total = int(counts.sum())
    if not total:
        return Agreement(None, -1.0, 1.0, 0, table)
    shares = counts / total
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = float(rows @ columns)
    if math.isclose(expected, 1.0):
        return Agreement(None, -1.0, 1.0, total, table)
    value = (float(np.trace(shares)) - expected) / (1 - expected)
    reach = _NORMAL_95 * _error(shares, value, expected, total)
    return Agreement(value, max(value - reach, -1.0), min(value + reach, 1.0), total, table)


def _error(
    shares: np.ndarray[tuple[int, int], np.dtype[np.float64]], value: float, expected: float, total: int
) -> float:
    """The standard error of κ."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    agreed = np.diag(shares)
    same = float(np.sum(agreed * (1 - (rows + columns) * (1 - value)) ** 2))
    # For the pair (i, j) the margins are crossed: how often the one says j, the other i.
    crossed = shares * (columns[:, None] + rows[None, :]) ** 2
    apart = (1 - value) ** 2 * float(crossed.sum() - np.trace(crossed))
    spread = same + apart - (value - expected * (1 - value)) ** 2
    return math.sqrt(max(spread, 0.0) / total) / (1 - expected)
