"""The encoder that ships: a static embedding of words, characters and bigrams, read by numpy alone.

A folder holds ``vocabulary.txt.gz`` (one feature a line), ``rows.npy`` (int8, one row a feature) and
``scales.npy`` (float16, what a row's numbers are multiplied by). A text's vector is the sum of its
features' rows, scaled to length 1; features without a row say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index import tokens
from index.model import Matrix

VOCABULARY, ROWS, SCALES = "vocabulary.txt.gz", "rows.npy", "scales.npy"
SHIPPED = Path(__file__).parent / "shipped"
_LARGEST = 127  # of an int8, the same on both sides of 0


class StaticEncoder:
    """A static embedding behind the ``Encoder`` protocol. Its id names the weights by their content."""

    def __init__(self, features: Sequence[str], rows: Matrix, name: str) -> None:
        """``rows``: (len(features), dimension), term weights folded in."""
        self._numbers = {feature: number for number, feature in enumerate(features)}
        self._rows = rows
        self._id = f"{name}-{tokens.version()}"

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimension(self) -> int:
        return int(self._rows.shape[1])

    @property
    def cheap(self) -> bool:
        return True

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(n, dimension) float32, rows of length 1, or 0 for a text without known features."""
        matrix = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            numbers = self._numbers
            known = [numbers[feature] for feature in tokens.features(text) if feature in numbers]
            if known:
                self._rows[known].sum(axis=0, out=matrix[row])
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        matrix /= np.where(lengths == 0, 1, lengths)
        return matrix

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The same as passages."""
        return self.encode_passages(texts)
