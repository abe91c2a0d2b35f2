"""Rankings and their passages -> candidates, one a clause -> hits. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index import fusion, tokens
from index.fusion import EXACT, Rankings, Voice
from index.model import Hit
from ingest.records import PassageRecord

_SHORTEST_EXACT = 8  # letters that a passage must hold in a row to count as quoted
_SHARE_OF_ONE_DOCUMENT = 0.6  # of k, as long as other documents have hits
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may become a hit. ``factor`` is 1, or less for a digest beside its rule."""

    record: PassageRecord
    score: float
    factor: float
    parts: dict[str, tuple[int, float]]


def candidates_of(
    query: str, rankings: Rankings, found: Mapping[str, PassageRecord], weights: Mapping[str, float]
) -> list[Candidate]:
    """The best passage of every clause that was found, best first."""
    kept: Rankings = {
        name: [scored for scored in ranking if scored.passage in found] for name, ranking in rankings.items()
    }
    scores = fusion.weighted(kept, weights)
    parts = fusion.parts_of(kept)
    for passage in _quoted(query, found):
        scores[passage] = scores.get(passage, 0.0) + 1.0
        parts[passage][EXACT] = (1, 1.0)
    records = [found[passage] for passage in scores]
    factors = fusion.digest_factors([Voice(record.title, record.form) for record in records])
    candidates = [
        Candidate(record, scores[record.id] * factor, factor, parts[record.id])
        for record, factor in zip(records, factors, strict=True)
    ]
    candidates.sort(key=lambda one: (-one.score, one.record.document, one.record.start, one.record.id))
    return fusion.one_per(candidates, lambda one: _clause(one.record))


def hits_of(candidates: Sequence[Candidate], k: int) -> list[Hit]:
    """The first ``k``, not too many of one document."""
    most = max(1, round(k * _SHARE_OF_ONE_DOCUMENT))
    chosen = fusion.diverse(candidates, lambda one: one.record.document, k, most)
    return [hit_of(one.record, one.score, rank, one.parts) for rank, one in enumerate(chosen, 1)]


def _clause(record: PassageRecord) -> tuple[object, ...]:
    """Passages of one clause share this; text outside any clause stands for itself."""
    return (record.document, record.version, *(record.path or (record.id,)))


def _quoted(query: str, found: Mapping[str, PassageRecord]) -> list[str]:
    """Passages that hold the query word for word, whatever the punctuation between."""
    needle = _letters(query)
    if len(needle) < _SHORTEST_EXACT:
        return []
    return [passage for passage, record in found.items() if needle in _letters(record.text)]


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", tokens.normalise(text))


def hit_of(
    record: PassageRecord,
    score: float = 0.0,
    rank: int = 0,
    parts: dict[str, tuple[int, float]] | None = None,
) -> Hit:
    """A passage as a hit: what was found, or what is read without having been searched for."""
    return Hit(
        passage=record.id,
        document=record.document,
        version=record.version,
        title=record.title,
        kind=record.kind,
        form=record.form,
        level=record.level,
        scope=record.scope,
        path=record.path,
        page=record.page,
        start=record.start,
        end=record.end,
        text=record.text,
        score=score,
        rank=rank,
        parts=parts or {},
    )
