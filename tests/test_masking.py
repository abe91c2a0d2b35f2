"""What is masked is gone everywhere, the same person keeps one pseudonym, and the rest stays as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.masking import (
    findings_of,
    mask,
    mask_blocks,
    mask_name,
    mask_text,
    picture_warning,
    safe,
    warnings_for,
)
from ingest.model import Block, Kind, Metadata, ParsedDocument, Removal, Source, TypicalQuestion
from ingest.privacy import find
from ingest.structure import parse

LINES = [
    "张雨桐个案",
    "一、情况",
    "学生张雨桐（女，13岁）与父亲张建军同住，电话13812345678，家住阳光花园3栋2单元501室。",
    "二、过程",
    "雨桐和同班学生李浩然打架，张雨桐先动手。",
]


def document(lines: list[str] | None = None) -> ParsedDocument:
    chosen = lines or LINES
    metadata = Metadata(
        "张雨桐个案",
        Kind.CASE,
        questions=(TypicalQuestion("张雨桐打架怎么办", at="二、过程"),),
        extra={"sections": {"情境": "张建军"}},
    )
    removals = (Removal("页眉", "张雨桐个案 13812345678"),)
    return ParsedDocument(
        metadata, parse([Block(line) for line in chosen], chosen[0]), removals, ("含图片 1 张",)
    )


def shown(parsed: ParsedDocument) -> str:
    return repr(parsed)


def test_nothing_found_is_left_anywhere() -> None:
    original = document()
    masked = mask(original, findings_of(original))
    for finding in findings_of(original):
        assert finding.text not in shown(masked)
    assert masked.metadata.title == "学生A个案"
    assert "〔电话已隐去〕" in masked.parse.text and "〔住址已隐去〕" in masked.parse.text


def test_one_person_one_pseudonym_by_role() -> None:
    text = mask_text("\n".join(LINES))
    assert "学生A（女，13岁）与父亲家长A同住" in text
    assert "学生A和同班学生B打架，学生A先动手" in text


def test_letters_in_use_are_not_given_again_and_go_on_after_z() -> None:
    assert mask_text("学生A打了学生张雨桐") == "学生A打了学生B"
    surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯"
    masked = mask_text("\n".join(f"学生{surname}梓涵。" for surname in surnames))
    assert "学生Z。" in masked and "学生AA。" in masked and "学生AB。" in masked


def test_the_nodes_still_tile_the_text_and_passages_lie_in_it() -> None:
    original = document()
    masked = mask(original, findings_of(original)).parse
    assert "".join(masked.text[n.start : n.end] for n in masked.nodes) == masked.text
    assert all(masked.text[p.start : p.end] == p.text for p in masked.passages)
    assert [c.name for c in masked.clauses] == [c.name for c in original.parse.clauses]
    assert all(0 <= c.start <= c.end <= len(masked.text) for c in masked.clauses)


def test_masking_twice_changes_nothing() -> None:
    original = document()
    once = mask(original, findings_of(original))
    assert mask(once, findings_of(once)) == once


def test_what_a_host_keeps_stays() -> None:
    original = document()
    keep = [f for f in findings_of(original) if f.text == "李浩然"]
    masked = mask(original, findings_of(original), keep=keep)
    assert "李浩然" in masked.parse.text and "张雨桐" not in shown(masked)


def test_warnings_name_kind_and_form_only() -> None:
    original = document()
    masked = mask(original, findings_of(original))
    assert "已隐去姓名：学生A（4 处）" in masked.warnings
    assert "已隐去电话：〔电话已隐去〕（1 处）" in masked.warnings
    (draft,) = warnings_for(original, findings_of(original))
    assert "姓名 6 处" in draft and "张" not in draft.replace("张 ", "")
    assert warnings_for(original, []) == ()


def test_a_document_without_personal_data_is_returned_equal() -> None:
    clean = ParsedDocument(
        Metadata("班级公约"), parse([Block("班级公约"), Block("按时到校，认真听讲。")], "班级公约")
    )
    assert mask(clean, findings_of(clean)) == clean


def test_a_name_in_the_title_alone_is_masked_too() -> None:
    parsed = ParsedDocument(
        Metadata("学生刘梓轩成长记录"), parse([Block("本学期表现良好，按时完成作业。")], "记录")
    )
    masked = mask(parsed, findings_of(parsed))
    assert masked.metadata.title == "学生A成长记录"
    assert masked.warnings == ("已隐去姓名：学生A（1 处）",)


def test_file_names_and_log_lines() -> None:
    assert mask_name("张雨桐.docx", document()) == "学生A.docx"
    assert "13812345678" not in safe("导入失败：家长电话13812345678")
    assert safe("导入完成，共 3 份") == "导入完成，共 3 份"


def test_blocks_before_parsing() -> None:
    blocks = [Block("姓名：张雨桐", path=("张雨桐的表",)), Block("按时到校")]
    masked = mask_blocks(blocks, find("\n".join(block.text for block in blocks)))
    assert [block.text for block in masked] == ["姓名：学生A", "按时到校"]
    assert masked[0].path == ("学生A的表",) and masked[1] is blocks[1]


def test_a_short_student_number_takes_no_digits_from_elsewhere() -> None:
    assert mask_text("学号：05，2005年建校，共305人") == "〔学号已隐去〕，2005年建校，共305人"


def test_pictures_are_flagged_where_pupils_are_named_or_described() -> None:
    named = Source((Block("学生张雨桐在操场"),), "docx", warnings=("含图片 2 张",))
    described = Source((Block("该生性格内向，不爱说话"),), "docx", warnings=("含图片 1 张",))
    rules = Source((Block("学生应当遵守校规"),), "docx", warnings=("含图片 1 张",))
    without = Source((Block("学生张雨桐在操场"),), "docx")
    assert picture_warning(named) == picture_warning(described) is not None
    assert "张雨桐" not in str(picture_warning(named))
    assert picture_warning(rules) is None and picture_warning(without) is None


_WORDS = """
学生张雨桐 张雨桐 家长王建国 李浩然同学 雨桐 电话13812345678 13812345678 的 和 、 ， 。 在操场打球
学生A 家长B 第三条 身份证号330102201005121234 QQ：12345678 学号：05
家住阳光花园3栋2单元501室 2005年 𠮷 王冠 高兴
"""
PIECES = st.sampled_from([*_WORDS.split(), "\n", " "])
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_masked_text_holds_none_of_the_found_strings_and_masking_is_final(text: str) -> None:
    masked = mask_text(text)
    assert all(finding.text not in masked for finding in find(text))
    assert mask_text(masked) == masked


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_untouched_characters_stay_in_order(text: str) -> None:
    if not find(text):
        assert mask_text(text) == text


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_document_keeps_its_round_trip(lines: list[str]) -> None:
    parsed = ParsedDocument(Metadata("记录"), parse([Block(line) for line in lines], "记录"))
    masked = mask(parsed, findings_of(parsed))
    text = masked.parse.text
    assert "".join(text[n.start : n.end] for n in masked.parse.nodes) == text
    assert all(text[p.start : p.end] == p.text for p in masked.parse.passages)
    assert mask(masked, findings_of(masked)) == masked
