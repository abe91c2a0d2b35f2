"""Whether a sentence fixes what is asked for."""

from __future__ import annotations

import pytest

from app.fixing import fixes


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("工作室一个周期几年", "每期工作室建设周期为三年。"),
        ("例会几周开一次", "工作室每月召开一次例会。"),
        ("例会多久开一次", "工作室定期召开例会。"),
        ("主持人要多少岁以下", "方案没有写年龄上限。"),
        ("中级职称能不能当主持人", "主持人应当具有高级职称。"),
        ("能不能设扣分栏", "班级公约不设扣分栏。"),
        ("班会怎么开", "先让学生说。"),
    ],
)
def test_a_value_of_the_kind_asked_for_fixes_it(asked: str, text: str):
    assert fixes(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("工作室一个周期几年", "工作室按照第3条建设。"),
        ("例会多久开一次", "例会由主持人召集。"),
        ("能在教室里装监控吗", "教室里的设备由学校统一安装。"),
    ],
)
def test_a_sentence_without_one_does_not(asked: str, text: str):
    assert not fixes(asked, text)
