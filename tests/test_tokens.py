"""Tokens: one spelling for what is the same, terms and numbers whole, nothing but words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import tokens

CHINESE = st.text(alphabet="班主任学生手机第七十条百千零〇之款项，。 　（）0123456789,.%aAＡ１", max_size=60)


def test_dictionary_terms_are_one_word():
    assert tokens.words("申请当班主任工作室主持人") == ["申请", "当", "班主任工作室", "主持人"]
    assert "强制报告" in tokens.words("学校有强制报告的义务")


def test_dictionary_is_large_enough_and_without_repetition():
    terms = tokens._terms()
    assert len(terms) >= 300 and len(set(terms)) == len(terms)
    assert all(term == tokens.normalise(term) and " " not in term for term in terms)


@pytest.mark.parametrize(
    "written", ["第七十条", "第70条", "第 七 十 条".replace(" 七 十 ", " 七十 "), "第７０条", "第  70 条"]
)
def test_article_numbers_are_one_token_in_one_spelling(written):
    assert tokens.words(f"依照{written}的规定")[1] == "第70条"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零四", 104),
        ("一百三十三", 133),
        ("一千零四十二", 1042),
        ("两百", 200),
        ("二〇二一", 2021),
        ("九千九百九十九", 9999),
    ],
)
def test_chinese_numerals(numeral, value):
    assert tokens.chinese_number(numeral) == value


@given(st.integers(1, 9999))
def test_every_article_number_reads_back(value):
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    numeral, zero = "", False
    for place, digit in zip(range(len(str(value)) - 1, -1, -1), map(int, str(value)), strict=True):
        if digit:
            numeral += ("零" if zero else "") + digits[digit] + units[place]
        zero = digit == 0
    assert tokens.chinese_number(numeral) == value


def test_added_articles_and_other_clauses():
    assert tokens.words("第一百三十三条之一第二款") == ["第133条之1", "第2款"]


def test_numbers_are_whole():
    assert {"10000", "1.5%", "2021", "12355"} <= set(tokens.words("10,000元、1.5%、2021年、12355热线"))
    assert tokens.words("2021,2022") == ["2021", "2022"]


def test_width_and_case_make_no_difference():
    assert tokens.words("Ａ４纸ＡＢＣ") == tokens.words("a4纸abc")


def test_lexical_terms_have_parts_of_long_words_and_no_stop_words():
    terms = tokens.lexical_terms("班主任工作室的经费怎么办")
    assert {"班主任工作室", "工作室", "经费"} <= set(terms)
    assert not set(terms) & tokens.STOP_WORDS


def test_features_hold_words_characters_and_bigrams_across_words():
    assert tokens.features("玩手机") == ["玩手机", "玩", "手", "机", "_玩手", "_手机"]
    assert "_生手" in tokens.features("学生手机") and "_生手" not in tokens.features("学生。手机")


@given(CHINESE)
def test_tokens_are_words_only(text):
    for token in tokens.words(text) + tokens.lexical_terms(text):
        assert any(char.isalnum() for char in token)
        assert not any(char.isspace() for char in token)


@given(st.text(max_size=80))
def test_any_text_can_be_cut_and_normalising_twice_changes_nothing(text):
    normal = tokens.normalise(text)
    assert tokens.words(normal) == tokens.words(text)
    tokens.features(text)


def test_version_tells_tokenisers_apart(monkeypatch):
    before = tokens.version()
    monkeypatch.setattr(tokens, "_terms", lambda: ("新词",))
    tokens.version.cache_clear()
    assert tokens.version() != before
    monkeypatch.undo()
    tokens.version.cache_clear()
    assert tokens.version() == before


@given(
    st.text(
        st.sampled_from("班，：；（）！？\u3000。①Ａ\u0338\u3099ﬁΣ%,!") | st.characters(codec="utf-8"),
        max_size=12,
    )
)
def test_a_text_is_normalised_as_nfkc_has_it(text):
    assert tokens.normalise(text) == unicodedata.normalize("NFKC", text).lower()
