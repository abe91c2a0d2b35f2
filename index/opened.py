"""An index folder in use: its lexical indexes and vector collections, opened once and shared."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index import loading
from index.damage import DamagedIndexError, Health
from index.lexical import LexicalIndex, Scope
from index.manifest import (
    Manifest,
    Shelf,
    collection_name,
    is_generation,
    lexical_folder,
    load,
    manifest_path,
    pending_path,
    save,
)
from index.model import Scored
from ingest.errors import StudioError

if TYPE_CHECKING:
    from index.vectors import VectorCollection, VectorDatabase


class OpenedFolder:
    """The folder with the vector database, which is opened when first needed."""

    def __init__(self, folder: Path, chroma_url: str | None = None) -> None:
        self.folder = folder
        self.guard = threading.RLock()
        """Held while collections are queried or dropped: Chroma in the process has one client."""
        self.health = Health()
        self.manifest = load(folder)
        self._stamp = _stamp(folder)
        self._url = chroma_url
        self._database: VectorDatabase | None = None
        self._generations: dict[tuple[str, str], Generation] = {}

    @property
    def database(self) -> VectorDatabase:
        with self.guard:
            if self._database is None:
                self._database = loading.vectors_module()(self.folder / "chroma", self._url, self.health)
            return self._database

    def generation(self, index: str, name: str) -> Generation:
        """A generation of that index, made where missing."""
        if (index, name) not in self._generations:
            self._generations[index, name] = Generation(self, index, name)
        return self._generations[index, name]

    def refresh(self) -> None:
        """See what another process wrote since; nothing to do where the manifest is the same file."""
        if _stamp(self.folder) == self._stamp:
            return
        with self.guard:
            self._stamp, self.manifest = _stamp(self.folder), load(self.folder)
            self._generations.clear()
            if self._database is not None:
                self._database.reopen()
        if self.unreadable:
            raise self.health.found("索引清单")

    @property
    def unreadable(self) -> bool:
        """Whether there is a manifest that says nothing: damaged, or of another format."""
        return self.manifest is None and manifest_path(self.folder).exists()

    def damaged(self) -> bool:
        """Whether the files on disk are damaged, for a writer that holds the lock; forgets a suspicion.

        A reader that met files which another process had just replaced has suspected wrongly: then the
        manifest is another one by now.
        """
        loaded, suspected = self._stamp, self.health.damaged
        self.health.damaged = False
        try:
            self.refresh()
        except DamagedIndexError:
            return True
        return self.unreadable or (suspected and self._stamp == loaded)

    def set_aside(self) -> None:
        """Move the index's files into ``damaged`` below the folder, in place of older ones: it is empty now.

        StudioError where they cannot be moved.
        """
        aside = self.folder / "damaged"
        with self.guard:
            if self._url and self.manifest:
                self.drop_all_but(None, self.manifest.index)
            self.close()
            moved = [manifest_path(self.folder), pending_path(self.folder), self.folder / "chroma"]
            try:
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir(parents=True, exist_ok=True)
                for path in [*moved, *_generation_folders(self.folder)]:
                    if path.exists():
                        path.rename(aside / path.name)
            except OSError as error:
                raise StudioError(
                    f"损坏的索引移不开（{error.strerror}）。请关闭其他正在使用 {self.folder} 的程序再试。"
                ) from error
            self.manifest, self._stamp = None, _stamp(self.folder)
            self.health.damaged = False

    def publish(self, manifest: Manifest) -> None:
        """Replace the manifest: from now on what it names is found."""
        with self.guard:
            save(self.folder, manifest)
            self._stamp, self.manifest = _stamp(self.folder), manifest

    def drop_all_but(self, manifest: Manifest | None, index: str | None) -> None:
        """Delete generations that no manifest names.

        ``index`` is the name under which collections were made; None: any in this folder's own database.
        """
        kept = manifest.generation if manifest else None
        own = index or (manifest.index if manifest else None)
        with self.guard:
            for name in self.database.names():
                named = name.split("-")
                ours = named[0] == own if own else self._url is None
                if ours and (len(named) < 4 or named[1] != kept):
                    self.database.drop(name)
        for folder in _generation_folders(self.folder):
            if folder.name != kept:
                shutil.rmtree(folder, ignore_errors=True)
        self._generations = {key: kept_ for key, kept_ in self._generations.items() if key[1] == kept}

    def stray(self, manifest: Manifest | None) -> bool:
        """Whether folders of another generation lie here, as an interrupted rebuild leaves them."""
        kept = manifest.generation if manifest else None
        return any(folder.name != kept for folder in _generation_folders(self.folder))

    def counts(self) -> dict[str, int]:
        """Passages in the lexical indexes and vectors in the collections, over all shelves."""
        counts = {"lexical": 0, "vector": 0}
        if self.manifest is None:
            return counts
        generation = self.generation(self.manifest.index, self.manifest.generation)
        for shelf in Shelf:
            kinds = {held.kind for held in self.manifest.holds(shelf).values()}
            counts["lexical"] += generation.lexical(shelf).size if kinds else 0
            counts["vector"] += sum(generation.vectors(shelf, kind).size for kind in kinds)
        return counts

    def close(self) -> None:
        self._generations.clear()
        if self._database is not None:
            self._database.close()
            self._database = None


class Generation:
    """The lexical indexes and vector collections of one encoder and tokeniser."""

    def __init__(self, opened: OpenedFolder, index: str, name: str) -> None:
        self._opened, self._index, self._name = opened, index, name
        self._lexical: dict[Shelf, LexicalIndex] = {}
        self._full: set[str] = set()

    def lexical(self, shelf: Shelf) -> LexicalIndex:
        if shelf not in self._lexical:
            health = self._opened.health
            folder = lexical_folder(self._opened.folder, self._name, shelf)
            with health.watched("关键词索引", ValueError, FileExistsError, NotADirectoryError):
                index = _WatchedLexical(folder, health)
                empty = index.size == 0
            if empty and self._named(shelf):
                raise health.found("关键词索引")
            self._lexical[shelf] = index
        return self._lexical[shelf]

    def vectors(self, shelf: Shelf, kind: str) -> VectorCollection:
        name = collection_name(self._index, self._name, shelf, kind)
        collection = self._opened.database.collection(name)
        if name not in self._full:
            if kind in self._named(shelf) and collection.size == 0:
                raise self._opened.health.found("向量索引")
            self._full.add(name)
        return collection

    def _named(self, shelf: Shelf) -> set[str]:
        """Kinds of which the manifest says that they are on this shelf of this generation."""
        manifest = self._opened.manifest
        if manifest is None or (manifest.index, manifest.generation) != (self._index, self._name):
            return set()
        return {held.kind for held in manifest.holds(shelf).values()}

    def delete(self, shelf: Shelf, editions: dict[str, str]) -> None:
        """Delete editions (key -> kind): vectors first, because the lexical index knows their ids."""
        if not editions:
            return
        lexical = self.lexical(shelf)
        for key, kind in editions.items():
            if ids := lexical.vector_ids(key):
                self.vectors(shelf, kind).remove(ids)
        with lexical.writing() as writer:
            for key in editions:
                writer.delete(key)


class _WatchedLexical(LexicalIndex):
    """A lexical index whose damage is noticed also when it is read."""

    def __init__(self, folder: Path, health: Health) -> None:
        super().__init__(folder)
        self._health = health

    def search(self, terms: Sequence[tuple[str, float]], k: int, scope: Scope | None = None) -> list[Scored]:
        with self._health.watched("关键词索引", ValueError):
            return super().search(terms, k, scope)

    def holding(self, terms: Sequence[str], k: int, scope: Scope | None = None) -> list[str]:
        with self._health.watched("关键词索引", ValueError):
            return super().holding(terms, k, scope)

    def vector_ids(self, edition: str) -> list[str]:
        with self._health.watched("关键词索引", ValueError):
            return super().vector_ids(edition)


def _stamp(folder: Path) -> tuple[int, int, int]:
    """Tells one manifest file from the next."""
    try:
        state = manifest_path(folder).stat()
    except OSError:
        return (0, 0, 0)
    return (state.st_mtime_ns, state.st_size, state.st_ino)


def _generation_folders(folder: Path) -> Iterable[Path]:
    """Folders named like a generation."""
    if not folder.is_dir():
        return []
    return [child for child in folder.iterdir() if child.is_dir() and is_generation(child)]
