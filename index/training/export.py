"""An encoder's folder -> a sentence-transformers folder, for whoever wants it elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index import numbering, static_encoder
from index.training.model import plain


def pretokenised(text: str) -> str:
    """A text as the exported model takes it: its features joined by spaces."""
    return " ".join(numbering.features(text))


def export(source: Path, target: Path) -> None:
    """Write a sentence-transformers folder that equals the encoder on ``pretokenised`` text.

    Raises:
        StudioError: ``source`` is no encoder's folder.
    """
    features, rows = static_encoder.read(source)
    unknown = np.zeros((1, rows.shape[1]), dtype=np.float32)
    plain(features, np.concatenate([rows, unknown])).save(str(target), create_model_card=False)
