"""`ask`: the one composition from a question to an answer whose every sentence is cited."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from app import ages, beside_card, missing_originals, silence, suspecting
from app.avoiding import to_avoid
from app.cards import card_for
from app.citing import path_of
from app.comparing import compares, subject
from app.comparison import compared, reads_rules
from app.dialogue import Asked, understood
from app.emergency import recognise_either
from app.merging import merged
from app.model import SECTION_OF_KIND, Answer, Citation, Quote, Section, SectionKind, Statement, narrowed_to
from app.quotes import quotes
from app.reading import STORIES, closely, likeness, listing, with_stories
from app.scopes import differences
from app.silence_features import Found
from app.unnamed import without_names
from app.worth import FAR, FAR_COMPARED, worth_showing
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.catalog import Catalog
from ingest.model import Kind
from ingest.records import PassageRecord, SourceRecord

READ_HITS = 40
RELATED, RELATED_HITS = 4, 12
CLEARLY = 1.0
"""How much better than rules and handbooks a case must be to be read first. Of 651 answerable questions of the seen sets
the very first statement is right in .733; in .717 with 0, .720 with 2, and .561 where rules always lead."""
STORY, ASKS_FOR_ONE = 14, "案例"
"""Letters from which a question may tell of a pupil: none of the shorter ones of those sets is answered by a case first."""
READ_SOURCES = 512
"""Kept in memory: an answer cites a dozen documents, mostly those of the answers before (a tenth of its time)."""


def ask(
    question: str,
    filters: Filters | None = None,
    *,
    previous: Sequence[Asked] = (),
    searcher: Searcher,
    catalog: Catalog,
    today: date,
) -> Answer:
    """Answer ``question`` from published documents. Raises StudioError on a question without words.

    ``previous`` questions, the last one last, give a follow-up its subject (``app.dialogue``).
    """
    began = time.perf_counter()
    said, taken = question, understood(question, previous)
    question = taken or said
    filters = filters or Filters()
    day = filters.as_of or today
    named = subject(question)
    asked = without_names(named)
    found = found_for(asked, searcher, catalog, filters, today=today)
    hits, records = found.hits, found.records
    # Whether it asks for one pupil's data shows in the words that name the pupil.
    kinds = silence.kinds_of(named)
    judgement = silence.judge(asked, found, searcher.encoder, kinds, silence.machine_for(question))
    reason = judgement.reason
    alarm = recognise_either(said, taken)
    card, steps = (
        card_for(alarm, searcher.editions(today), catalog, curator=filters.curator) if alarm else (None, [])
    )
    worth = worth_showing(found.quotes, FAR_COMPARED if reads_rules(question, hits) else FAR)
    chosen, rows = (
        ([], [])
        if reason
        else compared(
            asked if named == question else without_names(question),
            worth,
            hits,
            searcher=searcher,
            catalog=catalog,
            filters=filters,
            today=today,
        )
    )
    urgent = beside_card.situation_of(card)
    chosen = [*steps, *beside_card.quotes(urgent, chosen)]
    leading = (
        SectionKind.POLICY
        if rows or compares(question)
        else _leading(question, beside_card.quotes(urgent, worth))
    )
    sections, citations = _compose(chosen, leading, catalog, searcher.live(day))
    words = "" if chosen else (reason or silence.Reason.NO_BASIS).words
    differing = differences(question, rows, citations)
    suspected = (
        ()
        if card
        else suspecting.notes(said, taken, searcher.editions(today), catalog, curator=filters.curator)
    )
    notes = (
        *suspected,
        *(judgement.notes if chosen and not card else ()),
        *ages.notes(question, sections, citations),
        *missing_originals.notes(citations, missing_originals.published(catalog)),
    )
    return Answer(
        question=said,
        answered=bool(chosen),
        reason=words,
        sections=sections,
        citations=citations,
        nearest=() if chosen else silence.nearest(words, beside_card.hits(urgent, hits)),
        related=_related(question, beside_card.asked_from(urgent, hits), records),
        emergency=card,
        differences=differing,
        notes=notes,
        understood=taken,
        as_of=filters.as_of,
        narrowed=narrowed_to(filters),
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
    )


def found_for(
    question: str, searcher: Searcher, catalog: Catalog, filters: Filters | None = None, *, today: date
) -> Found:
    """What is found for a question and could be quoted."""
    hits = ordinary_hits(question, searcher, filters, today=today)
    chosen = quotes(
        question,
        with_stories(hits, catalog),
        words=lexical_terms,
        near=likeness(question, searcher.encoder),
        close=closely(question, searcher.encoder),
        listing=listing(question, searcher.encoder),
        expansion=[term for term, _ in searcher.expand(question)],
    )
    return Found(hits, searcher.passages([hit.passage for hit in hits]), chosen)


def ordinary_hits(
    question: str, searcher: Searcher, filters: Filters | None = None, *, today: date
) -> list[Hit]:
    """What is read for an answer. Emergency cards come up by the question's words alone (``app.emergency``):
    among ordinary hits they would cry wolf."""
    filters = filters or Filters()
    found = searcher.search(question, READ_HITS, filters, today=today)
    hits = [hit for hit in found if hit.kind is not Kind.EMERGENCY]
    kinds = tuple(kind for kind in filters.kinds or Kind if kind is not Kind.EMERGENCY)
    if len(hits) * 2 >= len(found) or not kinds:
        return hits
    # Cards of many steps must not crowd out what an ordinary question asks for.
    return searcher.search(question, READ_HITS, replace(filters, kinds=kinds), today=today)


def _compose(
    chosen: Sequence[Quote], leading: SectionKind, catalog: Catalog, live: Collection[tuple[str, int]]
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """Quotes into sections, a card first, then ``leading``, that of the best quote: who tells of a pupil is helped by a
    case, not by the law that is nearest. What rules say leads where they are compared: the table of their differences
    stands there. Citations are numbered as they are read."""
    revision = catalog.revision()
    sections: list[Section] = []
    citations: list[Citation] = []
    for kind in sorted(SectionKind, key=lambda kind: kind not in (SectionKind.EMERGENCY, leading)):
        statements = []
        for group in _advice_first(
            kind, merged(quote for quote in chosen if SECTION_OF_KIND[quote.hit.kind] is kind)
        ):
            began = len(citations)
            for quote in group:
                key = (quote.hit.document, quote.hit.version)
                source = _source(catalog, revision, *key)
                citations.append(_cite(len(citations) + 1, quote, source, in_force=key in live))
            statements.append(Statement(group[0].text, tuple(range(began + 1, len(citations) + 1))))
        if statements:
            sections.append(Section(kind, tuple(statements)))
    return tuple(sections), tuple(citations)


def _leading(question: str, worth: Sequence[Quote]) -> SectionKind:
    """The group of the best quote that says what to do; a case or a lesson leads only where it is clearly nearer, and a
    case only for who tells a story or asks for one."""
    story = len(question) >= STORY or ASKS_FOR_ONE in question

    def place(quote: Quote) -> float:
        return quote.score - CLEARLY * (SECTION_OF_KIND[quote.hit.kind] in STORIES)

    fits = [one for one in worth if not to_avoid(one.hit.path) and (story or one.hit.kind is not Kind.CASE)]
    best = max(fits, key=place, default=None)
    return SECTION_OF_KIND[best.hit.kind] if best else SectionKind.POLICY


def _advice_first(kind: SectionKind, groups: list[list[Quote]]) -> list[list[Quote]]:
    """The groups with one that says what to do in front, if there is any; a card keeps its own order."""
    first = next((at for at, group in enumerate(groups) if not to_avoid(group[0].hit.path)), 0)
    if kind is SectionKind.EMERGENCY or not first:
        return groups
    return [groups[first], *groups[:first], *groups[first + 1 :]]


@lru_cache(maxsize=READ_SOURCES)
def _source(catalog: Catalog, revision: int, document: str, number: int) -> SourceRecord:
    """A version's text and path, read once as long as the catalog stays at its revision."""
    return catalog.source(document, number)


def _cite(n: int, quote: Quote, source: SourceRecord, *, in_force: bool) -> Citation:
    """A citation, after the check that the quote is exactly the span it names."""
    stands = source.outline.text[quote.start : quote.end]
    if stands != quote.text:
        raise AssertionError(f"quote is not the span {quote.start}:{quote.end} of {source.document}")
    hit = quote.hit
    return Citation(
        n=n,
        quote=quote.text,
        title=hit.title,
        document=hit.document,
        version=hit.version,
        kind=hit.kind,
        form=hit.form,
        level=hit.level,
        scope=hit.scope,
        number=source.metadata.number,
        path=path_of(source.outline, quote.start, quote.end),
        page=hit.page,
        start=quote.start,
        end=quote.end,
        passage=hit.passage,
        source=source.source_name,
        in_force=in_force,
        fictional=source.metadata.extra.get("fictional") is True,
    )


def _related(question: str, hits: Sequence[Hit], records: Mapping[str, PassageRecord]) -> tuple[str, ...]:
    """Typical questions of the passages found, other than the question itself."""
    seen: dict[str, None] = {}
    for hit in hits[:RELATED_HITS]:
        record = records.get(hit.passage)
        for typical in record.questions[:2] if record else ():
            if typical != question:
                seen.setdefault(typical)
    return tuple(seen)[:RELATED]
