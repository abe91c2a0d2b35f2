from __future__ import annotations

import pytest

from app.question import AnswerType, answer_type, asked_of, held


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("申请当工作室主持人要当几年班主任", AnswerType.PERIOD),
        ("例会多久开一次", AnswerType.PERIOD),
        ("成员最多几个人", AnswerType.NUMBER),
        ("谁来审批外出研学", AnswerType.PERSON),
        ("能不能没收学生手机", AnswerType.PERMISSION),
        ("学生上课玩手机怎么处理", AnswerType.STEPS),
        ("班风是什么", AnswerType.OTHER),
    ],
)
def test_what_a_question_asks_for(question: str, kind: AnswerType):
    assert answer_type(question) is kind


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        (AnswerType.PERIOD, "具备 6 年以上班主任工作年限", "具有高级教师职称"),
        (AnswerType.PERIOD, "工作室每两周召开一次例会", "工作室召开例会"),
        (AnswerType.NUMBER, "10名以内成员", "由骨干教师组成"),
        (AnswerType.PERMISSION, "不得带入课堂", "手机统一放在柜中"),
    ],
)
def test_whether_a_sentence_holds_it(kind: AnswerType, yes: str, no: str):
    assert held(kind, yes)
    assert not held(kind, no)


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("申请当工作室主持人要当几年班主任", "班主任"),
        ("请假几天要校长批", "要校长批"),
        ("试用期能定几个月？", "试用期能定"),
        ("谁来审批", ""),
    ],
)
def test_what_a_number_is_asked_of(question: str, counted: str):
    assert asked_of(question) == counted
