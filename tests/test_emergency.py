"""Which questions bring the emergency card, and which only sound like one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import intent, ordered
from app.emergency import NONE, recognise
from eval.corpus import library
from eval.intent import data as lessons


@pytest.mark.parametrize(
    ("question", "situation"),
    [
        ("学生说不想活了", "自伤自杀"),
        ("班会课上有个学生说活着没意思", "自伤自杀"),
        ("他吃了一大把药，现在在宿舍", "自伤自杀"),
        ("体育课有人晕倒了", "急病伤害中毒"),
        ("午饭后七八个都喊肚子疼", "急病伤害中毒"),
        ("有人拿刀闯进学校了", "严重暴力"),
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
        "校本课被全砍了拿来刷题",
        "申请当工作室主持人要当几年班主任",
        "学生上课玩手机怎么处理",
        "输了球他笑着说被打爆了",
        "",
    ],
)
def test_only_sounds_like_one(question: str):
    assert recognise(question) is None


@pytest.mark.parametrize(
    ("question", "situation"),
    [
        ("亲爹把娃的腿打折了会不会被抓", "虐待家暴性侵"),
        ("幼儿园老师掐娃大腿，算不算犯罪", "虐待家暴性侵"),
        ("他吞了一瓶安眠药在洗胃，学校担责吗", "自伤自杀"),
        ("几个人轮流扇她耳光还录像，够拘留吗", "严重欺凌"),
        ("学生掉进井里没救上来，是谁的责任", "急病伤害中毒"),
        ("被网友骗去外地三天没消息，能立案吗", "失踪离家"),
    ],
)
def test_told_as_a_question_of_law(question: str, situation: str):
    alarm = recognise(question)
    assert alarm is not None
    assert situation in {alarm.situation, *alarm.others}


@pytest.mark.parametrize(
    ("question", "situation"),
    [
        ("女生两个月没来例假，吓得直哭", "虐待家暴性侵"),
        ("后爸打学生，学校能替她申请保护令吗", "虐待家暴性侵"),
        ("随笔只写了一句，活着累，想一直睡", "自伤自杀"),
        ("早读差一个人，没请假，开头几分钟做啥", "失踪离家"),
        ("他讲回老家要跟大伯睡，大伯弄得他疼", "虐待家暴性侵"),
    ],
)
def test_told_in_passing_or_as_a_question_of_procedure(question: str, situation: str):
    alarm = recognise(question)
    assert alarm is not None
    assert alarm.situation == situation


@pytest.mark.parametrize(
    "question",
    [
        "强制报告制度的培训多久搞一次",
        "欺凌治理委员会要有几名家长代表",
        "校方责任险一个学生一年多少钱",
        "记过处分满多久可以撤",
        "禁毒宣传月的黑板报写什么",
        "家暴告诫书由哪个部门出",
        "防溺水告家长书要不要收回执",
        "心理危机干预制度由哪几部分组成",
        "她一天洗几十遍手，你直接说是不是强迫症",
    ],
)
def test_rules_about_such_things_are_no_emergency(question: str):
    assert recognise(question) is None


def test_a_lesson_written_later_goes_before_what_was_taken_for_granted():
    labels = {lesson.text: lesson.label for lesson in lessons.emergency()}
    assert labels["爸爸打我，我能找谁帮忙"] == "虐待家暴性侵"
    assert "游泳馆没救生员，孩子溺水找谁" not in labels
    assert lessons.HARMLESS not in labels.values()


def test_spaces_and_full_width_do_not_hide_it():
    spaced = recognise("学生 说 不 想 活 了")
    plain = recognise("学生说不想活了")
    assert spaced is not None and plain is not None
    assert spaced.situation == plain.situation


def test_where_two_cards_fit_both_are_named():
    alarm = recognise("留了张字条说不想活了，人不见了")
    assert alarm is not None
    assert {alarm.situation, *alarm.others} >= {"自伤自杀", "失踪离家"}


@pytest.mark.parametrize("name", ["emergency", "scope"])
@settings(deadline=None)  # the first example reads the model
@given(text=st.text(max_size=60))
def test_probabilities_sum_to_one(name: str, text: str):
    found = intent.load(name).probabilities(text)
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0


def test_a_saved_model_is_read_back_alike(tmp_path):
    model = intent.load("scope")
    intent.save(tmp_path, "again", model)
    again = intent.load("again", tmp_path)
    question = "把三班的家长电话发我一份"
    for label, probability in model.probabilities(question).items():
        assert again.probabilities(question)[label] == pytest.approx(probability, abs=0.02)


def test_the_labels_are_those_of_the_cards():
    situations = {str(d.front["situation"]) for d in library.load() if "situation" in d.front}
    assert set(intent.load("emergency").labels) == situations | {NONE}
    assert set(ordered.load("emergency_order").labels) == situations | {NONE}


@given(text=st.text(max_size=200))
def test_what_is_read_in_order_sums_to_one(text: str):
    found = ordered.load("emergency_order").probabilities(text)
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0


def test_the_order_of_the_same_characters_matters():
    model = ordered.load("emergency_order")
    assert model.probabilities("他打我妈")[NONE] != pytest.approx(
        model.probabilities("妈我打他")[NONE], abs=1e-3
    )


def test_a_network_is_saved_and_read_back_alike(tmp_path):
    model = ordered.load("emergency_order")
    wider = replace(model, bias=model.bias + np.float32(0.5))
    ordered.save(tmp_path, "again", wider)
    again = ordered.load("again", tmp_path)
    for label, probability in wider.probabilities("宿舍有人吞了药").items():
        assert again.probabilities("宿舍有人吞了药")[label] == pytest.approx(probability, abs=0.01)


@pytest.mark.parametrize("text", ["痛", "他说不想活了，人在楼顶", "三年级春游" * 12])
def test_numpy_reads_a_network_as_torch_does(text: str):
    pytest.importorskip("torch")
    from eval.intent import order

    network = order.blank("三年级春游他说不想活了", ["不想", "春游"], classes=3)
    shipped = order.taken(network, ["甲", "乙", "丙"], "三年级春游他说不想活了", ["不想", "春游"])
    expected = order.odds(network, [text, "x" * 30], shipped)[0]
    assert list(shipped.probabilities(text).values()) == pytest.approx(expected, abs=1e-5)
