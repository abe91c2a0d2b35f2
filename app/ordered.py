"""What a question tells of, read in order: a small convolutional network over its characters, run with numpy alone.

Each character is a row of 64 numbers and, with the one after it, a row of 32. Four convolutions of width 3
(the later ones look 1, 2 and 4 places to each side and add to what came before) see how words stand to each
other; what they find is summed up by its largest, its mean and a mean with learned weights. Trained by
``python -m eval.intent.order``, shipped as int8. ``app.emergency`` takes it together with ``app.intent``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import tokens
from index.one_thread import one_thread

SHIPPED = Path(__file__).parent / "shipped"
LONGEST = 140
NOTHING, UNKNOWN = 0, 1
REACHES = (1, 1, 2, 4)
"""How many places apart the three characters are that each convolution sees."""
_BLANK = re.compile(r"\s+")
Floats = npt.NDArray[np.float32]


def letters(question: str) -> str:
    """What of a question is read: normalised, without blanks, at most ``LONGEST`` characters, never empty."""
    return _BLANK.sub("", tokens.normalise(question))[:LONGEST] or "。"


def numbered(
    text: str, characters: Mapping[str, int], pairs: Mapping[str, int]
) -> tuple[list[int], list[int]]:
    """Row of each character, and of each with the next; the last has none."""
    seconds = [pairs.get(one + other, UNKNOWN) for one, other in pairwise(text)]
    return [characters.get(letter, UNKNOWN) for letter in text], [*seconds, NOTHING]


@dataclass(frozen=True, slots=True)
class OrderedModel:
    """``single`` (characters + 2, 64) and ``double`` (pairs + 2, 32): rows; ``kernels``: of each convolution
    (3 * inputs, 128) and its bias (128,); ``attention`` (128,); ``weights`` (384, classes), ``bias`` (classes,)."""

    labels: tuple[str, ...]
    characters: dict[str, int]
    pairs: dict[str, int]
    single: Floats
    double: Floats
    kernels: tuple[tuple[Floats, Floats], ...]
    attention: Floats
    weights: Floats
    bias: Floats

    def probabilities(self, question: str) -> dict[str, float]:
        """Probability of each class, summing to 1."""
        with one_thread():
            return self._read(question)

    def _read(self, question: str) -> dict[str, float]:
        ones, twos = numbered(letters(question), self.characters, self.pairs)
        found = np.concatenate((self.single[ones], self.double[twos]), axis=1)
        for layer, ((kernel, bias), reach) in enumerate(zip(self.kernels, REACHES, strict=True)):
            seen = np.maximum(_windows(found, reach) @ kernel + bias, 0)
            found = found + seen if layer else seen
        share = np.exp((heard := found @ self.attention) - heard.max())
        summary = np.concatenate((found.max(axis=0), share @ found / share.sum(), found.mean(axis=0)))
        scores = (summary @ self.weights + self.bias).astype(np.float64)
        odds = np.exp(scores - scores.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))


def _windows(found: Floats, reach: int) -> Floats:
    """(n, 3 * width): each row beside those ``reach`` before and after it, zeros beyond the ends."""
    around = np.pad(found, ((reach, reach), (0, 0)))
    size = len(found)
    return np.concatenate([around[step * reach : step * reach + size] for step in range(3)], axis=1)


def save(folder: Path, name: str, model: OrderedModel) -> None:
    """Write ``name.npz``: tables and kernels as int8 with a scale for each column."""
    stored: dict[str, npt.NDArray[np.generic]] = {
        "labels": np.array(model.labels),
        "characters": np.array("".join(sorted(model.characters, key=model.characters.__getitem__))),
        "pairs": np.array("".join(sorted(model.pairs, key=model.pairs.__getitem__))),
        "attention": model.attention.astype(np.float16),
        "bias": model.bias.astype(np.float32),
    }
    tables = {"single": model.single, "double": model.double, "weights": model.weights}
    for number, (kernel, bias) in enumerate(model.kernels):
        tables[f"kernel{number}"] = kernel
        stored[f"bias{number}"] = bias.astype(np.float32)
    for key, table in tables.items():
        scales = np.maximum(np.abs(table).max(axis=0), 1e-9) / 127
        stored[key] = np.round(table / scales).astype(np.int8)
        stored[f"{key}_scales"] = scales.astype(np.float32)
    np.savez_compressed(folder / f"{name}.npz", allow_pickle=False, **stored)


@lru_cache(maxsize=2)
def load(name: str, folder: Path = SHIPPED) -> OrderedModel:
    """A model that ships, read once."""
    with np.load(folder / f"{name}.npz") as stored:

        def table(key: str) -> Floats:
            read: Floats = stored[key].astype(np.float32) * stored[f"{key}_scales"]
            return read

        characters, joined = str(stored["characters"]), str(stored["pairs"])
        return OrderedModel(
            labels=tuple(str(label) for label in stored["labels"]),
            characters={letter: row for row, letter in enumerate(characters, UNKNOWN + 1)},
            pairs={joined[at : at + 2]: at // 2 + UNKNOWN + 1 for at in range(0, len(joined), 2)},
            single=table("single"),
            double=table("double"),
            kernels=tuple(
                (table(f"kernel{number}"), stored[f"bias{number}"]) for number in range(len(REACHES))
            ),
            attention=stored["attention"].astype(np.float32),
            weights=table("weights"),
            bias=stored["bias"],
        )
