"""The Searcher: question -> lexical and vector rankings -> fused hits that pass the filters."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index import fusion, lexical, loading, tokens, visible
from index.encoder import open_encoder
from index.fusion import EXACT, LEXICAL, VECTOR, Rankings, Voice
from index.lexicon import Lexicon
from index.manifest import Manifest, edition_key, generation_of
from index.model import Encoder, Filters, Hit, Matrix, Scored
from index.opened import OpenedFolder
from index.sync import Progress, Synchroniser, SyncReport
from index.visible import View
from ingest.catalog import Catalog
from ingest.records import Edition, PassageRecord

_FIRST = 60  # candidates from each retriever; doubled while filters leave too few
_MOST = 3_840
_LONGEST_QUERY = 2_000  # characters; what follows does not change what is meant
_SHORTEST_EXACT = 8  # letters that a passage must hold in a row to count as quoted
_VIEWS = 64  # combinations of filters remembered
_SHARE_OF_ONE_DOCUMENT = 0.6  # of k, as long as other documents have hits

ANY = Filters()
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query's weighted terms and its vector, which belongs to one generation."""

    terms: list[tuple[str, float]]
    vector: Matrix | None
    generation: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    record: PassageRecord
    score: float


class Searcher:
    """Finds passages. One per process and home; safe to share between threads."""

    def __init__(self, opened: OpenedFolder, catalog: Catalog, encoder: Encoder, lexicon: Lexicon) -> None:
        self._opened, self._catalog, self._lexicon = opened, catalog, lexicon
        self._encoder = encoder
        self._encoders = {generation_of(encoder.id): encoder}
        self._views: dict[tuple[Hashable, ...], View] = {}
        self._read: tuple[tuple[int, date], list[Edition]] | None = None

    @classmethod
    def open(
        cls,
        home: Path,
        catalog: Catalog,
        *,
        encoder: Encoder | None = None,
        lexicon: Path | None = None,
        chroma_url: str | None = None,
    ) -> Searcher:
        """Open the index of a data folder, empty where there is none yet (``sync`` fills it).

        Args:
            home: the data folder; the index is its ``index`` folder.
            catalog: where texts and filters come from.
            encoder: None for the one that ships.
            lexicon: ``lexicon.tsv``; None expands nothing.
            chroma_url: a Chroma server; None keeps vectors in the folder.
        """
        loading.preload()
        return cls(
            OpenedFolder(home / "index", chroma_url),
            catalog,
            encoder or open_encoder(),
            Lexicon.load(lexicon),
        )

    def sync(self, *, today: date, progress: Progress | None = None, wait: float = 30.0) -> SyncReport:
        """Bring both indexes up to date with the catalog as of ``today``.

        Raises:
            StudioError: another program is updating the index and does not finish in ``wait`` seconds.
        """
        return self._synchroniser(self._encoder, progress).run(today, wait=wait)

    def adopt(self, encoder: Encoder, *, today: date, progress: Progress | None = None) -> SyncReport:
        """Change the encoder: its vectors are made while the old ones serve, then it takes over."""
        self._encoders[generation_of(encoder.id)] = encoder
        report = self._synchroniser(encoder, progress).run(today)
        self._encoder = encoder
        return report

    def search(self, query: str, k: int = 10, filters: Filters = ANY, *, today: date) -> list[Hit]:
        """The ``k`` best passages, one per clause, best first; none for a query without words.

        Only editions in force on ``filters.as_of`` (else ``today``) are found, by the catalog of this
        moment: what was withdrawn is gone whether or not the index has been brought up to date.
        """
        query = query[:_LONGEST_QUERY]
        if k < 1 or not tokens.words(query):
            return []
        self._opened.refresh()
        asked = self._asked(query)
        count = max(_FIRST, 2 * k)
        while True:
            with self._opened.guard:  # so that no generation is dropped between manifest and query
                manifest = self._opened.manifest
                if manifest is None:
                    return []
                view = self._view(manifest, filters, filters.as_of or today)
                rankings, exhausted = self._rankings(asked, manifest, view, count)
            weights = fusion.weights_for(manifest.encoder)
            best = fusion.first(fusion.weighted(rankings, weights), count)
            hits = _hits(query, rankings, self._records(best, view.editions), k, weights)
            if len(hits) >= k or (exhausted and len(best) < count) or count >= _MOST:
                return hits
            count *= 2

    def expand(self, question: str) -> list[tuple[str, float]]:
        """Formal terms that the lexicon gives for what the question says, with their weights."""
        return self._lexicon.expand(question)

    @property
    def encoder(self) -> Encoder:
        return self._encoder

    def counts(self) -> dict[str, int]:
        """Passages in the lexical index and vectors in the vector index, over all shelves."""
        return self._opened.counts()

    def close(self) -> None:
        """Let go of the index; the catalog is its owner's."""
        self._opened.close()

    def _synchroniser(self, encoder: Encoder, progress: Progress | None) -> Synchroniser:
        return Synchroniser(self._opened, self._catalog, encoder, self.editions, progress)

    def _view(self, manifest: Manifest, filters: Filters, day: date) -> View:
        """What may be found, remembered until catalog, index, filters or day change."""
        key = (self._catalog.revision(), manifest.generation, manifest.revision, manifest.day, filters, day)
        found = self._views.get(key)
        if found is None:
            if len(self._views) >= _VIEWS:
                self._views.clear()
            found = self._views[key] = visible.view(self.editions(day), manifest, filters, day)
        return found

    def editions(self, day: date) -> list[Edition]:
        """The catalog's editions on a day, read once per revision and day."""
        key = (self._catalog.revision(), day)
        if self._read is None or self._read[0] != key:
            self._read = (key, self._catalog.editions(day))
        return self._read[1]

    def _asked(self, query: str) -> _Asked:
        """The query as both indexes take it.

        Vectors of one encoder say nothing to another: until a sync is done, words alone find.
        """
        manifest = self._opened.manifest
        generation = manifest.generation if manifest else ""
        encoder = self._encoders.get(generation)
        vector = encoder.encode_queries([query])[0] if encoder else None
        terms = lexical.query_terms(query, self.expand(query))
        return _Asked(terms, vector if vector is not None and vector.any() else None, generation)

    def _rankings(self, asked: _Asked, manifest: Manifest, view: View, count: int) -> tuple[Rankings, bool]:
        """Each retriever's best ``count`` of every shelf, and whether that is all they have."""
        generation = self._opened.generation(manifest.index, manifest.generation)
        dense = asked.vector if asked.generation == manifest.generation else None
        by_words: list[Scored] = []
        by_vectors: list[Scored] = []
        exhausted = True
        for shelf in view.shelves:
            found = generation.lexical(shelf).search(asked.terms, count, view.scopes[shelf])
            by_words += found
            exhausted &= len(found) < count
            if dense is None:
                continue
            for kind in view.kinds[shelf]:
                near = generation.vectors(shelf, kind).nearest(dense, count)
                by_vectors += near
                exhausted &= len(near) < count
        return {LEXICAL: fusion.best_of(by_words), VECTOR: fusion.best_of(by_vectors)}, exhausted

    def _records(self, ids: Sequence[str], editions: frozenset[str]) -> dict[str, PassageRecord]:
        return {
            id_: record
            for id_, record in self._catalog.passages(ids).items()
            if edition_key(record.document, record.version) in editions
        }


def _hits(
    query: str,
    rankings: Rankings,
    found: dict[str, PassageRecord],
    k: int,
    weights: Mapping[str, float],
) -> list[Hit]:
    """Rankings and their passages -> hits. Pure."""
    kept: Rankings = {
        name: [scored for scored in ranking if scored.passage in found] for name, ranking in rankings.items()
    }
    scores = fusion.weighted(kept, weights)
    parts = fusion.parts_of(kept)
    for passage in _quoted(query, found):
        scores[passage] = scores.get(passage, 0.0) + 1.0
        parts[passage][EXACT] = (1, 1.0)
    records = [found[passage] for passage in scores]
    factors = fusion.digest_factors([Voice(record.title, record.form) for record in records])
    candidates = [
        _Candidate(record, scores[record.id] * factor)
        for record, factor in zip(records, factors, strict=True)
    ]
    candidates.sort(key=lambda one: (-one.score, one.record.document, one.record.start, one.record.id))
    clauses = fusion.one_per(candidates, lambda one: _clause(one.record))
    most = max(1, round(k * _SHARE_OF_ONE_DOCUMENT))
    chosen = fusion.diverse(clauses, lambda one: one.record.document, k, most)
    return [_hit(one, rank, parts[one.record.id]) for rank, one in enumerate(chosen, 1)]


def _clause(record: PassageRecord) -> tuple[object, ...]:
    """Passages of one clause share this; text outside any clause stands for itself."""
    return (record.document, record.version, *(record.path or (record.id,)))


def _quoted(query: str, found: dict[str, PassageRecord]) -> list[str]:
    """Passages that hold the query word for word, whatever the punctuation between."""
    needle = _letters(query)
    if len(needle) < _SHORTEST_EXACT:
        return []
    return [passage for passage, record in found.items() if needle in _letters(record.text)]


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", tokens.normalise(text))


def _hit(candidate: _Candidate, rank: int, parts: dict[str, tuple[int, float]]) -> Hit:
    record = candidate.record
    return Hit(
        passage=record.id,
        document=record.document,
        version=record.version,
        title=record.title,
        kind=record.kind,
        form=record.form,
        level=record.level,
        scope=record.scope,
        path=record.path,
        page=record.page,
        start=record.start,
        end=record.end,
        text=record.text,
        score=candidate.score,
        rank=rank,
        parts=parts,
    )
