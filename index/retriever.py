"""The Searcher as a LlamaIndex retriever, to be plugged into its query engines and evaluations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.model import Filters, Hit
from index.search import ANY, Searcher


class StudioRetriever(BaseRetriever):
    """Gives ``NodeWithScore``: the node's id is the passage's, its text the exact span."""

    def __init__(
        self,
        searcher: Searcher,
        *,
        today: Callable[[], date],
        k: int = 10,
        filters: Filters = ANY,
    ) -> None:
        self._searcher, self._today, self._k, self._filters = searcher, today, k, filters
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str, self._k, self._filters, today=self._today())
        return [NodeWithScore(node=node_of(hit), score=hit.score) for hit in hits]


def node_of(hit: Hit) -> TextNode:
    """A hit as a LlamaIndex node; the metadata say where the text stands and are not embedded."""
    metadata = {
        "document": hit.document,
        "version": hit.version,
        "title": hit.title,
        "kind": hit.kind.value,
        "form": hit.form.value,
        "level": hit.level.value if hit.level else None,
        "scope": hit.scope,
        "path": list(hit.path),
        "page": hit.page,
        "start": hit.start,
        "end": hit.end,
    }
    keys = list(metadata)
    return TextNode(
        id_=hit.passage,
        text=hit.text,
        metadata=metadata,
        excluded_embed_metadata_keys=keys,
        excluded_llm_metadata_keys=[key for key in keys if key not in {"title", "path"}],
    )
