from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Block, ClauseKind
from ingest.structure import parse
from tests.structure_parts import assert_tiled, blocks_strategy, law, markdown, paragraphs

LONG = "学校应当做好这项工作并且及时记录。"


def test_one_article_is_one_passage_with_its_number():
    parsed = law("第一章 总则", "第一条 甲。", "又说。", "第二条 乙。")
    assert [p.text for p in parsed.passages] == ["第一条 甲。\n又说。", "第二条 乙。"]
    assert [p.path for p in parsed.passages] == [("第一章 总则", "第一条"), ("第一章 总则", "第二条")]


def test_a_short_passage_takes_headings_as_context_not_as_text():
    parsed = law("第一章 总则", "第一条 甲。")
    assert parsed.passages[0].context == "第一章 总则"
    assert "总则" not in parsed.passages[0].text


def test_a_long_article_is_cut_at_its_paragraphs_and_items():
    items = [f"（{n}）{LONG * 8}" for n in "一二三"]
    parsed = law("第一条 下列事项：", *items, "第二条 乙。")
    starts = [p.text[:4] for p in parsed.passages]
    assert starts[0] == "第一条 " and starts[-1] == "第二条 "
    assert all(p.path[0] in {"第一条", "第二条"} for p in parsed.passages)
    cut = parsed.passages[1]
    assert cut.text.startswith("（") and "下列事项：" in cut.context


def test_a_long_paragraph_of_an_article_is_joined_with_no_other():
    items = [f"（{n}）{LONG * 8}" for n in "一二三"]
    parsed = law("第一条 下列事项：", *items, "前款事项，由学校负责。", "学校应当公开。", "第二条 乙。")
    assert [p.path[:2] for p in parsed.passages[1:-1]] == [("第一条", "第一款"), ("第一条",)]
    last = parsed.passages[-2]
    assert last.text == "前款事项，由学校负责。\n学校应当公开。"
    assert "下列事项" not in last.context


def test_an_empty_heading_among_items_is_an_item():
    parsed = parse(paragraphs("标准", "（一）育人资源", f"1.{LONG * 3}", "2.建成案例库", f"3.{LONG}"), "标准")
    assert {c.kind for c in parsed.clauses if c.label in {"1.", "2.", "3."}} == {ClauseKind.ITEM}


def test_an_endless_paragraph_is_cut_at_sentences_and_has_no_giant_tail():
    parsed = law("第一条 " + LONG * 100)
    lengths = [len(p.text) for p in parsed.passages]
    assert max(lengths) <= 400 * 1.25
    assert all(p.text.endswith("。") for p in parsed.passages)


def test_a_text_without_any_punctuation_is_cut_too():
    parsed = parse([Block("字" * 5000)], "无题")
    assert max(len(p.text) for p in parsed.passages) <= 400


def test_a_list_that_fits_stays_whole_with_its_lead_in():
    parsed = parse(markdown("# 案例\n## 做法\n分三步：\n1. 谈话。\n2. 家访。\n3. 复盘。"), "案例")
    assert [p.path for p in parsed.passages] == [("做法",)]
    assert parsed.passages[0].text.count("\n") == 3


def test_clauses_of_a_plan_are_not_mixed():
    items = [f"（{n}）工作内容{n}。{LONG * 9}" for n in "一二三四"]
    parsed = parse(paragraphs("方案", "一、工作内容", *items), "方案")
    assert [p.path[-1] for p in parsed.passages] == ["（一）", "（二）", "（三）", "（四）"]


def test_text_above_the_first_heading_is_found_too():
    parsed = parse(
        paragraphs("方案", "为了提高专业水平，特制定本方案。", "一、目标", "三年内建成，并推广。"), "方案"
    )
    assert parsed.passages[0].path == ()
    assert parsed.passages[0].clause is None


def test_a_heading_by_looks_with_nothing_below_stays_findable():
    blocks = [Block("清单"), Block("带好雨具", bold=True), Block("带好药品", bold=True)]
    parsed = parse(blocks, "清单")
    assert [p.text for p in parsed.passages] == ["带好雨具", "带好药品"]


@settings(max_examples=150, deadline=None)
@given(blocks_strategy, st.integers(20, 600))
def test_no_passage_is_much_longer_than_the_maximum_or_crosses_two_articles(blocks, maximum):
    parsed = parse(blocks, "某某条例", maximum=maximum)
    assert_tiled(parsed)
    articles = [c for c in parsed.clauses if c.kind is ClauseKind.ARTICLE]
    for passage in parsed.passages:
        assert len(passage.text) <= maximum * 1.25 + 1
        inside = [c for c in articles if c.start < passage.end and passage.start < c.end]
        assert len(inside) <= 1
    assert [p.ordinal for p in parsed.passages] == list(range(len(parsed.passages)))
