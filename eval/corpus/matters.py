"""``python -m eval.corpus.matters [TITLE]``: keep the index of matters (``app.matters``) in step with the documents.

Without a title, the places that no longer stand in a shipped document, for whoever changed one; status 1 if there are
any. With one, that document's sentences as lines of the index: clause, mark and, for the eye, the words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from app import matters
from app.matters import mark
from app.sentences import sentences
from eval.benchmarks import homes
from ingest.catalog import Catalog

Sentence = tuple[str, str, str]
"""Clause, mark and words."""


def main(title: str = "") -> int:
    with homes.home_of(homes.CORPUS) as home:
        said = {name: list(found) for name, found in stated(home.catalog)}
    if title and title not in said:
        sys.stderr.write(f"附带的资料里没有《{title}》。\n")
        return 1
    if title:
        lines = [f"S\t{title}\t{clause}\t{marked}\t{words}" for clause, marked, words in said[title]]
    else:
        lines = [f"{matter}：《{named}》{clause}" for matter, named, clause in lost(said)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(bool(lines) and not title)


def stated(catalog: Catalog) -> Iterator[tuple[str, Iterator[Sentence]]]:
    """Of every document its title and sentences, as places of the index name them."""
    for record in catalog.documents():
        yield record.metadata.title, _sentences(catalog, record.id, record.version)


def lost(said: dict[str, list[Sentence]]) -> list[tuple[str, str, str]]:
    """Matter, document and clause of the places in the documents ``said`` that do not stand in them."""
    standing = {title: {(clause, marked) for clause, marked, _ in found} for title, found in said.items()}
    return [
        (matter.title, place.title, place.clause)
        for matter in matters.index().matters
        for place in matter.places
        if place.title in standing and (place.clause, place.mark) not in standing[place.title]
    ]


def _sentences(catalog: Catalog, document: str, version: int) -> Iterator[Sentence]:
    for passage in catalog.passages_of(document, version):
        for start, end in sentences(passage.text):
            words = passage.text[start:end]
            yield passage.path[-1] if passage.path else "", mark(words), " ".join(words.split())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
