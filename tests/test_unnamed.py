"""Names in a question: they change nothing that is found, and still show what must not be answered."""

from __future__ import annotations

import pytest

from app.unnamed import without_names


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("张小明上课玩手机怎么处理", "学生上课玩手机怎么处理"),
        ("高三(2)班的赵一鸣又没来怎么办", "高三(2)班的学生又没来怎么办"),
        ("刘洋同学不交作业怎么办", "学生不交作业怎么办"),
        ("学生上课玩手机怎么处理", "学生上课玩手机怎么处理"),
        ("孔子的有教无类班会怎么上", "孔子的有教无类班会怎么上"),
        ("陈老师体罚学生怎么处理", "陈老师体罚学生怎么处理"),
    ],
)
def test_a_pupil_is_a_pupil(question, searched):
    assert without_names(question) == searched


def test_a_number_is_left_out():
    searched = without_names("张小明的爸爸电话13812345678打不通怎么办")
    assert "张小明" not in searched and "138" not in searched
    assert searched.endswith("打不通怎么办")


def test_what_is_only_a_name_is_kept():
    assert without_names("13812345678")
