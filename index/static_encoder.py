"""The encoder that ships: a static embedding of words, characters and bigrams, read by numpy alone.

A folder holds ``vocabulary.txt.gz`` (one feature a line), ``rows.npy`` (int8, one row a feature) and
``scales.npy`` (float16, what a row's numbers are multiplied by). A text's vector is the sum of its
features' rows, scaled to length 1; features without a row say nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import tokens
from index.codes import Keys, Numbers
from index.model import Matrix
from index.numbering import Numbering
from index.one_thread import one_thread
from index.remembered import Remembered
from ingest.errors import StudioError

VOCABULARY, ROWS, SCALES = "vocabulary.txt.gz", "rows.npy", "scales.npy"
SHIPPED = Path(__file__).parent / "shipped"
_SMALLEST_SCALE = 1e-5  # a float16 still holds it
_TINY = 1e-9
# Texts of which the numbers of their features are remembered, about .8 kB each, and their sums, 1.5 kB each. What an
# answer beside 140,000 articles reads anew: of 820 texts 250 with half of it, 170 with this.
_READ_BEFORE, _SUMMED_BEFORE = 32_768, 16_384
_LARGEST = 127  # of an int8, the same on both sides of 0


class StaticEncoder:
    """A static embedding behind the ``Encoder`` protocol. Its id names the weights by their content."""

    def __init__(self, vocabulary: Sequence[str], rows: Matrix, name: str) -> None:
        """``rows``: (len(vocabulary), dimension), term weights folded in."""
        self._rows = rows
        self._lengths = np.maximum(np.linalg.norm(rows, axis=1), _TINY)
        self._numbers = Remembered(Numbering(vocabulary).of, _READ_BEFORE)
        self._sums = Remembered(self._summed, _SUMMED_BEFORE)
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
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # No feature goes over a blank: a text under headings is summed from what is remembered of each.
        parts = _Parts.of([(first, rest) for first, *rest in (text.split(" ") for text in texts)])
        sums = np.stack(self._sums.of(parts.texts))
        matrix: Matrix = sums[parts.places[parts.starts]]
        counts = np.diff((*parts.starts, len(parts.places)))
        for nth in range(1, counts.max()):
            rows = np.flatnonzero(counts > nth)
            matrix[rows] += sums[parts.places[parts.starts[rows] + nth]]
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        matrix /= np.where(lengths == 0, 1, lengths)
        return matrix

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> Matrix:
        """(n, 3): see ``ReadingEncoder``. Zeros where the question has no known feature."""
        words = self.read_words(question, passages)
        asked, times = np.unique(self._numbers.of([question])[0], return_counts=True)
        if not len(asked) or not passages:
            return np.zeros((len(passages), 3), dtype=np.float32)
        parts = _Parts.of(passages)
        sums = np.stack(self._sums.of(parts.texts))[parts.places]
        towards = times @ self._rows[asked]
        towards = towards / np.linalg.norm(towards)
        together = np.stack([sums[start:end].sum(axis=0) for start, end in parts.spans])
        closest = _cosines(sums, towards)
        closest[parts.starts] = 0.0  # the headings
        closest = np.maximum.reduceat(closest, parts.starts).clip(0.0)
        scores = np.stack((_cosines(together, towards), closest), axis=1)
        return np.column_stack((scores.astype(np.float32), words))

    def read_words(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> Matrix:
        """(n,): see ``ReadingEncoder``."""
        asked, times = np.unique(self._numbers.of([question])[0], return_counts=True)
        if not len(asked) or not passages:
            return np.zeros(len(passages), dtype=np.float32)
        parts = _Parts.of(passages)
        weights = times * self._lengths[asked]
        best = np.maximum.reduceat(self._closest(parts.texts, asked)[parts.places], parts.starts)
        found: Matrix = (best @ weights).astype(np.float32) / weights.sum()
        return found

    def _closest(self, texts: Sequence[str], asked: Numbers) -> Matrix:
        """(len(texts), len(asked)): how close the closest feature of each text comes to each of ``asked``, 0 or more."""
        known = self._numbers.of(texts)
        every = np.concatenate(known)
        here = np.zeros(len(self._rows), dtype=np.bool_)
        here[every] = True
        met = np.flatnonzero(here)
        with one_thread():
            like = (self._rows[met] @ self._rows[asked].T) / np.outer(
                self._lengths[met], self._lengths[asked]
            )
        counts = np.array([len(numbers) for numbers in known])
        best = np.zeros((len(texts), len(asked)), dtype=np.float32)
        if len(every):
            starts = (np.cumsum(counts) - counts)[counts > 0]
            place = np.empty(len(self._rows), dtype=np.int32)
            place[met] = np.arange(len(met))
            best[counts > 0] = np.maximum.reduceat(like.take(place[every], axis=0), starts).clip(0.0)
        return best

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The same as passages."""
        return self.encode_passages(texts)

    def _summed(self, texts: Sequence[str]) -> list[Matrix]:
        """Of each text (dimension,): the sum of the rows of its features."""
        return [self._rows.take(numbers, axis=0).sum(axis=0) for numbers in self._numbers.of(texts)]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Headings and sentences of passages. Those of one passage stand under the same heading: each is read once.

    ``texts``: all of them, each once; ``places``: of each part of each passage, its heading first, where it stands
    there; ``starts``: of each passage, where it begins in ``places``.
    """

    texts: list[str]
    places: Numbers
    starts: Keys

    @classmethod
    def of(cls, passages: Sequence[tuple[str, Sequence[str]]]) -> _Parts:
        known: dict[str, int] = {}
        places = [known.setdefault(part, len(known)) for above, rest in passages for part in (above, *rest)]
        counts = np.array([1 + len(rest) for _, rest in passages])
        return cls(list(known), np.array(places, dtype=np.int32), np.cumsum(counts) - counts)

    @property
    def spans(self) -> Iterable[tuple[int, int]]:
        """Of each passage, ``[start, end)`` in ``places``."""
        return pairwise((*self.starts, len(self.places)))


def _cosines(sums: Matrix, towards: Matrix) -> Matrix:
    """(n,): cosines of (n, dimension) with a unit vector."""
    found: Matrix = sums @ towards / np.maximum(np.linalg.norm(sums, axis=1), _TINY)
    return found


def save(folder: Path, vocabulary: Sequence[str], rows: Matrix) -> None:
    """Write the weights of an encoder, rounded to int8 with a scale for each row.

    Args:
        folder: made if it is not there.
        vocabulary: the features, without spaces or line breaks in any.
        rows: (len(vocabulary), dimension), term weights folded in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    small, scales = quantise(rows)
    words = "\n".join(vocabulary).encode("utf-8")
    (folder / VOCABULARY).write_bytes(gzip.compress(words, 9, mtime=0))
    np.save(folder / ROWS, small, allow_pickle=False)
    np.save(folder / SCALES, scales, allow_pickle=False)


def quantise(rows: Matrix) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """(int8 rows, float16 scales) with ``rows`` nearly ``int8 * scale``."""
    largest = np.abs(rows).max(axis=1, initial=0.0)
    scales = np.maximum(largest / _LARGEST, _SMALLEST_SCALE).astype(np.float16)
    small = np.rint(rows / scales.astype(np.float32)[:, None])
    return np.clip(small, -_LARGEST, _LARGEST).astype(np.int8), scales


def read(folder: Path) -> tuple[list[str], Matrix]:
    """(vocabulary, rows) of an encoder's folder.

    Raises:
        StudioError: a file is missing or the files do not belong together.
    """
    vocabulary, small, scales = _files(folder)
    rows: Matrix = small * scales.astype(np.float32)[:, None]
    return vocabulary, rows


def load(folder: Path = SHIPPED) -> StaticEncoder:
    """The encoder in a folder; None for the one that ships. Its id tells the weights by their content.

    Raises:
        StudioError: a file is missing or the files do not belong together.
    """
    vocabulary, rows = read(folder)
    return StaticEncoder(vocabulary, rows, f"static-{content_hash(folder)}")


def content_hash(folder: Path) -> str:
    """Names an encoder's files by what is in them."""
    digest = hashlib.sha256()
    for name in (VOCABULARY, ROWS, SCALES):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Path) -> tuple[list[str], npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    try:
        vocabulary = gzip.decompress((folder / VOCABULARY).read_bytes()).decode("utf-8").split("\n")
        small = np.load(folder / ROWS, allow_pickle=False)
        scales = np.load(folder / SCALES, allow_pickle=False)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise StudioError(
            f"向量编码器的文件读不出来（{folder.name}：{error}）。请重新安装本程序；"
            "或在设置里把向量模型填为 hashed，先用不需要权重的散列编码"
        ) from error
    if small.ndim != 2 or small.dtype != np.int8 or not len(vocabulary) == len(small) == len(scales):
        raise StudioError(
            f"向量编码器的文件对不上（{folder.name}：词表 {len(vocabulary)} 项，权重 {small.shape}）。"
            "请重新安装本程序，或重新运行 python -m index.training"
        )
    return vocabulary, small, scales
