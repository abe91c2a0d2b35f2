"""How well an encoder finds the articles that lay questions are about: alone, fused with BM25, read as in search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index import closeness, fusion, lexical
from index.closeness import NOTHING_READ, Reading
from index.embedding import vector_ids, vectors_of
from index.lexical import LexicalIndex
from index.lexicon import Lexicon
from index.model import Encoder, ReadingEncoder, Scored
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
    """Both rankings of one question, and what the passages in front say when they are read again."""

    case: Case
    lexical: tuple[Scored, ...]
    dense: tuple[Scored, ...]
    reading: Reading = NOTHING_READ

    @property
    def rankings(self) -> fusion.Rankings:
        return {fusion.LEXICAL: self.lexical, fusion.VECTOR: self.dense}

    def order(self, weights: Mapping[str, float]) -> list[str]:
        """Passages by both rankings fused, best first."""
        return fusion.first(fusion.weighted(self.rankings, weights), DEPTH)

    def order_as_searched(self) -> list[str]:
        """Passages as ``search`` orders them: those in front by what they say when they are read again."""
        read = fusion.with_scores(self.rankings, fusion.VECTOR, self.reading.scores)
        return fusion.first(fusion.weighted(read), DEPTH)

    def rank_in(self, order: Sequence[str]) -> int:
        """Rank from 1 of the first gold passage in an order, 0 if it is not there."""
        return next((place for place, one in enumerate(order, 1) if one in self.case.gold), 0)


class Bench:
    """Passages in a lexical index; lexical rankings are remembered, encoders come and go."""

    def __init__(
        self, records: Sequence[PassageRecord], folder: Path, lexicon: Lexicon | None = None
    ) -> None:
        self._records = list(records)
        self._by_id = {record.id: record for record in self._records}
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
            found.append(self._read(Found(case, self.lexical(case.question), tuple(dense)), encoder))
        return found

    def _read(self, found: Found, encoder: Encoder) -> Found:
        if not isinstance(encoder, ReadingEncoder):
            return found
        best = fusion.first(fusion.weighted(found.rankings), DEPTH)
        reading = closeness.read(found.case.question, found.rankings, best, self._by_id, encoder)
        return replace(found, reading=reading)


def hits(found: Sequence[Found], weights: Mapping[str, float], *depths: int) -> list[float]:
    """hit@k for each of ``depths``: the share of cases whose gold is among the first k."""
    return _shares([one.rank_in(one.order(weights)) for one in found], depths)


def hits_as_searched(found: Sequence[Found], *depths: int) -> list[float]:
    """hit@k as ``search`` orders what it finds."""
    return _shares([one.rank_in(one.order_as_searched()) for one in found], depths)


def _shares(ranks: Sequence[int], depths: Sequence[int]) -> list[float]:
    return [sum(0 < rank <= depth for rank in ranks) / max(1, len(ranks)) for depth in depths]
