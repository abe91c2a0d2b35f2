"""sentence-transformers models by name or folder: their only home, imported only when one is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoder import unit
from index.model import Matrix
from ingest.errors import StudioError

# (part of the name, query prompt, passage prompt) as the models' cards say, for those that do not
# bring them in their own configuration.
_PROMPTS = (
    ("bge-small-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-base-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-large-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("e5-", "query: ", "passage: "),
    ("stella-", "为这个句子生成表示以用于检索相关文章：", ""),
)
_WEIGHTS = ("*.safetensors", "*.bin", "*.onnx", "*.json", "*.txt")
_BATCH = 64


class HubEncoder:
    """A sentence-transformers model behind the ``Encoder`` protocol.

    Its id holds the model's revision (a hash of its files for a folder), so that vectors of one
    revision are never compared with those of another.
    """

    def __init__(self, name: str) -> None:
        folder = Path(name)
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, TypeError) as error:
            raise StudioError(_why(name, folder, error)) from error
        self._id = f"st:{folder.name}@{_revision(self._model, folder)}"
        self._query, self._passage = _prompts(self._model, name)
        self._dimension = int(self._model.encode(["班主任"]).shape[1])

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def cheap(self) -> bool:
        return False

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, self._passage)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, self._query)

    def _encode(self, texts: Sequence[str], prompt: str) -> Matrix:
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), prompt=prompt, batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False
        )
        return unit(np.asarray(vectors, dtype=np.float32))


def _prompts(model: SentenceTransformer, name: str) -> tuple[str, str]:
    """(query prompt, passage prompt): the model's own, else those its card asks for, else none."""
    own: dict[str, str] = {key: value for key, value in (model.prompts or {}).items() if value}
    passage = next((own[key] for key in ("document", "passage", "corpus") if key in own), "")
    if "query" in own or passage:
        return own.get("query", ""), passage
    return known_prompts(name)


def known_prompts(name: str) -> tuple[str, str]:
    """(query prompt, passage prompt) that the card of a model of this name asks for."""
    lower = name.lower()
    return next(((query, text) for part, query, text in _PROMPTS if part in lower), ("", ""))


def _revision(model: SentenceTransformer, folder: Path) -> str:
    if folder.is_dir():
        digest = hashlib.sha256()
        for pattern in _WEIGHTS:
            for file in sorted(folder.rglob(pattern)):
                digest.update(file.relative_to(folder).as_posix().encode())
                digest.update(file.read_bytes())
        return digest.hexdigest()[:12]
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return str(getattr(config, "_commit_hash", None) or "hub")[:12]


def _why(name: str, folder: Path, error: Exception) -> str:
    reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    if folder.is_dir():
        return f"文件夹 {name} 里的向量模型载入失败（{reason}）。请确认它是完整的 sentence-transformers 模型"
    return (
        f"向量模型 {name} 载入失败（{reason}）。若本机不能联网，请先在别处下载，再把文件夹路径填在设置里；"
        "或去掉这一设置，改用自带的编码器"
    )
