"""A sentence against its quotes: honest paraphrases pass, alterations do not, and the reason is said.

The pairs of ``eval/verifier`` are what the verifier was made with: they show that little of it is lost, and no
figure comes from them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sentences import sentences
from app.verify import verify
from app.verify_numbers import quantities
from app.verify_text import canonical
from eval.benchmarks.verifier import score
from eval.verifier.data import FIRST, SECOND, Lesson, written

ROOT = Path(__file__).resolve().parent
KINDS = ("number", "negation", "modality", "organ", "scope", "invented")
CAUGHT, KEPT = 0.8, 0.85


def told(*, altered: bool) -> list[Lesson]:
    return [one for name in (FIRST, SECOND) for one in written(name) if bool(one.altered) is altered]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_altered_is_caught_and_the_reason_is_chinese(kind: str):
    altered = [one for one in told(altered=True) if one.altered == kind]
    assert len(altered) >= 20
    refused = [v for one in altered if not (v := verify(one.sentence, one.quotes)).supported]
    assert len(refused) >= CAUGHT * len(altered)
    assert all(re.search("[\u4e00-\u9fff]{4}", verdict.why) for verdict in refused)


def test_what_is_faithful_is_kept():
    faithful = told(altered=False)
    assert len(faithful) >= 200
    refused = {
        one.sentence: v.why for one in faithful if not (v := verify(one.sentence, one.quotes)).supported
    }
    assert len(refused) <= (1 - KEPT) * len(faithful), refused


def corpus_sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT.parent / "corpus").rglob("*.md"))]
    bodies = [text.split("\n---\n", 1)[-1] for text in texts]
    found = [body[a:b] for body in bodies for a, b in sentences(body) if 14 <= b - a <= 150]
    return list(dict.fromkeys(found))


def test_a_quote_supports_itself_and_no_neighbour_supports_it():
    told = corpus_sentences()[::7]
    assert len(told) > 500
    assert [(one, v.why) for one in told if not (v := verify(one, [one])).supported] == []
    strangers = [
        (one, other) for one, other in zip(told, told[3:], strict=False) if verify(one, [other]).supported
    ]
    assert len(strangers) <= len(told) // 200, strangers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三十日", "30天"),
        ("一百二十元", "120元"),
        ("百分之八十", "80%"),
        ("三分之一", "1/3"),
        ("两成", "20%"),
        ("半小时", "30分钟"),
        ("一个半小时", "90分钟"),
        ("一周", "7天"),
        ("十六周岁", "16岁"),
        ("二十二时", "22:00"),
        ("晚十点", "22点"),
        ("二〇二一年三月一日", "2021年3月1日"),
        ("2万元", "20000元"),
        ("教基厅函〔2021〕3号", "教基厅函[2021]3号"),
    ],
)
def test_numbers_have_one_value_however_they_are_written(one: str, other: str):
    first, second = (quantities(canonical(text)) for text in (one, other))
    assert [(q.kind, q.value) for q in first] == [(q.kind, q.value) for q in second] != []


@pytest.mark.parametrize("idle", ["一般", "统一保管", "一律", "进一步", "之一", "一些", "十分重要"])
def test_words_that_only_look_like_numbers_count_nothing(idle: str):
    assert [q.text for q in quantities(canonical(idle))] == []


@pytest.mark.parametrize(
    ("sentence", "quote", "why"),
    [
        ("停课不超过7天。", "停课不超过三日。", "7天"),
        ("学校可以告知家长。", "学校应当告知家长。", "应当"),
        ("由公安机关及时告知家长。", "由学校及时告知家长。", "公安机关"),
        ("学校应当“统一妥善保管”手机。", "学校应当统一保管手机，妥善处理。", "原话"),
        ("《校规》要求手机统一保管。", "手机由学校统一保管。", "校规"),
    ],
)
def test_the_reason_names_what_is_wrong(sentence: str, quote: str, why: str):
    verdict = verify(sentence, [quote])
    assert not verdict.supported
    assert why in verdict.why


def test_several_quotes_support_a_merged_sentence_together():
    quotes = ["手机进校后由学校统一保管。", "学校应当设置公共电话。"]
    merged = "手机进校后由学校统一保管，学校要设公共电话。"
    assert verify(merged, quotes).supported
    assert not verify(merged, quotes[:1]).supported


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict(sentence: str, quotes: list[str]):
    verdict = verify(sentence, quotes)
    assert 0 <= verdict.score <= 1
    assert verdict.supported is (verdict.why == "")


@given(
    st.text("第一二三十百〇零两半0123456789年月日天个次%分之/时点:周岁元万〔〕号每至-不满超过", max_size=30)
)
def test_any_row_of_numerals_is_read(text: str):
    assert all(text_of.text for text_of in quantities(canonical(text)))


def test_the_benchmark_counts_what_is_caught_and_what_is_kept():
    quotes = ["学校应当告知家长。"]
    rows = [
        {"quotes": quotes, "sentence": "学校要告知家长。", "faithful": True, "altered": None},
        {"quotes": quotes, "sentence": "学校可以告知家长。", "faithful": False, "altered": "modality"},
        {"quotes": quotes, "sentence": "学校应当告知家长。", "faithful": False, "altered": "organ"},
    ]
    found = score(rows)
    assert (found["altered"], found["altered caught"], found["faithful kept"]) == (2, 0.5, 1.0)
    assert found["caught by kind"] == {"modality": [1, 1], "organ": [0, 1]}
