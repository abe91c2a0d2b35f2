"""Vectors by text and encoder, so that unchanged text is never embedded twice.

One append-only file per encoder: records of a SHA-256 and a float32 vector. A record torn by a crash
is cut off when the file is opened; nothing of a text can be read back from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.model import Encoder, Matrix

_DIGEST_BYTES = 32


class VectorCache:
    """Vectors of one encoder in one folder. One writer at a time: ``sync`` holds the lock."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._path = folder / f"{hashlib.sha256(encoder.id.encode()).hexdigest()[:16]}.vectors"
        self._record = np.dtype([("key", f"S{_DIGEST_BYTES * 2}"), ("vector", "<f4", (encoder.dimension,))])
        self._stored = self._open()
        self._rows = {key: row for row, key in enumerate(self._stored["key"].tolist())}

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """Like the encoder's, embedding only what was never embedded before."""
        keys = [hashlib.sha256(text.encode()).hexdigest().encode() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if missing:
            self._append(list(missing), self._encoder.encode_passages(list(missing.values())))
        return np.asarray(self._stored["vector"][[self._rows[key] for key in keys]], dtype=np.float32)

    def drop_others(self) -> None:
        """Delete the vectors of encoders that are no longer used."""
        for file in self._path.parent.glob("*.vectors"):
            if file != self._path:
                file.unlink(missing_ok=True)

    def _open(self) -> npt.NDArray[np.void]:
        if not self._path.exists():
            return np.empty(0, self._record)
        whole = self._path.stat().st_size // self._record.itemsize
        if self._path.stat().st_size != whole * self._record.itemsize:
            with self._path.open("r+b") as file:
                file.truncate(whole * self._record.itemsize)
        return self._map()

    def _map(self) -> npt.NDArray[np.void]:
        if self._path.stat().st_size == 0:
            return np.empty(0, self._record)
        return np.memmap(self._path, self._record, "r")

    def _append(self, keys: list[bytes], vectors: Matrix) -> None:
        records = np.empty(len(keys), self._record)
        records["key"], records["vector"] = keys, vectors
        with self._path.open("ab") as file:
            file.write(records.tobytes())
        first = len(self._stored)
        self._stored = self._map()
        self._rows.update({key: first + row for row, key in enumerate(keys)})
