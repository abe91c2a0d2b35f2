"""`ask`: the one composition from a question to an answer whose every sentence is cited."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

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
CARD_RANK = 3
"""An emergency card is shown where a passage of it is among this many best hits, and then first."""


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
    hits = _without_far_cards(searcher.search(question, READ_HITS, filters, today=today))
    expansion = [term for term, _ in searcher.expand(question)]
    found = quotes(question, hits, words=lexical_terms, expansion=expansion)
    reason = _silence(question, found, expansion, catalog)
    sections, citations = ((), ()) if reason else _compose(found, catalog, filters.as_of or today)
    return Answer(
        question=question,
        answered=not reason,
        reason=reason,
        sections=sections,
        citations=citations,
        nearest=tuple(hits[:NEAREST]) if reason else (),
        related=_related(question, hits, catalog),
        milliseconds=round((time.perf_counter() - began) * 1000, 1),
    )


def _without_far_cards(hits: Sequence[Hit]) -> list[Hit]:
    """Emergency cards only where the question is about one: elsewhere they would cry wolf."""
    near = any(hit.kind is Kind.EMERGENCY for hit in hits[:CARD_RANK])
    return [hit for hit in hits if near or hit.kind is not Kind.EMERGENCY]


def _silence(question: str, found: Sequence[Quote], expansion: Sequence[str], catalog: Catalog) -> str:
    wanted = {word: float(len(word)) for word in lexical_terms(question)}
    wanted.update({word: len(word) / 2 for word in expansion if word not in wanted})
    records = catalog.passages([quote.hit.passage for quote in found[:8]])
    texts = ["\n".join((r.title, *r.path, r.text, *r.questions)) for r in records.values()]
    best = max((coverage(text, wanted) for text in texts), default=0.0)
    return "" if best >= LEAST_COVERAGE else "资料库中没有找到依据"


def _compose(
    found: Sequence[Quote], catalog: Catalog, on: date
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    grouped: dict[SectionKind, list[Quote]] = {}
    for quote in found:
        group = grouped.setdefault(SECTION_OF_KIND[quote.hit.kind], [])
        if len(group) < PER_SECTION and all(quote.text != other.text for other in group):
            group.append(quote)
    versions: dict[tuple[str, int], VersionRecord] = {}
    live = {(edition.document, edition.version) for edition in catalog.editions(on) if edition.live}
    sections: list[Section] = []
    citations: list[Citation] = []
    for kind in SectionKind:
        statements = []
        for quote in grouped.get(kind, []):
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
