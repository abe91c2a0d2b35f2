"""Training: vocabulary, batches, multiple-negatives ranking. Same seed and thread count, same weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor

from index import tokens
from index.model import Matrix
from index.training.model import Ids, trainable
from index.training.pairs import Source

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a run depends on beside its pairs. Chosen by cross-validation, see the model card."""

    dimension: int = 192
    vocabulary: int = 64_000
    least_texts: int = 2  # a feature of fewer texts is not learned
    steps: int = 400
    batch: int = 384
    rate: float = 0.02
    weight_rate: float = 0.02
    scale: float = 20.0  # 1 / temperature
    dropout: float = 0.2  # of features, on both sides
    idf_power: float = 1.0
    seed: int = 7
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Trained:
    """A vocabulary and its rows, weights folded in; the last row is for what is unknown."""

    features: tuple[str, ...]
    rows: Matrix


class Texts:
    """Features of every text, counted once."""

    def __init__(self) -> None:
        self._features: dict[str, list[str]] = {}

    def of(self, text: str) -> list[str]:
        found = self._features.get(text)
        if found is None:
            found = self._features[text] = tokens.features(text)
        return found


def vocabulary_of(sources: Iterable[Source], texts: Texts, recipe: Recipe) -> tuple[list[str], Matrix]:
    """The commonest features and their idf, the unknown last."""
    seen = {text for source in sources for pair in source.pairs for text in (pair.query, pair.passage)}
    counts: Counter[str] = Counter()
    for text in seen:
        counts.update(set(texts.of(text)))
    common = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    features = [name for name, count in common[: recipe.vocabulary] if count >= recipe.least_texts]
    idf = [math.log(1 + len(seen) / counts[name]) ** recipe.idf_power for name in features]
    return features, np.array([*idf, 1.0], dtype=np.float32) / np.float32(max(idf))


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
    """Texts -> ids, with features dropped at random."""

    def __init__(self, texts: Texts, features: Sequence[str], dropout: float, generator: np.random.Generator):
        self._texts, self._dropout, self._generator = texts, dropout, generator
        self._numbers = {feature: number for number, feature in enumerate(features)}
        self._ids: dict[str, Ids] = {}

    def batch(self, texts: Sequence[str]) -> dict[str, Tensor]:
        kept = [self._drop(self._of(text)) for text in texts]
        offsets = np.cumsum([0, *(len(ids) for ids in kept[:-1])])
        return {"input_ids": torch.from_numpy(np.concatenate(kept)), "offsets": torch.from_numpy(offsets)}

    def _of(self, text: str) -> Ids:
        found = self._ids.get(text)
        if found is None:
            known = [self._numbers[f] for f in self._texts.of(text) if f in self._numbers]
            found = self._ids[text] = np.array(known or [len(self._numbers)], dtype=np.int64)
        return found

    def _drop(self, ids: Ids) -> Ids:
        kept = ids[self._generator.random(len(ids)) >= self._dropout]
        return kept if len(kept) else ids


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
    embedding = model[0]
    optimiser = torch.optim.Adam(
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
        optimiser.step()
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
    """Vocabulary, weights and rows before the first step."""
    features, weights = vocabulary_of(sources, texts, recipe)
    if start is None:
        rows = generator.standard_normal((len(features) + 1, recipe.dimension), dtype=np.float32)
        return features, weights, rows / np.float32(math.sqrt(recipe.dimension))
    known = set(start.features)
    added = [(name, weight) for name, weight in zip(features, weights, strict=False) if name not in known]
    fresh = generator.standard_normal((len(added) + 1, start.rows.shape[1]), dtype=np.float32)
    typical = np.float32(np.median(np.linalg.norm(start.rows[:-1], axis=1)) / math.sqrt(fresh.shape[1]))
    rows = np.concatenate([start.rows[:-1], fresh * typical])
    ones: Matrix = np.ones(len(rows), dtype=np.float32)
    return [*start.features, *(name for name, _ in added)], ones, rows


def _rate_at(steps: int) -> Callable[[int], float]:
    """Warm-up over a twentieth of the steps, then a line down to nearly 0."""
    warm = max(1, steps // 20)

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.02, (steps - step) / max(1, steps - warm)))

    return rate
