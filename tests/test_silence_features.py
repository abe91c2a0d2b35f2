"""What of the quotes tells whether they answer: groups of sentences, words not held, how far the best stands out."""

from __future__ import annotations

import math

import pytest

from app.model import Quote
from app.silence_features import Found, coverages, features
from index.encoder import open_encoder
from index.model import Hit
from index.static_encoder import StaticEncoder
from ingest.model import Kind
from tests.test_beside_card import hit


def told(question: str, *hits: Hit) -> dict[str, float]:
    encoder = open_encoder()
    assert isinstance(encoder, StaticEncoder)
    quotes = [Quote(one, one.start, one.end, one.text, 1.0) for one in hits]
    return features(question, Found(hits, {}, quotes), encoder)


RULE = "寝室归生活教师管，每间住六人。寝室钥匙由值周班长保管。"
CASE = "那天夜里，三个人在寝室里说了半宿的话。"


def test_sentences_are_grouped_by_what_they_hold_and_who_says_them():
    values = told("一间寝室住几人", hit(Kind.CASE, CASE), hit(Kind.POLICY, RULE))
    counts = {name: round(math.expm1(values[f"{name}: how many"])) for name in ("all", "ruling", "holding")}
    assert counts == {"all": 3, "ruling": 2, "holding": 2}  # 六人, 三个人
    assert values["best ruling and holding: rules"] == values["best ruling and holding: holds"] == 1.0
    assert values["counted"] == values["asks for number"] == 1.0


def test_of_an_empty_group_nothing_is_held():
    values = told("一间寝室住几人", hit(Kind.CASE, CASE))
    assert values["ruling: close"] == values["best ruling: mean of words"] == 0.0
    assert values["best ruling: share of words not held"] == 1.0


def test_a_word_that_nothing_is_like_is_told():
    held, missed = (told(asked, hit(Kind.POLICY, RULE)) for asked in ("寝室钥匙谁保管", "寝室空调谁保管"))
    assert held["best all: least held word"] > missed["best all: least held word"]
    assert held["best all: least held noun"] == pytest.approx(1.0, abs=1e-5)


def test_one_sentence_stands_out_over_nothing():
    values = told("钥匙谁保管", hit(Kind.POLICY, "钥匙由值周班长保管。"))
    assert values["best above the sixth"] == values["document above the next"] == values["spread"] == 0.0
    assert values["sentences of the best document"] == values["documents nearly as good"] == 1.0


def test_the_names_are_the_same_for_every_question():
    asked = ("", "几", "一间寝室住几个人，钥匙谁保管，两份规定一样吗")
    hits = hit(Kind.POLICY, RULE), hit(Kind.CASE, CASE)
    names = [list(told(question, *hits)) for question in asked]
    assert names[0] == names[1] == names[2]


def test_what_has_no_record_covers_nothing():
    assert coverages("寝室", Found([hit(Kind.POLICY, RULE)], {}, [])) == []
