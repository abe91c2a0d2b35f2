"""Which questions bring the emergency card, and which only sound like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.emergency import recognise
from app.emergency_words import ORDER, WORDS


@pytest.mark.parametrize(
    ("question", "situation"),
    [
        ("学生说不想活了", "自伤自杀"),
        ("班会课上有个学生说活着没意思", "自伤自杀"),
        ("孩子手臂上一道一道的划痕", "自伤自杀"),
        ("他吃了一大把药，现在在宿舍", "自伤自杀"),
        ("体育课有人晕倒了", "急病伤害中毒"),
        ("午饭后七八个都喊肚子疼", "急病伤害中毒"),
        ("有人拿刀闯进学校了", "严重暴力"),
        ("听说放学两个班要打群架", "严重暴力"),
        ("他爸喝醉了就打他，身上青一块紫一块", "虐待家暴性侵"),
        ("女生说舅舅老摸她", "虐待家暴性侵"),
        ("孩子放学到现在没回家，电话也关机", "失踪离家"),
        ("几个女生把她堵在厕所扇耳光还拍了视频", "严重欺凌"),
    ],
)
def test_told_as_it_happened(question: str, situation: str):
    alarm = recognise(question)
    assert alarm is not None
    assert alarm.situation == situation
    assert alarm.words


@pytest.mark.parametrize(
    "question",
    [
        "作业多得要累死人了",
        "自杀式营销是什么",
        "怎么上一节预防溺水的班会",
        "什么是学生欺凌",
        "地震演练的方案怎么写",
        "手机不见了怎么找",
        "学生跳绳比赛怎么组织",
        "骨折的学生返校座位怎么安排",
        "检查过了，没有自杀的想法",
        "校本课被全砍了拿来刷题",
        "申请当工作室主持人要当几年班主任",
    ],
)
def test_only_sounds_like_one(question: str):
    assert recognise(question) is None


def test_the_gravest_comes_first():
    alarm = recognise("他被一群人堵在厕所打，回来说不想活了")
    assert alarm is not None
    assert alarm.situation == "自伤自杀"


def test_spaces_and_full_width_do_not_hide_it():
    assert recognise("学生 说 不 想 活 了") == recognise("学生说不想活了")


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str):
    alarm = recognise(text)
    assert alarm is None or alarm.situation in ORDER


def test_every_situation_has_words():
    assert set(WORDS) == set(ORDER)
