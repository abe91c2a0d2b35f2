"""A small studio for the index's tests: a real catalog with rules and cases made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index import manifest as manifests
from index.encoder import HashedEncoder
from index.loading import vectors_module
from index.manifest import Shelf
from index.model import Encoder, Matrix
from index.opened import OpenedFolder
from index.search import Searcher
from ingest import curation
from ingest.catalog import Catalog
from ingest.model import Form, Kind, Level, ParsedDocument, Stage, TypicalQuestion, Visibility
from tests.catalog_parts import TODAY, add, rule

__all__ = ["TODAY", "CountingEncoder", "Studio", "consistent", "document", "sizes", "texts"]


def document(
    title: str,
    *sentences: str,
    kind: Kind = Kind.POLICY,
    form: Form = Form.ORIGINAL,
    level: Level | None = None,
    stages: tuple[Stage, ...] = (),
    visibility: Visibility = Visibility.EVERYONE,
    effective: date | None = None,
    expires: date | None = None,
    questions: tuple[TypicalQuestion, ...] = (),
) -> ParsedDocument:
    parsed = rule(title, sentences, effective=effective, expires=expires, questions=questions, kind=kind)
    metadata = replace(parsed.metadata, form=form, level=level, stages=stages, visibility=visibility)
    return replace(parsed, metadata=metadata)


@dataclass
class Studio:
    """A home with its catalog; ``searcher`` opens anew so that a test sees what is on disk."""

    home: Path
    catalog: Catalog

    @classmethod
    def at(cls, home: Path) -> Studio:
        return cls(home, Catalog.open(home / "catalog.db"))

    def publish(self, parsed: ParsedDocument, document: str | None = None) -> str:
        """Add and publish; the document's id."""
        version = add(self.catalog, parsed, document)
        curation.publish(self.catalog, version.document, version.number, actor="host")
        return version.document

    def searcher(self, encoder: Encoder | None = None, lexicon: Path | None = None) -> Searcher:
        return Searcher.open(self.home, self.catalog, encoder=encoder or HashedEncoder(64), lexicon=lexicon)


def texts(searcher: Searcher, query: str, today: date = TODAY, **options: object) -> list[str]:
    """What a search finds, without the article numbers."""
    hits = searcher.search(query, today=today, **options)  # type: ignore[arg-type]
    return [hit.text.partition(" ")[2] for hit in hits]


class CountingEncoder(HashedEncoder):
    """A slow encoder that counts what it was asked to embed."""

    def __init__(self, name: str = "counting", dimension: int = 32) -> None:
        super().__init__(dimension)
        self.name, self.embedded = name, 0

    @property
    def id(self) -> str:
        return self.name

    @property
    def cheap(self) -> bool:
        return False

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.embedded += len(texts)
        return super().encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return HashedEncoder.encode_passages(self, texts)


def sizes(studio: Studio) -> dict[str, int]:
    """Vectors by shelf and kind, as stored."""
    database = vectors_module()(studio.home / "index" / "chroma")
    found = {name.split("-", 2)[2]: database.collection(name).size for name in database.names()}
    database.close()
    return {name: size for name, size in found.items() if size}


def consistent(studio: Studio) -> bool:
    """Whether manifest, lexical indexes and vectors hold exactly the catalog's passages of each shelf."""
    held = manifests.load(studio.home / "index")
    assert held is not None
    opened = OpenedFolder(studio.home / "index")
    generation = opened.generation(held.index, held.generation)
    stored = sizes(studio)
    try:
        for shelf in Shelf:
            expected: dict[str, int] = {}
            passages = 0
            for key, edition in held.holds(shelf).items():
                records = studio.catalog.passages_of(*manifests.split_key(key))
                passages += len(records)
                name = f"{shelf.value}-{edition.kind}"
                expected[name] = expected.get(name, 0) + sum(1 + len(r.questions) for r in records)
            found = {name: size for name, size in stored.items() if name.startswith(shelf.value)}
            if generation.lexical(shelf).size != passages or found != {
                k: v for k, v in expected.items() if v
            }:
                return False
    finally:
        opened.close()
    return not (studio.home / "index" / "pending.json").exists()
