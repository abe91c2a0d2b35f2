"""Several rankings into one. Pure: scores in, scores and orders out.

Weighted scores: a passage's fused score is the sum over retrievers r of ``w_r * n_r(s)`` with
``n_r(s) = (s - floor_r) / (max_r - floor_r)`` and 0 where r did not find it: the convex combination
with theoretical minimum of Bruch, Gai and Ingber, An Analysis of Fusion Functions for Hybrid
Retrieval, 2022 (arXiv 2210.11934). Reciprocal rank fusion: the sum of ``1 / (k + rank)``, Cormack,
Clarke and Buettcher, SIGIR 2009.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from index.model import Scored
from ingest.model import Form

Rankings = Mapping[str, Sequence[Scored]]
T = TypeVar("T")

LEXICAL, VECTOR, TERMS, SENTENCE = "lexical", "vector", "terms", "sentence"
EXACT, RERANK = "exact", "rerank"
# Chosen on the parts of teacher_questions.tsv whose laws were left out of training, as in index.closeness
# (hit@1 / @5 with what is read there): .312 / .623 at .15/.85, .321 / .624 at .1/.9; words alone .059 / .148.
WEIGHTS: Mapping[str, float] = {LEXICAL: 0.1, VECTOR: 0.9}
# Where nothing was learned, vectors only say again what words say, with collisions.
WORDS_FIRST: Mapping[str, float] = {LEXICAL: 0.8, VECTOR: 0.2}
# BM25 cannot be below 0; a cosine below 0 says as little as one of 0.
FLOORS: Mapping[str, float] = {LEXICAL: 0.0, VECTOR: 0.0}
DIGEST_FACTOR = 0.85  # of a digest's score where the rule itself is among the hits
_RRF_K = 60

_TITLE_FRAME = re.compile(r"[《》〈〉“”\s]|中华人民共和国|[（(][^（）()]*[)）]")


def weights_for(encoder: str) -> Mapping[str, float]:
    """The weights that go with an encoder, by its id."""
    return WORDS_FIRST if encoder.startswith("hashed-") else WEIGHTS


def weighted(
    rankings: Rankings, weights: Mapping[str, float] = WEIGHTS, floors: Mapping[str, float] = FLOORS
) -> dict[str, float]:
    """Fused score of every passage that any retriever found."""
    fused: dict[str, float] = {}
    for name, ranking in rankings.items():
        floor = floors.get(name, 0.0)
        span = max((scored.score for scored in ranking), default=floor) - floor
        for scored in ranking:
            part = max(scored.score - floor, 0.0) / span if span > 0 else 0.0
            fused[scored.passage] = fused.get(scored.passage, 0.0) + weights.get(name, 0.0) * part
    return fused


def reciprocal_rank(rankings: Rankings, k: int = _RRF_K) -> dict[str, float]:
    """Fused score by ranks alone, for retrievers whose scores cannot be compared."""
    fused: dict[str, float] = {}
    for ranking in rankings.values():
        for rank, scored in enumerate(ranking, 1):
            fused[scored.passage] = fused.get(scored.passage, 0.0) + 1 / (k + rank)
    return fused


def first(fused: Mapping[str, float], count: int) -> list[str]:
    """The ``count`` passages with the highest fused scores, ties by id."""
    return heapq.nsmallest(count, fused, key=lambda passage: (-fused[passage], passage))


def best_of(scored: Iterable[Scored]) -> list[Scored]:
    """Each passage once with its best score, best first; ``passage#q1`` counts for ``passage``."""
    best: dict[str, float] = {}
    for one in scored:
        passage = one.passage.partition("#")[0]
        best[passage] = max(best.get(passage, one.score), one.score)
    return [Scored(*pair) for pair in sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))]


def with_scores(rankings: Rankings, name: str, scores: Mapping[str, float]) -> Rankings:
    """``rankings`` with other scores in one of them, also of passages that it did not have."""
    if not scores:
        return rankings
    own = {scored.passage: scored.score for scored in rankings.get(name, ())}
    ordered = sorted({**own, **scores}.items(), key=lambda pair: (-pair[1], pair[0]))
    return {**rankings, name: [Scored(*pair) for pair in ordered]}


def parts_of(rankings: Rankings) -> dict[str, dict[str, tuple[int, float]]]:
    """passage -> retriever -> (rank from 1, score): what the test page shows."""
    parts: dict[str, dict[str, tuple[int, float]]] = {}
    for name, ranking in rankings.items():
        for rank, scored in enumerate(ranking, 1):
            parts.setdefault(scored.passage, {})[name] = (rank, scored.score)
    return parts


def one_per(ordered: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """The first of each key, in order: one hit per clause."""
    seen: set[Hashable] = set()
    first: list[T] = []
    for one in ordered:
        if (of := key(one)) not in seen:
            seen.add(of)
            first.append(one)
    return first


def diverse(ordered: Sequence[T], document: Callable[[T], Hashable], k: int, most: int) -> list[T]:
    """The first ``k``, at most ``most`` of one document as long as others have something to say.

    What a full document still had comes after, in order, if places are left.
    """
    taken: Counter[Hashable] = Counter()
    kept: list[T] = []
    waiting: list[T] = []
    for one in ordered:
        of = document(one)
        taken[of] += 1
        (kept if taken[of] <= most else waiting).append(one)
    return (kept[:k] + waiting)[:k]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a hit: the rule itself or a digest of it, under which title."""

    title: str
    form: Form


def digest_factors(voices: Sequence[Voice], factor: float = DIGEST_FACTOR) -> list[float]:
    """For each hit 1, or ``factor`` for a digest of a rule whose own text is among the hits."""
    originals = original_names(voices)
    return [
        factor if voice.form is Form.DIGEST and digests(voice.title, originals) else 1.0 for voice in voices
    ]


def original_names(voices: Iterable[Voice]) -> frozenset[str]:
    """The bare titles of the rules that speak for themselves."""
    return frozenset(_core(voice.title) for voice in voices if voice.form is Form.ORIGINAL) - {""}


def digests(title: str, originals: Iterable[str]) -> bool:
    """Whether a title is that of a digest of one of these rules."""
    core = _core(title)
    return any(rule in core for rule in originals)


@lru_cache(maxsize=1 << 14)  # a catalog's titles are asked for with every question
def _core(title: str) -> str:
    """A title without its frame: 《中华人民共和国教育法》（2021修正）要点 is 教育法要点."""
    return _TITLE_FRAME.sub("", title)
