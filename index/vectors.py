"""The only chromadb: ids and vectors behind LlamaIndex's vector-store interface.

Texts and everything a filter asks live in the catalog, so a collection holds nothing else: LlamaIndex's
own Chroma adapter stores text and node again, is 2.6 times slower to fill, 3.8 times slower to query
and fails above Chroma's batch limit. One collection per kind, since a ``where`` filter is slow.

Importing this module brings chromadb and llama_index (over a second): ``index.loading`` does it
once something needs vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.config import Settings
from chromadb.errors import ChromaError
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from pydantic import PrivateAttr

from index.model import Matrix, Scored
from ingest.errors import StudioError

IdsOf = Callable[[str], Sequence[str]]


class StudioVectorStore(BasePydanticVectorStore):
    """One Chroma collection as a LlamaIndex vector store that keeps ids and unit vectors only.

    ``ids_of`` tells which node ids a document has, since the store itself does not know.
    """

    stores_text: bool = False
    _collection: chromadb.Collection = PrivateAttr()
    _batch: int = PrivateAttr()
    _ids_of: IdsOf | None = PrivateAttr(default=None)

    def __init__(self, collection: chromadb.Collection, batch: int, ids_of: IdsOf | None = None) -> None:
        super().__init__(stores_text=False)
        self._collection = collection
        self._batch = batch
        self._ids_of = ids_of

    @classmethod
    def class_name(cls) -> str:
        return "StudioVectorStore"

    @property
    def client(self) -> chromadb.Collection:
        return self._collection

    @property
    def size(self) -> int:
        """Number of vectors."""
        return self._collection.count()

    def put(self, ids: Sequence[str], vectors: Matrix) -> None:
        """Add or replace vectors, in batches the server takes."""
        for part in self._parts(len(ids)):
            self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def nearest(self, vector: Matrix, k: int) -> list[Scored]:
        """The ``k`` ids nearest to a unit vector (dimension,), score = cosine similarity."""
        if k < 1:
            return []
        found = self._collection.query(query_embeddings=vector[None, :], n_results=k, include=["distances"])
        distances = found["distances"] or [[]]
        return [
            Scored(id_, 1.0 - float(distance))
            for id_, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def add(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[str]:
        """LlamaIndex: add nodes that carry their embeddings; nothing else of them is kept."""
        ids = [node.node_id for node in nodes]
        if ids:
            self.put(ids, np.asarray([node.get_embedding() for node in nodes], dtype=np.float32))
        return ids

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """LlamaIndex: delete a document's vectors; ``ids_of`` must have been given."""
        if self._ids_of is None:
            raise ValueError("this store knows no documents; use delete_nodes, or open it with ids_of")
        self.delete_nodes(list(self._ids_of(ref_doc_id)))

    def delete_nodes(
        self,
        node_ids: list[str] | None = None,
        filters: MetadataFilters | None = None,
        **delete_kwargs: Any,
    ) -> None:
        """LlamaIndex: delete by id; ids that are not there are no error."""
        if filters is not None:
            raise ValueError("this store keeps no metadata; filter in the catalog")
        ids = node_ids or []
        for part in self._parts(len(ids)):
            self._collection.delete(ids=ids[part])

    def clear(self) -> None:
        """LlamaIndex: delete every vector."""
        while ids := self._collection.get(limit=self._batch, include=[])["ids"]:
            self._collection.delete(ids=ids)

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """LlamaIndex: ids and similarities; nodes come from the docstore or the catalog."""
        if query.filters is not None or query.query_embedding is None:
            raise ValueError("this store answers plain vector queries; it keeps no metadata and no texts")
        found = self.nearest(np.asarray(query.query_embedding, dtype=np.float32), query.similarity_top_k)
        return VectorStoreQueryResult(
            ids=[scored.passage for scored in found], similarities=[scored.score for scored in found]
        )

    def _parts(self, count: int) -> Iterator[slice]:
        return (slice(start, start + self._batch) for start in range(0, count, self._batch))


class VectorDatabase:
    """A folder (Chroma in this process) or a Chroma server by address, with the same code.

    Chroma in the process reads its files once: what another process wrote is seen after ``reopen``.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._folder, self._url = folder, url
        self._client = _connect(folder, url)
        self._batch = self._client.get_max_batch_size()
        self._stores: dict[str, StudioVectorStore] = {}

    def store(self, name: str, ids_of: IdsOf | None = None) -> StudioVectorStore:
        """The collection of that name, made where missing."""
        if name not in self._stores:
            collection = self._client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
            self._stores[name] = StudioVectorStore(collection, self._batch, ids_of)
        return self._stores[name]

    def names(self) -> list[str]:
        """Names of all collections, also those of other programs on a shared server."""
        return sorted(collection.name for collection in self._client.list_collections())

    def drop(self, name: str) -> None:
        """Delete a collection with its vectors."""
        self._stores.pop(name, None)
        self._client.delete_collection(name)

    def reopen(self) -> None:
        """See what other processes wrote."""
        self._stores.clear()
        if self._url is None:
            self._client.close()
            self._client = _connect(self._folder, None)

    def close(self) -> None:
        self._stores.clear()
        self._client.close()


def _connect(folder: Path, url: str | None) -> Client:
    # Neither Chroma's environment variables nor a .env of this program are its settings here.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    try:
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            return cast(Client, chromadb.PersistentClient(folder, settings=settings))
        host, port, ssl = server_address(url)
        return cast(Client, chromadb.HttpClient(host, port, ssl, settings=settings))
    except (ChromaError, ValueError, OSError) as error:
        where = f"向量库服务器 {url} 连不上" if url else f"向量库 {folder} 打不开"
        mend = "检查地址与服务" if url else "关闭程序，删除数据文件夹下的 index 文件夹再启动，索引会重建"
        raise StudioError(f"{where}（{error}）。请{mend}") from error


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
