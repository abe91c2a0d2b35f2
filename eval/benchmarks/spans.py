"""Pure: judging what was found by where it stands in a document's text, however that text was cut.

Gold is named by path and quote, which only our own passages have. Here it is a place of the text: the words of
its quote in the passages it matches. What covers half of a place or more has found it, as in ``eval.matching``
half of a quote is enough. Of our own passages both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.matching import gold_key, in_order, matches
from eval.model import Gold, Question
from index.hits import hit_of
from ingest.records import PassageRecord


@dataclass(frozen=True, slots=True)
class Span:
    """``[start, end)`` of a document's text, in code points."""

    document: str
    start: int
    end: int


Places = Sequence[Sequence[Span]]
"""Of every gold of a question: where it stands. It may stand in several passages."""


def places(question: Question, records: Mapping[str, Iterable[PassageRecord]]) -> Places:
    """``records`` are the passages of every document."""
    return [_stands(gold, records.get(gold.document, ())) for gold in question.gold]


def _stands(gold: Gold, records: Iterable[PassageRecord]) -> list[Span]:
    found = []
    for record in records:
        if matches(gold, hit_of(record)):
            start, end = quoted(record.text, gold.quote)
            found.append(Span(record.document, record.start + start, record.start + end))
    return found


def quoted(text: str, quote: str) -> tuple[int, int]:
    """``[start, end)`` of a quote in a text, blanks left out, or of the half that stands in it; else all of it."""
    at = [place for place, character in enumerate(text) if not character.isspace()]
    flat, wanted = "".join(text[place] for place in at), "".join(quote.split())
    half = len(wanted) // 2
    for part in (wanted, wanted[:half], wanted[-half:]):
        if part and (first := flat.find(part)) >= 0:
            return at[first], at[first + len(part) - 1] + 1
    return 0, len(text)


def covers(span: Span, place: Span) -> bool:
    """Whether a span has half of a place or more."""
    shared = min(span.end, place.end) - max(span.start, place.start)
    return span.document == place.document and shared > 0 and 2 * shared >= place.end - place.start


def ranking(question: Question, gold: Places, found: Iterable[Span]) -> list[tuple[str, float]]:
    """(key, score) in rank order: gold keys for spans that found gold, others by where they stand."""
    return in_order(
        [gold_key(question, i) for i, where in enumerate(gold) if any(covers(span, one) for one in where)]
        or [f"{span.document}:{span.start}-{span.end}"]
        for span in found
    )


def seen(gold: Places, found: Iterable[Span], page: int) -> bool:
    """Whether gold is among the first ``page`` characters of what was found: longer spans have no advantage."""
    left = page
    for span in found:
        if left <= 0:
            return False
        cut = replace(span, end=min(span.end, span.start + left))
        if any(covers(cut, one) for where in gold for one in where):
            return True
        left -= span.end - span.start
    return False
