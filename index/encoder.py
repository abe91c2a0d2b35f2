"""The encoder that needs no weights, and the one door through which any encoder is opened."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from index import static_encoder, tokens
from index.model import Encoder, Matrix

_WORD_WEIGHT, _BIGRAM_WEIGHT, _CHARACTER_WEIGHT = 1.0, 0.7, 0.3


class HashedEncoder:
    """Words, characters and bigrams hashed to ``dimension`` signed buckets: needs no training.

    Feature hashing after Weinberger et al. 2009 (arXiv 0902.2206): a feature's hash chooses its bucket
    and its sign, so that collisions cancel on average. A feature counts once per text, a word more
    than a bigram, a bigram more than a character.
    """

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension
        self._buckets = _Buckets(dimension)

    @property
    def id(self) -> str:
        return f"hashed-{self._dimension}-{tokens.version()}"

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def cheap(self) -> bool:
        return True

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """(n, dimension) float32, rows of length 1, or 0 for a text without letters."""
        matrix = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            found = [self._buckets[feature] for feature in set(tokens.features(text))]
            if found:
                where, weights = zip(*found, strict=True)
                matrix[row] = np.bincount(where, weights, self._dimension)
        return unit(matrix)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The same as passages."""
        return self.encode_passages(texts)


class _Buckets(dict[str, tuple[int, float]]):
    """Feature -> (bucket, signed weight), remembered; crc32 is the same on every machine."""

    _MOST = 1_000_000

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self._dimension = dimension

    def __missing__(self, feature: str) -> tuple[int, float]:
        if len(self) >= self._MOST:
            self.clear()
        code = zlib.crc32(feature.encode())
        weight = _weight(feature) if code & 1 else -_weight(feature)
        value = self[feature] = ((code >> 1) % self._dimension, weight)
        return value


def _weight(feature: str) -> float:
    if feature in tokens.STOP_WORDS:
        return 0.0
    if feature.startswith("_"):
        return _BIGRAM_WEIGHT
    return _WORD_WEIGHT if len(feature) > 1 else _CHARACTER_WEIGHT


def unit(matrix: Matrix) -> Matrix:
    """Rows scaled to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Matrix = (matrix / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled


def open_encoder(name: str | None = None) -> Encoder:
    """The encoder of that name.

    Args:
        name: None for the one that ships; ``hashed``; else the name or the folder of a
            sentence-transformers model, which is imported only then.

    Raises:
        StudioError: the model cannot be loaded.
    """
    if name is None:
        return static_encoder.load()
    if name == "hashed":
        return HashedEncoder()
    from index.hub import HubEncoder  # here, because it brings torch: seconds of import

    return HubEncoder(name)
