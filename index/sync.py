"""Catalog -> both indexes: only what differs, never half-visible, repaired after any crash.

Order of a sync: note what will be touched (pending) -> add, each chunk first to the lexical index and
then to the vectors -> replace the manifest, the one moment at which what can be found changes ->
delete what it no longer names -> remove the note. Readers drop whatever the manifest does not name,
so a kill leaves the old index or the new one; the next sync deletes what was left behind.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from index.cache import VectorCache
from index.damage import DamagedIndexError
from index.embedding import vector_ids, vectors_of
from index.lexical import Entry
from index.locking import exclusive
from index.manifest import (
    Held,
    Manifest,
    Pending,
    Shelf,
    Shelves,
    edition_key,
    generation_of,
    load_pending,
    maker_of,
    pending_path,
    rebuilt_generation,
    save_pending,
    split_key,
    wanted_shelves,
)
from index.model import Encoder, Matrix
from index.opened import Generation, OpenedFolder
from index.vector_files import blank_unused
from ingest.catalog import Catalog
from ingest.records import Edition, PassageRecord

Progress = Callable[[str, int, int], None]
_CHUNK = 4_000  # passages in memory at a time
_ENCODED_AT_ONCE = 512  # texts between two signs of progress


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. ``rebuilt``: all of it, since encoder or tokeniser are new. ``repaired``: what an
    interrupted sync had left was deleted. ``mended``: damaged files were set aside and made anew."""

    added: int = 0
    removed: int = 0
    kept: int = 0
    passages: int = 0
    rebuilt: bool = False
    repaired: bool = False
    mended: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be added to and removed from every shelf. An edition that changed is in both."""

    add: Shelves
    remove: dict[Shelf, dict[str, str]]

    @property
    def empty(self) -> bool:
        return not any(self.add.values()) and not any(self.remove.values())

    @property
    def touched(self) -> dict[Shelf, dict[str, str]]:
        added = {shelf: {key: held.kind for key, held in keys.items()} for shelf, keys in self.add.items()}
        return {shelf: added[shelf] | self.remove[shelf] for shelf in Shelf}


def plan_of(wanted: Shelves, manifest: Manifest | None) -> Plan:
    """The difference between what is wanted and what a manifest of the same generation names."""
    add: Shelves = {}
    remove: dict[Shelf, dict[str, str]] = {}
    for shelf in Shelf:
        held = manifest.holds(shelf) if manifest else {}
        add[shelf] = {key: new for key, new in wanted[shelf].items() if held.get(key) != new}
        remove[shelf] = {key: old.kind for key, old in held.items() if wanted[shelf].get(key) != old}
    return Plan(add, remove)


class Synchroniser:
    """Brings one index folder up to date with one catalog."""

    def __init__(
        self,
        opened: OpenedFolder,
        catalog: Catalog,
        encoder: Encoder,
        editions: Callable[[date], list[Edition]],
        progress: Progress | None = None,
    ) -> None:
        self._opened, self._catalog, self._encoder, self._editions = opened, catalog, encoder, editions
        self._progress = progress or (lambda stage, done, total: None)
        self._folder = opened.folder

    def run(self, today: date, *, wait: float = 30.0, anew: bool = False) -> SyncReport:
        """Do what is needed; cheap where nothing is. ``anew``: make all of it again, beside what serves.

        Raises:
            StudioError: another program writes and does not finish within ``wait`` seconds.
        """
        started = time.perf_counter()
        with exclusive(self._folder / "lock", wait=wait):
            mended = self._opened.damaged()
            if mended:
                self._opened.set_aside()
            try:
                report = self._sync(today, anew=anew)
            except DamagedIndexError:
                if mended:
                    raise
                self._opened.set_aside()
                mended = True
                report = self._sync(today, anew=anew)
            blank_unused(self._folder)  # what a write that was cut short, or an older program, has left
        return replace(report, mended=mended, seconds=time.perf_counter() - started)

    def _sync(self, today: date, *, anew: bool) -> SyncReport:
        manifest = self._opened.manifest
        repaired = self._repair(manifest)
        revision = self._catalog.revision()  # before the editions: a later change is seen next time
        wanted = wanted_shelves(self._editions(today))
        encoder = self._encoder.id
        maker = generation_of(encoder)
        same = manifest if manifest and maker_of(manifest.generation) == maker and not anew else None
        fresh = rebuilt_generation(encoder) if anew else maker
        index = manifest.index if manifest else "studio" + uuid.uuid4().hex[:8]
        new = Manifest(index, same.generation if same else fresh, encoder, revision, today, wanted)
        return replace(self._bring_up(manifest, same, new), repaired=repaired)

    def _bring_up(self, manifest: Manifest | None, same: Manifest | None, new: Manifest) -> SyncReport:
        """From ``manifest`` to ``new``; ``same`` is the former where the latter goes on with its generation."""
        wanted, plan = new.shelves, plan_of(new.shelves, same)
        if same and plan.empty:
            if same != new:
                self._opened.publish(new)
            return SyncReport(kept=sum(map(len, wanted.values())))
        save_pending(self._folder, Pending(new.index, plan.touched))
        generation = self._opened.generation(new.index, new.generation)
        passages = self._add(generation, plan)
        self._opened.publish(new)
        if same:
            for shelf, editions in plan.remove.items():
                generation.delete(shelf, {k: v for k, v in editions.items() if k not in wanted[shelf]})
        elif manifest:
            self._opened.drop_all_but(new, None)
        pending_path(self._folder).unlink(missing_ok=True)
        added = sum(map(len, plan.add.values()))
        return SyncReport(
            added=added,
            removed=sum(key not in wanted[shelf] for shelf, keys in plan.remove.items() for key in keys),
            kept=sum(map(len, wanted.values())) - added,
            passages=passages,
            rebuilt=manifest is not None and not same,
        )

    def _repair(self, manifest: Manifest | None) -> bool:
        """Delete what an interrupted sync left behind. Whether there was anything."""
        pending = load_pending(self._folder)
        if pending is None and not self._opened.stray(manifest):
            return False
        self._opened.drop_all_but(manifest, pending.index if pending else None)
        if manifest and pending:
            generation = self._opened.generation(manifest.index, manifest.generation)
            for shelf, touched in pending.touched.items():
                held = manifest.holds(shelf)
                generation.delete(shelf, {key: kind for key, kind in touched.items() if key not in held})
        pending_path(self._folder).unlink(missing_ok=True)
        return True

    def _add(self, generation: Generation, plan: Plan) -> int:
        """Index what the plan adds; the number of passages."""
        total = sum(map(len, plan.add.values()))
        cache = None if self._encoder.cheap else VectorCache(self._folder / "embeddings", self._encoder)
        source = cache or self._encoder
        done = passages = 0

        def encode(texts: list[str]) -> Matrix:
            parts = []
            for start in range(0, len(texts), _ENCODED_AT_ONCE):
                parts.append(source.encode_passages(texts[start : start + _ENCODED_AT_ONCE]))
                self._progress("计算向量", min(start + _ENCODED_AT_ONCE, len(texts)), len(texts))
            return np.concatenate(parts)

        for shelf, editions in plan.add.items():
            for chunk in self._chunks(editions):
                _add_chunk(generation, shelf, chunk, plan.remove[shelf], encode)
                done += len(chunk)
                passages += sum(len(item.records) for item in chunk)
                self._progress("更新索引", done, total)
        if cache is not None:
            cache.drop_others()
        return passages

    def _chunks(self, editions: dict[str, Held]) -> Iterator[list[_Item]]:
        chunk: list[_Item] = []
        size = 0
        for key, held in editions.items():
            records = distinct(self._catalog.passages_of(*split_key(key)))
            chunk.append(_Item(key, held.kind, records))
            size += len(records)
            if size >= _CHUNK:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk


@dataclass(frozen=True, slots=True)
class _Item:
    key: str
    kind: str
    records: list[PassageRecord]


def _add_chunk(
    generation: Generation,
    shelf: Shelf,
    chunk: list[_Item],
    replaced: dict[str, str],
    encode: Callable[[list[str]], Matrix],
) -> None:
    """Index some editions; ``replaced`` (key -> old kind) names those that are there already."""
    lexical = generation.lexical(shelf)
    old = [item for item in chunk if item.key in replaced]
    for item in old:
        keep = set(vector_ids(item.records)) if replaced[item.key] == item.kind else set()
        stale = [id_ for id_ in lexical.vector_ids(item.key) if id_ not in keep]
        generation.vectors(shelf, replaced[item.key]).remove(stale)
    with lexical.writing() as writer:
        for item in old:
            writer.delete(item.key)
        writer.add(entry for item in chunk for entry in map(entry_of, item.records))
    by_kind: dict[str, list[PassageRecord]] = {}
    for item in chunk:
        by_kind.setdefault(item.kind, []).extend(item.records)
    for kind, records in by_kind.items():
        if records:
            generation.vectors(shelf, kind).put(vector_ids(records), vectors_of(records, encode))


def distinct(records: Iterable[PassageRecord]) -> list[PassageRecord]:
    """The passages without those that only repeat one of the same clause.

    A line that is repeated hundreds of times would fill every ranking, and the vector index loses its way
    among equal vectors: what stands beyond them is not found any more.
    """
    first: dict[tuple[object, ...], PassageRecord] = {}
    for record in records:
        first.setdefault((record.path, record.text, record.questions), record)
    return list(first.values())


def entry_of(record: PassageRecord) -> Entry:
    """A passage as the lexical index takes it."""
    return Entry(
        passage=record.id,
        edition=edition_key(record.document, record.version),
        kind=record.kind.value,
        title=record.title,
        path=" ".join(record.path),
        context=record.context,
        text=record.text,
        questions=record.questions,
    )
