"""sentence-transformers CrossEncoders by name or folder, imported only when one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import CrossEncoder

from ingest.errors import StudioError

_BATCH = 20
_LONGEST = 512  # tokens of question and passage; what models of this kind were trained on


class HubReranker:
    """A CrossEncoder of one score behind the ``Reranker`` protocol."""

    def __init__(self, name: str) -> None:
        try:
            self._model = CrossEncoder(name, device="cpu", activation_fn=torch.nn.Sigmoid())
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, TypeError, AttributeError) as error:
            raise StudioError(_why(name, error)) from error
        if self._model.num_labels != 1:
            raise StudioError(
                f"重排模型 {name} 给出 {self._model.num_labels} 个分数，不是一个。"
                "请换一个只给一个分数的 CrossEncoder，或去掉 STUDIO_RERANKER。"
            )
        self._model.max_seq_length = min(self._model.max_seq_length or _LONGEST, _LONGEST)

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        if not passages:
            return []
        pairs = [(query, passage) for passage in passages]
        found = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        return [float(score) for score in np.asarray(found).reshape(-1)]


def _why(name: str, error: Exception) -> str:
    reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
    if Path(name).is_dir():
        return f"文件夹 {name} 里的重排模型载入失败（{reason}）。请确认它是完整的 CrossEncoder 模型"
    return (
        f"重排模型 {name} 载入失败（{reason}）。若本机不能联网，请先在别处下载，再把文件夹路径填在 "
        "STUDIO_RERANKER；或去掉这一设置，不用重排"
    )
