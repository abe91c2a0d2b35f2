"""How a question and a sentence fit, each word of one held against the words of the other: a small network run with numpy.

What was found near a question mostly speaks of its topic; whether it says what is asked shows in the words that
have no counterpart. Decomposable attention (Parikh et al. 2016, arXiv:1606.01933): each word, seen with its
neighbours, looks for its like on the other side, is compared with what it finds, and what the comparisons say is
summed up. Headings count as words of the sentence, marked as such. Words are rows of the encoder that ships, made
narrower. Trained by ``python -m eval.intent.paired``; ``app.silence_features`` asks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import tokens
from index.model import Encoder
from index.one_thread import one_thread

SHIPPED = Path(__file__).parent / "shipped"
NAME = "paired"
ASKED, ABOVE, SAID = 24, 14, 40
"""Words that are read: of a question, of the headings, of a sentence."""
UNREAD = -5.0
"""Log odds of what has no words: about those of a sentence that has nothing to do with a question."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence under its headings, and how ``close`` (word by word) and ``like`` the question the encoder finds it."""

    above: str
    text: str
    close: float
    like: float


@dataclass(frozen=True, slots=True)
class PairedModel:
    """``axes`` (dimension, narrow) of the encoder's rows; ``into`` (narrow, width); a convolution over three words for
    each side (3 * width, width) with its bias; ``places`` (2, width) marks headings and sentences; two layers that
    compare (4 * width + 3, width), (width, width), two that judge (4 * width + 2, width), (width, 1), with biases;
    ``sharpness`` (1,) of the attention."""

    axes: Floats
    into: Floats
    asked_kernel: Floats
    asked_bias: Floats
    said_kernel: Floats
    said_bias: Floats
    places: Floats
    compare_first: Floats
    compare_first_bias: Floats
    compare_second: Floats
    compare_second_bias: Floats
    judge_first: Floats
    judge_first_bias: Floats
    judge_second: Floats
    judge_second_bias: Floats
    sharpness: Floats

    def scores(self, question: str, candidates: Sequence[Candidate], encoder: Encoder) -> list[float]:
        """Of each candidate the log odds that it says what is asked; ``UNREAD`` without words of its own."""
        asked = words(question, ASKED)
        sides = [(words(one.above, ABOVE), words(one.text, SAID)) for one in candidates]
        every = list(dict.fromkeys([*asked, *(word for side in sides for part in side for word in part)]))
        encoded = encoder.encode_passages(every)
        at = {word: row for row, word in enumerate(every)}
        with one_thread():
            rows = encoded @ self.axes

            def rows_of(part: Sequence[str]) -> Floats:
                found: Floats = rows[[at[word] for word in part]]
                return found

            vectors = rows_of(asked)
            read = self._context(vectors, self.asked_kernel, self.asked_bias)
            return [
                self._score(vectors, read, rows_of(above), rows_of(text), (one.close, one.like))
                if asked and text
                else UNREAD
                for one, (above, text) in zip(candidates, sides, strict=True)
            ]

    def _context(self, vectors: Floats, kernel: Floats, bias: Floats) -> Floats:
        """(words, width): each word with those beside it."""
        own = vectors @ self.into
        around = np.pad(own, ((1, 1), (0, 0)))
        three = np.concatenate([around[step : step + len(own)] for step in range(3)], axis=1)
        return own + _positive(three @ kernel + bias)

    def _score(
        self, vectors: Floats, asked: Floats, above: Floats, text: Floats, told: tuple[float, float]
    ) -> float:
        said = np.concatenate(
            [
                self._context(part, self.said_kernel, self.said_bias) + place
                for part, place in zip((above, text), self.places, strict=True)
            ]
        )
        alike = _positive(vectors @ np.concatenate((above, text)).T)
        attention = (_unit(asked) @ _unit(said).T + alike) * self.sharpness
        in_text = (np.arange(len(said)) >= len(above)).astype(np.float32)
        of_asked = (alike.max(1), (alike * (1 - in_text)).max(1), (alike * in_text).max(1))
        most = alike.max(0)
        of_said = (most, most * (1 - in_text), most * in_text)
        summary = (
            *self._compared(asked, _shares(attention) @ said, of_asked),
            *self._compared(said, _shares(attention.T) @ asked, of_said),
            np.array(told, dtype=np.float32),
        )
        judged = _positive(np.concatenate(summary) @ self.judge_first + self.judge_first_bias)
        return float((judged @ self.judge_second + self.judge_second_bias)[0])

    def _compared(self, own: Floats, found: Floats, alike: tuple[Floats, ...]) -> tuple[Floats, Floats]:
        """(width,) each: mean and largest of what each word makes of what it found."""
        beside = np.concatenate(
            (own, found, np.abs(own - found), own * found, np.stack(alike, axis=1)), axis=1
        )
        first = _positive(beside @ self.compare_first + self.compare_first_bias)
        second = _positive(first @ self.compare_second + self.compare_second_bias)
        return second.mean(axis=0), second.max(axis=0)


def words(text: str, most: int) -> list[str]:
    """The first words of a text, as they are read."""
    return tokens.words(text)[:most]


def _positive(values: Floats) -> Floats:
    return np.maximum(values, 0)


def _unit(rows: Floats) -> Floats:
    found: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return found


def _shares(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = odds / odds.sum(axis=1, keepdims=True)
    return found


def save(folder: Path, name: str, model: PairedModel) -> None:
    """Write ``name.npz``, as float16."""
    arrays = {field.name: getattr(model, field.name).astype(np.float16) for field in fields(model)}
    np.savez_compressed(folder / f"{name}.npz", allow_pickle=False, **arrays)


@lru_cache(maxsize=2)
def load(name: str = NAME, folder: Path = SHIPPED) -> PairedModel:
    """A model that ships, read once."""
    with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
        return PairedModel(
            **{field.name: stored[field.name].astype(np.float32) for field in fields(PairedModel)}
        )
