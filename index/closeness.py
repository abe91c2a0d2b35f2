"""How close a passage's words and sentences come to the question, for the few passages in front.

A passage's vector is about all it says. A question is about one of its sentences, and every word of it
wants its like there: 没收 in the rule, or what means as much. So the front passages are read again, word by
word (late interaction as in Khattab and Zaharia, ColBERT, 2020, arXiv 2004.12832, but with the encoder's
own static rows) and sentence by sentence. Nothing of it is kept in the index.

Both shares were chosen on questions whose laws, or a third of all questions, were left out of training and
index (hit@1 / @5 before and with it): laws left out, 1,418 questions, .282 / .580 and .322 / .621; a third of
the laws' questions .169 / .491 and .205 / .499; of the corpus', its document, .362 / .611 and .429 / .660.
Weights fitted on seven laws and measured on the eighth gave .319 / .622: little is owed to the choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from index.embedding import heading
from index.fusion import SENTENCE, TERMS, VECTOR, Rankings
from index.model import ReadingEncoder, Scored
from ingest.records import PassageRecord

FIRST = 14
TERMS_SHARE = 0.6
"""Of how much closer than those beside it a passage comes word by word; added to its vector's score."""
SENTENCE_SHARE = 0.4
"""The same of its closest sentence."""

SENTENCE_END = re.compile(r"(?<=[。；;！？!?])|\n")
_SHORTEST = 5  # characters of a sentence that says something


@dataclass(frozen=True, slots=True)
class Reading:
    """``scores`` take the place of the vectors' scores; ``rankings`` are what was read, to be shown."""

    scores: Mapping[str, float]
    rankings: Rankings


NOTHING_READ = Reading({}, {})


def read(
    question: str,
    rankings: Rankings,
    best: Sequence[str],
    found: Mapping[str, PassageRecord],
    encoder: ReadingEncoder,
) -> Reading:
    """The first passages read again. What vectors did not find gets the score that its text would have had.

    Args:
        question: as it was asked.
        rankings: by retriever.
        best: passages in fused order.
        found: their texts.
        encoder: which made the vectors of the rankings.
    """
    front = list(islice((id_ for id_ in best if id_ in found), FIRST))
    if not front:
        return NOTHING_READ
    known = {scored.passage: scored.score for scored in rankings[VECTOR]}
    whole, closest, terms = encoder.read(
        question, [(heading(found[id_]), sentences(found[id_].text)) for id_ in front]
    ).T.tolist()
    mean_terms, mean_closest = sum(terms) / len(front), sum(closest) / len(front)
    scores = {
        id_: known.get(id_, whole[at])
        + TERMS_SHARE * (terms[at] - mean_terms)
        + SENTENCE_SHARE * (closest[at] - mean_closest)
        for at, id_ in enumerate(front)
    }
    return Reading(scores, {TERMS: _ranked(front, terms), SENTENCE: _ranked(front, closest)})


def sentences(text: str) -> list[str]:
    """The sentences and items of a passage, without those too short to say anything."""
    return [part.strip() for part in SENTENCE_END.split(text) if len(part.strip()) >= _SHORTEST]


def _ranked(passages: Sequence[str], scores: Sequence[float]) -> list[Scored]:
    return sorted(map(Scored, passages, scores), key=lambda one: (-one.score, one.passage))
