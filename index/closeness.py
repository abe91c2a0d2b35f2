"""How close a rule's best sentence comes to the question, for the few passages that are in front.

A clause's vector is about all it says; a question is mostly about one of its sentences. A sentence can
only lift its passage: one that is found by a typical question need not sound like it. The sentences are
encoded while one waits, so nothing of them is kept in the index. Measured as in ``index.embedding``, fused
hit@1 / @5: .219 / .588 by whole passages, .222 / .594 with sentences; laws left out whole .179 / .468 and
.183 / .487. Beyond the first ten nothing was gained; parts of cases and plans lost by it; and where a
sentence could also lower its passage, hit@5 among 137,000 other articles fell from .366 to .334.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from index.fusion import VECTOR, Rankings
from index.model import Encoder, Matrix, Scored
from ingest.model import Kind
from ingest.records import PassageRecord

FIRST = 10
SHARE = 0.3
"""Of the best sentence in a passage's score, where that lifts it; the rest is the whole passage's."""

SENTENCE_END = re.compile(r"(?<=[。；;！？!?])|\n")
_SHORTEST = 5  # characters of a sentence that says something


def by_sentences(
    rankings: Rankings,
    best: Sequence[str],
    found: Mapping[str, PassageRecord],
    query: Matrix,
    encoder: Encoder,
) -> Rankings:
    """``rankings`` with the vector scores of the first passages of rules lifted towards their best sentences'.

    Args:
        rankings: by retriever; what vectors did not find stays without a score of theirs.
        best: passages in fused order.
        found: their texts.
        query: the question's vector, (dimension,).
        encoder: which made it.
    """
    whole = {scored.passage: scored.score for scored in rankings[VECTOR]}
    rules = (id_ for id_ in best if id_ in whole and id_ in found and found[id_].kind is Kind.POLICY)
    parts = {passage: sentences(found[passage].text) for passage in islice(rules, FIRST)}
    if not any(parts.values()):
        return rankings
    scores = encoder.encode_passages([text for texts in parts.values() for text in texts]) @ query
    at = 0
    for passage, texts in parts.items():
        if texts:
            closest = float(np.max(scores[at : at + len(texts)]))
            whole[passage] += SHARE * max(closest - whole[passage], 0.0)
            at += len(texts)
    ranked = sorted((Scored(*pair) for pair in whole.items()), key=lambda one: (-one.score, one.passage))
    return {**rankings, VECTOR: ranked}


def sentences(text: str) -> list[str]:
    """The sentences and items of a passage, without those too short to say anything."""
    return [part.strip() for part in SENTENCE_END.split(text) if len(part.strip()) >= _SHORTEST]
