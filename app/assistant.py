"""`ask`: the one composition from a question to an answer whose every sentence is cited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app import silence
from app.cards import card_for
from app.emergency import recognise
from app.model import SECTION_OF_KIND, Answer, Citation, Quote, Section, SectionKind, Statement
from app.quotes import quotes
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.catalog import Catalog
from ingest.model import Kind
from ingest.records import PassageRecord, VersionRecord

READ_HITS = 24
PER_SECTION = 4
NEAREST = 5
RELATED, RELATED_HITS = 4, 12
LEAST_SHARE = 0.55
"""Of the best quote's score: what is below is about something else and only pads the answer."""


def ask(
    question: str,
    filters: Filters | None = None,
    *,
    searcher: Searcher,
    catalog: Catalog,
    today: date,
) -> Answer:
    """Answer ``question`` from published documents. Raises StudioError on a question without words."""
    began = time.perf_counter()
    filters = filters or Filters()
    day = filters.as_of or today
    hits = ordinary_hits(question, searcher, filters, today=today)
    records = catalog.passages([hit.passage for hit in hits])
    reason = silence.judge(question, hits, records, searcher.encoder.id)
    expansion = [term for term, _ in searcher.expand(question)]
    found = quotes(question, hits, words=lexical_terms, expansion=expansion)
    alarm = recognise(question)
    card, steps = card_for(alarm, searcher.editions(today), catalog) if alarm else (None, [])
    chosen = [*steps, *([] if reason else _worth(found))]
    live = {(edition.document, edition.version) for edition in searcher.editions(day) if edition.live}
    sections, citations = _compose(chosen, catalog, live)
    return Answer(
        question=question,
        answered=bool(chosen),
        reason=reason.words if reason and not chosen else "",
        sections=sections,
        citations=citations,
        nearest=() if chosen else tuple(hits[:NEAREST]),
        related=_related(question, hits, records),
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
        emergency=card,
    )


def ordinary_hits(
    question: str, searcher: Searcher, filters: Filters | None = None, *, today: date
) -> list[Hit]:
    """What is read for an answer. Emergency cards come up by the question's words alone (``app.emergency``):
    among ordinary hits they would cry wolf."""
    hits = searcher.search(question, READ_HITS, filters or Filters(), today=today)
    return [hit for hit in hits if hit.kind is not Kind.EMERGENCY]


def _worth(found: Sequence[Quote]) -> list[Quote]:
    """The quotes not far below the best, at most ``PER_SECTION`` of a section, none twice."""
    if not found:
        return []
    least = LEAST_SHARE * found[0].score
    taken: Counter[SectionKind] = Counter()
    texts: set[str] = set()
    kept: list[Quote] = []
    for quote in found:
        section = SECTION_OF_KIND[quote.hit.kind]
        if quote.score >= least and taken[section] < PER_SECTION and quote.text not in texts:
            taken[section] += 1
            texts.add(quote.text)
            kept.append(quote)
    return kept


def _compose(
    chosen: Sequence[Quote], catalog: Catalog, live: Collection[tuple[str, int]]
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """Quotes into sections, in the order sections are shown; citations are numbered as they are read."""
    versions: dict[tuple[str, int], VersionRecord] = {}
    sections: list[Section] = []
    citations: list[Citation] = []
    for kind in SectionKind:
        statements = []
        for quote in chosen:
            if SECTION_OF_KIND[quote.hit.kind] is not kind:
                continue
            key = (quote.hit.document, quote.hit.version)
            if key not in versions:
                versions[key] = catalog.version(*key)
            citations.append(_cite(len(citations) + 1, quote, versions[key], in_force=key in live))
            statements.append(Statement(quote.text, (len(citations),)))
        if statements:
            sections.append(Section(kind, tuple(statements)))
    return tuple(sections), tuple(citations)


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
        path=hit.path,
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
