"""An answer as a file: every quote once and letter by letter, digests marked, nothing half-written."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.answer_file import content
from app.citing import where
from app.export import to_word
from app.export_markdown import to_markdown
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
from index.hits import hit_of
from ingest.errors import StudioError
from ingest.model import Form, Kind, Level, Visibility
from ingest.records import PassageRecord
from tests.test_cli import RULE, studio

ASKED = date(2026, 11, 21)


def cite(n: int, quote: str, title: str = "某某条例", form: Form = Form.ORIGINAL) -> Citation:
    return Citation(
        n=n,
        quote=quote,
        title=title,
        document=f"d{n}",
        version=1,
        kind=Kind.POLICY,
        form=form,
        level=Level.REGULATION,
        scope="国家",
        number="国务院令第1号",
        path=("第三章 学校", f"第{n}条"),
        page=None,
        start=0,
        end=len(quote),
        passage="p",
        source="a.md",
        in_force=True,
    )


def answer(*citations: Citation, **changes: Any) -> Answer:
    statements = tuple(Statement(citation.quote, (citation.n,)) for citation in citations)
    made = Answer(
        question="主持人要当几年班主任",
        answered=bool(citations),
        reason="" if citations else "资料库中没有找到依据。",
        sections=(Section(SectionKind.POLICY, statements),) if citations else (),
        citations=citations,
        nearest=(),
        related=(),
        milliseconds=1,
    )
    return replace(made, **changes)


RULE_A = cite(1, "主持人应当具有六年以上班主任工作年限：\n（一）连续的；\n（二）*有*_证明_的。")
RULE_B = cite(2, "1. 主持人须满九年 <b>以上</b> | 含九年。", "某市方案")
DIGEST = cite(3, "满六年算在内。", "《某某条例》要点整理（非原文）", Form.DIGEST)
FULL = answer(
    RULE_A,
    RULE_B,
    DIGEST,
    emergency=EmergencyCard("严重暴力", hotlines=("110", "120"), checked="2026-11-20"),
    differences=(
        Difference(
            "当几年班主任",
            (
                DifferenceRow("国家", "某某条例", "六年以上", 1),
                DifferenceRow("地市级", "某市方案", "九年", 2),
            ),
        ),
    ),
    notes=("附件没有收进来。",),
)
NEAR = hit_of(
    PassageRecord(
        "p", "d9", 1, "别的规定", Kind.POLICY, Form.ORIGINAL, None, "", (), Visibility.EVERYONE, None, None,
        ("第一条",), None, 0, 6, "手机由学校保管。",
    )
)  # fmt: skip


def body(made: bytes) -> str:
    """All text of a Word file's body, tables too."""
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def footnotes(made: bytes) -> list[str]:
    """The texts of the notes, as the references in the body call them, in their order."""
    package = zipfile.ZipFile(io.BytesIO(made))
    xml = package.read("word/footnotes.xml").decode()
    texts = {
        found[1]: "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", found[2])).strip()
        for found in re.finditer(r'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', xml, re.DOTALL)
    }
    called = re.findall(r'<w:footnoteReference w:id="(\d+)"', package.read("word/document.xml").decode())
    return [texts[id_] for id_ in called if id_ in texts]


def shown(markdown: str) -> str:
    """What a reader of the Markdown file sees: its text, without the marks."""

    def texts(tokens: Any) -> str:
        words = {"softbreak": "\n", "hardbreak": "\n"}
        return "".join(
            texts(token.children) if token.children else words.get(token.type, token.content)
            for token in tokens
        )

    return texts(MarkdownIt("commonmark").enable("table").parse(markdown))


def test_word_holds_every_quote_once_and_its_place_as_a_footnote():
    made = to_word(FULL, ASKED)
    text = body(made)
    for citation in FULL.citations:
        assert text.count(citation.quote) == 1
    assert footnotes(made) == [f"{where(citation)}。" for citation in FULL.citations]
    for words in (
        "主持人要当几年班主任",
        "2026-11-21",
        "紧急：严重暴力",
        "110、120",
        "2026-11-20",
        "政策依据",
    ):
        assert words in text
    assert f"「{RULE_A.quote}」" in text
    assert f"要点整理（非原文）：{DIGEST.quote}" in text and f"「{DIGEST.quote}」" not in text
    assert "附件没有收进来。" in text


def test_word_sets_the_differences_in_a_table_that_names_the_notes():
    [table] = Document(io.BytesIO(to_word(FULL, ASKED))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["范围", "文件", "要求", "出处"],
        ["国家", "《某某条例》", "六年以上", "[1]"],
        ["地市级", "《某市方案》", "九年", "[2]"],
    ]


def test_a_place_that_only_the_table_cites_gets_its_footnote_there():
    only = replace(FULL, sections=(Section(SectionKind.POLICY, (Statement(RULE_A.quote, (1,)),)),))
    assert footnotes(to_word(only, ASKED)) == [f"{where(RULE_A)}。", f"{where(RULE_B)}。"]


def test_word_names_chinese_fonts():
    document = Document(io.BytesIO(to_word(FULL, ASKED)))
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1")
    }
    assert fonts == {"Normal": "宋体", "Title": "黑体", "Heading 1": "黑体"}


def test_word_references_its_styles_and_separators():
    package = zipfile.ZipFile(io.BytesIO(to_word(FULL, ASKED)))
    styles = package.read("word/styles.xml").decode()
    notes = package.read("word/footnotes.xml").decode()
    used = set(re.findall(r'w:(?:pStyle|rStyle) w:val="([^"]+)"', notes))
    assert used == {"FootnoteText", "FootnoteReference"}
    assert all(f'w:styleId="{name}"' in styles for name in used)
    settings = package.read("word/settings.xml").decode()
    assert settings.index("<w:footnotePr>") < settings.index("<w:compat>")
    assert "footnotes+xml" in package.read("[Content_Types].xml").decode()


@pytest.mark.parametrize("told", [lambda: body(to_word(FULL, ASKED)), lambda: to_markdown(FULL, ASKED)])
def test_what_is_said_of_the_quotes_stands_before_them(told):
    said = told()
    assert said.index(FULL.notes[0]) < said.index(FULL.sections[0].kind.label)


def test_markdown_shows_every_quote_once_and_nothing_as_markup():
    made = to_markdown(FULL, ASKED)
    text = shown(made)
    for citation in FULL.citations:
        assert text.count(citation.quote) == 1
        assert text.count(f"[{citation.n}] {where(citation)}") == 1
    assert f"要点整理（非原文）：{DIGEST.quote}" in text and f"「{DIGEST.quote}" not in text
    assert f"「{RULE_B.quote}」[2]" in text
    assert "<b>" not in MarkdownIt("commonmark").render(made)


@given(st.text(alphabet="学生#*_-+1.)（）[]<>|`~&\\ \n「」a:/!", min_size=1, max_size=30))
def test_markdown_gives_back_any_quote(text: str):
    quote = f"甲{text}乙"
    read = shown(to_markdown(answer(cite(1, quote)), ASKED))
    nested = quote.replace("「", "『").replace("」", "』")
    assert "".join(nested.split()) in "".join(read.split())


@pytest.mark.parametrize(
    "writer", [lambda a: body(to_word(a, ASKED)), lambda a: shown(to_markdown(a, ASKED))]
)
def test_silence_gives_its_reason_and_what_is_near(writer):
    text = writer(answer(nearest=(NEAR,)))
    assert "资料库中没有找到依据。" in text
    assert text.index("可能相关（不是答案）") < text.index("《别的规定》第一条：手机由学校保管。")
    assert "「" not in text


def test_the_day_that_was_asked_for_is_said():
    assert "（查的是 2020-01-01 有效的资料）" in to_markdown(FULL, ASKED, date(2020, 1, 1))
    assert "（查的是 2020-01-01 有效的资料）" in body(to_word(FULL, ASKED, date(2020, 1, 1)))


def test_characters_that_xml_forbids_do_not_stop_an_export():
    text = body(to_word(answer(cite(1, "甲\x0b乙"), question="问\x00题"), ASKED))
    assert "甲乙" in text and "问题" in text


def test_there_is_no_other_kind_of_file():
    with pytest.raises(StudioError):
        content(FULL, "pdf", ASKED)


def test_the_command_line_writes_whole_files_and_refuses_others(tmp_path: Path, home: Path):
    rule = tmp_path / "手机管理规定.md"
    rule.write_text(RULE, encoding="utf-8")
    studio("ingest", rule, "--publish", "--no-starter", home=home)
    folder = tmp_path / "交"
    folder.mkdir()
    for name in ("答.docx", "答.MD"):
        target = folder / name
        target.write_bytes(b"old")
        done = studio("ask", "手机最多保管多久", "--export", target, "--json", home=home)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("\n") == 1
    assert "一个学期" in body((folder / "答.docx").read_bytes())
    assert "一个学期" in (folder / "答.MD").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["答.MD", "答.docx"]

    batch = tmp_path / "问题.txt"
    batch.write_text("手机最多保管多久\n", encoding="utf-8")
    for arguments in (
        ("手机", "--export", folder / "答.pdf"),
        ("手机", "--export", folder / "没有" / "答.md"),
        ("--batch", batch, "--export", folder / "新.md"),
    ):
        done = studio("ask", *arguments, home=home)
        assert done.returncode == 1
        assert done.stdout == "" and "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["答.MD", "答.docx"]
