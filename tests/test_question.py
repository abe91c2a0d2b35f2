from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.question import COUNTED, AnswerType, answer_type, asked_unit, held, is_phrase


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("申请当工作室主持人要当几年班主任", AnswerType.PERIOD),
        ("例会多久开一次", AnswerType.PERIOD),
        ("处分最晚多少天内能申诉", AnswerType.PERIOD),
        ("小学生一天能学几个钟头", AnswerType.PERIOD),
        ("成员最多几个人", AnswerType.NUMBER),
        ("一学期起码开几回", AnswerType.NUMBER),
        ("市里的人要占多大比例", AnswerType.NUMBER),
        ("谁来审批外出研学", AnswerType.PERSON),
        ("家长不送娃上学归哪个部门管", AnswerType.PERSON),
        ("头几分钟里我得打给谁", AnswerType.PERSON),
        ("冲突之后把孩子带到哪里", AnswerType.PLACE),
        ("能不能没收学生手机", AnswerType.PERMISSION),
        ("残疾孩子来报名能推掉吗", AnswerType.PERMISSION),
        ("缓刑的孩子回来读书，能不收吗", AnswerType.PERMISSION),
        ("一个人上门走访行不", AnswerType.PERMISSION),
        ("打孩子犯不犯法", AnswerType.PERMISSION),
        ("收补课费违规不", AnswerType.PERMISSION),
        ("放国歌来回走有没有规定管", AnswerType.PERMISSION),
        ("是不是得先告诉家长", AnswerType.PERMISSION),
        ("学生上课玩手机怎么处理", AnswerType.STEPS),
        ("学生打架咋整", AnswerType.STEPS),
        ("孩子在课上炸了，我该干啥", AnswerType.STEPS),
        ("有哪些情形要强制报告", AnswerType.LIST),
        ("台账该列哪几栏", AnswerType.LIST),
        ("为啥不能公布成绩", AnswerType.REASON),
        ("什么叫学生欺凌", AnswerType.DEFINITION),
        ("学生欺凌是怎么下定义的", AnswerType.DEFINITION),
        ("班风是什么", AnswerType.DEFINITION),
        ("想上一节借东西的课", AnswerType.OTHER),
    ],
)
def test_what_a_question_asks_for(question: str, kind: AnswerType):
    assert answer_type(question) is kind


@pytest.mark.parametrize(
    "question", ["十几个孩子吃坏肚子", "我们几个老师去吃饭", "这几天下雨", "五年级和几年级一样"]
)
def test_some_is_not_how_many(question: str):
    assert answer_type(question) not in COUNTED


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        (AnswerType.PERIOD, "具备 6 年以上班主任工作年限", "具有高级教师职称"),
        (AnswerType.PERIOD, "工作室每两周召开一次例会", "工作室召开例会"),
        (AnswerType.PERIOD, "应当在三十个工作日内作出决定", "应当作出决定"),
        (AnswerType.NUMBER, "10名以内成员", "由骨干教师组成"),
        (AnswerType.PERSON, "由学校德育处负责", "内容真实"),
        (AnswerType.PLACE, "带到心理辅导室坐下", "先停两秒"),
        (AnswerType.PERMISSION, "不得带入课堂", "手机统一放在柜中"),
        (AnswerType.LIST, "有下列情形之一的", "应当报告"),
        (AnswerType.REASON, "这样做是为了避免围观", "随即离开"),
        (AnswerType.DEFINITION, "本法所称学生欺凌", "学生打架"),
    ],
)
def test_whether_a_sentence_holds_it(kind: AnswerType, yes: str, no: str):
    assert held(kind, yes)
    assert not held(kind, no)


@pytest.mark.parametrize(
    ("question", "unit", "yes", "no"),
    [
        ("要当几年班主任", "年", "六年以上", "每学期读一本"),
        ("请假几天要校长批", "天", "十日以内", "六年以上"),
        ("一天能学几个钟头", "钟头", "不超过六小时", "不超过六人"),
        ("隔几个礼拜开一次", "礼拜", "每两周一次", "每两年一次"),
        ("试用期几个月", "月", "为期三个月", "三人以上"),
        ("谁来审批", "", "由学校审批", "内容真实"),
    ],
)
def test_a_number_counts_in_its_unit_whatever_a_rule_calls_it(question: str, unit: str, yes: str, no: str):
    assert asked_unit(question) == unit
    assert held(answer_type(question), yes, unit)
    assert not held(answer_type(question), no, unit)


@given(st.text(alphabet="几多少年级个月天谁哪能不吗怎么为什是啥𠮷？ ", max_size=20), st.text(max_size=40))
def test_any_question_has_a_type_and_what_is_held_stands_in_the_sentence(question: str, sentence: str):
    spans = held(answer_type(question), sentence, asked_unit(question))
    assert all(0 <= a <= b <= len(sentence) for a, b in spans)


@pytest.mark.parametrize(
    "words", ["防溺水主题班会", "家访记录表", "考试焦虑 班会", "早恋案例", "同学之间起外号的案例"]
)
def test_bare_words_are_a_phrase(words: str):
    assert is_phrase(words) and is_phrase(f" {words} ")


@pytest.mark.parametrize(
    "question",
    [
        "班规怎么定",
        "早恋要不要管",
        "他不交作业",
        "手机没收，家长不依",
        "一个班几个人",
        "家访记录表在哪里",
        "工作室主持人的任职条件与考核办法",
    ],
)
def test_what_asks_or_tells_something_is_none(question: str):
    assert not is_phrase(question)
