"""`ask`: the one composition from a question to an answer whose every sentence is cited."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from app.cards import card_for
from app.emergency import recognise
from app.model import SECTION_OF_KIND, Answer, Citation, Quote, Section, SectionKind, Statement
from app.quotes import coverage, quotes
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.catalog import Catalog
from ingest.model import Kind
from ingest.records import VersionRecord

READ_HITS = 24
PER_SECTION = 4
NEAREST = 5
RELATED = 4
LEAST_COVERAGE = 0.34
"""Below this share of the question's content in the best passage and the questions people ask of it,
nothing is answered. A floor against empty answers, set by hand: it is not a calibrated threshold."""
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
    hits = [hit for hit in searcher.search(question, READ_HITS, filters, today=today) if _ordinary(hit)]
    expansion = [term for term, _ in searcher.expand(question)]
    found = quotes(question, hits, words=lexical_terms, expansion=expansion)
    reason = _silence(question, found, expansion, catalog)
    alarm = recognise(question)
    card, steps = card_for(alarm, searcher.editions(today), catalog) if alarm else (None, [])
    chosen = [*steps, *([] if reason else _worth(found))]
    live = {(edition.document, edition.version) for edition in searcher.editions(day) if edition.live}
    sections, citations = _compose(chosen, catalog, live)
    return Answer(
        question=question,
        answered=bool(chosen),
        reason="" if chosen else reason,
        sections=sections,
        citations=citations,
        nearest=() if chosen else tuple(hits[:NEAREST]),
        related=_related(question, hits, catalog),
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
        emergency=card,
    )


def _ordinary(hit: Hit) -> bool:
    """Emergency cards come up by the question's words alone: among ordinary hits they would cry wolf."""
    return hit.kind is not Kind.EMERGENCY


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


def _silence(question: str, found: Sequence[Quote], expansion: Sequence[str], catalog: Catalog) -> str:
    wanted = {word: float(len(word)) for word in lexical_terms(question)}
    wanted.update({word: len(word) / 2 for word in expansion if word not in wanted})
    records = catalog.passages([quote.hit.passage for quote in found[:8]])
    texts = ["\n".join((r.title, *r.path, r.text, *r.questions)) for r in records.values()]
    best = max((coverage(text, wanted) for text in texts), default=0.0)
    return "" if best >= LEAST_COVERAGE else "资料库中没有找到依据"


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


def _related(question: str, hits: Sequence[Hit], catalog: Catalog) -> tuple[str, ...]:
    """Typical questions of the passages found, other than the question itself."""
    records = catalog.passages([hit.passage for hit in hits[:12]])
    seen: dict[str, None] = {}
    for hit in hits[:12]:
        record = records.get(hit.passage)
        for typical in record.questions[:2] if record else ():
            if typical != question:
                seen.setdefault(typical)
    return tuple(seen)[:RELATED]
