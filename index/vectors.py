"""The only chromadb: collections of ids and vectors, in this process or on a server.

Texts and everything a filter asks live in the catalog, so a collection holds nothing else: LlamaIndex's
own Chroma adapter stores text and node again, is 2.6 times slower to fill, 3.8 times slower to query
and fails above Chroma's batch limit. One collection per kind, since a ``where`` filter is slow.

Importing this module brings chromadb (half a second): ``index.loading`` does it once something needs
vectors. LlamaIndex's interface stands apart in ``index.store``: it costs another 0.8 seconds, which a
question on the command line must not wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api.client import Client
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from index.damage import Health
from index.model import Matrix, Scored
from index.vector_files import blank_unused
from ingest.errors import StudioError

SEEN_BY_SEARCH = 400
"""Neighbours that a query of the graph looks at. With Chroma's 100 only .55 of 300 questions got all their 80 nearest
of 4,700 vectors, and two homes with the same texts answered differently; with 400 .99 do, at 2.4 ms instead of 1.3."""
AT_ONCE, LATER, TOGETHER = 1, 1_000, 100
"""After how many changes Chroma saves a graph: a new one at once (``index.vector_files`` says why), then after as many as
it does by itself, since one saved after every change of a large collection takes twice as long."""
Watch = Callable[[], AbstractContextManager[None]]
"""Around every call of Chroma: its errors as ours, and after a write nothing that does not belong in its files."""


class VectorCollection:
    """One Chroma collection that holds ids and unit vectors, and nothing else.

    ``index.store`` gives it LlamaIndex's vector-store interface.
    """

    def __init__(
        self,
        collection: chromadb.Collection,
        batch: int,
        watch: Watch,
        writing: Watch,
    ) -> None:
        self._collection, self._batch = collection, batch
        self._watched, self._writing = watch, writing

    @property
    def chroma(self) -> chromadb.Collection:
        return self._collection

    @property
    def size(self) -> int:
        """Number of vectors."""
        with self._watched():
            return self._collection.count()

    def put(self, ids: Sequence[str], vectors: Matrix) -> None:
        """Add or replace vectors, in batches the server takes."""
        for part in self._parts(len(ids)):
            with self._writing():
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])
                self._settle()

    def _settle(self) -> None:
        """A graph that was saved once is saved from now on as Chroma does by itself."""
        saved = self._collection.configuration.get("hnsw") or {}
        if saved.get("sync_threshold") == AT_ONCE:
            self._collection.modify(configuration={"hnsw": {"sync_threshold": LATER, "batch_size": TOGETHER}})

    def nearest(self, vector: Matrix, k: int) -> list[Scored]:
        """The ``k`` ids nearest to a unit vector (dimension,), score = cosine similarity."""
        if k < 1:
            return []
        with self._watched():
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, include=["distances"]
            )
        distances = found["distances"] or [[]]
        return [
            Scored(id_, 1.0 - float(distance))
            for id_, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def remove(self, ids: Sequence[str]) -> None:
        """Delete by id; ids that are not there are no error."""
        for part in self._parts(len(ids)):
            with self._writing():
                self._collection.delete(ids=list(ids[part]))

    def clear(self) -> None:
        """Delete every vector."""
        with self._writing():
            while ids := self._collection.get(limit=self._batch, include=[])["ids"]:
                self._collection.delete(ids=ids)

    def _parts(self, count: int) -> Iterator[slice]:
        return (slice(start, start + self._batch) for start in range(0, count, self._batch))


class VectorDatabase:
    """A folder (Chroma in this process) or a Chroma server by address, with the same code.

    Chroma in the process reads its files once: what another process wrote is seen after ``reopen``.
    """

    def __init__(self, folder: Path, url: str | None = None, health: Health | None = None) -> None:
        self._folder, self._url = folder, url
        self._health = health or Health()
        with self._watched():
            self._client = _connect(folder, url)
            self._batch = self._client.get_max_batch_size()
        self._open: dict[str, VectorCollection] = {}

    def collection(self, name: str) -> VectorCollection:
        """The collection of that name, made where missing."""
        if name not in self._open:
            with self._watched():
                collection = self._client.get_or_create_collection(
                    name,
                    embedding_function=None,
                    configuration={
                        "hnsw": {
                            "space": "cosine",
                            "ef_search": SEEN_BY_SEARCH,
                            "sync_threshold": AT_ONCE,
                            "batch_size": AT_ONCE,
                        }
                    },
                )
            self._open[name] = VectorCollection(collection, self._batch, self._watched, self._writing)
        return self._open[name]

    def names(self) -> list[str]:
        """Names of all collections, also those of other programs on a shared server."""
        with self._watched():
            return sorted(collection.name for collection in self._client.list_collections())

    def drop(self, name: str) -> None:
        """Delete a collection with its vectors."""
        self._open.pop(name, None)
        with self._watched():
            self._client.delete_collection(name)

    def reopen(self) -> None:
        """See what other processes wrote."""
        self._open.clear()
        if self._url is None:
            self._client.close()
            with self._watched():
                self._client = _connect(self._folder, None)

    def close(self) -> None:
        self._open.clear()
        self._client.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """``_watched``; then what else of this process's memory stands in Chroma's files here is blanked."""
        try:
            with self._watched():
                yield
        finally:
            if self._url is None:
                blank_unused(self._folder)

    def _watched(self) -> AbstractContextManager[None]:
        """Chroma says in the same exception whether a file is damaged and whether a server is unwell."""
        if self._url:
            return _on_server(self._url, self._health)
        return self._health.watched("向量索引", ChromaError)


@contextmanager
def _on_server(url: str, health: Health) -> Iterator[None]:
    """A server that does not answer is a user's to mend; one that has lost a collection gets it anew."""
    try:
        yield
    except NotFoundError as error:
        raise health.found("向量索引") from error
    except (ChromaError, httpx.HTTPError, OSError) as error:
        raise StudioError(
            f"向量库服务器 {url} 没有正常应答（{error}）。请检查它是否在运行，然后再试；资料都在目录库里，没有丢。"
        ) from error


def _connect(folder: Path, url: str | None) -> Client:
    # Neither Chroma's environment variables nor a .env of this program are its settings here.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    try:
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            return cast(Client, chromadb.PersistentClient(folder, settings=settings))
        host, port, ssl = server_address(url)
        return cast(Client, chromadb.HttpClient(host, port, ssl, settings=settings))
    except (ChromaError, ValueError, OSError, httpx.HTTPError) as error:
        if url is None and isinstance(error, ChromaError):
            _forget(folder)
            raise  # for whoever watches: the files may be damaged
        where = f"向量库服务器 {url} 连不上" if url else f"向量库 {folder} 打不开"
        mend = "检查地址与服务" if url else "检查文件夹的读写权限和磁盘空间"
        raise StudioError(f"{where}（{error}）。请{mend}") from error


def _forget(folder: Path) -> None:
    """Chroma keeps a system that failed to start and hands it out again for the same folder."""
    if str(folder) not in SharedSystemClient._identifier_to_refcount:
        SharedSystemClient._identifier_to_system.pop(str(folder), None)


def server_address(url: str) -> tuple[str, int, bool]:
    """(host, port, whether TLS) of ``http(s)://host[:port]``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise StudioError(f"向量库服务器地址 {url} 写法不对：{error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StudioError(f"向量库服务器地址应形如 http://主机:8000，现在是 {url}")
    ssl = parts.scheme == "https"
    return parts.hostname, port or (443 if ssl else 8000), ssl
