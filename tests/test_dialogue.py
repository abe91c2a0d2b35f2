"""A follow-up keeps its subject; a question that stands alone gets none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import follow_up
from app.dialogue import Asked, understood
from app.emergency import recognise_either
from eval.benchmarks import dialogue
from eval.corpus import library
from eval.intent import dialogue as training

PHONES = "小学生能带手机进学校吗"
APPEAL = "学校给了处分家长不服可以申诉吗"


def taken(question: str, *previous: str) -> str:
    return understood(question, [Asked(before) for before in previous])


@pytest.mark.parametrize(
    ("previous", "question", "full"),
    [
        (PHONES, "中职呢", "中职生能带手机进学校吗"),
        ("初二每天书面作业不能超过多久", "那高中的呢？", "高中每天书面作业不能超过多久"),
        ("家长能不能看孩子的聊天记录", "那班主任呢", "班主任能不能看孩子的聊天记录"),
        ("校级工作室主持人要当几年班主任", "市级的呢", "市级工作室主持人要当几年班主任"),
        ("学生旷课3天怎么处理", "那5天呢", "学生旷课5天怎么处理"),
        (APPEAL, "几天内？", "学校给了处分家长不服可以申诉，几天内"),
        ("学生想办休学要走什么手续", "谁来批", "学生想办休学要走手续，谁来批"),
        ("家长要求给孩子换座位怎么办", "那家长不同意呢", "家长要求给孩子换座位，家长不同意怎么办"),
        ("班主任能搜书包吗", "家长呢", "家长能搜书包吗"),
        ("学生打架怎么处理", "家长呢", "学生打架怎么处理，家长呢"),
        ("家长会怎么开才有效果", "多长时间合适", "家长会怎么开才有效果，多长时间合适"),
        ("国家规定留级几年", "省里呢", "省级规定留级几年"),
        ("初中生打架怎么处理", "小学", "小学生打架怎么处理"),
        ("市级工作室一期几年", "学校呢", "市级工作室一期几年，学校呢"),
        (
            "我想让班上学生轮流当一天班主任",
            "一年级也能玩吗",
            "我想让班上学生轮流当一天班主任，一年级也能玩吗",
        ),
        ("学生打架怎么处理", "他妈妈说要告学校怎么办", "学生打架，他妈妈说要告学校怎么办"),
        ("实习单位收押金违规吗", "要通知家长吗", "实习单位收押金违规，要通知家长吗"),
        (
            "转学来的孩子没人愿意跟他同桌",
            "家长那边怎么沟通",
            "转学来的孩子没人愿意跟他同桌，家长那边怎么沟通",
        ),
    ],
)
def test_a_follow_up_is_asked_in_full(previous: str, question: str, full: str):
    assert taken(question, previous) == full


@pytest.mark.parametrize(
    "question",
    [
        "申请当工作室主持人要什么条件",
        "那早恋怎么办",
        "如果学生在宿舍用电热锅怎么办",
        "家长打孩子怎么处理",
        "谢谢，知道了",
        "老师您好",
        "好的",
        "另外想问一下心理老师一个学校要配几个",
        "那请问中职学生转专业需要哪些条件",
        "学校给了处分家长不服，可以申诉吗？",
        "有学生晕倒了",
        "",
        "？？",
    ],
)
def test_a_question_that_stands_alone_gets_no_subject(question: str):
    assert taken(question, APPEAL) == ""


def test_without_a_question_before_nothing_is_carried():
    assert taken("几天内") == ""
    assert taken("几天内", "谢谢") == taken("几天内", "怎么办") == ""


def test_follow_ups_in_a_row_keep_the_first_subject():
    third = taken("找谁申诉", APPEAL, "几天内", "超过了呢")
    assert "处分" in third
    assert third.endswith("找谁申诉")
    assert taken("高二呢", "小学能留书面作业吗", "那初一呢") == "高二能留书面作业吗"


def test_a_question_said_in_full_is_not_joined_to_itself():
    """The page hands over questions as they were taken: the one before stands in the next already."""
    full = taken("几天内", APPEAL)
    assert taken("找谁申诉", APPEAL, full) == taken("找谁申诉", full)
    assert taken("找谁申诉", full).count("处分") == 1


def test_what_lies_between_may_be_less_certain():
    """A turn of the case that alone would be left alone is carried once it is followed up."""
    model, case = follow_up.load(), "班主任例会上要我讲带班经验"
    between = "学校教务处的人也在场"
    chance = model.probability(between, case)
    assert model.chained <= chance < model.threshold
    assert taken(between, case) == ""
    assert (
        taken("可以拒绝吗", case, between) == "班主任例会上要我讲带班经验，学校教务处的人也在场，可以拒绝吗"
    )


def test_a_new_question_between_ends_the_old_subject():
    full = taken("谁来批", APPEAL, "学生想办休学要走什么手续")
    assert "休学" in full and "处分" not in full


def test_which_rule_asks_of_the_place_that_was_cited():
    before = Asked("罚学生站一节课算体罚吗", "中小学教育惩戒规则", "第十二条")
    full = understood("这条是哪里规定的", [before])
    assert "中小学教育惩戒规则 第十二条" in full
    assert full.startswith("罚学生站一节课算体罚")


@pytest.mark.parametrize(
    ("previous", "question", "situation"),
    [
        ("学生被家长骂了一顿", "那他要是跳楼呢", "自伤自杀"),
        ("有学生说不想活了", "那家长不来呢", "自伤自杀"),
        (PHONES, "有人拿刀闯进学校了", "严重暴力"),
    ],
)
def test_an_emergency_is_seen_in_what_is_said_and_in_what_is_meant(
    previous: str, question: str, situation: str
):
    alarm = recognise_either(question, taken(question, previous))
    assert alarm is not None
    assert alarm.situation == situation


def test_the_emergency_said_last_comes_first():
    earlier = "有学生说不想活了要跳楼"
    alarm = recognise_either("那他拿刀捅人了呢", taken("那他拿刀捅人了呢", earlier))
    assert alarm is not None
    assert alarm.situation == "严重暴力"


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_taken(question: str, previous: list[str]):
    full = taken(question, *previous)
    assert full == full.strip()
    assert bool(full) <= any(before.strip() for before in previous)


def test_a_long_run_of_small_words_takes_no_time():
    assert isinstance(taken("1" * 400 + "a", PHONES), str)
    assert isinstance(taken("不能" * 200 + "呢", PHONES), str)


def test_the_tuning_set_is_as_its_schema_says_and_holds():
    pairs = dialogue.load(dialogue.TUNE)
    assert len({pair.id for pair in pairs}) == len(pairs) == 60
    figures = dialogue.score(pairs)
    assert figures["recognised"] >= 0.95
    assert figures["taken as meant"] >= 0.95
    assert figures["left alone"] == 1.0


def test_the_training_set_is_large_and_shares_no_dialogue_with_the_tuning_set():
    pairs = dialogue.load(training.TRAIN)
    assert len({pair.id for pair in pairs}) == len(pairs)
    assert sum(pair.follows for pair in pairs) >= 500
    assert sum(not pair.follows for pair in pairs) >= 350
    tuning = {(pair.previous, pair.asked) for pair in dialogue.load(dialogue.TUNE)}
    assert tuning.isdisjoint((pair.previous, pair.asked) for pair in pairs)


def test_typical_questions_after_another_are_left_alone():
    asked = [question for one in library.load()[::4] for question, _path in one.questions]
    left = [not taken(question, asked[place - 97]) for place, question in enumerate(asked)]
    assert len(left) > 300
    assert sum(left) / len(left) >= 0.99
