"""Pure: which found passages are gold. Gold is named by document, path and quote, never by passage id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from eval.model import Gold, Question
from index.model import Hit

SHORTEST_HALF = 10
"""Characters: half of a shorter quote could stand in any clause."""

_SPACE = re.compile(r"\s+")


def gold_key(question: Question, index: int) -> str:
    return f"{question.id}#gold{index}"


def matches(gold: Gold, hit: Hit) -> bool:
    """True if the hit's passage is (part of) the gold clause and, where a quote is given, holds it.

    A path matches when its last element is on the hit's path and the elements before it are too,
    in order. A quote may be cut over two passages: half of it is enough.
    """
    if gold.document != hit.document:
        return False
    if gold.path and not on_path(gold.path, hit.path):
        return False
    return not gold.quote or _holds(hit.text, gold.quote)


def on_path(wanted: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the names ``wanted`` stand on the path in this order, others between them or not."""
    rest = iter(_flat(name) for name in path)
    return all(any(_flat(name) in element for element in rest) for name in wanted)


def ranking(question: Question, hits: Sequence[Hit]) -> list[tuple[str, float]]:
    """(key, score) in rank order: gold keys for gold hits, passage ids for others, each key once."""
    return in_order(
        [gold_key(question, i) for i, gold in enumerate(question.gold) if matches(gold, hit)] or [hit.passage]
        for hit in hits
    )


def in_order(found: Iterable[Sequence[str]]) -> list[tuple[str, float]]:
    """(key, score) of what each hit is, best first, each key once."""
    keys = list(dict.fromkeys(key for of_a_hit in found for key in of_a_hit))
    # Equal scores would be reordered by the metric: the order is the rank.
    return [(key, float(len(keys) - i)) for i, key in enumerate(keys)]


def _holds(text: str, quote: str) -> bool:
    text, quote = _flat(text), _flat(quote)
    half = len(quote) // 2
    if half < SHORTEST_HALF:
        return quote in text
    return quote[:half] in text or quote[-half:] in text


def _flat(text: str) -> str:
    return _SPACE.sub("", text)
