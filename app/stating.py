"""Pure: the sentences by which every document states what is asked, for questions that compare them.

An ordinary answer takes the best sentences wherever they stand. Where it is asked what several documents
say, each document has its say: its best sentences (``app.stating_features``) with what stands beside them. A case or
a lesson too, which often tells what its school does, but behind a rule that says it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.listed import Listing
from app.measures import Closely, Words
from app.model import Quote
from app.quotes import LONGEST
from app.sentences import is_lead_in, sentences, without_bullet
from app.stating_features import Read, Scores, scores
from index.model import Hit
from ingest.model import Form, Kind

RULES = frozenset({Kind.POLICY, Kind.PLAN, Kind.HANDBOOK})
"""Kinds that say how something is to be done: cases and lessons tell how it was done once."""
SPEAKING = RULES | {Kind.CASE, Kind.LESSON, Kind.ACTIVITY}
"""Kinds that have their say where documents are compared: a card comes up by the words of an emergency alone, and the
files of a studio's own work tell of it, not of how something is to be done."""
FAR, FURTHER = 4.0, 2.5
"""Below the best sentence's score, a document speaks of something else; below its document's best, a further sentence.
Who compares scopes in one document has a sentence for each."""
DOCUMENTS, OF_A_DOCUMENT = 14, 4
"""In cross-validation over 475 comparing questions .754 show a sentence of every document with them, in 25 quotes; .720
in 21 with three of a document and 2 for ``FURTHER``, .781 in 32 with 5 for ``FAR``. A reader takes in no more."""
ROOM = 140
"""Characters to which a sentence is grown by those beside it. Chosen on the scope
questions of the seen sets of ``eval.benchmarks.answers``."""
BESIDE = 1.5
"""Below its score, the sentence on the next line is another item of a list: only padding."""
DIGEST = 1.0
"""What a digest loses of its score against a rule, for its place. With .5 to 1 the first statement is right in .83 of 374
tuning questions (.82 without); with 1 a rule itself stands first in 37 of 64 comparisons, in 21 without."""
_SHORTEST = 5


def statements(
    asked: str,
    hits: Sequence[Hit],
    *,
    words: Words,
    closely: Closely,
    listing: Listing,
) -> list[Quote]:
    """At most ``OF_A_DOCUMENT`` quotes of each of the ``DOCUMENTS`` that state ``asked`` best.

    Document after document, that first whose sentence by itself states it best.
    """
    read = sentences_of(hits)
    scored = scores(asked, read, words=words, closely=closely, listing=listing)
    return _of_every_document(read, scored, sorted(range(len(read)), key=lambda at: -scored.total[at]))


def together(chosen: Sequence[Quote], others: Iterable[Quote]) -> list[Quote]:
    """``chosen`` and behind them ``others``; one that shares words with one before makes that longer instead,
    as far as a quote may go."""
    kept = list(chosen)
    for quote in others:
        at = next((at for at, one in enumerate(kept) if _overlap(quote, one)), None)
        if at is None:
            kept.append(quote)
        else:
            kept[at] = _joined(kept[at], quote)
    return kept


def sentences_of(hits: Iterable[Hit]) -> list[Read]:
    """The sentences of ``hits`` of ``SPEAKING`` in their order, without lead-ins and scraps."""
    return [one for hit in hits if hit.kind in SPEAKING for one in _sentences(hit)]


def _sentences(hit: Hit) -> list[Read]:
    read = [Read(hit, without_bullet(hit.text, a, b), b, a) for a, b in sentences(hit.text)]
    return [one for one in read if len(one.text) >= _SHORTEST and not is_lead_in(one.text)]


def _of_every_document(read: Sequence[Read], scored: Scores, order: Sequence[int]) -> list[Quote]:
    """``order`` is best first. Of a digest too, behind the rules that state it nearly as well: it is a document of its
    own, shown as what it is. Which is read first says the sentence alone: what is listed by hand, or the like of it, is
    shown, but a school's own rule, which no index lists, is not behind it for that."""
    documents: dict[str, list[int]] = {}
    for at in order:
        if scored.total[at] < scored.total[order[0]] - FAR:
            break
        documents.setdefault(read[at].hit.document, []).append(at)
    shown = list(documents.values())[:DOCUMENTS]
    return [
        quote
        for of_document in sorted(
            shown, key=lambda own: DIGEST * (read[own[0]].hit.form is Form.DIGEST) - scored.own[own[0]]
        )
        for quote in _of_one_document(read, scored.total, of_document)
    ]


def _of_one_document(read: Sequence[Read], scored: Sequence[float], order: Sequence[int]) -> list[Quote]:
    quotes: list[Quote] = []
    taken: set[int] = set()
    for at in order:
        if len(quotes) == OF_A_DOCUMENT or scored[at] < scored[order[0]] - FURTHER:
            break
        if at not in taken:
            grown = _grown(read, scored, at, taken)
            taken.update(grown)
            quotes.append(_quote(read[grown[0]], read[grown[-1]], scored[at]))
    return quotes


def _grown(read: Sequence[Read], scored: Sequence[float], at: int, taken: set[int]) -> range:
    """The sentences around ``at`` of its passage, the better side first, that ``ROOM`` holds and none has taken."""

    def fits(first: int, last: int, new: int) -> bool:
        return (
            0 <= new < len(read)
            and new not in taken
            and read[new].hit is read[at].hit
            and read[last].end - read[first].start <= ROOM
            and (
                not _over_lines(read[at].hit, read[first].start, read[last].end)
                or (not _of_paragraphs(read[at].hit) and scored[new] >= scored[at] - BESIDE)
            )
        )

    first = last = at
    while True:
        sides = [
            (scored[new], grown)
            for new, grown in ((first - 1, (first - 1, last)), (last + 1, (first, last + 1)))
            if fits(*grown, new)
        ]
        if not sides:
            return range(first, last + 1)
        first, last = max(sides)[1]


def _quote(first: Read, last: Read, score: float) -> Quote:
    hit = first.hit
    # The first of several items keeps its number, as the others do.
    start = first.began if _over_lines(hit, first.start, last.end) else first.start
    return Quote(hit, hit.start + start, hit.start + last.end, hit.text[start : last.end], score)


def _overlap(one: Quote, other: Quote) -> bool:
    return _same(one, other) and one.start < other.end and other.start < one.end


def _joined(one: Quote, other: Quote) -> Quote:
    start, end = min(one.start, other.start), max(one.end, other.end)
    if one.hit.passage != other.hit.passage or end - start > max(LONGEST, one.end - one.start):
        return one
    if _of_paragraphs(one.hit) and _over_lines(one.hit, start - one.hit.start, end - one.hit.start):
        return one
    text = one.hit.text[start - one.hit.start : end - one.hit.start]
    return replace(one, start=start, end=end, text=text)


def _over_lines(hit: Hit, start: int, end: int) -> bool:
    """Whether a quote goes over a line's end: a line is a 款 of a rule, an item of a list or a paragraph."""
    return "\n" in hit.text[start:end]


def _of_paragraphs(hit: Hit) -> bool:
    """Whether lines are 款 and 项: a quote over several would not be cited by the one it stands in."""
    return hit.kind is Kind.POLICY and hit.form is Form.ORIGINAL


def _same(one: Quote, other: Quote) -> bool:
    return (one.hit.document, one.hit.version) == (other.hit.document, other.hit.version)
