"""Parts of the verifier, and of the fitting of it, each by itself."""

from __future__ import annotations

import numpy as np
import pytest

from app import verify_added
from app.verify import doubts, verify
from app.verify_text import CERTAIN, canonical
from app.verify_wording import idioms, reworded
from eval.verifier.__main__ import held_out, stopping


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


def test_a_source_is_judged_by_what_shares_neither_its_writer_nor_its_quotes():
    x, sources = np.array([[0.0], [1.0]] * 4), np.array(list("aabbbbcc"))
    quotes, weight = np.array(list("ppppqqrr")), np.ones(8)
    right, turned = [True, False], [False, True]
    chance = held_out(x, np.array(right * 4), weight, sources, quotes)
    other = held_out(x, np.array(right + turned + right * 2), weight, sources, quotes)
    assert list(chance[:2]) == list(other[:2])
    assert chance[0] > chance[1]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("4. 12355是服务台", "12355是服务台"),
        ("换钱可不行", "换钱不行"),
        ("得经家长同意", "应当经家长同意"),
        ("家长查得到", "家长查得到"),
        ("由有权的人处理", "由有权的人处理"),
        ("可能藏匿的地方可以检查", "可能藏匿的地方可以检查"),
        ("不口头答应", "不口头答应"),
    ],
)
def test_one_spelling_for_plain_speech(text: str, plain: str):
    assert canonical(text) == plain


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
    assert "level" not in doubts("景区要设警报系统。", quotes)
    assert not verify("区级公园应当设置警报系统。", ["公园应当设置警报系统。"]).supported


@pytest.mark.parametrize(
    ("sentence", "quote", "kind"),
    [
        ("走读生交由校医。", "手机统一保管，住校生交由校医，走读生交由班主任。", "other organ"),
        ("由教师和一名本组评委复看。", "由教师和一名非本组评委复看。", "negation lost"),
        ("初中生就寝不晚于21:20。", "小学生就寝不晚于21:20，初中生不晚于22:00。", "number moved"),
    ],
)
def test_what_stands_in_the_place_of_another_is_a_doubt(sentence: str, quote: str, kind: str):
    assert kind in doubts(sentence, [quote])
    assert kind not in doubts(quote, [quote])


def test_other_names_and_turns_for_the_same_are_no_doubt():
    for sentence, quote in (
        ("妇联可以代为申请。", "妇女联合会可以代为申请。"),
        ("实习单位应当签订协议。", "接纳实习的单位应当签订协议。"),
        ("要满16岁才能安排岗位实习。", "不得安排未满十六周岁的学生岗位实习。"),
        ("不管是谁都不得翻看手机。", "谁都不得翻看手机。"),
    ):
        assert not {"organ", "number moved", "kind", "let off"} & set(doubts(sentence, [quote]))


def test_numbers_of_hotlines_are_read_one_by_one():
    quote = "落水：打110（或119）求救援，同时打120。报110时说三样。"
    assert CERTAIN not in doubts("打110或119，120也一并打上，报110要说三样。", [quote])
    assert CERTAIN in doubts("打110或122，120也一并打上。", [quote])


@pytest.mark.parametrize(
    ("example", "beside", "quote"),
    [
        ("17岁的学生要认证身份。", "15岁的学生要认证身份。", "年满16周岁的应当认证身份。"),
        ("15岁的学生不得进酒吧。", "19岁的学生不得进酒吧。", "不得允许未成年人进酒吧。"),
    ],
)
def test_an_age_within_what_the_quote_says_is_an_example(example: str, beside: str, quote: str):
    assert CERTAIN not in doubts(example, [quote])
    assert CERTAIN in doubts(beside, [quote])


def test_how_many_things_a_quote_tells_is_summed_up_and_no_number_of_its_own():
    quote = "先核伤得重不重，再核有没有旁人害她；对方是两家。"
    assert set(doubts("要核的是两件事：伤得重不重，有没有旁人害她。", [quote])) & {
        CERTAIN,
        "things counted",
    } != {CERTAIN}
    assert CERTAIN in doubts("对方是三家。", [quote])
    assert CERTAIN in doubts(
        "有两种情形的，可以请假。", ["有下列情形的，可以请假：（一）生病；（二）丧事；（三）比赛。"]
    )
