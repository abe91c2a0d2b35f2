"""What each retriever alone ranks first: words by the lexical index, vectors by one collection a kind, all at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from index import fusion
from index.fusion import LEXICAL, VECTOR, Rankings
from index.model import Matrix
from index.opened import Generation
from index.visible import View

FIRST = 60  # candidates from each retriever; doubled while filters leave too few
_VECTORS = 2  # for each of those: near typical questions of one passage must not crowd out others

# Chroma computes outside Python's lock, and a search asks up to seven collections: on two cores one after the other
# they take 17 ms beside 140,000 articles, side by side 9.
_POOL = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1), thread_name_prefix="vectors")


def rankings(
    generation: Generation,
    view: View,
    count: int,
    terms: Sequence[tuple[str, float]],
    vector: Matrix | None,
) -> tuple[Rankings, bool]:
    """Each retriever's best ``count`` of every shelf or more, and whether that is all they have.

    Args:
        terms: of the query, each with its weight.
        vector: (dimension,) of the query; None lets words alone find.
    """
    nearest = count * _VECTORS
    collections = [
        generation.vectors(shelf, kind)
        for shelf in view.shelves
        for kind in view.kinds[shelf]
        if vector is not None
    ]
    running = [_POOL.submit(one.nearest, vector, nearest) for one in collections if vector is not None]
    try:
        by_words = [
            generation.lexical(shelf).search(terms, count, view.scopes[shelf]) for shelf in view.shelves
        ]
    finally:
        wait(running)  # whatever happens: a collection must not be dropped under a query
    by_vectors = [one.result() for one in running]
    exhausted = all(len(found) < count for found in by_words) and all(
        len(near) < nearest for near in by_vectors
    )
    return {
        LEXICAL: fusion.best_of([one for found in by_words for one in found]),
        VECTOR: fusion.best_of([one for near in by_vectors for one in near]),
    }, exhausted


def holding(generation: Generation, view: View, terms: Sequence[str]) -> list[str]:
    """Passages that may hold every one of the terms, however far down the rankings have them."""
    return [
        passage
        for shelf in view.shelves
        for passage in generation.lexical(shelf).holding(terms, FIRST, view.scopes[shelf])
    ]
