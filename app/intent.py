"""What a question is about, by its characters: a small linear model, read with numpy alone.

A question's n-grams (1 to 4 characters, how it begins and ends) and pairs of words (whichever way round,
however far apart) are weighted by tf-idf and summed for each class: multinomial logistic regression,
trained by ``python -m eval.intent``. Two models ship: ``emergency`` (the six situations of the cards, and
无) and ``scope`` (普通 and what is not to be answered from the corpus). They know the wordings they were
taught, not what words mean.

``app.emergency`` averages ``emergency`` with a small network that reads in order (``app.ordered``). Tried beside
them and left out, since cross-validation showed no gain: several networks, a network without the encoder's rows,
a second stage that looks at what would raise an alarm (asked of law or of a child, past or now, how long), a small
transformer taught on texts of laws beforehand. What helped were lessons in many more manners of speech.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import tokens

SHIPPED = Path(__file__).parent / "shipped"
LONGEST_GRAM = 4
MOST_WORDS = 20
_BLANK = re.compile(r"\s+")
Floats = npt.NDArray[np.float32]


def grams(question: str) -> Iterator[str]:
    """What is counted of a question: n-grams of its characters, beginning and end, pairs of its words."""
    text = _BLANK.sub("", tokens.normalise(question))
    for length in range(1, LONGEST_GRAM + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]
    yield f"^{text[:2]}"
    yield f"{text[-2:]}$"
    words = sorted(list(dict.fromkeys(tokens.words(question)))[:MOST_WORDS])
    for one, other in combinations(words, 2):
        yield f"&{one}+{other}"


@dataclass(frozen=True, slots=True)
class IntentModel:
    """``rows``: gram -> row of ``weights`` (grams, classes); ``idf`` (grams,); ``bias`` (classes,)."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats

    def probabilities(self, question: str) -> dict[str, float]:
        """Probability of each class, summing to 1."""
        scores = self.bias.astype(np.float64)
        counts = Counter(row for gram in grams(question) if (row := self.rows.get(gram)) is not None)
        if counts:
            found = np.fromiter(counts, dtype=np.int64)
            values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64))) * self.idf[found]
            scores = scores + values @ self.weights[found] / np.linalg.norm(values)
        odds = np.exp(scores - scores.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))


def save(folder: Path, name: str, model: IntentModel) -> None:
    """Write ``name.npz`` (weights as int8 with one scale per class) and ``name.txt.gz`` (the grams)."""
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.abs(model.weights).max(axis=0) / 127
    np.savez_compressed(
        folder / f"{name}.npz",
        labels=np.array(model.labels),
        weights=np.round(model.weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        idf=model.idf.astype(np.float16),
        bias=model.bias.astype(np.float32),
    )
    ordered = sorted(model.rows, key=model.rows.__getitem__)
    with (folder / f"{name}.txt.gz").open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        file.write("\n".join(ordered).encode())


@lru_cache(maxsize=4)
def load(name: str, folder: Path = SHIPPED) -> IntentModel:
    """A model that ships, read once."""
    with np.load(folder / f"{name}.npz") as stored:
        weights = stored["weights"].astype(np.float32) * stored["scales"]
        labels = tuple(str(label) for label in stored["labels"])
        idf, bias = stored["idf"].astype(np.float32), stored["bias"]
    with gzip.open(folder / f"{name}.txt.gz", "rt", encoding="utf-8", newline="\n") as file:
        rows = {gram: number for number, gram in enumerate(file.read().split("\n"))}
    return IntentModel(labels, rows, idf, weights, bias)
