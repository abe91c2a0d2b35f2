"""A citation in words, against references written by hand; its clause path, against the laws themselves."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant import ask
from app.citing import clause_words, link, path_of, plainly, quoted, reference, spoken, transcript, verbatim
from app.model import (
    Answer,
    Citation,
    Difference,
    DifferenceRow,
    EmergencyCard,
    Section,
    SectionKind,
    Statement,
)
from ingest import readers
from ingest.model import Form, Kind, Level, Parse, ParsedDocument
from ingest.parsing import parse_file
from tests.catalog_parts import rule
from tests.index_parts import TODAY, Studio
from tests.structure_parts import law

CITATION = Citation(
    n=1,
    quote="学校应当建立档案。",
    title="某某条例",
    document="d1",
    version=2,
    kind=Kind.POLICY,
    form=Form.ORIGINAL,
    level=Level.REGULATION,
    scope="国家",
    number="国务院令第1号",
    path=("第三章 学校", "第二十条", "第一款", "（二）"),
    page=None,
    start=10,
    end=19,
    passage="p",
    source="a.md",
    in_force=True,
)
RULE = law(
    "第一章 总则",
    "第一条 为了保护学生，制定本条例。",
    "第二条 学校应当做好下列工作：",
    "（一）建立档案；",
    "（二）每学期家访：",
    "1.先约时间；",
    "2.两人同去。",
    "学校不得公开档案。",
    "附件1 家访记录表",
    "第一条 记录由班主任填写。",
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "《某某条例》（国务院令第1号）第二十条第一款第（二）项：“学校应当建立档案。”"),
        ({"number": " "}, "《某某条例》第二十条第一款第（二）项：“学校应当建立档案。”"),
        ({"path": (), "number": ""}, "《某某条例》：“学校应当建立档案。”"),
        (
            {"in_force": False},
            "《某某条例》（国务院令第1号）第二十条第一款第（二）项（第 2 版，不是现行有效的版本）：“学校应当建立档案。”",
        ),
        (
            {"number": "", "path": ("第三条",), "quote": "称“班主任”的，含‘代理’班主任。"},
            "《某某条例》第三条：“称‘班主任’的，含“代理”班主任。”",
        ),
        (
            {"form": Form.DIGEST, "title": "《某某条例》要点整理（非原文）", "path": ("第三条",)},
            "《某某条例》要点整理（非原文），本工作室编写：学校应当建立档案。",
        ),
        (
            {"form": Form.DIGEST, "title": "某某条例的几点"},
            "《某某条例的几点》要点整理（非原文），本工作室编写：学校应当建立档案。",
        ),
    ],
)
def test_a_reference_is_written_as_by_hand(changes, expected):
    assert reference(replace(CITATION, **changes)) == expected


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("第七章 法律责任", "第五十二条", "(一)"), "第五十二条第(一)项"),
        (("第二条", "（二）", "1."), "第二条第（二）项第1目"),
        (("第二条", "第三款"), "第二条第三款"),
        (("第十条之一", "一、"), "第十条之一第一项"),
        (("第八条 家访", "①"), "第八条第①项"),
        (("附件1 家访记录表", "第一条"), "附件1 家访记录表第一条"),
        (("做法", "6."), "做法 › 6"),
        (("一、周期与人员",), "一、周期与人员"),
        ((), ""),
    ],
)
def test_a_path_is_said_down_to_its_item(path, words):
    assert clause_words(path) == words


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("为了保护学生，制定本条例。", "第一条"),
        ("第一条 为了保护学生，制定本条例。", "第一条"),
        ("第二条 学校应当做好下列工作：", "第二条第一款"),
        ("学校应当做好下列工作：\n（一）建立档案；", "第二条第一款"),
        ("（一）建立档案；", "第二条第一款第（一）项"),
        ("建立档案；", "第二条第一款第（一）项"),
        ("建立档案；\n（二）每学期家访：", "第二条第一款"),
        ("（二）每学期家访：\n1.先约时间；\n", "第二条第一款第（二）项"),
        ("两人同去。", "第二条第一款第（二）项第2目"),
        ("学校不得公开档案。", "第二条第二款"),
        ("两人同去。\n学校不得公开档案。", "第二条"),
        ("记录由班主任填写。", "附件1 家访记录表第一条"),
        ("某某条例", ""),
    ],
)
def test_a_quote_stands_in_the_deepest_clause_that_holds_it(quote: str, words: str):
    start = RULE.text.index(quote)
    assert clause_words(path_of(RULE, start, start + len(quote))) == words


def test_an_answer_names_the_paragraph_that_a_quote_stands_in(home: Path):
    parse = law(
        "第一条 学校应当为每一名住校学生做好下列工作：",
        "（一）开学后第一周建立住校学生的成长档案，由班主任保管；",
        "（二）每学期由班主任和生活老师一同到住校学生家中家访一次。",
        "学校不得向无关的单位和个人公开学生的成长档案和家访记录。",
    )
    studio = Studio.at(home)
    metadata = replace(rule().metadata, title="某某条例", number="国务院令第1号")
    studio.publish(ParsedDocument(metadata, parse))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)

    def cited(question: str) -> list[str]:
        answer = ask(question, searcher=searcher, catalog=studio.catalog, today=TODAY)
        return [reference(citation).split("：“")[0] for citation in answer.citations]

    assert cited("成长档案和家访记录可以向无关的个人公开吗") == ["《某某条例》（国务院令第1号）第一条第二款"]


@given(st.text(alphabet="学生“”‘’「」", max_size=20))
def test_marks_inside_a_quote_can_be_turned_back(text: str):
    words = quoted(replace(CITATION, quote=text))
    assert (words[0], words[-1]) == ("“", "”")
    assert words[1:-1].translate(str.maketrans("“”‘’", "‘’“”")) == text


def test_an_apostrophe_is_no_quotation_mark():
    assert quoted(replace(CITATION, quote="don’t“跑”")) == "“don’t‘跑’”"


def test_a_link_opens_the_version_at_the_span():
    assert link(CITATION) == "/doc/d1@2#10-19"
    assert link(replace(CITATION, document="规定/甲 1")) == "/doc/%E8%A7%84%E5%AE%9A%2F%E7%94%B2%201@2#10-19"


def test_a_whole_answer_is_copied_with_every_reference():
    digest = replace(CITATION, n=2, form=Form.DIGEST, quote="建档案。", title="某某条例的几点")
    answer = Answer(
        question="要建档案吗",
        answered=True,
        reason="",
        sections=(
            Section(SectionKind.POLICY, (Statement(CITATION.quote, (1,)), Statement("建档案。", (2,)))),
        ),
        citations=(CITATION, digest),
        nearest=(),
        related=(),
        milliseconds=1,
        emergency=EmergencyCard("严重暴力"),
        differences=(Difference("建档案", (DifferenceRow("国家", "某某条例", "应当建立", 1),)),),
        notes=("附件没有收进来。",),
    )
    assert transcript(answer).split("\n") == [
        "要建档案吗",
        "",
        "严重暴力：先拨打 110、120",
        "",
        "其他资料（先做上面的事）",
        "",
        "附件没有收进来。",
        "",
        "【政策依据】",
        f"[1] {reference(CITATION)}",
        f"[2] {reference(digest)}",
        "",
        "不同文件要求不同：建档案",
        "国家 《某某条例》 应当建立 [1]",
    ]


# -- the laws themselves ------------------------------------------------------------------------------

ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?(?=\s)")
ITEM = re.compile(r"[（(][一二三四五六七八九十]+[）)]")
OUTSIDE = re.compile(r"第[一二三四五六七八九十]+[编章节]|附|[\u4e00-\u9fff、\s]{2,20}$")
HAN = "零一二三四五六七八九十"


def by_counting(text: str) -> list[tuple[int, int, list[str]]]:
    """(start, end, 条 款 项) of every line of a law's articles, counted without the outline."""
    rows: list[tuple[int, int, str, int, str]] = []
    article, paragraph, item, before, at = "", 0, "", "", 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if named := ARTICLE.match(line):
            article, paragraph, item = named.group(), 1, ""
        elif OUTSIDE.match(line):
            article = ""
        elif numbered := ITEM.match(line):
            item = numbered.group()
        elif line.strip() and not before.endswith("；"):
            paragraph, item = paragraph + 1, ""
        if article and line.strip():
            rows.append((start, start + len(line), article, paragraph, item))
            before = line.strip()
    most = Counter[str]()
    for *_, article, paragraph, _item in rows:
        most[article] = max(most[article], paragraph)
    return [
        (start, end, [a, *([f"第{HAN[k]}款"] if most[a] > 1 else []), *([i] if i else [])])
        for start, end, a, k, i in rows
    ]


@pytest.mark.shared
def test_paths_in_all_national_laws_are_those_counted_by_hand(shared: Path):
    checked = 0
    for path in sorted((shared / "data/policy/national").glob("*.md")):
        for item in parse_file(path, name=path.name, read=readers.read):
            parse: Parse = item.document.parse
            for index, clause in enumerate(parse.clauses):
                named = tuple(name for name in parse.path(index) if name)
                assert path_of(parse, clause.start, clause.end) == named
            for start, end, expected in by_counting(parse.text):
                found = path_of(parse, start, end)
                names = [name.split(" ")[0] for name in found]
                assert names[names.index(expected[0]) :] == expected, (path.name, parse.text[start:end])
                checked += 1
    assert checked > 5_000


def test_a_fictional_case_says_so_in_its_reference():
    case = replace(
        CITATION, kind=Kind.CASE, title="拐角处的两个额头", number="", path=("做法",), fictional=True
    )
    assert reference(case) == "《拐角处的两个额头》（虚构案例）做法：“学校应当建立档案。”"
    assert "虚构" not in reference(replace(case, fictional=False))
    assert "虚构" not in reference(replace(case, kind=Kind.LESSON)), "a class plan is none"


def test_marks_within_a_quote_are_nested():
    assert verbatim("他开口：「我来修『屏幕』。」") == "「他开口：『我来修「屏幕」。』」"
    case = replace(CITATION, quote="他开口：「我来修『屏幕』。」")
    assert quoted(case) == "“他开口：「我来修『屏幕』。」”"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("先约时间（第十条；核对：摘录）", "先约时间（第十条，只对照过网上的摘录）"),
        ("（《办法（试行）》第三条；核对：全文）", "（《办法（试行）》第三条，已对照全文）"),
        ("（核对：全文）", "（已对照全文）"),
        ("核对：学籍与毕业的关系", "核对：学籍与毕业的关系"),
    ],
)
def test_how_a_digest_was_checked_is_said_plainly(text: str, plain: str):
    assert plainly(text) == plain
    digest = replace(CITATION, quote=text, form=Form.DIGEST)
    assert quoted(digest) == spoken(text, digest) == plain
    assert spoken(text, CITATION) == f"「{text}」", "a quote stays as it is written"
