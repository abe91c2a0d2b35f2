"""The model: sentence-transformers' StaticEmbedding over our own features, with a learned weight each.

A text is the multiset of ``index.tokens.features``; its vector is the sum of its features' rows, each
times a learned weight that starts as the feature's idf, scaled to length 1. Folding the weights into
the rows gives a plain StaticEmbedding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from torch import Tensor, nn
from torch.nn.functional import embedding

from index.model import Matrix

Ids = npt.NDArray[np.int32]
UNKNOWN = "[UNK]"


def tokenizer_of(features: Sequence[str]) -> Tokenizer:
    """A tokenizer for text that is features joined by spaces; the unknown come last."""
    vocabulary = {feature: number for number, feature in enumerate([*features, UNKNOWN])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return tokenizer


class WeightedEmbedding(StaticEmbedding):
    """StaticEmbedding whose rows have a learned weight apart from their direction.

    Its input is one batch's distinct features and a matrix of how often each text has them: summing
    by a sparse product and moving only those rows makes a step several times faster than an
    embedding bag over all of the vocabulary.
    """

    def __init__(self, features: Sequence[str], weights: Matrix, rows: Matrix) -> None:
        super().__init__(tokenizer_of(features), embedding_weights=rows)
        start = np.log(np.maximum(weights, 1e-6)).astype(np.float32)[:, None]
        self.log_weight = nn.Parameter(torch.from_numpy(start))

    def forward(self, features: dict[str, Tensor], **_: object) -> dict[str, Tensor]:
        """Adds ``sentence_embedding``, (texts, dimension)."""
        distinct = features["distinct"]
        rows = embedding(distinct, self.embedding.weight, sparse=True)
        weights = embedding(distinct, self.log_weight, sparse=True).exp()
        features["sentence_embedding"] = torch.sparse.mm(features["counts"], rows * weights)
        return features

    def folded(self) -> Matrix:
        """Rows times weights, (features + 1, dimension); the last row, of the unknown, is 0."""
        with torch.no_grad():
            rows = (self.embedding.weight * self.log_weight.exp()).numpy().copy()
        rows[-1] = 0
        return rows.astype(np.float32)


def plain(features: Sequence[str], folded: Matrix) -> SentenceTransformer:
    """A sentence-transformers model for text that is features joined by spaces.

    Args:
        features: the vocabulary.
        folded: (len(features) + 1, dimension), the last row for what is unknown.
    """
    module = StaticEmbedding(tokenizer_of(features), embedding_weights=folded)
    return SentenceTransformer(modules=[module, Normalize()], device="cpu")


def trainable(features: Sequence[str], weights: Matrix, rows: Matrix) -> SentenceTransformer:
    """The same shape of model with weights of their own, to be trained."""
    return SentenceTransformer(
        modules=[WeightedEmbedding(features, weights, rows), Normalize()], device="cpu"
    )
