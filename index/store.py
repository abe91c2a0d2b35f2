"""LlamaIndex's vector-store interface over a collection: ids and vectors only, no texts, no metadata.

For whoever plugs this index into LlamaIndex, or another LlamaIndex store in its place. The searcher uses
the collection itself: importing llama_index takes 0.8 seconds (measured), a third of a cold question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import chromadb
import numpy as np
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from pydantic import PrivateAttr

from index.vectors import VectorCollection

IdsOf = Callable[[str], Sequence[str]]


class StudioVectorStore(BasePydanticVectorStore):
    """One collection as a LlamaIndex vector store.

    ``ids_of`` tells which node ids a document has, since the store itself does not know.
    """

    stores_text: bool = False
    _collection: VectorCollection = PrivateAttr()
    _ids_of: IdsOf | None = PrivateAttr(default=None)

    def __init__(self, collection: VectorCollection, ids_of: IdsOf | None = None) -> None:
        super().__init__(stores_text=False)
        self._collection, self._ids_of = collection, ids_of

    @classmethod
    def class_name(cls) -> str:
        return "StudioVectorStore"

    @property
    def client(self) -> chromadb.Collection:
        return self._collection.chroma

    def add(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[str]:
        """Add nodes that carry their embeddings; nothing else of them is kept."""
        ids = [node.node_id for node in nodes]
        if ids:
            vectors = np.asarray([node.get_embedding() for node in nodes], dtype=np.float32)
            self._collection.put(ids, vectors)
        return ids

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """Delete a document's vectors; ``ids_of`` must have been given."""
        if self._ids_of is None:
            raise ValueError("this store knows no documents; use delete_nodes, or open it with ids_of")
        self._collection.remove(list(self._ids_of(ref_doc_id)))

    def delete_nodes(
        self,
        node_ids: list[str] | None = None,
        filters: MetadataFilters | None = None,
        **delete_kwargs: Any,
    ) -> None:
        """Delete by id; ids that are not there are no error."""
        if filters is not None:
            raise ValueError("this store keeps no metadata; filter in the catalog")
        self._collection.remove(node_ids or [])

    def clear(self) -> None:
        """Delete every vector."""
        self._collection.clear()

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """Ids and similarities; nodes come from the docstore or the catalog."""
        if query.filters is not None or query.query_embedding is None:
            raise ValueError("this store answers plain vector queries; it keeps no metadata and no texts")
        vector = np.asarray(query.query_embedding, dtype=np.float32)
        found = self._collection.nearest(vector, query.similarity_top_k)
        return VectorStoreQueryResult(
            ids=[scored.passage for scored in found], similarities=[scored.score for scored in found]
        )
