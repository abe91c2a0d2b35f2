"""Several encoders of different seeds in one: side by side, then turned into fewer dimensions.

What a small encoder finds for a law that it has not met depends much on chance: which features stood in
which batch. Side by side, with equal lengths, the similarity of two texts becomes nearly the mean of the
members' similarities, and chance averages out; principal components of the vectors of training texts
(no mean taken away, so that angles stay) keep most of that in fewer dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.encoder import unit
from index.model import Matrix
from index.training.pairs import Source
from index.training.train import Progress, Recipe, Texts, Trained, train

_SAMPLE = 4_000  # pairs of each source that the directions are chosen on


def train_together(
    sources: Sequence[Source], recipe: Recipe, *, texts: Texts | None = None, progress: Progress | None = None
) -> Trained:
    """Train ``recipe.members`` encoders and make one of ``recipe.reduced`` dimensions of them.

    ``progress`` is called with (step, steps, loss) over all members.
    """
    texts = texts or Texts()
    members: list[Trained] = []
    for number in range(recipe.members):
        done = number * recipe.steps

        def told(step: int, steps: int, loss: float, done: int = done) -> None:
            if progress:
                progress(done + step, steps * recipe.members, loss)

        members.append(train(sources, replace(recipe, seed=recipe.seed + number), texts=texts, progress=told))
    sample = _sample(sources)
    features = members[0].features  # the vocabulary does not depend on the seed
    wide = np.concatenate([_level(member.rows, features, texts, sample) for member in members], axis=1)
    return Trained(features, reduce(wide, summed(wide, features, texts, sample), recipe.reduced))


def summed(rows: Matrix, features: Sequence[str], texts: Texts, sample: Sequence[str]) -> Matrix:
    """Sums of the rows of each text's features, (texts, dimension)."""
    numbers = {feature: number for number, feature in enumerate(features)}
    unknown = len(features)
    each = [texts.of(text) for text in sample]
    places = np.array([numbers.get(name, unknown) for name in texts.names], dtype=np.int64)
    sums: Matrix = np.stack([rows[places[ids]].sum(axis=0) for ids in each])
    return sums


def reduce(rows: Matrix, vectors: Matrix, dimension: int) -> Matrix:
    """``rows`` in the ``dimension`` directions in which unit ``vectors`` differ most."""
    level = unit(vectors).astype(np.float64)
    _, directions = np.linalg.eigh(level.T @ level)  # ascending
    turned: Matrix = (rows @ directions[:, ::-1][:, :dimension]).astype(np.float32)
    return turned


def _level(rows: Matrix, features: Sequence[str], texts: Texts, sample: Sequence[str]) -> Matrix:
    """Rows scaled so that a typical text has length 1: then every member has the same say."""
    lengths = np.linalg.norm(summed(rows, features, texts, sample), axis=1)
    scaled: Matrix = (rows / np.float32(np.median(lengths))).astype(np.float32)
    return scaled


def _sample(sources: Sequence[Source]) -> list[str]:
    pairs = [pair for source in sources for pair in source.pairs[:_SAMPLE]]
    return [text for pair in pairs for text in (pair.query, pair.passage)]
