from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings

from ingest.clean import clean
from ingest.model import Block, BlockKind, NodeRole
from ingest.readers import read
from ingest.split import split
from ingest.structure import parse
from tests.structure_parts import blocks_strategy, lines, markdown, paragraphs, roles

BODY = (
    "为了做好这项工作，学校成立领导小组，定期研究，及时总结，逐步形成长效机制，"
    "让每个班主任都得到成长和支持，让每个孩子都被看见。"
)
PLAN = ["一、工作目标", BODY, "二、保障措施", BODY]


@pytest.mark.parametrize(
    "titles",
    [
        ["工作室建设方案1", "工作室建设方案 2", "工作室建设方案 3"],
        ["班主任工作计划（一）", "班主任工作计划（二）"],
        ["工作总结篇一", "工作总结篇二", "工作总结篇三"],
        ["第1篇：迎新班会方案", "第2篇：毕业班会方案"],
        ["【篇一】", "【篇二】"],
    ],
)
def test_counted_titles_make_documents(titles):
    texts = [text for title in titles for text in (title, *PLAN)]
    parts = split(paragraphs("某某范文（若干篇）", *texts), "上传")
    assert len(parts) == len(titles)
    assert [len(part.blocks) for part in parts] == [6, *[5] * (len(titles) - 1)]


def test_titles_are_shown_without_stray_blanks():
    blocks = paragraphs("建设方案1", *PLAN, "建设方案 2", *PLAN)
    assert [part.title for part in split(blocks, "x")] == ["建设方案1", "建设方案2"]


def test_the_compilations_own_title_is_in_no_passage():
    blocks = paragraphs("建设方案范文（2篇）", "建设方案1", *PLAN, "建设方案2", *PLAN)
    first = split(blocks, "x")[0]
    parsed = parse(first.blocks, first.title)
    assert roles(parsed, NodeRole.PREAMBLE) == ["建设方案范文（2篇）"]
    assert roles(parsed, NodeRole.HEADING)[0] == "建设方案1"
    assert all("范文" not in p.text for p in parsed.passages)


def test_a_collection_of_rules_is_split_where_articles_count_anew():
    one = ["第一条 考勤由班长记录，每天报班主任，每周在班会上公布一次。", "第二条 迟到三次谈话，并记入记录。"]
    blocks = paragraphs("班级考勤制度", *one, "班级卫生制度", *one, "宿舍管理办法", *one)
    assert [part.title for part in split(blocks, "x")] == ["班级考勤制度", "班级卫生制度", "宿舍管理办法"]


def test_titles_that_a_contents_list_announces():
    rule = f"第一条 总的要求。\n第二条 {BODY}"
    text = f"学生手册\n目录\n考勤制度……1\n卫生公约……5\n考勤制度\n{rule}\n卫生公约\n{rule}"
    assert [part.title for part in split(lines(text), "x")] == ["考勤制度", "卫生公约"]


def test_headings_of_one_level_that_are_document_names():
    text = f"# 考勤制度\n## 一、对象\n{BODY}\n# 请假制度\n## 一、手续\n{BODY}\n"
    assert len(split(markdown(text), "x")) == 2


def test_larger_type_marks_titles():
    def rule(title: str) -> list[Block]:
        return [Block(title, size=18), *(Block(text, size=12) for text in (*PLAN, BODY))]

    assert len(split([*rule("班级公约"), *rule("图书角管理办法")], "x")) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"某某条例\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 {BODY}\n第二章 附则\n第二条 完。",
        f"# 手册\n## 第一章 班情分析\n一、对象\n{BODY}\n## 第二章 班级管理\n一、对象\n{BODY}",
        f"考试要求\n1.{BODY}\n附：\n违规处理办法\n第一条 {BODY}\n第二条 {BODY}",
        f"# 案例一\n## 情境\n{BODY}\n## 做法\n1. {BODY}\n2. {BODY}",
    ],
)
def test_one_document_stays_one(text):
    assert len(split(markdown(text), "x")) == 1


def test_the_title_of_a_single_document():
    assert (
        split(markdown("# 中华人民共和国民法典\n# 人格权编\n第一条 完。"), "x")[0].title
        == "中华人民共和国民法典 人格权编"
    )
    assert split(paragraphs("第一条 没有题目。"), "上传的文件")[0].title == "上传的文件"
    assert split([Block("某某法", BlockKind.HEADING, 1), Block("第一条 完。")], "x")[0].title == "某某法"


def test_a_comma_within_a_name_makes_no_sentence():
    title = "《名班主任工作室建设实施方案（市级，某市）》要点整理（非原文）"
    [part] = split(paragraphs(title, "本整理由项目编写。", *PLAN), "x")
    assert part.title == title
    [other] = split(paragraphs("《方案》已经印发，请遵照执行", "本校照办。", *PLAN), "x")
    assert other.title == "x"


def test_no_blocks_give_no_part():
    assert split([], "x") == []
    assert split([Block(" \n")], "x") == []


@settings(max_examples=150, deadline=None)
@given(blocks_strategy)
def test_parts_are_the_blocks(blocks):
    parts = split(blocks, "文件")
    assert [b for part in parts for b in part.blocks] == (blocks if parts else [])
    assert all(part.title for part in parts)
    assert (
        parts
        or not "".join(b.text for b in blocks).strip("\u200b\u200c\u200d\ufeff").strip()
        or _blank(blocks)
    )


def _blank(blocks: list[Block]) -> bool:
    return all(c.isspace() or c in "\u200b\u200c\u200d\ufeff" for b in blocks for c in b.text)


def test_the_seed_compilation_is_three_plans(shared):
    seed = shared / "data" / "seeds" / "班主任工作室建设方案范文.txt"
    parts = split(clean(read(seed)).blocks, seed.stem)
    assert [part.title for part in parts] == [f"班主任工作室建设方案{n}" for n in (1, 2, 3)]
    parses = [parse(part.blocks, part.title) for part in parts]
    tops = [[c.name for c in p.clauses if c.parent is None] for p in parses]
    assert [len(names) for names in tops] == [6, 5, 8]
    assert tops[0][-1] == "附件1 名班主任工作室主持人申报条件"
    conditions = [p for p in parses[0].passages if p.path[0].startswith("附件1")]
    assert [p.path[-1] for p in conditions] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert ("五、保障措施", "(二)工作室学习制度") in {p.path for p in parses[1].passages}
    assert not any(re.search("book118|试下载|范文", p.text) for q in parses for p in q.passages)
    shape = repr([[(n.role.value, n.end - n.start) for n in p.nodes] for p in parses])
    assert hashlib.sha256(shape.encode()).hexdigest()[:12] == "0f72a6a1e292"


def test_every_real_law_is_one_document(shared):
    for path in sorted((shared / "data" / "policy" / "national").glob("*.md")):
        assert len(split(clean(read(path)).blocks, path.stem)) == 1, path.name
