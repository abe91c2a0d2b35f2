"""The systems that ``others`` compares: how each is built from passages and asked a question.

Each is used as its own documentation shows it first; what is changed says so. Their packages are
imported inside the functions: one that is not installed must not stop the others.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.studio import today
from eval.benchmarks import homes
from eval.benchmarks.report import peak_megabytes
from index import tokens
from index.encoder import open_encoder
from index.model import Encoder
from index.search import Searcher
from ingest.catalog import Catalog

DEPTH = 10
DEEP = 60  # where ranks among some of the passages are asked for
_WARM = 5  # questions that are not timed: dictionaries and pages are read by the first
_TRIAL = "trial.json"

Ask = Callable[[str, int], list[str]]
"""Question and how many -> ids of the passages found, best first."""


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """``text`` is ``[start, end)`` of a document's text, as another cuts it."""

    id: str
    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a system is given: a home with the catalog, the passages' texts, the questions."""

    folder: Path
    passages: Sequence[Passage]
    questions: Sequence[str]

    def save(self) -> None:
        content = {"passages": [asdict(one) for one in self.passages], "questions": list(self.questions)}
        (self.folder / _TRIAL).write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Trial:
        content = json.loads((folder / _TRIAL).read_text("utf-8"))
        return cls(folder, [Passage(**one) for one in content["passages"]], content["questions"])


@dataclass(frozen=True, slots=True)
class System:
    """``build(trial, folder)`` makes the index in the folder and gives what answers questions."""

    title: str
    build: Callable[[Trial, Path], Ask]
    needs: tuple[str, ...] = ()
    own: str = ""
    """Where in the home the index lies, if not in a folder of the benchmark's choosing."""

    def run(self, name: str, trial: Trial) -> None:
        """Build, ask, and write the figures beside the trial."""
        for module in self.needs:
            __import__(module)  # the time of importing is not that of building
        before = peak_megabytes()
        folder = trial.folder / (self.own or f"system-{name}")
        folder.mkdir(exist_ok=True)
        began = time.perf_counter()
        ask = self.build(trial, folder)
        built = time.perf_counter() - began
        for question in trial.questions[:_WARM]:
            ask(question, DEPTH)
        found, seconds = {}, []
        for question in trial.questions:
            began = time.perf_counter()
            found[question] = ask(question, DEPTH)
            seconds.append(time.perf_counter() - began)
        peak = peak_megabytes()
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        answer = {
            "build_s": round(built, 2),
            "disk_mb": round(size / 1e6, 1),
            "rss_mb": peak,
            "rss_before_mb": before,
            "seconds": seconds,
            "found": found,
            "deep": {question: ask(question, DEEP) for question in trial.questions},
        }
        (trial.folder / f"{name}.json").write_text(json.dumps(answer, ensure_ascii=False), "utf-8")


def _studio(trial: Trial, folder: Path) -> Ask:
    """Ours: both indexes from the catalog, with the lexicon and the typical questions."""
    catalog = Catalog.open(trial.folder / "catalog.db")
    searcher = Searcher.open(trial.folder, catalog, lexicon=homes.LEXICON)
    day = today()
    searcher.sync(today=day)
    return lambda question, k: [hit.passage for hit in searcher.search(question, k, today=day)]


def _chroma(trial: Trial, folder: Path) -> Ask:
    """Chroma alone, texts and vectors in one collection, cosine."""
    import chromadb

    encoder = open_encoder()
    client = chromadb.PersistentClient(folder)
    collection = client.create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    batch = client.get_max_batch_size()
    for start in range(0, len(trial.passages), batch):
        part = trial.passages[start : start + batch]
        texts = [one.text for one in part]
        vectors = encoder.encode_passages(texts)
        collection.add(ids=[one.id for one in part], documents=texts, embeddings=vectors)

    def ask(question: str, k: int) -> list[str]:
        found = collection.query(query_embeddings=encoder.encode_queries([question]), n_results=k)
        return list(found["ids"][0])

    return ask


def llama_chunks(texts: Mapping[str, str]) -> list[Chunk]:
    """Documents, id -> text, as LlamaIndex cuts them if nothing is said: SentenceSplitter's own sizes."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter

    documents = [Document(id_=id_, text=text) for id_, text in texts.items()]
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    return [_chunk(number, node, texts) for number, node in enumerate(nodes)]


def _chunk(number: int, node: Any, texts: Mapping[str, str]) -> Chunk:
    document, start, end = node.ref_doc_id, node.start_char_idx, node.end_char_idx
    if texts[document][start:end] != node.text:
        raise ValueError(f"{document}: a chunk does not stand where it is said to")
    return Chunk(str(number), document, start, end, node.text)


def _llama_chroma(trial: Trial, folder: Path) -> Ask:
    """LlamaIndex's VectorStoreIndex over its own ChromaVectorStore, defaults but for the encoder."""
    import chromadb
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    collection = chromadb.PersistentClient(folder).create_collection("passages")
    index = VectorStoreIndex(
        [TextNode(id_=one.id, text=one.text) for one in trial.passages],
        storage_context=StorageContext.from_defaults(
            vector_store=ChromaVectorStore(chroma_collection=collection)
        ),
        embed_model=llama_embedding(open_encoder()),
    )
    retrievers = {k: index.as_retriever(similarity_top_k=k) for k in (DEPTH, DEEP)}
    return lambda question, k: [one.node.node_id for one in retrievers[k].retrieve(question)]


def _llama_bm25(trial: Trial, folder: Path) -> Ask:
    """LlamaIndex's BM25 retriever with its default tokens: runs of letters, English stems."""
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes: list[BaseNode] = [TextNode(id_=one.id, text=one.text) for one in trial.passages]
    retriever = BM25Retriever.from_defaults(nodes=nodes)
    retriever.persist(str(folder))

    def ask(question: str, k: int) -> list[str]:
        retriever.similarity_top_k = min(k, len(nodes))
        return [one.node.node_id for one in retriever.retrieve(question)]

    return ask


def _bm25s(trial: Trial, folder: Path) -> Ask:
    """bm25s over the words of our tokeniser (rjieba)."""
    import bm25s

    index = bm25s.BM25()
    index.index([tokens.lexical_terms(one.text) for one in trial.passages], show_progress=False)
    index.save(folder)

    def ask(question: str, k: int) -> list[str]:
        words = tokens.lexical_terms(question) or [""]
        numbers, scores = index.retrieve([words], k=min(k, len(trial.passages)), show_progress=False)
        found = zip(numbers[0], scores[0], strict=True)
        return [trial.passages[int(number)].id for number, score in found if score > 0]

    return ask


def llama_embedding(encoder: Encoder) -> Any:
    """Our encoder as LlamaIndex's ``BaseEmbedding``."""
    from llama_index.core.embeddings import BaseEmbedding

    class Embedding(BaseEmbedding):
        """One of our encoders behind LlamaIndex's interface."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return _row(encoder.encode_queries([query])[0])

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return _row(encoder.encode_passages([text])[0])

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [_row(row) for row in encoder.encode_passages(texts)]

    return Embedding(embed_batch_size=512)


def _row(vector: Any) -> list[float]:
    return [float(value) for value in vector]


SYSTEMS = {
    "studio": System("本项目", _studio, own="index"),
    "llama_index_chroma": System(
        "LlamaIndex + Chroma", _llama_chroma, ("llama_index.core", "llama_index.vector_stores.chroma")
    ),
    "llama_index_bm25": System(
        "LlamaIndex BM25（默认分词）", _llama_bm25, ("llama_index.core", "llama_index.retrievers.bm25")
    ),
    "bm25s": System("bm25s（rjieba 分词）", _bm25s, ("bm25s",)),
    "chroma": System("只用 Chroma", _chroma, ("chromadb",)),
}
