"""The Searcher: question -> lexical and vector rankings -> fused hits that pass the filters."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index import closeness, fusion, lexical, loading, retrieve, tokens, visible
from index.encoder import open_encoder
from index.fusion import LEXICAL, Rankings
from index.hits import candidates_of, enough, hits_of
from index.lexicon import Lexicon
from index.manifest import Manifest, edition_key, generation_of, maker_of
from index.model import Encoder, Filters, Hit, Matrix, ReadingEncoder, Reranker
from index.opened import OpenedFolder
from index.records import Records
from index.rerank import reranked
from index.sync import Progress, Synchroniser, SyncReport
from index.visible import View
from ingest.catalog import Catalog
from ingest.records import Edition, PassageRecord

_MOST = 3_840
_QUOTED = 20  # best by words: one of them may hold words of the query that were cut otherwise there
_LONGEST_QUERY = 2_000  # characters; what follows does not change what is meant
_VIEWS = 64  # combinations of filters remembered

ANY = Filters()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query's weighted terms and its vector, which belongs to what one encoder made."""

    terms: list[tuple[str, float]]
    vector: Matrix | None
    maker: str


@dataclass(frozen=True, slots=True)
class _Editions:
    """The catalog's editions at a revision on a day, and which of them are live."""

    key: tuple[int, date]
    every: list[Edition]
    live: frozenset[tuple[str, int]]


class Searcher:
    """Finds passages. One per process and home; safe to share between threads."""

    def __init__(
        self,
        opened: OpenedFolder,
        catalog: Catalog,
        encoder: Encoder,
        lexicon: Lexicon,
        reranker: Reranker | None = None,
    ) -> None:
        self._opened, self._catalog, self._lexicon = opened, catalog, lexicon
        self._reranker = reranker
        self._encoder = encoder
        self._encoders = {generation_of(encoder.id): encoder}
        self._views: dict[tuple[Hashable, ...], View] = {}
        self._read: _Editions | None = None
        self._records = Records(catalog)

    @classmethod
    def open(
        cls,
        home: Path,
        catalog: Catalog,
        *,
        encoder: Encoder | None = None,
        lexicon: Path | Lexicon | None = None,
        chroma_url: str | None = None,
        reranker: Reranker | None = None,
    ) -> Searcher:
        """Open the index of a data folder, empty where there is none yet (``sync`` fills it).

        Args:
            home: the data folder; the index is its ``index`` folder.
            catalog: where texts and filters come from.
            encoder: None for the one that ships.
            lexicon: ``lexicon.tsv``, or what was read of it; None expands nothing.
            chroma_url: a Chroma server; None keeps vectors in the folder.
            reranker: puts the first hits into its own order; None leaves them.
        """
        loading.preload()
        return cls(
            OpenedFolder(home / "index", chroma_url),
            catalog,
            encoder or open_encoder(),
            lexicon if isinstance(lexicon, Lexicon) else Lexicon.load(lexicon),
            reranker,
        )

    def sync(self, *, today: date, progress: Progress | None = None, wait: float = 30.0) -> SyncReport:
        """Bring both indexes up to date with the catalog as of ``today``.

        Raises:
            StudioError: another program is updating the index and does not finish in ``wait`` seconds.
        """
        return self._synchroniser(self._encoder, progress).run(today, wait=wait)

    def rebuild(self, *, today: date, progress: Progress | None = None) -> SyncReport:
        """Make both indexes anew from the catalog, whatever they hold; the old ones serve meanwhile."""
        return self._synchroniser(self._encoder, progress).run(today, anew=True)

    def adopt(self, encoder: Encoder, *, today: date, progress: Progress | None = None) -> SyncReport:
        """Change the encoder: its vectors are made while the old ones serve, then it takes over."""
        self._encoders[generation_of(encoder.id)] = encoder
        report = self._synchroniser(encoder, progress).run(today)
        self._encoder = encoder
        return report

    def learn(self, encoder: Encoder) -> None:
        """Change the encoder without making its vectors: another program does, or the next ``sync``.

        Until then the old vectors go on being asked with the old encoder.
        """
        self._encoders[generation_of(encoder.id)] = encoder
        self._encoder = encoder

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
        count = max(retrieve.FIRST, 2 * k)
        while True:
            with self._opened.guard:  # so that no generation is dropped between manifest and query
                manifest = self._opened.manifest
                if manifest is None:
                    return []
                revision = self._catalog.revision()
                view = self._view(revision, manifest, filters, filters.as_of or today)
                rankings, exhausted = self._rankings(asked, manifest, view, count)
                quoting = self._quoting(query, manifest, view)
            weights = fusion.weights_for(manifest.encoder)
            best = fusion.first(fusion.weighted(rankings, weights), count)
            quoting += [scored.passage for scored in rankings[LEXICAL][:_QUOTED]]
            records = self._standing([*best, *quoting], revision, view.editions)
            again = self._read_again(query, asked, rankings, best, records)
            found = candidates_of(query, rankings, records, weights, again)
            if enough(found, k) or (exhausted and len(best) < count) or count >= _MOST:
                return hits_of(reranked(query, found, self._reranker), k)
            count *= 2

    def retrieved(self, query: str, k: int, filters: Filters = ANY, *, today: date) -> Rankings:
        """What each retriever alone ranks first, the best ``k`` of a shelf or more: a look at the steps of a search."""
        query = query[:_LONGEST_QUERY]
        if k < 1 or not tokens.words(query):
            return {}
        self._opened.refresh()
        with self._opened.guard:
            manifest = self._opened.manifest
            if manifest is None:
                return {}
            view = self._view(self._catalog.revision(), manifest, filters, filters.as_of or today)
            return self._rankings(self._asked(query), manifest, view, k)[0]

    def with_lexicon(self, lexicon: Lexicon) -> Searcher:
        """This searcher with another lexicon, over the same open index: for a look at what it would find."""
        other = copy(self)
        other._lexicon = lexicon
        return other

    def use_lexicon(self, lexicon: Lexicon) -> None:
        """Expand questions by another lexicon from now on."""
        self._lexicon = lexicon

    def expand(self, question: str) -> list[tuple[str, float]]:
        """Formal terms that the lexicon gives for what the question says, with their weights."""
        return self._lexicon.expand(question)

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon

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

    def _view(self, revision: int, manifest: Manifest, filters: Filters, day: date) -> View:
        """What may be found, remembered until catalog, index, filters or day change."""
        key = (revision, manifest.generation, manifest.revision, manifest.day, filters, day)
        found = self._views.get(key)
        if found is None:
            if len(self._views) >= _VIEWS:
                self._views.clear()
            found = self._views[key] = visible.view(self.editions(day), manifest, filters, day)
        return found

    def editions(self, day: date) -> list[Edition]:
        """The catalog's editions on a day, read once per revision and day."""
        return self._on(day).every

    def live(self, day: date) -> frozenset[tuple[str, int]]:
        """Document and version of the editions that are in force on a day."""
        return self._on(day).live

    def passages(self, ids: Iterable[str]) -> dict[str, PassageRecord]:
        """Passages that were found, by id, in the order asked for: what the catalog says of them now."""
        return self._records.of(ids, self._catalog.revision())

    def visible(
        self, records: Iterable[PassageRecord], filters: Filters = ANY, *, today: date
    ) -> list[PassageRecord]:
        """Those of ``records`` that a search with these filters may find, whatever it would rank them."""
        self._opened.refresh()
        with self._opened.guard:
            manifest = self._opened.manifest
            if manifest is None:
                return []
            view = self._view(self._catalog.revision(), manifest, filters, filters.as_of or today)
        return [one for one in records if edition_key(one.document, one.version) in view.editions]

    def _on(self, day: date) -> _Editions:
        key = (self._catalog.revision(), day)
        read = self._read
        if read is None or read.key != key:
            every = self._catalog.editions(day)
            live = frozenset((edition.document, edition.version) for edition in every if edition.live)
            self._read = read = _Editions(key, every, live)
        return read

    def _asked(self, query: str) -> _Asked:
        """The query as both indexes take it.

        Vectors of one encoder say nothing to another: until a sync is done, words alone find.
        """
        manifest = self._opened.manifest
        maker = maker_of(manifest.generation) if manifest else ""
        encoder = self._encoders.get(maker)
        vector = encoder.encode_queries([query])[0] if encoder else None
        terms = lexical.query_terms(query, self.expand(query))
        return _Asked(terms, vector if vector is not None and vector.any() else None, maker)

    def _rankings(self, asked: _Asked, manifest: Manifest, view: View, count: int) -> tuple[Rankings, bool]:
        generation = self._opened.generation(manifest.index, manifest.generation)
        dense = asked.vector if asked.maker == maker_of(manifest.generation) else None
        return retrieve.rankings(generation, view, count, asked.terms, dense)

    def _read_again(
        self,
        query: str,
        asked: _Asked,
        rankings: Rankings,
        best: Sequence[str],
        records: dict[str, PassageRecord],
    ) -> closeness.Reading:
        """The front passages word by word, where the encoder of their vectors can read so."""
        encoder = self._encoders.get(asked.maker)
        if asked.vector is None or not isinstance(encoder, ReadingEncoder):
            return closeness.NOTHING_READ
        return closeness.read(query, rankings, best, records, encoder)

    def _quoting(self, query: str, manifest: Manifest, view: View) -> list[str]:
        """Passages that may hold the query word for word."""
        generation = self._opened.generation(manifest.index, manifest.generation)
        return retrieve.holding(generation, view, list(dict.fromkeys(tokens.lexical_terms(query))))

    def _standing(
        self, ids: Sequence[str], revision: int, editions: frozenset[str]
    ) -> dict[str, PassageRecord]:
        return {
            id_: record
            for id_, record in self._records.of(ids, revision).items()
            if edition_key(record.document, record.version) in editions
        }
