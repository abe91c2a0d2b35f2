"""The first hits in the order of a re-ranker, and the one door through which one is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from index.fusion import EXACT, RERANK
from index.hits import Candidate
from index.model import Reranker

FIRST = 20
"""Candidates that are read again: of each costs a model's pass over question and passage."""


def reranked(
    query: str, candidates: Sequence[Candidate], reranker: Reranker | None, first: int = FIRST
) -> list[Candidate]:
    """``candidates`` with the first of them in the re-ranker's order; the rest follow as they were.

    The first keep the fused scores that they had between them, given out anew, so that scores go on
    falling from hit to hit and can be compared with those of the rest. A passage that holds the question
    word for word stays in front, and a digest stands behind its rule as before.
    """
    if reranker is None:
        return list(candidates)
    quoted = sum(1 for _ in takewhile(lambda one: EXACT in one.parts, candidates[:first]))
    fixed, head, rest = candidates[:quoted], candidates[quoted:first], candidates[first:]
    if len(head) < 2:
        return list(candidates)
    own = reranker.scores(query, [passage_text(one) for one in head])
    judged = [score * one.factor for score, one in zip(own, head, strict=True)]
    order = sorted(range(len(head)), key=lambda at: -judged[at])
    moved = [
        replace(
            head[at], score=head[rank].score, parts={**head[at].parts, RERANK: (rank + 1, float(judged[at]))}
        )
        for rank, at in enumerate(order)
    ]
    return [*fixed, *moved, *rest]


def passage_text(candidate: Candidate) -> str:
    """What a re-ranker reads: title and headings say what a short clause is about."""
    record = candidate.record
    return "\n".join(filter(None, (" ".join((record.title, *record.path)), record.text)))


def open_reranker(name: str | None) -> Reranker | None:
    """The re-ranker of that name; None for none.

    Args:
        name: name or folder of a sentence-transformers CrossEncoder, which is imported only then.

    Raises:
        StudioError: the model cannot be loaded.
    """
    if not name:
        return None
    from index.hub_reranker import HubReranker  # here, because it brings torch: seconds of import

    return HubReranker(name)
