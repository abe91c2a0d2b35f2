"""The shipped encoder: numpy alone reads it, quickly; its id is its content; broken files are told."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index import static_encoder, tokens
from index.encoder import open_encoder
from index.numbering import Numbering, features
from index.static_encoder import ROWS, SCALES, SHIPPED, VOCABULARY, StaticEncoder, load, quantise, read, save
from ingest.errors import StudioError

ROOT = Path(__file__).resolve().parent.parent
LAY = "手机被班主任收走了还能要回来吗"
FORMAL = "学校统一保管的智能终端产品，应当在放学时归还学生或者其家长。"
OTHER = "运动会各项目参赛名单由体育委员汇总后报体育教研组。"


@pytest.fixture(scope="module")
def shipped() -> StaticEncoder:
    return load()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    features = tokens.features("班主任组织家长会")
    rows = np.random.default_rng(1).standard_normal((len(features), 8)).astype(np.float32)
    save(tmp_path / "small", features, rows)
    return tmp_path / "small"


def test_the_encoder_without_a_name_is_the_one_that_ships(shipped):
    encoder = open_encoder()
    assert encoder.id == shipped.id and encoder.cheap and encoder.id.startswith("static-")
    assert tokens.version() in encoder.id


def test_rows_have_length_one_and_strangers_none(shipped):
    matrix = shipped.encode_passages([LAY, FORMAL, "", "!!!"])
    assert matrix.dtype == np.float32 and matrix.shape == (4, shipped.dimension)
    np.testing.assert_allclose(np.linalg.norm(matrix, axis=1), [1, 1, 0, 0], atol=1e-5)
    assert shipped.encode_passages([]).shape == (0, shipped.dimension)


def test_lay_words_are_near_the_formal_words_for_them(shipped):
    question = shipped.encode_queries([LAY])[0]
    right, wrong = shipped.encode_passages([FORMAL, OTHER]) @ question
    assert right > wrong + 0.2


def test_a_text_is_encoded_the_same_alone_and_among_others(shipped):
    together = shipped.encode_passages([LAY, FORMAL, OTHER])
    np.testing.assert_array_equal(together[1], shipped.encode_passages([FORMAL])[0])


@given(
    st.lists(
        st.text(
            st.sampled_from("班主任学生老师家长会手机第七十条3①３， 。_a-Z%é;𠀀（\n\0㈠ﬁ豈Σ")
            | st.characters(codec="utf-8"),
            max_size=20,
        ),
        max_size=4,
    )
)
def test_texts_looked_up_together_have_the_numbers_of_their_own_features(texts):
    numbering, numbers = _with_numbers()
    own = [[numbers[one] for one in features(text) if one in numbers] for text in texts]
    assert [found.tolist() for found in numbering.of(texts)] == own


@cache
def _with_numbers() -> tuple[Numbering, dict[str, int]]:
    vocabulary, _ = read(SHIPPED)
    return Numbering(vocabulary), {each: at for at, each in enumerate(vocabulary)}


def test_word_by_word_is_read_alone_as_with_the_rest(shipped):
    passages = [("手机管理规定", [FORMAL, OTHER]), ("", [FORMAL]), ("手机管理规定", []), ("", ["!!!"])]
    read_all = shipped.read(LAY, passages)
    assert read_all.shape == (4, 3) and read_all[0, 2] > read_all[3, 2] == 0
    np.testing.assert_array_equal(shipped.read_words(LAY, passages), read_all[:, 2])
    assert not shipped.read_words("!!!", passages).any() and shipped.read_words(LAY, []).shape == (0,)


def test_what_ships_is_small_and_quick(shipped):
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 30_000_000
    tokens.words(LAY)  # the dictionary is loaded once per process
    began = time.perf_counter()
    for _ in range(50):
        shipped.encode_queries([LAY])
    assert (time.perf_counter() - began) / 50 < 0.01  # 0.1 ms when nothing else runs


def test_no_torch_is_needed():
    script = (
        "import sys; from index.encoder import open_encoder; open_encoder().encode_queries(['家长会']);"
        "print([m for m in ('torch', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_the_id_changes_with_the_weights(small):
    before = load(small).id
    assert load(small).id == before
    features, rows = read(small)
    save(small, features, rows * 2)
    assert load(small).id != before


@pytest.mark.parametrize("name", [VOCABULARY, ROWS, SCALES])
def test_a_missing_file_is_told(small, name):
    (small / name).unlink()
    with pytest.raises(StudioError, match="重新安装"):
        load(small)


@pytest.mark.parametrize("name", [VOCABULARY, ROWS, SCALES])
def test_a_cut_file_is_told(small, name):
    whole = (small / name).read_bytes()
    (small / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StudioError, match="重新安装"):
        load(small)


def test_files_that_do_not_belong_together_are_told(small, tmp_path):
    other = tmp_path / "other"
    save(other, ["班主任"], np.ones((1, 8), dtype=np.float32))
    shutil.copy(other / ROWS, small / ROWS)
    with pytest.raises(StudioError, match="对不上"):
        load(small)


@given(arrays(np.float32, (5, 6), elements=st.floats(-3, 3, width=32)))
def test_rounding_moves_a_number_by_less_than_a_hundredth_of_its_rows_largest(rows):
    small, scales = quantise(rows)
    back = small * scales.astype(np.float32)[:, None]
    largest = np.abs(rows).max(axis=1, keepdims=True)
    assert (np.abs(back - rows) <= 0.01 * largest + 2e-5 * 127 * 0.02 + 1e-5).all()


def test_the_model_card_names_the_weights_that_ship(shipped):
    card = (SHIPPED / "model_card.md").read_text("utf-8")
    assert static_encoder.content_hash(SHIPPED) in card
    assert f"{shipped.dimension} 维" in card


@given(st.lists(st.text(alphabet="工作室每两周1次年A。\n", min_size=1, max_size=12), min_size=1, max_size=4))
def test_a_text_is_the_sum_of_what_stands_between_its_blanks(shipped: StaticEncoder, parts: list[str]):
    [whole] = shipped.encode_passages([" ".join(parts)])
    together = np.sum(shipped._summed(parts), axis=0)
    length = np.linalg.norm(together)
    assert whole == pytest.approx(together / length if length else together, abs=1e-5)
