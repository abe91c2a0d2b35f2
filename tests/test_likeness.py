from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.likeness import containment, likeness, near_duplicate, normal_title, same_rule, sketch
from ingest.model import Form, Kind, Level, Metadata

STEP = "第{}步，班主任先听学生把话说完，再与家长约定下一次见面的时间。记下第{}条要点；"
TEXT = "".join(STEP.format(n, n * 7) for n in range(60))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("中华人民共和国未成年人保护法", "《未成年人保护法》（2024年修正）"),
        ("未成年人保护法(2020-10-17)", "中华人民共和国未成年人保护法（2024修订）"),
        (
            "最高人民法院、最高人民检察院关于办理某案件的解释",
            "最高人民法院  最高人民检察院关于办理某案件的解释",
        ),
        ("最高人民法院关于审理某案件的规定", "关于审理某案件的规定"),
        ("教育部关于印发《中小学教育惩戒规则（试行）》的通知", "中小学教育惩戒规则"),
        ("职业教育法(1996-05-15)", "职业教育法2022年修订版"),
    ],
)
def test_titles_of_one_rule(a, b):
    assert normal_title(a) == normal_title(b)
    assert same_rule(Metadata(a), Metadata(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("上海市未成年人保护条例", "北京市未成年人保护条例"),
        ("上海市未成年人保护条例", "未成年人保护条例"),
        ("中华人民共和国民法典 总则", "中华人民共和国民法典 人格权编"),
        ("工作室建设方案1", "工作室建设方案2"),
        ("工作室建设方案1", "工作室建设方案1"),
        ("未成年人保护法", "未成年人网络保护条例"),
    ],
)
def test_titles_of_two_rules(a, b):
    assert not same_rule(Metadata(a), Metadata(b))


def test_a_digest_is_no_version_of_its_rule_and_two_schools_have_two_rules():
    rule = Metadata("学生手机管理规定", level=Level.SCHOOL, issuer="甲中学")
    assert not same_rule(rule, replace(rule, form=Form.DIGEST))
    assert not same_rule(rule, replace(rule, kind=Kind.CASE))
    assert not same_rule(rule, replace(rule, issuer="乙中学"))
    assert same_rule(rule, replace(rule, issuer=""))


def test_near_duplicates_are_near_one():
    changed = TEXT.replace("第7步", "第七步").replace("\n", "")
    assert near_duplicate(TEXT, TEXT.replace("，", ", ")) == 1.0
    assert near_duplicate(TEXT, changed) > 0.9
    assert near_duplicate(TEXT, "完全不同的一段话，说的是天气和春游。") < 0.05
    assert near_duplicate("", "") == 0.0


def test_an_excerpt_is_contained_but_not_alike():
    part = TEXT[:600]
    assert containment(part, TEXT) > 0.95
    assert near_duplicate(part, TEXT) < 0.5


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_symmetric_and_bounded(a, b):
    assert near_duplicate(a, b) == near_duplicate(b, a)
    assert 0.0 <= near_duplicate(a, b) <= 1.0
    assert likeness(sketch(a), sketch(b)) == pytest.approx(near_duplicate(a, b))


def test_a_sketch_estimates_the_likeness_of_long_texts():
    long = "".join(TEXT.replace("班主任", f"班主任{n}") for n in range(5))
    other = long[: len(long) * 3 // 4] + "".join(chr(0x4E00 + i) for i in range(2000))
    assert len(sketch(long)) <= 512
    assert likeness(sketch(long), sketch(other)) == pytest.approx(near_duplicate(long, other), abs=0.1)
