from __future__ import annotations

from datetime import date

import pytest

from ingest.dates import effective_of, expires_of, history_of, parse_day
from ingest.issuing import number_of
from ingest.metadata import describe
from ingest.model import Block, Kind, Level, Metadata, Stage
from tests.structure_parts import markdown, paragraphs, part_of


def about(title: str, *texts: str, file_name: str = "a.docx", kind: Kind | None = None) -> Metadata:
    part, parsed = part_of(title, paragraphs(title, *texts))
    return describe(part, parsed, file_name=file_name, front_matter={}, kind=kind)


@pytest.mark.parametrize(
    "text",
    [
        "2021年6月1日",
        "二〇二一年六月一日",
        "二○二一年六月一日",
        "2021-06-01",
        "2021.6.1",
        "２０２１年６月１日",
        "2021 年 6 月 1 日",
    ],
)
def test_a_day_in_every_writing(text):
    assert parse_day(text) == date(2021, 6, 1)


def test_no_day_is_none():
    assert parse_day("2021年13月40日") is None
    assert parse_day("三十一日") is None
    assert parse_day("二〇二〇年十二月二十六日") == date(2020, 12, 26)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("教基厅函〔2021〕3号", "教基厅函〔2021〕3号"),
        ("教基厅函[2021]3号", "教基厅函〔2021〕3号"),
        ("教基厅函（2021）3 号", "教基厅函〔2021〕3号"),
        ("教基厅函【2021】03号", "教基厅函〔2021〕3号"),
        ("教基厅函〔2021〕第3号", "教基厅函〔2021〕3号"),
        ("中华人民共和国国务院令第624号公布", "国务院令第624号"),
        ("教育部令第50号", "教育部令第50号"),
        ("根据有关规定", ""),
    ],
)
def test_document_numbers(line, number):
    assert number_of([line]) == number


def test_a_number_that_the_text_only_mentions_is_not_its_own():
    rule = about(
        "某校手机管理规定",
        "根据《某通知》（教基厅函〔2021〕3号）的要求，结合实际，制定规定。",
        "1.不带手机。",
    )
    assert rule.number == ""


def test_beginning_and_end():
    assert effective_of("本法自2021年6月1日起施行。") == (date(2021, 6, 1), False)
    assert effective_of("本办法自发布之日起施行。") == (None, True)
    assert expires_of("有效期至2026年12月31日。", None) == date(2027, 1, 1)
    assert expires_of("自2024年2月29日起施行，有效期5年。", date(2024, 2, 29)) == date(2029, 2, 28)
    assert expires_of("长期有效。", date(2024, 2, 29)) is None


def test_history_in_one_line_is_cut_into_steps():
    steps = history_of(["（2005年8月28日第十届会议通过　根据2012年10月26日会议修正　2025年6月27日会议修订）"])
    assert [(s.day.year, s.act) for s in steps] == [(2005, "通过"), (2012, "修正"), (2025, "修订")]


def test_a_law_that_was_amended_begins_with_its_amendment():
    rule = about(
        "中华人民共和国某某保护法",
        "2020年10月17日 第十三届全国人民代表大会常务委员会第二十二次会议修订",
        "2024年4月26日 第十四届全国人民代表大会常务委员会第九次会议修正",
        "第一条 甲。",
        "第二条 本法自2021年6月1日起施行。",
    )
    assert (rule.promulgated, rule.effective) == (date(2024, 4, 26), date(2024, 4, 26))
    assert (rule.level, rule.scope, rule.issuer) == (Level.LAW, "国家", "全国人民代表大会常务委员会")
    assert len(rule.history) == 2


def test_a_revision_not_yet_in_force_begins_when_it_says():
    rule = about(
        "中华人民共和国某某保护法",
        "2006年12月29日 第十届全国人民代表大会常务委员会第二十五次会议修订",
        "2020年10月17日 第十三届全国人民代表大会常务委员会第二十二次会议修订",
        "第一条 本法自2021年6月1日起施行。",
    )
    assert (rule.promulgated, rule.effective) == (date(2020, 10, 17), date(2021, 6, 1))


def test_the_file_name_is_a_hint():
    rule = about("某某保护条例", "第一条 自2024年1月1日起施行。", file_name="某某保护条例(2023-10-16).md")
    assert (rule.promulgated, rule.effective, rule.level) == (
        date(2023, 10, 16),
        date(2024, 1, 1),
        Level.REGULATION,
    )


@pytest.mark.parametrize(
    ("title", "line", "level", "scope"),
    [
        (
            "上海市未成年人保护条例",
            "2004年11月25日 上海市第十二届人民代表大会常务委员会通过",
            Level.LOCAL,
            "省级",
        ),
        (
            "宁波市学校安全条例",
            "2020年3月10日 宁波市第十五届人民代表大会常务委员会通过",
            Level.LOCAL,
            "地市级",
        ),
        ("最高人民法院关于某某案件的解释", "法释〔2023〕3号", Level.JUDICIAL, "国家"),
        ("未成年人学校保护规定", "教育部令第50号", Level.MINISTRY, "国家"),
        ("关于加强手机管理工作的通知", "教基厅函〔2021〕3号", Level.NORMATIVE, "国家"),
        ("某某市第一中学章程", "学校章程", Level.SCHOOL, "学校级"),
        ("名班主任工作室考核制度", "为提升我区班主任专业水平，特制定本制度。", Level.STUDIO, "区县级"),
        ("班主任工作室建设方案", "在全校范围内遴选，建设周期为三年。", Level.STUDIO, "学校级"),
    ],
)
def test_level_and_scope(title, line, level, scope):
    rule = about(title, line, "第一条 甲。")
    assert (rule.kind, rule.level, rule.scope) == (Kind.POLICY, level, scope)


def test_a_ministrys_notice():
    notice = """教基厅函〔2021〕3号
各省、自治区、直辖市教育厅（教委）：
为做好工作，现通知如下。
一、做法
照此办理，抓好落实。
教育部办公厅
2021年1月15日"""
    rule = about("教育部办公厅关于加强某某工作的通知", *notice.split("\n"))
    assert (rule.issuer, rule.number) == ("教育部办公厅", "教基厅函〔2021〕3号")
    assert rule.promulgated == date(2021, 1, 15)


@pytest.mark.parametrize(
    ("title", "stages"),
    [
        ("中等职业学校班主任工作室建设标准", (Stage.VOCATIONAL,)),
        ("中小学教育惩戒规则", (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR)),
        ("初中班级公约", (Stage.JUNIOR,)),
        ("三年级班会教案", (Stage.PRIMARY,)),
        ("家校沟通案例", ()),
    ],
)
def test_stages_of_a_title(title, stages):
    assert about(title, "正文一句。").stages == stages


def test_a_case_names_its_sections_type_and_tags():
    text = """# 被孤立的孩子
## 案例背景
学段：初中 同学之间有欺凌，起外号。
## 处理过程
先家访。
## 成效与反思
好转。"""
    part, parsed = part_of("被孤立的孩子", markdown(text))
    case = describe(part, parsed, file_name="a.md", front_matter={}, kind=None)
    assert case.kind is Kind.CASE
    assert case.extra["sections"] == {"情境": "案例背景", "做法": "处理过程", "结果": "成效与反思"}
    assert case.case_type == "典型学生教育"
    assert {"欺凌", "起外号"} <= set(case.tags)


def test_a_lesson_plan_has_theme_minutes_goals():
    text = """# 网络欺凌主题班会教案
班会主题：《键盘也会伤人》
时长：40分钟
## 班会目标
1. 认识欺凌。
2. 学会求助。
## 班会过程
讨论。"""
    part, parsed = part_of("网络欺凌主题班会教案", markdown(text))
    lesson = describe(part, parsed, file_name="a.md", front_matter={}, kind=None)
    assert lesson.kind is Kind.LESSON
    assert lesson.extra == {
        "theme": "键盘也会伤人",
        "minutes": 40,
        "goals": ["1. 认识欺凌。", "2. 学会求助。"],
    }


def test_a_case_by_its_headings_or_by_its_files_name():
    headed = "## 背景\n她不肯进班。\n## 过程\n我陪她坐了十分钟。\n## 结果\n她进来了。\n## 反思\n要有耐心。"
    part, parsed = part_of("转学来的女生不肯进班", markdown(headed))
    assert describe(part, parsed, file_name="a.md", front_matter={}, kind=None).kind is Kind.CASE
    plain = ("她不肯进班。", "我陪她坐了十分钟。")
    assert about("不肯进班", *plain).kind is Kind.POLICY
    assert about("不肯进班", *plain, file_name="转学生案例.docx").kind is Kind.CASE
    assert (
        about("案件办法", "第一条 个案由学校办理。", "第二条 每月报告。", file_name="个案.docx").kind
        is Kind.POLICY
    )


def test_a_given_kind_wins():
    assert about("班级管理案例", "正文一句。", kind=Kind.HANDBOOK).kind is Kind.HANDBOOK


def test_a_plain_block_is_enough():
    part, parsed = part_of("x", [Block("一句话。")])
    assert describe(part, parsed, file_name="", front_matter={}, kind=None).title == "x"


def test_every_real_law_has_level_dates_and_scope(shared):
    from ingest.clean import clean
    from ingest.readers import read
    from ingest.split import split
    from ingest.structure import parse

    for path in sorted((shared / "data" / "policy" / "national").glob("*.md")):
        part = split(clean(read(path)).blocks, path.stem)[0]
        found = describe(
            part, parse(part.blocks, part.title), file_name=path.name, front_matter={}, kind=None
        )
        assert found.level in {Level.LAW, Level.REGULATION, Level.JUDICIAL}, path.name
        assert found.scope == "国家" and found.issuer and found.promulgated, path.name
