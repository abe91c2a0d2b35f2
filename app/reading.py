"""What is read for an answer beyond the hits: the whole of the cases and lessons found, and how like texts are.

A case is found by its situation and asked for what was done; a lesson is found by its aim and asked for
its steps. They are short, so the leading ones are read from end to end.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.model import SECTION_OF_KIND, SectionKind
from app.quotes import Comparable, Near
from index.encoder import open_encoder
from index.hits import hit_of
from index.model import Encoder, Hit
from ingest.catalog import Catalog

STORIES = (SectionKind.CASE, SectionKind.LESSON)
LEADING = 2
"""Cases and lessons that are read whole, the first ones of each section."""
LONGEST = 30
"""Passages of a document that is read whole: a longer one is a collection, of which the hits are enough."""


def with_stories(hits: Sequence[Hit], catalog: Catalog) -> list[Hit]:
    """``hits``, best first, and behind them with score 0 what the leading cases and lessons say besides."""
    found = {hit.passage for hit in hits}
    beside: list[Hit] = []
    for section in STORIES:
        of_section = (hit for hit in hits if SECTION_OF_KIND[hit.kind] is section)
        documents = dict.fromkeys((hit.document, hit.version) for hit in of_section)
        for document in list(documents)[:LEADING]:
            records = catalog.passages_of(*document)
            if len(records) <= LONGEST:
                beside += [hit_of(record) for record in records if record.id not in found]
    return [*hits, *beside]


def likeness(question: str, encoder: Encoder) -> Near:
    """How like texts are to ``question``, by ``encoder`` where it is cheap, else by the one that ships."""
    encoder = encoder if encoder.cheap else _shipped()
    asked = encoder.encode_queries([question])[0]

    def near(texts: Sequence[str]) -> list[float]:
        return [float(value) for value in encoder.encode_passages(texts) @ asked]

    return near


def comparable(texts: Sequence[str], encoder: Encoder) -> Comparable:
    """``texts``, encoded once, to be held against several others (``likeness``)."""
    encoder = encoder if encoder.cheap else _shipped()
    encoded = encoder.encode_passages(texts)

    def alike(to: str) -> list[float]:
        return [float(value) for value in encoded @ encoder.encode_queries([to])[0]]

    return alike


@lru_cache(maxsize=1)
def _shipped() -> Encoder:
    return open_encoder()
