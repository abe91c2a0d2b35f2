"""Training: vocabulary, batches, multiple-negatives ranking. Same seed and thread count, same weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor

from index import numbering
from index.model import Matrix
from index.training.model import Ids, WeightedEmbedding, trainable
from index.training.pairs import Source

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a run depends on beside its pairs. Chosen by cross-validation, see the model card."""

    members: int = 6  # encoders of different seeds that are made into one
    dimension: int = 192  # of a member
    reduced: int = 320  # of the one made of them
    vocabulary: int = 64_000
    least_texts: int = 2  # a feature of fewer texts is not learned
    steps: int = 480
    batch: int = 384
    rate: float = 0.02
    weight_rate: float = 0.02
    scale: float = 20.0  # 1 / temperature
    dropout: float = 0.2  # of features, on both sides
    idf_power: float = 1.0
    seed: int = 7
    threads: int = 1  # as fast as two: sums over few rows; and the same weights on any machine


@dataclass(frozen=True, slots=True)
class Trained:
    """A vocabulary and its rows, weights folded in; the last row is for what is unknown."""

    features: tuple[str, ...]
    rows: Matrix


class Texts:
    """Features of every text, counted once: name <-> number, and each text's numbers in order."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._of: dict[str, Ids] = {}

    def of(self, text: str) -> Ids:
        """Numbers of a text's features, each as often as it occurs."""
        found = self._of.get(text)
        if found is None:
            found = np.array([self._number(feature) for feature in numbering.features(text)], dtype=np.int32)
            self._of[text] = found
        return found

    def _number(self, feature: str) -> int:
        number = self._numbers.get(feature)
        if number is None:
            number = self._numbers[feature] = len(self.names)
            self.names.append(feature)
        return number


def vocabulary_of(sources: Sequence[Source], texts: Texts, recipe: Recipe) -> tuple[Ids, Matrix]:
    """The features met most often in training and their idf.

    A source's texts count by its share of a batch, so that a large source of little weight does not
    fill the vocabulary.
    """
    every = [
        [texts.of(text) for pair in source.pairs for text in (pair.query, pair.passage)] for source in sources
    ]
    size = len(texts.names)
    met = np.zeros(size)
    number_of = np.zeros(size)
    total = 0
    for source, found in zip(sources, every, strict=True):
        if not found or source.share <= 0:
            continue
        counts = np.bincount(np.concatenate([np.unique(ids) for ids in found]), minlength=size)
        met += counts * (source.share / len(found))
        number_of += counts
        total += len(found)
    order = np.lexsort((np.arange(size), -met))[: recipe.vocabulary]
    chosen = order[number_of[order] >= recipe.least_texts]
    share = met[chosen] / sum(source.share for source in sources if source.pairs)
    idf = np.log(1 + 1 / share) ** recipe.idf_power
    return chosen.astype(np.int32), (idf / idf.max()).astype(np.float32)


class Sampler:
    """Batches that hold each source's share and never two pairs of one key."""

    def __init__(self, sources: Sequence[Source], batch: int, generator: np.random.Generator) -> None:
        self._sources = [source for source in sources if source.pairs and source.share > 0]
        whole = sum(source.share for source in self._sources)
        self._sizes = [max(1, round(batch * source.share / whole)) for source in self._sources]
        self._generator = generator
        self._orders = [generator.permutation(len(source.pairs)) for source in self._sources]
        self._places = [0] * len(self._sources)

    def batch(self) -> list[tuple[str, str]]:
        """(query, passage) of one batch."""
        keys: set[str] = set()
        texts: list[tuple[str, str]] = []
        for number, size in enumerate(self._sizes):
            taken = 0
            for _ in range(size * 4):
                pair = self._sources[number].pairs[self._next(number)]
                if pair.key not in keys:
                    keys.add(pair.key)
                    texts.append((pair.query, pair.passage))
                    taken += 1
                if taken == size:
                    break
        return texts

    def _next(self, number: int) -> int:
        if self._places[number] == len(self._orders[number]):
            self._orders[number] = self._generator.permutation(len(self._orders[number]))
            self._places[number] = 0
        self._places[number] += 1
        return int(self._orders[number][self._places[number] - 1])


class _Encoded:
    """Texts -> what ``WeightedEmbedding`` takes, with features dropped at random."""

    def __init__(self, texts: Texts, features: Sequence[str], dropout: float, generator: np.random.Generator):
        self._texts, self._dropout, self._generator = texts, dropout, generator
        numbers = {feature: number for number, feature in enumerate(features)}
        self._places = np.array([numbers.get(name, -1) for name in texts.names], dtype=np.int64)

    def batch(self, texts: Sequence[str]) -> dict[str, Tensor]:
        every = [self._places[self._texts.of(text)] for text in texts]
        rows = np.repeat(np.arange(len(texts)), [len(ids) for ids in every])
        ids = np.concatenate(every)
        kept = (ids >= 0) & (self._generator.random(len(ids)) >= self._dropout)
        distinct, columns = np.unique(ids[kept], return_inverse=True)
        counts = torch.sparse_coo_tensor(
            torch.from_numpy(np.stack([rows[kept], columns])),
            torch.ones(len(columns)),
            (len(texts), len(distinct)),
            check_invariants=False,
        )
        return {"distinct": torch.from_numpy(distinct), "counts": counts.coalesce()}


def train(
    sources: Sequence[Source],
    recipe: Recipe,
    *,
    texts: Texts | None = None,
    start: Trained | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Train an encoder.

    Args:
        sources: what to learn from.
        recipe: how.
        texts: features already counted, to share between runs.
        start: weights to go on from; their vocabulary is kept and what is new is added.
        progress: called with (step, steps, loss).
    """
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    generator = np.random.default_rng(recipe.seed)
    texts = texts or Texts()
    features, weights, rows = _beginning(sources, texts, recipe, generator, start)
    model = trainable(features, weights, rows)
    loss_of = MultipleNegativesRankingLoss(
        model, scale=recipe.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    embedding: WeightedEmbedding = model[0]  # type: ignore[assignment]
    optimiser = torch.optim.SparseAdam(
        [
            {"params": [embedding.embedding.weight], "lr": recipe.rate},
            {"params": [embedding.log_weight], "lr": recipe.weight_rate},
        ],
        betas=(0.9, 0.99),
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _rate_at(recipe.steps))
    sampler = Sampler(sources, recipe.batch, generator)
    encoded = _Encoded(texts, features, recipe.dropout, generator)
    for step in range(recipe.steps):
        pairs = sampler.batch()
        columns = [encoded.batch([pair[side] for pair in pairs]) for side in (0, 1)]
        loss = loss_of(columns, torch.zeros(len(pairs)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()  # type: ignore[no-untyped-call]
        schedule.step()
        if progress:
            progress(step + 1, recipe.steps, float(loss.detach()))
    return Trained(tuple(features), embedding.folded())


def _beginning(
    sources: Sequence[Source],
    texts: Texts,
    recipe: Recipe,
    generator: np.random.Generator,
    start: Trained | None,
) -> tuple[list[str], Matrix, Matrix]:
    """Vocabulary, weights and rows before the first step, the unknown last."""
    chosen, idf = vocabulary_of(sources, texts, recipe)
    names = [texts.names[number] for number in chosen]
    one = np.ones(1, dtype=np.float32)
    if start is None:
        rows = generator.standard_normal((len(names) + 1, recipe.dimension), dtype=np.float32)
        return names, np.concatenate([idf, one]), rows / np.float32(math.sqrt(recipe.dimension))
    known = set(start.features)
    added = [name for name in names if name not in known]
    fresh = generator.standard_normal((len(added) + 1, start.rows.shape[1]), dtype=np.float32)
    typical = np.float32(np.median(np.linalg.norm(start.rows[:-1], axis=1)) / math.sqrt(fresh.shape[1]))
    rows = np.concatenate([start.rows[:-1], fresh * typical])
    return [*start.features, *added], np.ones(len(rows), dtype=np.float32), rows


def _rate_at(steps: int) -> Callable[[int], float]:
    """Warm-up over a twentieth of the steps, then a line down to nearly 0."""
    warm = max(1, steps // 20)

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))

    return rate
