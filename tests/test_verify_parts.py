"""Parts of the verifier, and of the fitting of it, each by itself."""

from __future__ import annotations

import numpy as np
import pytest

from app import verify_added
from app.verify import doubts, verify
from app.verify_wording import idioms, reworded
from eval.verifier.__main__ import stopping


def test_everyday_words_stand_for_those_of_the_quote_and_for_no_others():
    assert reworded("老师不能瞒着。", "教师不得隐瞒。") == "老师不能隐瞒。"
    assert reworded("老师不能瞒着。", "教师应当报告。") == "老师不能瞒着。"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("夜不归宿的", "夜间离宿的"),
        ("履行不了职责", "无法履行职责"),
        ("不管是单位还是个人", "单位或者个人"),
        ("学校管不了", "学校管不了"),
    ],
)
def test_an_idiom_negates_nothing(text: str, plain: str):
    assert idioms(text) == plain


def test_the_worse_a_part_fits_beside_the_rest_the_more_it_is_doubted():
    bears = {"学生要批评教育": 1.0, "扣发奖学金": 0.2}
    found = list(verify_added.findings("学生要批评教育，扣发奖学金", "", lambda part: bears[part], len))
    assert [(one.kind, round(one.share, 2)) for one in found] == [("added part", 0.64)]
    assert list(verify_added.findings("扣发奖学金", "", lambda part: bears[part], len)) == []


def test_the_threshold_stops_the_share_on_the_mean_of_the_sets():
    half, all_low = np.array([0.1, 0.9] * 10), np.array([0.1] * 20)
    assert stopping([all_low, all_low]) == 0.101
    assert stopping([half, all_low, np.array([])]) == 0.901


def test_firm_words_are_no_doubt_where_the_quote_binds_and_are_one_where_it_does_not():
    quote = "年满六周岁的孩子，父母应当送其入学；路远的，可以推迟。"
    assert verify("父母必须送年满六岁的孩子入学。", [quote]).why == ""
    assert not verify("路远的，必须推迟。", [quote]).supported


def test_a_scenic_area_is_no_district():
    quotes = ["景区应当设置警报系统。"]
    assert "scope" not in doubts("景区要设警报系统。", quotes)
    assert not verify("区级公园应当设置警报系统。", ["公园应当设置警报系统。"]).supported
