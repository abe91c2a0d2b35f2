"""How well an encoder finds the articles that lay questions are about, alone and fused with BM25."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import fusion, lexical
from index.embedding import vector_ids, vectors_of
from index.lexical import LexicalIndex
from index.lexicon import Lexicon
from index.model import Encoder, Scored
from index.sync import entry_of
from ingest.records import PassageRecord

DEPTH = 60  # candidates of each retriever, as in search


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the passages that answer it; ``group`` is what a fold leaves out."""

    question: str
    gold: frozenset[str]
    group: str


@dataclass(frozen=True, slots=True)
class Found:
    """Both rankings of one question."""

    case: Case
    lexical: tuple[Scored, ...]
    dense: tuple[Scored, ...]

    def rank(self, weights: Mapping[str, float]) -> int:
        """Rank from 1 of the first gold passage in the fused order, 0 if it is not there."""
        fused = fusion.weighted({fusion.LEXICAL: self.lexical, fusion.VECTOR: self.dense}, weights)
        order = fusion.first(fused, DEPTH)
        return next((place for place, one in enumerate(order, 1) if one in self.case.gold), 0)


class Bench:
    """Passages in a lexical index; lexical rankings are remembered, encoders come and go."""

    def __init__(
        self, records: Sequence[PassageRecord], folder: Path, lexicon: Lexicon | None = None
    ) -> None:
        self._records = list(records)
        self._lexicon = lexicon or Lexicon()
        self._index = LexicalIndex(folder)
        with self._index.writing() as writer:
            writer.add(map(entry_of, self._records))
        self._known: dict[str, tuple[Scored, ...]] = {}

    def lexical(self, question: str) -> tuple[Scored, ...]:
        if question not in self._known:
            terms = lexical.query_terms(question, self._lexicon.expand(question))
            self._known[question] = tuple(fusion.best_of(self._index.search(terms, DEPTH)))
        return self._known[question]

    def find(self, cases: Sequence[Case], encoder: Encoder) -> list[Found]:
        """Both rankings of every case."""
        ids = vector_ids(self._records)
        matrix = vectors_of(self._records, encoder.encode_passages)
        scores = encoder.encode_queries([case.question for case in cases]) @ matrix.T
        found = []
        for case, row in zip(cases, scores, strict=True):
            near = np.argpartition(-row, min(2 * DEPTH, len(row) - 1))[: 2 * DEPTH]
            dense = fusion.best_of(Scored(ids[number], float(row[number])) for number in near)[:DEPTH]
            found.append(Found(case, self.lexical(case.question), tuple(dense)))
        return found


def hits(found: Sequence[Found], weights: Mapping[str, float], *depths: int) -> list[float]:
    """hit@k for each of ``depths``: the share of cases whose gold is among the first k."""
    ranks = [one.rank(weights) for one in found]
    return [sum(0 < rank <= depth for rank in ranks) / max(1, len(ranks)) for depth in depths]
