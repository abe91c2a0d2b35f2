"""What is read for an answer beyond the hits: the whole of the cases and lessons found, and how like texts are.

A case is found by its situation and asked for what was done; a lesson is found by its aim and asked for
its steps. They are short, so the leading ones are read from end to end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.listed import Listing, Nearest, nearest
from app.matters import Place, index
from app.measures import Closely, Comparable, Near
from app.model import SECTION_OF_KIND, SectionKind
from index.encoder import open_encoder
from index.hits import hit_of
from index.model import Encoder, Hit, Matrix, ReadingEncoder
from ingest.catalog import Catalog
from ingest.model import Form, Kind, Status
from ingest.records import PassageRecord

STORIES = (SectionKind.CASE, SectionKind.LESSON)
LEADING = 2
"""Cases and lessons that are read whole, the first ones of each section."""
RULES_READ, LONGEST_RULES = 3, 60
"""Handbooks, plans and digests that are read whole where rules are compared, and the passages of the longest."""
LONGEST = 30
"""Passages of a document that is read whole: a longer one is a collection, of which the hits are enough."""
ASKED = 8
"""Questions of which it is kept how close texts came: those being answered; about 100 kB each."""
READ_WHOLE = 128
"""Documents whose passages are kept in memory: 100 kB at most each."""
READ_BY_CLAUSE = 256
"""Documents whose passages are kept by clause: all that the index of matters names; a law takes up to 300 kB."""
_ENCODED: dict[str, Matrix] = {}
"""By the encoder's id how all matters are asked for."""


def with_stories(hits: Sequence[Hit], catalog: Catalog) -> list[Hit]:
    """``hits``, best first, and behind them with score 0 what the leading cases and lessons say besides."""
    leading = [
        document
        for section in STORIES
        for document in _documents(hit for hit in hits if SECTION_OF_KIND[hit.kind] is section)[:LEADING]
    ]
    return _with_rest(hits, leading, catalog, LONGEST)


def with_rules(hits: Sequence[Hit], catalog: Catalog) -> list[Hit]:
    """``hits``, best first, and behind them with score 0 what the leading handbooks, plans and digests say besides.

    Each says a thing once, often in words that only its headings make clear; a law is long, and its articles are
    found by themselves.
    """
    short = (hit for hit in hits if hit.kind in (Kind.PLAN, Kind.HANDBOOK) or hit.form is Form.DIGEST)
    return _with_rest(hits, _documents(short)[:RULES_READ], catalog, LONGEST_RULES)


def passages_at(
    places: Iterable[Place], catalog: Catalog, live: Iterable[tuple[str, int]]
) -> list[PassageRecord]:
    """The passages in which the places' clauses stand, of every document of such a title in its version of ``live``."""
    revision, versions = catalog.revision(), dict(live)
    documents = _by_title(catalog, revision)
    wanted = dict.fromkeys((place.title, place.clause) for place in places)
    return [
        record
        for title, clause in wanted
        for document in documents.get(title, ())
        if document in versions
        for record in _clauses_of(catalog, revision, document, versions[document]).get(clause, ())
    ]


@lru_cache(maxsize=2)
def _by_title(catalog: Catalog, _revision: int) -> dict[str, list[str]]:
    """Ids of the published documents; several may have one title."""
    documents: dict[str, list[str]] = {}
    for record in catalog.documents(statuses=[Status.PUBLISHED]):
        documents.setdefault(record.metadata.title, []).append(record.id)
    return documents


@lru_cache(maxsize=READ_BY_CLAUSE)
def _clauses_of(
    catalog: Catalog, _revision: int, document: str, version: int
) -> dict[str, list[PassageRecord]]:
    """A version's passages by the last heading above them."""
    clauses: dict[str, list[PassageRecord]] = {}
    for record in catalog.passages_of(document, version):
        clauses.setdefault(record.path[-1] if record.path else "", []).append(record)
    return clauses


def _documents(hits: Iterable[Hit]) -> list[tuple[str, int]]:
    return list(dict.fromkeys((hit.document, hit.version) for hit in hits))


def _with_rest(
    hits: Sequence[Hit], documents: Iterable[tuple[str, int]], catalog: Catalog, longest: int
) -> list[Hit]:
    """``hits`` and all other passages of ``documents`` that have no more than ``longest``."""
    found = {hit.passage for hit in hits}
    revision = catalog.revision()
    read = (_passages_of(catalog, revision, *document) for document in documents)
    beside = [record for records in read if len(records) <= longest for record in records]
    return [*hits, *(hit_of(record) for record in beside if record.id not in found)]


@lru_cache(maxsize=READ_WHOLE)
def _passages_of(catalog: Catalog, _revision: int, document: str, version: int) -> list[PassageRecord]:
    """A version's passages, read once as long as the catalog stays at its revision; of a long one the first."""
    return catalog.passages_of(document, version)[: max(LONGEST, LONGEST_RULES) + 1]


def likeness(question: str, encoder: Encoder) -> Near:
    """How like texts are to ``question``, by ``encoder`` where it is cheap, else by the one that ships."""
    encoder = encoder if encoder.cheap else _shipped()
    asked = encoder.encode_queries([question])[0]

    def near(texts: Sequence[str]) -> list[float]:
        return [float(value) for value in encoder.encode_passages(texts) @ asked]

    return near


@dataclass(frozen=True, slots=True)
class _Encoded:
    encoder: Encoder
    vectors: Matrix

    def to(self, text: str) -> list[float]:
        return [float(value) for value in self.vectors @ self.encoder.encode_queries([text])[0]]

    def among(self, some: Sequence[int], most: int) -> Matrix:
        likeness: Matrix = self.vectors[list(some)] @ self.vectors[:most].T
        return likeness


def comparable(texts: Sequence[str], encoder: Encoder) -> Comparable:
    """``texts``, encoded once, to be held against several others and one another (``likeness``)."""
    encoder = encoder if encoder.cheap else _shipped()
    return _Encoded(encoder, encoder.encode_passages(texts))


def listing(question: str, encoder: Encoder) -> Listing:
    """What the index of matters (``app.matters``) is asked with for ``question``."""
    encoder = encoder if encoder.cheap else _shipped()
    known = _near_before(question, encoder.id)
    if not known:
        known.append(nearest(_wordings(encoder) @ encoder.encode_queries([question])[0]))
    return Listing(known[0], lambda texts: comparable(texts, encoder))


@lru_cache(maxsize=ASKED)
def _near_before(_question: str, _encoder: str) -> list[Nearest]:
    """The matters nearest to a question, once they were looked for: a comparison asks again."""
    return []


def _wordings(encoder: Encoder) -> Matrix:
    """(wordings, dimension): how every matter is asked for, encoded once an encoder; 20 MB."""
    known = _ENCODED.get(encoder.id)
    if known is None:
        _ENCODED.clear()
        every = [wording for matter in index().matters for wording in matter.wordings]
        known = _ENCODED[encoder.id] = encoder.encode_queries(every)
    return known


def closely(question: str, encoder: Encoder) -> Closely:
    """How close texts under their headings come to ``question`` word by word, by the encoder that ships where
    ``encoder`` cannot read so. Quotes, silence and statements read much the same: nothing is read twice."""
    reading = encoder if isinstance(encoder, ReadingEncoder) else _shipped()
    if not isinstance(reading, ReadingEncoder):
        raise TypeError(f"{reading.id} does not read word by word")
    known = _read_before(question, reading.id)

    def close(texts: Sequence[tuple[str, str]]) -> list[float]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            read = reading.read_words(question, [(heading, (text,)) for heading, text in new])
            known.update(zip(new, map(float, read), strict=True))
        return [known[text] for text in texts]

    return close


@lru_cache(maxsize=ASKED)
def _read_before(_question: str, _encoder: str) -> dict[tuple[str, str], float]:
    """How close texts under their headings came to a question: filled as they are read."""
    return {}


@lru_cache(maxsize=1)
def _shipped() -> Encoder:
    return open_encoder()
