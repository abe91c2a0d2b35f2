"""Rankings and their passages -> candidates, one a clause -> hits. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import fusion, tokens
from index.closeness import NOTHING_READ, SENTENCE_END, Reading
from index.fusion import EXACT, VECTOR, Rankings, Voice
from index.model import Hit
from ingest.records import PassageRecord

_SHORTEST_PART = 8  # letters that may be quoted out of a sentence; what is shorter must be a whole one
_SHARE_OF_ONE_DOCUMENT = 0.6  # of k, as long as other documents have hits
_NO_LETTERS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
# A question's searches find the same passages, and so do the questions after it; about 1 kB each.
_normalised = lru_cache(maxsize=4_096)(tokens.normalise)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may become a hit. ``factor`` is 1, or less for a digest beside its rule."""

    record: PassageRecord
    score: float
    factor: float
    parts: dict[str, tuple[int, float]]


def candidates_of(
    query: str,
    rankings: Rankings,
    found: Mapping[str, PassageRecord],
    weights: Mapping[str, float],
    reading: Reading = NOTHING_READ,
) -> list[Candidate]:
    """The best passage of every clause that was found, best first; what the query quotes before all others.

    ``found`` may hold passages that no ranking has: they count only if they are quoted. ``reading`` is what
    those in front say when they are read again.
    """
    kept: Rankings = {
        name: [scored for scored in ranking if scored.passage in found] for name, ranking in rankings.items()
    }
    scores = fusion.weighted(fusion.with_scores(kept, VECTOR, reading.scores), weights)
    parts = fusion.parts_of({**kept, **reading.rankings})
    quoted = set(_quoted(query, found))
    for passage in quoted:
        scores.setdefault(passage, 0.0)
        parts.setdefault(passage, {})[EXACT] = (1, 1.0)
    records = [found[passage] for passage in scores]
    factors = fusion.digest_factors([Voice(record.title, record.form) for record in records])
    candidates = [
        Candidate(record, scores[record.id] * factor + (record.id in quoted), factor, parts[record.id])
        for record, factor in zip(records, factors, strict=True)
    ]
    candidates.sort(key=lambda one: (-one.score, one.record.document, one.record.start, one.record.id))
    return fusion.one_per(candidates, lambda one: _clause(one.record))


def enough(candidates: Sequence[Candidate], k: int) -> bool:
    """Whether there are ``k`` hits without too many of one document: one that repeats itself crowds none out."""
    most = _most(k)
    counts = Counter(one.record.document for one in candidates)
    return sum(min(count, most) for count in counts.values()) >= k


def hits_of(candidates: Sequence[Candidate], k: int) -> list[Hit]:
    """The first ``k``, not too many of one document."""
    chosen = fusion.diverse(candidates, lambda one: one.record.document, k, _most(k))
    return [hit_of(one.record, one.score, rank, one.parts) for rank, one in enumerate(chosen, 1)]


def _most(k: int) -> int:
    return max(1, round(k * _SHARE_OF_ONE_DOCUMENT))


def _clause(record: PassageRecord) -> tuple[object, ...]:
    """Passages of one clause share this; text outside any clause stands for itself."""
    return (record.document, record.version, *(record.path or (record.id,)))


def _quoted(query: str, found: Mapping[str, PassageRecord]) -> list[str]:
    """Passages that hold the query word for word, or that it is a typical question of.

    Where the query stands nowhere as it is, those that differ in punctuation only.
    """
    said = tokens.normalise(query)
    letters = set(_NO_LETTERS.sub("", said))
    texts = {passage: _normalised(_quotable(record)) for passage, record in found.items()}
    near = {passage: text for passage, text in texts.items() if all(letter in text for letter in letters)}
    whole = len(_NO_LETTERS.sub("", said)) < _SHORTEST_PART
    for left_out in (_SPACE, _NO_LETTERS):
        needle = left_out.sub("", said)
        held = [passage for passage, text in near.items() if _holds(text, needle, left_out, whole=whole)]
        if needle and held:
            return held
    return []


def _quotable(record: PassageRecord) -> str:
    return "\n".join((record.text, *record.questions))


def _holds(text: str, needle: str, left_out: re.Pattern[str], *, whole: bool) -> bool:
    """Whether a text holds the needle, without what both leave out; ``whole``: as one of its sentences."""
    if not whole:
        return needle in left_out.sub("", text)
    return any(left_out.sub("", sentence) == needle for sentence in SENTENCE_END.split(text))


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
