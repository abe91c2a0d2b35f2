"""Evidence for an indicator out of the published corpus: what is found by its words, what names it, one by hand.

The search is the searcher's own, with the indicator's text as the question. Whatever a quote is made of is
looked at anew on the server: a page sends places, never texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.citing import path_of
from app.model import Citation, Quote
from app.quotes import quotes
from app.reading import closely, likeness, listing
from app.self_check_model import Candidate, unfit
from app.sentences import sentences
from app.studio import Studio
from index.hits import hit_of
from index.model import Filters, Hit
from index.tokens import lexical_terms
from ingest.attach import attach
from ingest.catalog_standard import Decided, Span
from ingest.errors import StudioError
from ingest.model import Kind, Metadata, Status, TypicalQuestion
from ingest.records import VersionRecord
from ingest.standards import Indicator

FOUND = 60
"""Passages that are looked at. What stands behind so many, samples and rules among them, is about other things."""
NAMED = 12
"""Documents that name the indicator and are read although no search found them."""
SHOWN, PER_DOCUMENT = 8, 2
FAR = 4.0
"""Below the best quote's score: what is farther only pads the list. Nearer than ``app.worth.FAR``, as an indicator asks
for one thing; as far as it was on the scale before the weights of ``app.quoting`` were fitted, and not measured anew."""
LONGEST = 400
"""Characters of a quote: an assessor reads it in the draft as it stands."""
_ASIDE = ("依据", "来源", "不要这样做")
"""Sections of a case or a plan that say what rules demand or what others do wrong, not what was done."""
_KINDS = tuple(kind for kind in Kind if kind is not Kind.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The published documents in force: ``own`` may be evidence. Each maps an id to (version, metadata)."""

    own: Mapping[str, tuple[int, Metadata]]
    others: Mapping[str, tuple[int, Metadata]]

    def naming(self, indicator: str) -> list[str]:
        """Own documents whose metadata name the indicator."""
        return [id for id, (_, about) in self.own.items() if indicator in _named(about)]

    def samples(self, indicator: str) -> tuple[tuple[str, str], ...]:
        """What ships and names the indicator, as (id, title); rules are no samples of work."""
        return tuple(
            (id, about.title)
            for id, (_, about) in self.others.items()
            if indicator in _named(about) and about.kind not in (Kind.POLICY, Kind.EMERGENCY)
        )


def shelf(studio: Studio, today: date) -> Shelf:
    """What is published and in force on a day, own and other."""
    live = {(one.document, one.version) for one in studio.searcher.editions(today) if one.live}
    makers = {(state.document, state.number): state.created_by for state in studio.catalog.states()}
    own: dict[str, tuple[int, Metadata]] = {}
    others: dict[str, tuple[int, Metadata]] = {}
    for record in studio.catalog.documents(statuses=[Status.PUBLISHED]):
        key = (record.id, record.version)
        if key in live:
            fits = unfit(record.id, record.metadata, makers.get(key, "")) is None
            (own if fits else others)[record.id] = (record.version, record.metadata)
    return Shelf(own, others)


def candidates(
    studio: Studio, indicator: Indicator, on: Shelf, decided: Collection[Span], today: date
) -> tuple[tuple[Candidate, ...], int]:
    """Quotes to decide on, best first, and how many documents that name the indicator are not among them."""
    naming = on.naming(indicator.id)
    filters = Filters(kinds=_KINDS, curator=True)
    found = studio.mended(lambda: studio.searcher.search(indicator.text, FOUND, filters, today=today))
    hits = [hit for hit in found if on.own.get(hit.document, (0,))[0] == hit.version and _tells(hit)]
    there = {hit.document for hit in hits}
    unread = [id for id in naming if id not in there][:NAMED]
    records = (one for id in unread for one in studio.catalog.passages_of(id, on.own[id][0]))
    beside = [hit for hit in map(hit_of, records) if _tells(hit)]
    chosen = list(_chosen(_quoted(studio, indicator.text, hits, beside), set(naming), set(decided)))
    versions: dict[tuple[str, int], VersionRecord] = {}
    made = [
        Candidate(cited(studio, _span(quote), versions), quote.hit.document in naming) for quote in chosen
    ]
    shown = {one.citation.document for one in made} | {span.document for span in decided}
    return tuple(made), sum(document not in shown for document in naming)


def _quoted(studio: Studio, text: str, hits: Sequence[Hit], beside: Sequence[Hit]) -> list[Quote]:
    """The best sentences of what was found, and of every other document the best of all."""
    encoder = studio.searcher.encoder
    near, close, matters = likeness(text, encoder), closely(text, encoder), listing(text, encoder)
    found = quotes(text, hits, words=lexical_terms, near=near, close=close, listing=matters)
    for document in dict.fromkeys(hit.document for hit in beside):
        of_one = [hit for hit in beside if hit.document == document]
        found += quotes(text, of_one, words=lexical_terms, near=near, close=close, listing=matters)[:1]
    return found


def _chosen(found: Sequence[Quote], naming: Collection[str], decided: Collection[Span]) -> Iterable[Quote]:
    """Documents that name the indicator first, with one quote each at least; else what is near the best."""
    left = [quote for quote in found if _span(quote) not in decided]
    best = max((quote.score for quote in found), default=0.0)
    taken: Counter[str] = Counter()
    for quote in sorted(left, key=lambda one: (one.hit.document not in naming, -one.score)):
        document = quote.hit.document
        certain = document in naming and not taken[document]
        if quote.score < best - FAR and not certain:
            continue
        if taken[document] < PER_DOCUMENT and taken.total() < SHOWN:
            taken[document] += 1
            yield quote


def _tells(hit: Hit) -> bool:
    """Whether a passage tells of what was done."""
    return not any(name.strip() in _ASIDE for name in hit.path)


def _span(quote: Quote) -> Span:
    return Span(quote.hit.document, quote.hit.version, quote.start, quote.end)


def _named(about: Metadata) -> list[str]:
    stated = about.extra.get("indicators")
    return [str(name) for name in stated] if isinstance(stated, list | tuple) else []


def cited(
    studio: Studio, span: Span, versions: dict[tuple[str, int], VersionRecord] | None = None
) -> Citation:
    """The citation of a span as the catalog has it now. StudioError where no such span is."""
    key = (span.document, span.version)
    known = {} if versions is None else versions
    if key not in known:
        known[key] = studio.catalog.version(*key)
    version = known[key]
    text = version.parse.text
    if not 0 <= span.start < span.end <= min(len(text), span.start + LONGEST):
        raise StudioError("这处引文的位置不对。请刷新页面再试。")
    about = version.metadata
    passage = next((p for p in version.parse.passages if p.start <= span.start < p.end), None)
    return Citation(
        n=0,
        quote=text[span.start : span.end],
        title=about.title,
        document=span.document,
        version=span.version,
        kind=about.kind,
        form=about.form,
        level=about.level,
        scope=about.scope,
        number=about.number,
        path=path_of(version.parse, span.start, span.end),
        page=passage.page_start if passage else None,
        start=span.start,
        end=span.end,
        passage="",
        source=version.source_name,
        in_force=True,
    )


def fitting(studio: Studio, document: str, today: date) -> VersionRecord:
    """The version in force of a document that may be evidence. StudioError that says why it may not."""
    record = studio.catalog.document(document)
    live = {(one.document, one.version) for one in studio.searcher.editions(today) if one.live}
    if (record.id, record.version) not in live:
        raise StudioError(f"“{record.metadata.title}”没有现行有效的版本，不能作证据。请先发布它，或换一份。")
    version = studio.catalog.version(document, record.version)
    if why := unfit(document, version.metadata, version.created_by):
        raise StudioError(f"“{version.metadata.title}”{why}。请换一份本室的材料，或先在“资料”页导入。")
    return version


def by_hand(version: VersionRecord, clause: str, words: str) -> Span:
    """The span of a clause, or of ``words`` in it. StudioError where there is no such clause or sentence."""
    start, end = _of_clause(version, clause.strip())
    text = version.parse.text
    if words := words.strip():
        at = text.find(words, start, end)
        if at < 0:
            raise StudioError("这一条款里没有这句话。请从原文逐字复制，或留空引整个条款。")
        start, end = at, at + len(words)
        if len(words) > LONGEST:
            raise StudioError(f"这段有 {len(words)} 字，太长了。请引 {LONGEST} 字以内的一句或几句。")
    return Span(version.document, version.number, start, _shortened(text, start, end))


def _of_clause(version: VersionRecord, clause: str) -> tuple[int, int]:
    """The stretch of a clause, as ``ingest.typical.clauses`` names it; without a name the whole text."""
    passages = version.parse.passages
    if not passages:
        raise StudioError("这份资料里没有可以引用的文字。")
    if not clause:
        return passages[0].start, passages[-1].end
    places, lost = attach([TypicalQuestion("问", clause)], [passage.path for passage in passages])
    if lost:
        raise StudioError(f"资料里没有“{clause}”这一条款。请从名单里选。")
    first = min(places)
    last = first
    while last + 1 in places:  # a name that stands twice means the first
        last += 1
    return passages[first].start, passages[last].end


def _shortened(text: str, start: int, end: int) -> int:
    """The end of the last whole sentence that fits, or of as much as fits."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= LONGEST:
        return end
    ends = [start + stop for _, stop in sentences(text[start:end]) if stop <= LONGEST]
    return ends[-1] if ends else start + LONGEST


def decided(citation: Citation, *, confirmed: bool, hand: bool) -> Decided:
    """A citation as it is stored."""
    return Decided(
        Span(citation.document, citation.version, citation.start, citation.end),
        citation.quote,
        citation.title,
        citation.number,
        citation.path,
        citation.page,
        citation.kind,
        citation.form,
        confirmed,
        hand,
    )
