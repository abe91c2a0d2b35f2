"""Passages in front, read again word by word and sentence by sentence, against values computed by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import static_encoder
from index.closeness import FIRST, NOTHING_READ, SENTENCE_SHARE, TERMS_SHARE, Reading, read, sentences
from index.embedding import heading
from index.encoder import HashedEncoder
from index.fusion import LEXICAL, SENTENCE, TERMS, VECTOR, first, weighted, with_scores
from index.model import ReadingEncoder, Scored
from index.static_encoder import StaticEncoder
from ingest.records import PassageRecord
from tests.test_embedding import RULE

# 手 and 机 are one axis, 还 another, 课 between them: no bigram and no word of theirs is known.
AXES = {"手": (2.0, 0.0), "机": (2.0, 0.0), "还": (0.0, 1.0), "课": (1.0, 1.0)}
ENCODER = StaticEncoder(list(AXES), np.array(list(AXES.values()), dtype=np.float32), "hand")


def test_sentences_and_items():
    text = "第三条 学校应当：\n（一）登记；\n（二）通知家长；当日归还。好。"
    assert sentences(text) == ["第三条 学校应当：", "（一）登记；", "（二）通知家长；", "当日归还。"]


def test_cosines_by_hand():
    # The question 手还 is (2, 1); its features weigh 2 and 1.
    (row, other) = ENCODER.read("手还", [("", ["课", "手"]), ("机", ["还"])])
    # Whole 课手 = (3, 1): 7 / (√5 √10); sentences 课 (1, 1): 3 / √10 and 手 (2, 0): 4 / (2 √5).
    # Word by word: 手 has itself, 1; 还 is closest to 课, 1 / √2; weighted (2 + 1 / √2) / 3.
    assert row == pytest.approx((7 / 50**0.5, 3 / 10**0.5, (2 + 0.5**0.5) / 3))
    # The heading counts for the whole and for words, but it is no sentence.
    assert other == pytest.approx((1.0, 1 / 5**0.5, 1.0))


def test_a_word_said_twice_weighs_twice():
    (row,) = ENCODER.read("手还还", [("", ["还"])])
    assert row[2] == pytest.approx((2 * 0 + 1 + 1) / 4)


def test_what_is_not_known_says_nothing():
    assert not ENCODER.read("？？", [("", ["手"]), ("", [])]).any()
    assert not ENCODER.read("手", [("", []), ("", ["？？？"])]).any()
    assert ENCODER.read("手", []).shape == (0, 3)


@given(
    st.lists(
        st.tuples(st.text("手机还课。", max_size=6), st.lists(st.text("手机还课。", max_size=8), max_size=4))
    )
)
def test_cosines_stay_cosines(passages):
    found = ENCODER.read("手机还", passages)
    assert found.shape == (len(passages), 3)
    assert (np.abs(found) <= 1 + 1e-5).all()


def test_whole_is_what_the_vector_would_have_scored():
    shipped = static_encoder.load()
    question = "手机放学还不还"
    vector = shipped.encode_queries([question])[0]
    text = "手机由班主任保管。放学后交还家长。"
    (row,) = shipped.read(question, [("", sentences(text))])
    assert row[0] == pytest.approx(float(shipped.encode_passages([text])[0] @ vector), abs=1e-5)


def rules(*texts: str) -> dict[str, PassageRecord]:
    return {f"r{number}": replace(RULE, id=f"r{number}", text=text) for number, text in enumerate(texts)}


def read_over(found: dict[str, PassageRecord], question: str = "手机放学还不还") -> Reading:
    rankings = {LEXICAL: [Scored("r0", 3.0)], VECTOR: [Scored(id_, 0.5) for id_ in found]}
    return read(question, rankings, ["unread", *found], found, static_encoder.load())


def test_the_passage_that_holds_the_words_comes_before_its_equal_by_vector():
    found = rules("请假由班主任批准，家长签字后离校。", "手机由班主任保管，放学后交还家长。")
    reading = read_over(found)
    assert reading.scores["r1"] > 0.5 > reading.scores["r0"]
    assert [one.passage for one in reading.rankings[TERMS]] == ["r1", "r0"]
    assert [one.passage for one in reading.rankings[SENTENCE]] == ["r1", "r0"]
    cosines = static_encoder.load().read(
        "手机放学还不还", [(heading(one), sentences(one.text)) for one in found.values()]
    )
    gain = (cosines[1] - cosines.mean(axis=0))[[2, 1]] @ (TERMS_SHARE, SENTENCE_SHARE)
    assert reading.scores["r1"] == pytest.approx(0.5 + float(gain), abs=1e-6)


def test_a_passage_that_only_words_found_gets_the_score_of_its_text():
    found = rules("手机由班主任保管，放学后交还家长。")
    reading = read(
        "手机放学还不还", {LEXICAL: [Scored("r0", 3.0)], VECTOR: []}, ["r0"], found, static_encoder.load()
    )
    vector, text = static_encoder.load().encode_passages(["手机放学还不还", found["r0"].text])
    assert reading.scores["r0"] == pytest.approx(float(vector @ text), abs=1e-5)


def test_only_the_first_are_read_again():
    found = rules(*["手机由班主任保管，放学后交还家长。"] * (FIRST + 2))
    assert list(read_over(found).scores) == [f"r{number}" for number in range(FIRST)]


def test_nothing_found_is_nothing_read():
    assert read("手机", {VECTOR: []}, ["gone"], {}, static_encoder.load()) is NOTHING_READ


def test_scores_take_the_place_of_a_rankings():
    rankings = {LEXICAL: [Scored("a", 1.0)], VECTOR: [Scored("a", 0.9), Scored("b", 0.8)]}
    changed = with_scores(rankings, VECTOR, {"b": 1.0, "c": 0.5})
    assert changed == {
        LEXICAL: rankings[LEXICAL],
        VECTOR: [Scored("b", 1.0), Scored("a", 0.9), Scored("c", 0.5)],
    }
    assert with_scores(rankings, VECTOR, {}) is rankings
    assert first(weighted(changed, {VECTOR: 1.0}), 3) == ["b", "a", "c"]


def test_only_an_encoder_with_rows_for_words_reads():
    assert isinstance(ENCODER, ReadingEncoder)
    assert not isinstance(HashedEncoder(64), ReadingEncoder)
