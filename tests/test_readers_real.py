"""Real files from the design's data folder: each gives its text, or one clear reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.errors import StudioError
from ingest.model import BlockKind, Cleaned
from ingest.readers import SUFFIXES, ocr, read

# File name's beginning -> (words that a person finds in it, least characters, needs the recogniser)
MESSY: dict[str, tuple[tuple[str, ...], int, bool]] = {
    "0、": (("科技创新体系建设工程", "云智能计算与人工智能"), 350, True),
    "1、": (("教科技〔2020〕2号", "八、扭转考核奖励功利化倾向"), 2600, True),
    "2、": (("教社科〔2020〕3号",), 3400, True),
    "3、": (("教科技〔2020〕1号",), 4700, True),
    "FewCLUE": (("中文小样本学习", "主要针对任务和数据集设定进行调查"), 1000, False),
    "docx_01": (("有序列表构成的章节标题",), 5000, True),
    "introduction": (("一种常用方法", "分子的组成、该物质分子量的化学式"), 2000, False),
    "ocr_test.docx": (("我是文字", "竖向文本框"), 50, True),
    "ocr_test.pdf": (("我是文字", "竖向文本框"), 20, True),
    "ocr_test.pptx": (("我是文字", "竖向文本框"), 50, True),
    "ruc": (("专业名称：国际政治；文史/历史类 最高：632",), 800, False),
    "school_12841": (("绍兴市第一中学学生手机管理规定", "1.学生原则上不得将手机带入校园"), 600, False),
    "school_13737": (("第一章 总则", "第三十四条"), 6800, False),
    "school_20945": (("侵害未成年人案件强制报告", "第十六条"), 3000, False),
    "small_ocr": (("物的有用性使物成为使用价值",), 5000, True),
    "textbox": (("Suggested Reportable Symptoms", "Health Bureau"), 1700, False),
    "xlsx_01": (("first 123：1；second 123：5；third 123：9",), 700, True),
    "教案": (("教学年级：初二；课时预设：1；课型：活动课",), 2800, False),
    "班会": (("五（10）班主题班会",), 400, True),
    "立项要求": (("计划实施安排表", "预计完成时间"), 450, False),
    "附件1": (("一般科研项目名单", "美育视角下农文旅融合"), 550, True),
}


def text_of(cleaned: Cleaned) -> str:
    return "\n".join(block.text for block in cleaned.blocks)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("start", sorted(MESSY))
def test_messy_files_give_their_text(shared: Path, start: str):
    words, characters, needs_ocr = MESSY[start]
    if needs_ocr and not ocr.available():
        pytest.skip("the ocr extra is not installed")
    path = next((shared / "data/messy").glob(f"{start}*"))
    text = text_of(clean(read(path)))
    assert [word for word in words if word not in text] == []
    assert len(re.sub(r"\s", "", text)) >= 0.9 * characters
    assert not re.search("[\ue000-\uf8ff\u2e80-\u2fd5\ufffd\x00]", text)


@pytest.mark.shared
def test_legacy_file_without_libreoffice_is_refused(shared: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(StudioError, match="另存为 DOCX"):
        read(next((shared / "data/messy").glob("*.doc")))


@pytest.mark.shared
def test_no_messy_file_was_forgotten(shared: Path):
    files = [path for path in (shared / "data/messy").iterdir() if path.suffix != ".doc"]
    assert all(path.suffix in SUFFIXES for path in files)
    assert [path.name for path in files if not any(path.name.startswith(start) for start in MESSY)] == []


@pytest.mark.shared
def test_menus_of_school_pages_are_gone(shared: Path):
    for path in (shared / "data/messy").glob("*.html"):
        text = text_of(clean(read(path)))
        assert not re.search("网上报修|招生动态|版权所有|推荐阅读|作息时间", text), path.name


@pytest.mark.shared
def test_the_standard_is_the_table_it_was(shared: Path):
    blocks = clean(read(next((shared / "data/seeds").glob("*标准.txt")))).blocks
    rows = [block for block in blocks if block.kind is BlockKind.TABLE_ROW]
    assert len(blocks) == 34 and len(rows) == 33
    assert len({row.path[0] for row in rows[1:]}) == 5
    assert len({row.path for row in rows[1:]}) == 16
    assert max(len(row.path) for row in rows) == 2
    assert rows[-1].path == ("五、工作保障",)


@pytest.mark.shared
def test_the_compilation_loses_its_advert_and_six_torn_lines(shared: Path):
    cleaned = clean(read(next((shared / "data/seeds").glob("*范文.txt"))))
    steps = {removal.step: removal.note for removal in cleaned.removals}
    assert steps == {"广告和水印": "", "断行合并": "共 6 处"}
    text = text_of(cleaned)
    assert "丰富多彩的培训活动，做到" in text and "优秀班主任的专业化" in text and "book118" not in text
    assert cleaned.blocks[-1].text == "八、保障措施"


@pytest.mark.shared
def test_laws_are_not_joined(shared: Path):
    """Their lines are paragraphs already; one file ends an article with a comma, its own mistake."""
    seams = {}
    for folder in ("national", "local", "school"):
        for path in (shared / "data/policy" / folder).glob("*.md"):
            notes = [r.note for r in clean(read(path)).removals if r.step == "断行合并"]
            if notes:
                seams[path.name] = notes
    assert list(seams.values()) == [["共 1 处"]]
