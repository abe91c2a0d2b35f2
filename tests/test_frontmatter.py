"""Front matter: strict for what ships, forgiving for a host's own files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ingest import vocabulary
from ingest.errors import StudioError
from ingest.frontmatter import check, metadata_from, overlay
from ingest.model import Form, Kind, Level, Metadata, Stage, TypicalQuestion

COMMON: dict[str, Any] = {
    "id": "case-wh-01",
    "kind": "case",
    "title": "借手机的人",
    "stage": ["中职"],
    "work_area": ["班级管理工作"],
    "tags": ["手机管理", "惩戒边界", "sensitive"],
    "indicators": ["四（四）2"],
    "basis": [],
    "author": "本项目编写",
    "updated": date(2026, 11, 21),
    "questions": ["手机怎么管", "什么时候还", {"at": "做法", "q": "第一句怎么说"}],
}
CASE = {**COMMON, "case_type": "典型学生教育", "school_type": "虚构的职业学校"}
BODY = "# 借手机的人\n\n## 情境\n\n甲。\n\n## 做法\n\n乙。\n\n## 结果与反思\n\n丙。\n"
POLICY = {
    **COMMON,
    "id": "policy-y01",
    "kind": "policy",
    "form": "digest",
    "level": "部门规章",
    "scope": "国家",
    "rule": "某规则",
    "issuer": "教育部",
    "number": "令第49号",
    "promulgated": date(2020, 12, 23),
    "effective": date(2021, 3, 1),
    "expires": None,
    "in_force": "现行有效",
    "sources": ["某网站"],
}


def without(mapping: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key not in names}


def test_a_case_becomes_metadata():
    metadata = metadata_from(CASE)
    assert (metadata.title, metadata.kind, metadata.case_type) == ("借手机的人", Kind.CASE, "典型学生教育")
    assert metadata.stages == (Stage.VOCATIONAL,)
    assert metadata.questions[1:] == (TypicalQuestion("什么时候还"), TypicalQuestion("第一句怎么说", "做法"))
    assert metadata.extra == {
        "id": "case-wh-01",
        "indicators": ["四（四）2"],
        "basis": [],
        "author": "本项目编写",
        "updated": "2026-11-21",
        "school_type": "虚构的职业学校",
    }


def test_a_digest_becomes_metadata_with_the_days_of_its_rule():
    metadata = metadata_from(POLICY)
    assert (metadata.form, metadata.level, metadata.scope) == (Form.DIGEST, Level.MINISTRY, "国家")
    assert (metadata.promulgated, metadata.effective, metadata.expires) == (
        date(2020, 12, 23),
        date(2021, 3, 1),
        None,
    )
    assert (metadata.issuer, metadata.number, metadata.extra["rule"]) == ("教育部", "令第49号", "某规则")


@pytest.mark.parametrize(
    "mapping",
    [
        {**COMMON, "kind": "handbook", "topic": "班级管理"},
        {**COMMON, "kind": "lesson", "theme": "诚信", "minutes": 40, "goals": ["守约"]},
        {**COMMON, "kind": "activity", "minutes": 30, "place": "操场"},
        {**COMMON, "kind": "plan", "plan_type": "班级制度"},
        {
            **COMMON,
            "kind": "emergency",
            "situation": "失踪离家",
            "hotlines": ["110"],
            "hotlines_checked": date(2026, 11, 20),
        },
        {**COMMON, "kind": "record"},
        CASE,
        POLICY,
    ],
    ids=lambda mapping: mapping["kind"],
)
def test_every_kind_has_its_fields_and_misses_them(mapping):
    assert metadata_from(mapping).kind == mapping["kind"]
    for name in set(mapping) - set(COMMON) - {"school_type", "issuer", "number", "promulgated", "effective"}:
        if name != "expires":
            with pytest.raises(StudioError, match=f"{name}：缺少"):
                metadata_from(without(mapping, name))


def test_all_problems_are_told_at_once_in_chinese():
    broken = {**without(CASE, "author"), "tags": ["手机"], "stage": ["大学"], "colour": "red", "id": "案例一"}
    with pytest.raises(StudioError) as caught:
        metadata_from(broken)
    told = str(caught.value)
    for part in ("author：缺少", "“手机”不在词表里", "stage：只能是", "colour：没有这个字段", "id：写法不对"):
        assert part in told


def test_a_sound_document_has_no_problem():
    assert check(CASE, BODY, indicators={"四（四）2"}) == []
    assert check(POLICY, BODY) == []


@pytest.mark.parametrize(
    ("mapping", "body", "problem"),
    [
        (CASE, BODY.replace("# 借手机的人", "# 别的题目", 1), "一级标题"),
        (CASE, BODY.replace("## 结果与反思", "## 后来"), "缺少“结果”"),
        (CASE, BODY.replace("## 做法", "## 办法"), "没有“做法”这一节"),
        (CASE, BODY.replace("\n", "\r\n"), "LF"),
        ({**CASE, "tags": ["手机管理", "sensitive"]}, BODY, "tags：要 2 到 5"),
        ({**CASE, "questions": ["一", "二"]}, BODY, "至少 3 个"),
        ({**CASE, "questions": ["一", "二", "一"]}, BODY, "重复了“一”"),
        ({**CASE, "indicators": ["九（九）9"]}, BODY, "标准里没有“九（九）9”"),
        ({**POLICY, "in_force": "已废止"}, BODY, "要写失效日期"),
        ({**POLICY, "expires": date(2021, 1, 1)}, BODY, "不能早于施行日期"),
    ],
)
def test_what_is_wrong_is_found(mapping, body, problem):
    problems = check(mapping, body, indicators={"四（四）2"})
    assert any(problem in line for line in problems), problems


@pytest.mark.parametrize("article", ["第一条", "**第一条**", "**第一条 怎么收**\n"])
def test_a_question_may_name_an_article_that_begins_a_line(article: str):
    body = BODY.replace("## 做法\n", f"## 做法\n{article} 先问清楚再收。\n")
    asked = [*CASE["questions"], {"q": "收手机前先做什么", "at": "做法/第一条"}]
    assert check({**CASE, "questions": asked}, body, indicators={"四（四）2"}) == []
    unknown = [*CASE["questions"], {"q": "收手机前先做什么", "at": "第二条"}]
    problems = check({**CASE, "questions": unknown}, body, indicators={"四（四）2"})
    assert problems == ["questions：正文没有“第二条”这一节"]


def test_an_emergency_card_shows_its_hotlines():
    card = {
        **COMMON,
        "kind": "emergency",
        "situation": "失踪离家",
        "hotlines": ["110", "12355"],
        "hotlines_checked": date(2026, 11, 20),
    }
    assert check(card, BODY + "打 110。\n") == ["正文：没有写热线 12355"]


def test_a_studio_rule_needs_no_problem_tags():
    assert check({**POLICY, "level": "工作室制度", "tags": ["legal-basis"]}, BODY) == []


def test_a_hosts_front_matter_is_taken_as_far_as_it_is_valid():
    base = Metadata("从正文读到的题目", Kind.POLICY, issuer="某校", extra={"region": "某市"})
    front = {"title": "新题目", "kind": "case", "stage": ["大学"], "tags": ["手机管理"], "cssclass": "wide"}
    metadata, problems = overlay(front, base)
    assert (metadata.title, metadata.kind, metadata.tags) == ("新题目", Kind.CASE, ("手机管理",))
    assert (metadata.issuer, metadata.stages, metadata.extra) == ("某校", (), {"region": "某市"})
    assert len(problems) == 1 and "stage" in problems[0]


def test_front_matter_that_says_nothing_changes_nothing():
    base = Metadata("题目", Kind.LESSON, stages=(Stage.PRIMARY,))
    assert overlay({"date": "2024", "kind": "blog"}, base)[0] == base


def test_the_vocabularies_do_not_overlap():
    groups = list(vocabulary.TAG_GROUPS.values())
    assert sum(map(len, groups)) == len(vocabulary.TAGS) == 65
    assert not vocabulary.TAGS & vocabulary.HELPER_TAGS
