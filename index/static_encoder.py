"""The encoder that ships: a static embedding of words, characters and bigrams, read by numpy alone.

A folder holds ``vocabulary.txt.gz`` (one feature a line), ``rows.npy`` (int8, one row a feature) and
``scales.npy`` (float16, what a row's numbers are multiplied by). A text's vector is the sum of its
features' rows, scaled to length 1; features without a row say nothing.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from index import tokens
from index.model import Matrix
from ingest.errors import StudioError

VOCABULARY, ROWS, SCALES = "vocabulary.txt.gz", "rows.npy", "scales.npy"
SHIPPED = Path(__file__).parent / "shipped"
_SMALLEST_SCALE = 1e-5  # a float16 still holds it
# Which article it is says nothing of what it is about: without the numbers hit@1 on laws left out of
# training rose from .245 to .262. Who asks for 第七十条 is served by the lexical index.
_NUMBER = re.compile(r"第[\d零〇一二三四五六七八九十百千]+[编章节条](?:之[一二三四五六七八九十]+)?")
_TINY = 1e-9
_READ_BEFORE = 16_384  # sentences whose features are remembered: about 1 kB each
Numbers = npt.NDArray[np.int32]
_LARGEST = 127  # of an int8, the same on both sides of 0


def features(text: str) -> list[str]:
    """What of a text is summed: ``tokens.features`` without the numbers of articles and chapters."""
    return tokens.features(_NUMBER.sub("\n", text))


class StaticEncoder:
    """A static embedding behind the ``Encoder`` protocol. Its id names the weights by their content."""

    def __init__(self, vocabulary: Sequence[str], rows: Matrix, name: str) -> None:
        """``rows``: (len(vocabulary), dimension), term weights folded in."""
        self._numbers = {feature: number for number, feature in enumerate(vocabulary)}
        self._rows = rows
        self._lengths = np.maximum(np.linalg.norm(rows, axis=1), _TINY)
        self._numbers_of = lru_cache(maxsize=_READ_BEFORE)(self._known)
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
            known = self._numbers_of(text)
            if len(known):
                self._rows[known].sum(axis=0, out=matrix[row])
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        matrix /= np.where(lengths == 0, 1, lengths)
        return matrix

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> Matrix:
        """(n, 3): see ``ReadingEncoder``. Zeros where the question has no known feature."""
        texts = [[self._numbers_of(text) for text in (above, *parts)] for above, parts in passages]
        asked, times = np.unique(self._numbers_of(question), return_counts=True)
        if not len(asked) or not texts:
            return np.zeros((len(passages), 3), dtype=np.float32)
        met = np.unique(np.concatenate([part for text in texts for part in text]))
        with _blas().limit(limits=1):
            like = (self._rows[met] @ self._rows[asked].T) / np.outer(
                self._lengths[met], self._lengths[asked]
            )
        towards = times @ self._rows[asked]
        weights = times * self._lengths[asked]
        read = [
            (
                *_whole_and_closest(self._rows, text, towards / np.linalg.norm(towards)),
                like[np.searchsorted(met, np.concatenate(text))].max(axis=0, initial=0.0) @ weights,
            )
            for text in texts
        ]
        return np.array(read, dtype=np.float32) / (1, 1, weights.sum())

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The same as passages."""
        return self.encode_passages(texts)

    def _known(self, text: str) -> Numbers:
        """Numbers of a text's features, as often as they occur."""
        numbers = self._numbers
        return np.array([numbers[each] for each in features(text) if each in numbers], dtype=np.int32)


@cache
def _blas() -> ThreadpoolController:
    """For products too small to share out: on a busy machine one thread waits for the other (12 ms for 3)."""
    return ThreadpoolController().select(user_api="blas")


def _whole_and_closest(rows: Matrix, parts: Sequence[Numbers], towards: Matrix) -> tuple[float, float]:
    """Cosines with a unit vector of all parts together and of the closest but the first, the heading."""
    sums = np.stack([rows[part].sum(axis=0) for part in parts])
    texts = np.vstack((sums.sum(axis=0), sums[1:]))
    cosines = texts @ towards / np.maximum(np.linalg.norm(texts, axis=1), _TINY)
    return float(cosines[0]), float(cosines[1:].max(initial=0.0))


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
