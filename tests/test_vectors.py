"""The vector store: LlamaIndex's interface, Chroma behind it, ids and vectors and nothing else."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
)

from index.store import StudioVectorStore
from index.vectors import VectorDatabase, server_address
from ingest.errors import StudioError


@pytest.fixture
def database(tmp_path: Path) -> Iterator[VectorDatabase]:
    database = VectorDatabase(tmp_path / "chroma")
    yield database
    database.close()


def unit(*places: int) -> np.ndarray:
    matrix = np.eye(8, dtype=np.float32)
    return matrix[list(places)]


def test_nearest_by_cosine(database):
    store = database.collection("live-policy")
    store.put(["a", "b", "c"], unit(0, 1, 2))
    query = np.array([0.8, 0.6, 0, 0, 0, 0, 0, 0], dtype=np.float32)
    assert [(s.passage, round(s.score, 3)) for s in store.nearest(query, 2)] == [("a", 0.8), ("b", 0.6)]


def test_put_replaces_and_delete_forgives_the_unknown(database):
    store = database.collection("live-policy")
    store.put(["a", "b"], unit(0, 1))
    store.put(["a"], unit(2))
    store.remove(["b", "never"])
    assert store.size == 1 and store.nearest(unit(2)[0], 5)[0].score == pytest.approx(1.0)
    store.clear()
    assert store.nearest(unit(2)[0], 5) == []


def test_it_is_a_llama_index_store_that_keeps_no_text(database):
    store = StudioVectorStore(database.collection("live-policy"), lambda document: {"d@1": ["n1"]}[document])
    assert isinstance(store, BasePydanticVectorStore) and store.stores_text is False
    nodes = [
        TextNode(id_=f"n{i}", text="不应存下的文字", metadata={"密": "文"}, embedding=unit(i)[0].tolist())
        for i in range(3)
    ]
    assert store.add(nodes) == ["n0", "n1", "n2"]
    assert store.add([]) == []
    result = store.query(VectorStoreQuery(query_embedding=unit(2)[0].tolist(), similarity_top_k=1))
    assert result.ids == ["n2"] and result.similarities == pytest.approx([1.0]) and result.nodes is None
    stored = store.client.get(include=["documents", "metadatas"])
    assert [*(stored["documents"] or []), *(stored["metadatas"] or [])] == [None] * 6
    store.delete("d@1")
    assert store.client.count() == 2


def test_text_is_nowhere_on_disk(database, tmp_path):
    node = TextNode(id_="n", text="绝不落盘的一句话", embedding=unit(0)[0].tolist())
    StudioVectorStore(database.collection("live-policy")).add([node])
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or "绝不落盘".encode() not in file.read_bytes()


def test_what_it_cannot_do_it_says(database):
    store = StudioVectorStore(database.collection("live-policy"))
    filters = MetadataFilters(filters=[MetadataFilter(key="kind", value="case")])
    with pytest.raises(ValueError, match="metadata"):
        store.query(VectorStoreQuery(query_embedding=[0.0] * 8, filters=filters))
    with pytest.raises(ValueError, match="delete_nodes"):
        store.delete("d@1")


def test_more_than_one_batch(database):
    store = database.collection("live-policy")
    vectors = np.random.default_rng(7).standard_normal((11_000, 8)).astype(np.float32)
    store.put([f"p{n}" for n in range(11_000)], vectors)
    assert store.size == 11_000
    store.remove([f"p{n}" for n in range(10_999)])
    assert store.size == 1


def test_collections_are_apart(database):
    database.collection("live-policy").put(["a"], unit(0))
    database.collection("live-case").put(["b"], unit(0))
    assert database.names() == ["live-case", "live-policy"]
    assert [s.passage for s in database.collection("live-case").nearest(unit(0)[0], 5)] == ["b"]
    database.drop("live-case")
    assert database.names() == ["live-policy"]


def test_closed_and_opened_again(tmp_path):
    first = VectorDatabase(tmp_path / "chroma")
    first.collection("live-policy").put(["a"], unit(0))
    first.close()
    second = VectorDatabase(tmp_path / "chroma")
    assert second.collection("live-policy").size == 1
    second.close()


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:9000", ("localhost", 9000, False)),
        ("https://chroma.example.cn", ("chroma.example.cn", 443, True)),
        ("http://10.0.0.2/", ("10.0.0.2", 8000, False)),
    ],
)
def test_server_addresses(url, address):
    assert server_address(url) == address


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "http://", "http://x:port"])
def test_bad_server_addresses_are_told_in_chinese(url):
    with pytest.raises(StudioError, match="地址"):
        server_address(url)


def test_absent_server_is_told_in_chinese(tmp_path):
    with pytest.raises(StudioError, match="连不上"):
        VectorDatabase(tmp_path, f"http://127.0.0.1:{free_port()}")


def test_no_model_of_chromas_own_is_loaded():
    code = (
        "import sys, numpy as np, tempfile, pathlib\n"
        "from index.vectors import VectorDatabase\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    database = VectorDatabase(pathlib.Path(folder)); store = database.collection('live-policy')\n"
        "    store.put(['a'], np.eye(4, dtype='f')[:1]); store.nearest(np.eye(4, dtype='f')[0], 1)\n"
        "    database.names(); database.close()\n"
        "print([m for m in ('onnxruntime', 'torch', 'tokenizers', 'posthog') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_chroma_server_is_the_same(tmp_path):
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("chroma")),
        "run",
        "--path",
        str(tmp_path / "server"),
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
    try:
        database = connect(f"http://127.0.0.1:{port}")
        store = database.collection("live-policy")
        store.put([f"p{n}" for n in range(8)], unit(*range(8)))
        assert store.nearest(unit(3)[0], 1)[0].passage == "p3"
        database.reopen()
        assert database.collection("live-policy").size == 8
        database.drop("live-policy")
        assert database.names() == []
        database.close()
    finally:
        server.terminate()
        server.wait()


def connect(url: str) -> VectorDatabase:
    deadline = time.monotonic() + 60
    while True:
        try:
            return VectorDatabase(Path("unused"), url)
        except StudioError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
