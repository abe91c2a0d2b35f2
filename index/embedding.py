"""What is embedded of a passage and of its typical questions. Pure.

A question's vector is drawn towards its passage's: alone, it answers for every question that sounds like
it, whatever its passage says. Measured with the questions of ``laws.tsv.gz``, a third of them held out at a
time from training and index (hit@1 / @5, by an encoder that learned the rest):

- over the national laws, fused: without questions .237 / .561; the question's share in its vector .3:
  .235 / .591; .5: .219 / .588; 1: .171 / .511;
- the same, laws left out whole while others have questions: .250 / .539; .203 / .502; .179 / .468; .143 / .421;
- among 137,000 other articles, vectors alone: .064 / .226; .120 / .338; .120 / .366; .096 / .326.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.lexical import passage_vectors
from index.model import Matrix
from ingest.model import Kind
from ingest.records import PassageRecord

QUESTION_SHARE = 0.5
"""Of a typical question in its vector; the rest is its passage's."""


def heading(record: PassageRecord) -> str:
    """The headings that a passage needs in its vector; "" for none.

    A rule's article speaks for itself, and what its neighbours share would only make them alike. A part of
    a case or a plan says what it is about in title and headings (held-out questions of the corpus: the
    passage among five .464 without them, .490 with them at a share of .3).
    """
    return record.context if record.kind is Kind.POLICY else "\n".join((record.title, *record.path))


def vector_text(record: PassageRecord) -> str:
    """What is embedded of a passage: its text under the headings that it needs."""
    above = heading(record)
    return f"{above}\n{record.text}" if above else record.text


def vector_ids(records: Sequence[PassageRecord]) -> list[str]:
    """Ids of all vectors of some passages: each passage, then its typical questions."""
    return [id_ for record in records for id_ in passage_vectors(record.id, len(record.questions))]


def vectors_of(records: Sequence[PassageRecord], encode: Callable[[list[str]], Matrix]) -> Matrix:
    """(len(vector_ids(records)), dimension): rows of length 1, or 0 for a text without known features."""
    matrix = encode([text for record in records for text in (vector_text(record), *record.questions)])
    owner = np.repeat(np.arange(len(records)), [1 + len(record.questions) for record in records])
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    asked = np.setdiff1d(np.arange(len(matrix)), first)
    drawn = QUESTION_SHARE * matrix[asked] + (1 - QUESTION_SHARE) * matrix[first[owner[asked]]]
    lengths = np.linalg.norm(drawn, axis=1, keepdims=True)
    matrix[asked] = drawn / np.where(lengths == 0, 1, lengths)
    return matrix
