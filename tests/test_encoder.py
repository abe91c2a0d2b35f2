"""Encoders: unit vectors, the same on every machine, and a clear word when a model cannot be loaded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import HashedEncoder, open_encoder, unit
from ingest.errors import StudioError

SENTENCES = ["学生不得将手机带入课堂。", "学校应当制止学生欺凌。", "班会每周一次。"]


def test_rows_have_length_one_or_nothing():
    matrix = HashedEncoder(64).encode_passages([*SENTENCES, "", "！？"])
    assert matrix.dtype == np.float32 and matrix.shape == (5, 64)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx([1, 1, 1, 0, 0], abs=1e-5)


def test_same_wording_is_nearer_than_another():
    encoder = HashedEncoder()
    question = encoder.encode_queries(["上课带手机"])[0]
    assert (encoder.encode_passages(SENTENCES) @ question).argmax() == 0


@given(st.lists(st.text(max_size=30), max_size=4))
def test_a_text_has_one_vector_whatever_stands_beside_it(texts):
    encoder = HashedEncoder(32)
    together = encoder.encode_passages(texts)
    for row, text in enumerate(texts):
        np.testing.assert_array_equal(together[row], encoder.encode_passages([text])[0])


def test_vectors_are_the_same_on_every_machine():
    vector = HashedEncoder(8).encode_passages(["班主任"])[0]
    expected = HashedEncoder(8).encode_passages(["班主任"])[0]
    np.testing.assert_array_equal(vector, expected)
    assert [round(float(x), 4) for x in vector] == GOLDEN


GOLDEN = [0.4284, 0.0, 0.612, -0.1836, 0.612, -0.1836, 0.0, 0.0]


def test_id_tells_dimensions_apart():
    assert HashedEncoder(64).id != HashedEncoder(128).id
    assert HashedEncoder(64).cheap


def test_what_ships_opens_by_no_name():
    assert open_encoder().id.startswith("static-")
    assert open_encoder("hashed").id == HashedEncoder().id


def test_unit_leaves_zero_rows():
    scaled = unit(np.array([[3, 4], [0, 0]], dtype=np.float32))
    assert scaled.tolist() == [pytest.approx([0.6, 0.8]), [0, 0]]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of one kilobyte, made here."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    characters = sorted(set("".join(SENTENCES)) | set("检索："))
    tokenizer = Tokenizer(WordLevel({c: i for i, c in enumerate(["[UNK]", *characters])}, "[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    weights = np.random.default_rng(3).standard_normal((len(characters) + 1, 12)).astype(np.float32)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], prompts={"query": "检索："}
    )
    folder = tmp_path_factory.mktemp("model") / "tiny"
    model.save(str(folder))
    return folder


@pytest.mark.slow
class TestHub:
    def test_model_by_folder(self, tiny):
        encoder = open_encoder(str(tiny))
        matrix = encoder.encode_passages(SENTENCES)
        assert matrix.shape == (3, 12) == (3, encoder.dimension) and not encoder.cheap
        assert np.linalg.norm(matrix, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
        assert encoder.encode_passages([]).shape == (0, 12)

    def test_queries_get_the_models_prompt(self, tiny):
        encoder = open_encoder(str(tiny))
        query, passage = encoder.encode_queries(SENTENCES[:1]), encoder.encode_passages(SENTENCES[:1])
        assert not np.allclose(query, passage)
        np.testing.assert_allclose(query, encoder.encode_passages(["检索：" + SENTENCES[0]]), atol=1e-6)

    def test_id_changes_with_the_weights(self, tiny):
        before = open_encoder(str(tiny)).id
        assert open_encoder(str(tiny)).id == before
        config = tiny / "config_sentence_transformers.json"
        config.write_text(config.read_text("utf-8") + "\n", "utf-8")
        assert open_encoder(str(tiny)).id != before

    def test_prompts_of_known_models(self, tiny):
        from index.hub import known_prompts

        assert known_prompts("BAAI/bge-small-zh-v1.5")[0].startswith("为这个句子")
        assert known_prompts("intfloat/multilingual-e5-small") == ("query: ", "passage: ")
        assert known_prompts("somebody/else") == ("", "")

    def test_folder_that_is_no_model_is_told_in_chinese(self, tmp_path):
        (tmp_path / "config.json").write_text("{", "utf-8")
        with pytest.raises(StudioError, match="载入失败"):
            open_encoder(str(tmp_path))

    def test_name_that_cannot_be_had_is_told_in_chinese(self, monkeypatch):
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        with pytest.raises(StudioError, match="本机不能联网"):
            open_encoder("nobody/no-such-model-at-all")
