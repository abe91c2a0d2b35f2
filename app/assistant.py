"""`ask`: the one composition from a question to an answer whose every sentence is cited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from app import ages, missing_originals, silence
from app.cards import card_for
from app.citing import path_of
from app.comparing import subject
from app.comparison import compared
from app.dialogue import Asked, understood
from app.emergency import recognise_either
from app.merging import merged, say_the_same
from app.model import SECTION_OF_KIND, Answer, Citation, Quote, Section, SectionKind, Statement
from app.quotes import quotes
from app.reading import likeness, with_stories
from app.scopes import differences
from app.unnamed import without_names
from index.fusion import EXACT
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.catalog import Catalog
from ingest.model import Kind
from ingest.records import PassageRecord, VersionRecord

READ_HITS = 40
PER_SECTION = 7
NEAREST = 5
RELATED, RELATED_HITS = 4, 12
READ_VERSIONS = 64
"""Kept in memory: an answer cites a dozen documents, mostly those of the answers before (a tenth of its time)."""
FAR = 0.4
"""Below the best quote's score: what is farther is about something else and only pads the answer. On the tuning
questions (390 answerable) the right evidence is shown to .918 with .4, to .931 with .5, .55 and .6."""
FAR_RULE = 0.5
"""The same for the best rule: being a digest costs it what a case's place gains, and what the rule says is
always asked."""


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
    hits = ordinary_hits(asked, searcher, filters, today=today)
    records = catalog.passages([hit.passage for hit in hits])
    # Whether it asks for one pupil's data shows in the words that name the pupil.
    kinds = silence.kinds_of(named)
    reason = silence.judge(asked, hits, records, searcher.encoder.id, kinds)
    expansion = [term for term, _ in searcher.expand(asked)]
    read = with_stories(hits, catalog)
    near = likeness(asked, searcher.encoder)
    found = quotes(asked, read, words=lexical_terms, near=near, expansion=expansion)
    alarm = recognise_either(said, taken)
    card, steps = (
        card_for(alarm, searcher.editions(today), catalog, curator=filters.curator) if alarm else (None, [])
    )
    chosen, rows = (
        ([], [])
        if reason
        else compared(
            without_names(question), _worth(found), hits, searcher=searcher, filters=filters, today=today
        )
    )
    chosen = [*steps, *chosen]
    live = {(edition.document, edition.version) for edition in searcher.editions(day) if edition.live}
    sections, citations = _compose(chosen, catalog, live)
    return Answer(
        question=said,
        answered=bool(chosen),
        reason=reason.words if reason and not chosen else "",
        sections=sections,
        citations=citations,
        nearest=() if chosen else tuple(hits[:NEAREST]),
        related=_related(question, hits, records),
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
        emergency=card,
        differences=differences(question, rows, citations),
        notes=(
            *ages.notes(question, sections, citations),
            *missing_originals.notes(citations, missing_originals.published(catalog)),
        ),
        understood=taken,
        as_of=filters.as_of,
    )


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


def _worth(found: Sequence[Quote]) -> list[Quote]:
    """The quotes not far below the best, at most ``PER_SECTION`` statements of a section, none twice."""
    if not found:
        return []
    # What holds the question word for word is first, but no measure of the others (as in app.quotes).
    ordinary = [quote for quote in found if EXACT not in quote.hit.parts] or found
    rule = next((quote for quote in ordinary if SECTION_OF_KIND[quote.hit.kind] is SectionKind.POLICY), None)
    best = ordinary[0].score
    near = [q for q in found if q.score >= best - (FAR_RULE if q is rule else FAR)]
    taken: Counter[SectionKind] = Counter()
    kept: list[Quote] = []
    for first, *others in merged(near):
        section = SECTION_OF_KIND[first.hit.kind]
        if taken[section] < PER_SECTION and not any(say_the_same(one, first) for one in kept):
            taken[section] += 1
            kept += [first, *others]
    return kept


def _compose(
    chosen: Sequence[Quote], catalog: Catalog, live: Collection[tuple[str, int]]
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """Quotes into sections, in the order sections are shown; citations are numbered as they are read."""
    revision = catalog.revision()
    sections: list[Section] = []
    citations: list[Citation] = []
    for kind in SectionKind:
        statements = []
        for group in merged(quote for quote in chosen if SECTION_OF_KIND[quote.hit.kind] is kind):
            began = len(citations)
            for quote in group:
                key = (quote.hit.document, quote.hit.version)
                version = _version(catalog, revision, *key)
                citations.append(_cite(len(citations) + 1, quote, version, in_force=key in live))
            statements.append(Statement(group[0].text, tuple(range(began + 1, len(citations) + 1))))
        if statements:
            sections.append(Section(kind, tuple(statements)))
    return tuple(sections), tuple(citations)


@lru_cache(maxsize=READ_VERSIONS)
def _version(catalog: Catalog, revision: int, document: str, number: int) -> VersionRecord:
    """A version's text and path, read once as long as the catalog stays at its revision."""
    return catalog.version(document, number)


def _cite(n: int, quote: Quote, version: VersionRecord, *, in_force: bool) -> Citation:
    """A citation, after the check that the quote is exactly the span it names."""
    stands = version.parse.text[quote.start : quote.end]
    if stands != quote.text:
        raise AssertionError(f"quote is not the span {quote.start}:{quote.end} of {version.document}")
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
        number=version.metadata.number,
        path=path_of(version.parse, quote.start, quote.end),
        page=hit.page,
        start=quote.start,
        end=quote.end,
        passage=hit.passage,
        source=version.source_name,
        in_force=in_force,
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
