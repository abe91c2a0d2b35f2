"""Word, slides and sheets: what Word computes, hides and nests comes out in reading order."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ingest.errors import StudioError
from ingest.model import BlockKind
from ingest.readers import read, sheets
from ingest.readers.docx_numbering import chinese, written
from tests import known_files as known

LISTS = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (form, pattern) in enumerate(levels)
    )
    + "</w:abstractNum>"
    for number, levels in {
        1: [("chineseCountingThousand", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3.")],
        2: [("bullet", "•")],
    }.items()
) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks]


def test_computed_numbers_are_put_into_the_text(tmp_path: Path):
    body = "".join(
        [
            known.listed("为规范管理，制定本办法。"),
            known.listed("学校应当："),
            known.listed("建立制度；", 1),
            known.listed("定期检查。", 1),
            known.listed("每月一次", 2),
            known.listed("教师应当："),
            known.listed("关心学生。", 1),
            known.listed("无编号的要点", 0, 2),
            known.paragraph("正文"),
        ]
    )
    assert texts(known.docx_file(tmp_path / "号.docx", body, numbering=LISTS)) == [
        "第一条 为规范管理，制定本办法。",
        "第二条 学校应当：",
        "（一）建立制度；",
        "（二）定期检查。",
        "1.每月一次",
        "第三条 教师应当：",
        "（一）关心学生。",
        "无编号的要点",
        "正文",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (105, "一百零五"),
     (110, "一百一十"), (1042, "一千零四十二"), (2000, "二千")],
)  # fmt: skip
def test_chinese_numerals(value: int, text: str):
    assert chinese(value) == text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(3, "decimalEnclosedCircle", "③"), (4, "lowerRoman", "iv"), (28, "upperLetter", "BB"),
     (2, "ideographTraditional", "乙"), (12, "chineseLegalSimplified", "壹拾贰"),
     (7, "unknown", "7"), (0, "upperRoman", "0")],
)  # fmt: skip
def test_number_formats(value: int, form: str, text: str):
    assert written(value, form) == text


def test_headings_by_style(tmp_path: Path):
    path = known.plain_docx(
        tmp_path / "题.docx", [("Title", "手册"), ("Heading 2", "请假"), ("Normal", "须请假。")]
    )
    assert [(b.kind, b.level) for b in read(path).blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
    ]


def test_lesson_plan_in_one_table(tmp_path: Path):
    goals = known.paragraph("1.理解规则的意义，说得出三条理由。") + known.paragraph("2.愿意遵守班级公约。")
    inner = known.table([["环节", "时间", "内容"], ["导入", "5分钟", "故事"]])
    body = known.table(
        [
            ["课　题", "规则伴我行", "课时", "1"],
            ["教学目标：", goals],
            ["教学过程", inner + known.paragraph("小结全课。")],
        ]
    )
    blocks = read(known.docx_file(tmp_path / "案.docx", body)).blocks
    assert [(b.path, b.text) for b in blocks] == [
        ((), "课题：规则伴我行；课时：1"),
        (("教学目标",), "1.理解规则的意义，说得出三条理由。"),
        (("教学目标",), "2.愿意遵守班级公约。"),
        (("教学过程",), "环节 | 时间 | 内容"),
        (("教学过程",), "环节：导入；时间：5分钟；内容：故事"),
        (("教学过程",), "小结全课。"),
    ]
    assert {b.kind for b in blocks} == {BlockKind.TABLE_ROW}


def test_merged_first_column_is_carried_down(tmp_path: Path):
    long = "学校重视工作室建设，定期研究部署，明确责任分工，落实经费保障，及时总结推广经验。"
    body = known.table(
        [["一级指标", "二级指标", "三级指标"], ["一、总体", "（一）领导", long], ["^", "（二）定位", long]]
    )
    blocks = read(known.docx_file(tmp_path / "标.docx", body)).blocks
    assert [b.path for b in blocks[1:]] == [("一、总体", "（一）领导"), ("一、总体", "（二）定位")]


def test_text_boxes_footnotes_and_deletions(tmp_path: Path):
    box = f"<w:r><w:pict><w:txbxContent>{known.paragraph('框内文字')}</w:txbxContent></w:pict></w:r>"
    old = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    new = "<w:ins><w:r><w:t>增补</w:t></w:r></w:ins>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    body = known.paragraph(
        "正文", inside='<w:r><w:footnoteReference w:id="2"/></w:r>' + box + old + new + hidden
    )
    notes = f'<w:footnote w:id="2">{known.paragraph("脚注说明")}</w:footnote>'
    blocks = read(known.docx_file(tmp_path / "杂.docx", body, footnotes=notes)).blocks
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.PARAGRAPH, "正文增补"),
        (BlockKind.FOOTNOTE, "脚注说明"),
        (BlockKind.PARAGRAPH, "框内文字"),
    ]


def test_pages_are_those_of_the_last_layout(tmp_path: Path):
    turn = "<w:r><w:lastRenderedPageBreak/><w:t>第二页的</w:t></w:r>"
    body = known.paragraph("第一页") + known.paragraph("跨页，", inside=turn) + known.paragraph("还在第二页")
    blocks = read(known.docx_file(tmp_path / "页.docx", body)).blocks
    assert [[(piece.length, piece.page) for piece in b.pieces] for b in blocks] == [
        [(3, 1)],
        [(3, 1), (4, 2)],
        [(5, 2)],
    ]


def test_damaged_package_is_one_sentence(tmp_path: Path):
    path = known.docx_file(tmp_path / "坏.docx", "<w:p><w:r>")
    with pytest.raises(StudioError, match="另存"):
        read(path)


def test_slides_have_titles_as_paths(tmp_path: Path):
    source = read(
        known.pptx_file(tmp_path / "班会.pptx", [("诚信", ["故事导入", "小组讨论"]), ("总结", ["齐读公约"])])
    )
    assert source.page_unit == "张幻灯片"
    assert [(b.kind, b.path, b.page, b.text) for b in source.blocks] == [
        (BlockKind.HEADING, (), 1, "诚信"),
        (BlockKind.PARAGRAPH, ("诚信",), 1, "故事导入"),
        (BlockKind.PARAGRAPH, ("诚信",), 1, "小组讨论"),
        (BlockKind.HEADING, (), 2, "总结"),
        (BlockKind.PARAGRAPH, ("总结",), 2, "齐读公约"),
    ]


def test_sheets_give_rows_with_headers(tmp_path: Path):
    rows: list[list[object]] = [
        ["值日安排"],
        ["姓名", "星期", "区域"],
        ["甲", "一", "教室"],
        ["乙", 2.5, True],
        [],
        ["备注", "轮换", "每月"],
    ]
    source = read(known.xlsx_file(tmp_path / "表.xlsx", [("值日", rows), ("空", [])]))
    assert [b.text for b in source.blocks] == [
        "值日",
        "值日安排",
        "姓名 | 星期 | 区域",
        "姓名：甲；星期：一；区域：教室",
        "姓名：乙；星期：2.5；区域：是",
        "备注 | 轮换 | 每月",
    ]
    assert all(b.page == 1 for b in source.blocks)


def test_one_cell_far_away_does_not_cost_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "_MAX_CELLS", 5000)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["ZZ900000"] = "近", "远"
    path = tmp_path / "远.xlsx"
    book.save(path)
    source = read(path)
    assert source.blocks[0].text == "近" and "太大" in source.warnings[0]
