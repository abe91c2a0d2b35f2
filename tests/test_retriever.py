"""The LlamaIndex retriever: nodes that stand for passages."""

from __future__ import annotations

from pathlib import Path

from llama_index.core.base.base_retriever import BaseRetriever

from index.model import Filters
from index.retriever import StudioRetriever
from ingest.model import Kind
from tests.index_parts import TODAY, Studio, document


def test_retriever_gives_nodes_for_hits(home: Path):
    studio = Studio.at(home)
    studio.publish(document("手机管理规定", "学生不得将手机带入课堂。", "手机放学后归还。"))
    studio.publish(document("一次手机风波", "学生上课玩手机，老师收走手机。", kind=Kind.CASE))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    retriever = StudioRetriever(searcher, today=lambda: TODAY, k=2, filters=Filters(kinds=(Kind.POLICY,)))
    assert isinstance(retriever, BaseRetriever)
    found = retriever.retrieve("手机带入课堂")
    hits = searcher.search("手机带入课堂", 2, Filters(kinds=(Kind.POLICY,)), today=TODAY)
    assert [(n.node.node_id, n.node.get_content(), n.score) for n in found] == [
        (h.passage, h.text, h.score) for h in hits
    ]
    first = found[0].node.metadata
    assert first["title"] == "手机管理规定" and first["kind"] == "policy"
    text = studio.catalog.version(first["document"], first["version"]).parse.text
    assert text[first["start"] : first["end"]] == found[0].node.get_content()
    searcher.close()
    studio.catalog.close()
