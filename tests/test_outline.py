from __future__ import annotations

import hashlib

from hypothesis import given, settings

from ingest.model import Block, BlockKind, ClauseKind, NodeRole, Piece
from ingest.structure import parse
from tests.structure_parts import (
    assert_tiled,
    blocks_strategy,
    labels,
    law,
    lines,
    markdown,
    roles,
)


def test_articles_stand_under_chapters_and_sections():
    parsed = law(
        "第一章 总 则", "第一条 目的。", "第二章 保护", "第一节 学校", "第二条 职责。", "第三条 措施。"
    )
    assert [parsed.path(i) for i in range(len(parsed.clauses))] == [
        ("第一章 总则",),
        ("第一章 总则", "第一条"),
        ("第二章 保护",),
        ("第二章 保护", "第一节 学校"),
        ("第二章 保护", "第一节 学校", "第二条"),
        ("第二章 保护", "第一节 学校", "第三条"),
    ]


def test_paragraphs_of_an_article_are_numbered_only_if_there_are_several():
    parsed = law("第一条 只有一款。", "第二条 第一段。", "第二段：", "（一）甲；", "（二）乙。", "第三段。")
    assert labels(parsed, ClauseKind.PARAGRAPH) == ["第一款", "第二款", "第三款"]
    items = [i for i, c in enumerate(parsed.clauses) if c.kind is ClauseKind.ITEM]
    assert [parsed.path(i) for i in items] == [("第二条", "第二款", "（一）"), ("第二条", "第二款", "（二）")]
    first = next(c for c in parsed.clauses if c.label == "第一款")
    assert parsed.text[first.start : first.end] == "第一段。"


def test_a_list_under_an_item_is_of_points():
    parsed = law("第一条 下列：", "（一）甲：", "1.小甲；", "2.小乙；", "（二）乙。")
    assert labels(parsed, ClauseKind.POINT) == ["1.", "2."]
    assert labels(parsed, ClauseKind.ITEM) == ["（一）", "（二）"]


def test_a_line_between_two_items_belongs_to_the_first():
    parsed = law("第四条 在下列场合：", "（一）会议的开幕；", "另一会议的开幕；", "（二）典礼。")
    assert labels(parsed, ClauseKind.PARAGRAPH) == []
    assert labels(parsed, ClauseKind.ITEM) == ["（一）", "（二）"]


def test_a_first_item_that_lost_its_number_is_still_an_item():
    parsed = law("第四条 遵守下列规定：", "建立渠道；", "（二）建立制度；", "（三）其他。")
    assert labels(parsed, ClauseKind.ITEM) == ["", "（二）", "（三）"]


def test_references_at_a_line_start_make_no_clause():
    parsed = law(
        "第一条 目的。", "第二条 有", "第三条规定的情形的，处理。", "依照本法第五条处理。", "第三条 罚则。"
    )
    assert labels(parsed, ClauseKind.ARTICLE) == ["第一条", "第二条", "第三条"]


def test_a_number_without_a_blank_counts_where_it_continues_the_series():
    parsed = law("第一条考生不得迟到。", "第二条考生不得早退。", "第九条处理。")
    assert labels(parsed, ClauseKind.ARTICLE) == ["第一条", "第二条"]


def test_inserted_articles_keep_their_number():
    parsed = law("第十七条 甲。", "第十七条之一 乙。", "第十八条 丙。")
    assert labels(parsed, ClauseKind.ARTICLE) == ["第十七条", "第十七条之一", "第十八条"]


def test_numbering_families_are_told_per_place():
    parsed = parse(
        lines(
            "手册\n第一章 甲\n一、子\n1.说明一句。\n2.说明两句。\n"
            "第二章 乙\n1.丑\n（一）说明一句。\n（二）说明两句。\n2.寅\n正文一句。"
        ),
        "手册",
    )
    assert [parsed.path(i) for i, c in enumerate(parsed.clauses) if c.label in {"1.", "2.", "（二）"}] == [
        ("第一章 甲", "一、子", "1."),
        ("第一章 甲", "一、子", "2."),
        ("第二章 乙", "1.丑"),
        ("第二章 乙", "1.丑", "（二）"),
        ("第二章 乙", "2.寅"),
    ]


def test_an_appendix_is_a_top_level_heading_and_counts_anew():
    parsed = law(
        "第一章 总则", "第一条 甲。", "附件 1 申报条件", "一、热爱学生，有经验。", "二、身体健康，能坚持。"
    )
    appendix = next(i for i, c in enumerate(parsed.clauses) if c.label == "附件1")
    assert parsed.path(appendix) == ("附件1 申报条件",)
    assert [c.parent for c in parsed.clauses if c.label in {"一、", "二、"}] == [appendix, appendix]


def test_markdown_headings_without_numbers_nest_by_level():
    parsed = parse(
        markdown("# 案例\n## 情境\n孩子迟到了。\n## 做法\n### 第一天\n先谈话。\n## 结果\n好了。"), "案例"
    )
    assert [parsed.path(i) for i in range(4)] == [("情境",), ("做法",), ("做法", "第一天"), ("结果",)]


def test_the_preamble_and_the_contents_are_kept_apart():
    parsed = law(
        "2020年10月17日 第十三届全国人民代表大会常务委员会第二十二次会议修订",
        "目 录", "第一章 总则", "第二章 附则", "第一章 总 则", "第一条 甲。", "第二章 附 则", "第二条 乙。",
    )  # fmt: skip
    assert len(roles(parsed, NodeRole.PREAMBLE)) == 1
    assert roles(parsed, NodeRole.CONTENTS) == ["目 录", "第一章 总则", "第二章 附则"]
    assert [p.text for p in parsed.passages] == ["第一条 甲。", "第二条 乙。"]


def test_contents_with_leaders_are_contents():
    parsed = parse(
        lines(
            "手册\n目录\n班情分析……………1\n班级管理……………9\n家校共育…………12\n一、班情分析\n先看学生，再看班级。"
        ),
        "手册",
    )
    assert len(roles(parsed, NodeRole.CONTENTS)) == 4
    assert len(parsed.passages) == 1


def test_signature_and_date_belong_to_no_article():
    parsed = law("第一条 甲。", "第二条 乙。", "德育处", "2019年4月20日")
    assert roles(parsed, NodeRole.PREAMBLE) == ["德育处", "2019年4月20日"]


def test_rows_keep_their_header_path():
    path = ("一、总体要求", "（一）领导有力")
    rows = [
        Block("一级指标\t二级指标\t三级指标", BlockKind.TABLE_ROW),
        Block("1.学校重视。", BlockKind.TABLE_ROW, path=path),
        Block("2.班主任配备规范。", BlockKind.TABLE_ROW, path=path),
        Block("定位准确，有章可循。", BlockKind.TABLE_ROW, path=("一、总体要求", "（二）定位准确")),
    ]
    parsed = parse([Block("建设标准"), *rows], "建设标准")
    assert [p.path for p in parsed.passages] == [path, ("一、总体要求", "（二）定位准确")]
    assert roles(parsed, NodeRole.HEADING) == ["建设标准", "一级指标\t二级指标\t三级指标"]


def test_a_row_of_values_is_a_passage_of_its_own():
    rows = [Block(f"姓名：{n}；职责：记录；电话：无", BlockKind.TABLE_ROW) for n in ("甲", "乙")]
    parsed = parse([Block("名单"), *rows], "名单")
    assert [c.kind for c in parsed.clauses] == [ClauseKind.ROW, ClauseKind.ROW]
    assert [p.path for p in parsed.passages] == [("甲",), ("乙",)]


def test_pages_are_carried_to_clauses_and_passages():
    blocks = [
        Block("第一条 甲。", pieces=(Piece(6, 1),)),
        Block("接着说。", pieces=(Piece(2, 1), Piece(2, 2))),
        Block("第二条 乙。", pieces=(Piece(6, 3, (0.1, 0.1, 0.9, 0.2)),)),
    ]
    parsed = parse(blocks, "某规定")
    assert [(p.page_start, p.page_end) for p in parsed.passages] == [(1, 2), (3, 3)]
    assert parsed.places[-1].box == (0.1, 0.1, 0.9, 0.2)


def test_spans_count_code_points():
    parsed = law("第一条 𠮷老师负责。", "第二条 其他。")
    second = parsed.passages[1]
    assert parsed.text[second.start : second.end] == "第二条 其他。"
    assert len(parsed.text.encode("utf-16-le")) // 2 == len(parsed.text) + 1


@settings(max_examples=250, deadline=None)
@given(blocks_strategy)
def test_nothing_is_lost_whatever_the_blocks(blocks):
    parsed = parse(blocks, "某某条例")
    assert parsed.text == "\n".join(block.text for block in blocks)
    assert_tiled(parsed)


def test_the_studio_standard_as_a_tree(shared):
    text = (shared / "data" / "seeds" / "中等职业学校班主任工作室建设标准.txt").read_text("utf-8")
    parsed = parse(
        [Block(line.strip()) for line in text.split("\n") if line.strip()], "中等职业学校班主任工作室建设标准"
    )
    tops = [c for c in parsed.clauses if c.parent is None]
    assert [c.label for c in tops] == ["一、", "二、", "三、", "四、", "五、"]
    numbers = [i for i, c in enumerate(parsed.clauses) if c.parent is None]
    below = [sum(c.parent == i and c.label.startswith("（") for c in parsed.clauses) for i in numbers]
    assert below == [3, 2, 5, 5, 0]
    assert len(roles(parsed, NodeRole.PREAMBLE)) == 3  # the three column heads
    assert {p.path[0] for p in parsed.passages} == {c.name for c in tops}
    shape = repr([(c.label, c.end - c.start) for c in parsed.clauses])
    assert hashlib.sha256(shape.encode()).hexdigest()[:12] == "d248d007ca54"
