"""Pure: the sentences by which every rule and plan states what is asked, for questions that compare them.

An ordinary answer takes the best sentences wherever they stand. Where it is asked what several documents
say, each document has its say: its best sentences, as near to the question as its place lets one tell. What
is asked in a teacher's words (一期干几年) stands in the rules' words (建设周期为三年): documents that state
the same use the same words, so the sentences that lead help to find those of the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from app.model import Quote
from app.question import COUNTED, answer_type, asked_unit, held
from app.quotes import Comparable, Words, coverage
from app.sentences import is_lead_in, sentences, without_bullet
from index.model import Hit
from ingest.model import Kind

RULES = frozenset({Kind.POLICY, Kind.PLAN, Kind.HANDBOOK})
"""Kinds that say how something is to be done: cases and lessons tell how it was done once."""
LIKENESS, COVERAGE, COUNT, TYPED, SILENT, AGREEMENT = 2.0, 0.35, 0.3, 0.1, 0.1, 0.5
"""Weights beside a hit's share of the best hit's score: likeness to what is asked, words of it held, the number
or else what is asked for, that nothing is ruled, likeness to the leading sentences.

From 78 questions: the scope questions of eval/sets/scope_many, scope_tune and answers_tune.
"""
LEADING = 5
"""Documents whose best sentence is among the leading ones."""
LEAST_SHARE = 0.5
"""Of the best sentence's score: a document below it speaks of something else."""
SECOND = 0.9
"""Of its document's best sentence's score: what a further sentence of the document must reach."""
DOCUMENTS, OF_A_DOCUMENT = 12, 2
_SHORTEST = 8
_SILENT = re.compile(r"没有?(?:明?确?规定|写|给|设)|未(?:作)?规定")
"""That a document says nothing of it is its answer to a question what each says."""


def statements(
    asked: str,
    hits: Sequence[Hit],
    *,
    words: Words,
    comparable: Callable[[Sequence[str]], Comparable],
) -> list[Quote]:
    """At most ``OF_A_DOCUMENT`` sentences of each of the ``DOCUMENTS`` that state ``asked`` best.

    Document after document, the one with the best sentence first.
    """
    spans = [(hit, start, end) for hit in hits if hit.kind in RULES for start, end in _spans(hit.text)]
    if not spans:
        return []
    texts = [hit.text[start:end] for hit, start, end in spans]
    # A sentence of a list says its number and no more: what it is about, its headings say.
    placed = [" ".join((*hit.path[-2:], text)) for (hit, _, _), text in zip(spans, texts, strict=True)]
    alike = comparable(placed)
    top = max(hit.score for hit, _, _ in spans) or 1.0
    wanted = {word: float(len(word)) for word in words(asked)}
    kind, unit = answer_type(asked), asked_unit(asked)
    typed = COUNT if kind in COUNTED else TYPED
    found = [
        Quote(
            hit,
            hit.start + start,
            hit.start + end,
            text,
            hit.score / top
            + LIKENESS * max(like, 0.0)
            + COVERAGE * coverage(text, wanted)
            + typed * bool(held(kind, text, unit))
            + SILENT * bool(_SILENT.search(text)),
        )
        for (hit, start, end), text, like in zip(spans, texts, alike(asked), strict=True)
    ]
    agreeing = alike("\n".join(_leading(found, placed)))
    return _of_every_document(
        sorted(
            (
                replace(quote, score=quote.score + AGREEMENT * max(like, 0.0))
                for quote, like in zip(found, agreeing, strict=True)
            ),
            key=attrgetter("score"),
            reverse=True,
        )
    )


def with_context(said: Iterable[Quote], chosen: Sequence[Quote]) -> list[Quote]:
    """``said``, each in the longer quote of ``chosen`` that holds it, where one does; none twice."""
    return together([], (next((one for one in chosen if _holds(one, quote)), quote) for quote in said))


def together(chosen: Sequence[Quote], others: Iterable[Quote]) -> list[Quote]:
    """``chosen`` and behind them those of ``others`` that share no words with one before."""
    kept = list(chosen)
    for quote in others:
        if not any(_overlap(quote, one) for one in kept):
            kept.append(quote)
    return kept


def _leading(found: Sequence[Quote], placed: Sequence[str]) -> list[str]:
    """With its headings, the best sentence of each of the ``LEADING`` documents that have the best ones."""
    best: dict[str, str] = {}
    for quote, text in sorted(zip(found, placed, strict=True), key=lambda pair: -pair[0].score):
        best.setdefault(quote.hit.document, text)
    return list(best.values())[:LEADING]


def _of_every_document(found: Sequence[Quote]) -> list[Quote]:
    """``found`` is best first. Of a digest too: it is a document of its own, shown as what it is."""
    documents: dict[str, list[Quote]] = {}
    for quote in found:
        if quote.score < LEAST_SHARE * found[0].score:
            break
        said = documents.setdefault(quote.hit.document, [])
        if not said or (len(said) < OF_A_DOCUMENT and quote.score >= SECOND * said[0].score):
            said.append(quote)
    return [quote for said in list(documents.values())[:DOCUMENTS] for quote in said]


def _spans(text: str) -> list[tuple[int, int]]:
    spans = [(without_bullet(text, start, end), end) for start, end in sentences(text)]
    return [(a, b) for a, b in spans if b - a >= _SHORTEST and not is_lead_in(text[a:b])]


def _overlap(one: Quote, other: Quote) -> bool:
    return _same(one, other) and one.start < other.end and other.start < one.end


def _holds(one: Quote, other: Quote) -> bool:
    return _same(one, other) and one.start <= other.start and other.end <= one.end


def _same(one: Quote, other: Quote) -> bool:
    return (one.hit.document, one.hit.version) == (other.hit.document, other.hit.version)
