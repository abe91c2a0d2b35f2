"""The re-ranker: its order for the first hits, quotes and rules stay in front, a clear word when it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import HashedEncoder
from index.fusion import EXACT, RERANK
from index.hits import Candidate
from index.rerank import open_reranker, reranked
from index.search import Searcher
from ingest.errors import StudioError
from ingest.model import Form, Kind, Visibility
from ingest.records import PassageRecord
from tests.index_parts import TODAY, Studio, document


class ByLength:
    """Longer is better; counts what it was given to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, query: str, passages: Sequence[str]) -> list[float]:
        self.read += passages
        return [len(passage) / 1000 for passage in passages]


def candidate(number: int, score: float, length: int = 5, factor: float = 1.0, exact: bool = False):
    record = PassageRecord(
        id=str(number),
        document=f"d{number}",
        version=1,
        title="题名",
        kind=Kind.POLICY,
        form=Form.ORIGINAL,
        level=None,
        scope="",
        stages=(),
        visibility=Visibility.EVERYONE,
        effective=None,
        expires=None,
        path=(),
        page=None,
        start=0,
        end=length,
        text="字" * length,
    )
    return Candidate(record, score, factor, {EXACT: (1, 1.0)} if exact else {})


def ids(candidates: Sequence[Candidate]) -> list[str]:
    return [one.record.id for one in candidates]


def test_none_leaves_the_order():
    given_ = [candidate(n, 1 - n / 10, length=n) for n in range(4)]
    assert reranked("问", given_, None) == given_


def test_first_hits_get_its_order_and_the_rest_follow():
    given_ = [candidate(n, 1 - n / 10, length=n + 1) for n in range(5)]
    found = reranked("问", given_, ByLength(), first=3)
    assert ids(found) == ["2", "1", "0", "3", "4"]
    assert [one.score for one in found] == [one.score for one in given_]
    assert found[0].parts[RERANK][0] == 1 and RERANK not in found[3].parts


def test_quoted_stays_first_and_a_digest_behind_its_rule():
    quoted = candidate(0, 1.9, length=1, exact=True)
    rule, digest = candidate(1, 0.9, length=500), candidate(2, 0.8, length=520, factor=0.85)
    assert ids(reranked("问", [quoted, digest, rule], ByLength())) == ["0", "1", "2"]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 30)), max_size=30), st.integers(0, 30))
def test_nothing_is_lost_and_scores_fall(rows, first):
    ordered = sorted(rows, reverse=True)
    given_ = [candidate(n, score, length) for n, (score, length) in enumerate(ordered)]
    found = reranked("问", given_, ByLength(), first)
    assert sorted(ids(found)) == sorted(ids(given_))
    assert [one.score for one in found] == [one.score for one in given_]


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    studio = Studio.at(home)
    yield studio
    studio.catalog.close()


def test_a_searcher_uses_it(studio):
    studio.publish(
        document("甲", "手机由班主任保管。", "手机由班主任保管，放学时在传达室当面交还给家长本人。")
    )
    reader = ByLength()
    searcher = Searcher.open(studio.home, studio.catalog, encoder=HashedEncoder(64), reranker=reader)
    searcher.sync(today=TODAY)
    hits = searcher.search("班主任保管", 2, today=TODAY)
    searcher.close()
    assert len(hits[0].text) > len(hits[1].text) and hits[0].score >= hits[1].score
    assert hits[0].parts[RERANK][0] == 1
    assert all("甲" in text and "手机" in text for text in reader.read)


WORDS = "手机由班主任保管。家长会每学期召开两次谁管"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with one layer of random weights, made here."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("model") / "tiny"
    folder.mkdir()
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(WORDS))]
    words = folder / "vocab.txt"
    words.write_text("\n".join(vocabulary), "utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(words)).save_pretrained(folder)
    return folder


@pytest.mark.slow
class TestHub:
    def test_scores_are_from_0_to_1_and_depend_on_the_question(self, tiny):
        model = open_reranker(str(tiny))
        assert model is not None
        passages = ["手机由班主任保管。", "家长会每学期召开两次。" * 40, ""]
        one, other = model.scores("手机谁管", passages), model.scores("家长会召开", passages)
        assert len(one) == 3 and all(0 < score < 1 for score in one)
        assert one != other and one == pytest.approx(model.scores("手机谁管", passages))
        assert model.scores("手机", []) == []

    def test_a_searcher_uses_it(self, tiny, studio):
        studio.publish(document("甲", *re.split(r"(?<=。)", WORDS)[:2]))
        searcher = Searcher.open(
            studio.home, studio.catalog, encoder=HashedEncoder(64), reranker=open_reranker(str(tiny))
        )
        searcher.sync(today=TODAY)
        hits = searcher.search("班主任开家长会", 2, today=TODAY)
        searcher.close()
        judged = [hit.parts[RERANK] for hit in hits]
        assert [rank for rank, _ in judged] == [1, 2] and judged[0][1] >= judged[1][1]

    def test_a_folder_that_is_no_model_is_told_in_chinese(self, tmp_path):
        (tmp_path / "config.json").write_text("{", "utf-8")
        with pytest.raises(StudioError, match="重排模型载入失败"):
            open_reranker(str(tmp_path))

    def test_a_name_that_cannot_be_had_is_told_in_chinese(self, monkeypatch):
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        with pytest.raises(StudioError, match="本机不能联网"):
            open_reranker("nobody/no-such-model-at-all")

    def test_a_model_of_several_scores_is_told_in_chinese(self, tiny, tmp_path):
        from transformers import BertForSequenceClassification, BertTokenizer

        model = BertForSequenceClassification.from_pretrained(
            tiny, num_labels=3, ignore_mismatched_sizes=True
        )
        model.save_pretrained(tmp_path)
        BertTokenizer.from_pretrained(tiny).save_pretrained(tmp_path)
        with pytest.raises(StudioError, match="3 个分数"):
            open_reranker(str(tmp_path))


def test_no_name_opens_none():
    assert open_reranker("") is None and open_reranker(None) is None
