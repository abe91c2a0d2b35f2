"""PDF: lines with boxes, bookmarks, scans; and the pieces' promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.clean import clean
from ingest.errors import StudioError
from ingest.model import BlockKind
from ingest.readers import ocr, read
from ingest.readers.pdf_quality import garbage, is_better
from tests import known_files as known


def written(path: Path, pages: list[list[known.Text]]) -> Path:
    path.write_bytes(known.pdf_bytes(pages))
    return path


def test_lines_know_where_they_stand(tmp_path: Path):
    path = written(
        tmp_path / "行.pdf", [[known.Text("第一条 总则", x=59.5, y=757.8, size=20)], [known.Text("次页")]]
    )
    first, second = read(path).blocks
    assert (first.text, first.size, first.page, second.page) == ("第一条 总则", 20.0, 1, 2)
    x0, y0, x1, y1 = first.pieces[0].box or (0, 0, 0, 0)
    assert x0 == pytest.approx(0.1, abs=0.01) and x0 < x1 < 0.4
    assert 0.06 < y0 < y1 < 0.12


def test_characters_beyond_the_basic_plane_keep_lines_in_step(tmp_path: Path):
    lines = [known.Text("𠮷野家𠮷", y=700), known.Text("下一行", x=120, y=650)]
    source = read(written(tmp_path / "吉.pdf", [lines]))
    assert [block.text for block in source.blocks] == ["𠮷野家𠮷", "下一行"]
    assert (source.blocks[1].pieces[0].box or (0,))[0] == pytest.approx(120 / 595, abs=0.01)


def test_bookmarks_make_headings(tmp_path: Path):
    pages = [
        [known.Text("第一章 总则", y=700), known.Text("正文。", y=650)],
        [known.Text("第二章 附则", y=700)],
    ]
    path = known.bookmarked_pdf(tmp_path / "签.pdf", pages, [("第一章 总则", 0), ("第二章 附则", 1)])
    assert [(b.kind, b.level) for b in read(path).blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 1),
    ]


def test_a_typeset_document_comes_back_as_its_paragraphs(tmp_path: Path):
    paragraphs = [
        f"第{n}条 " + "学校应当关心爱护学生，不得歧视品行有缺点的学生。" * (1 + n % 5) for n in range(1, 60)
    ]
    path = written(tmp_path / "汇编.pdf", known.typeset(paragraphs, head="某校制度汇编"))
    cleaned = clean(read(path))
    assert [block.text for block in cleaned.blocks] == paragraphs
    assert any(len({piece.page for piece in block.pieces}) == 2 for block in cleaned.blocks)
    assert {removal.step for removal in cleaned.removals} == {"页眉页脚", "页码", "断行合并"}


def test_progress_counts_pages(tmp_path: Path):
    seen: list[tuple[int, int]] = []
    path = written(tmp_path / "三.pdf", [[known.Text(f"第{n}页的文字")] for n in range(3)])
    read(path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_scan_without_recogniser_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(StudioError, match="扫描件.*pip install"):
        read(known.scanned_pdf(tmp_path / "扫.pdf", ["第一条 内容"]))


@pytest.mark.slow
def test_scan_is_recognised_with_place_and_confidence(tmp_path: Path):
    if not ocr.available():
        pytest.skip("the ocr extra is not installed")
    lines = ["第一条 为规范班级管理（试行），制定本办法。", "第二条 班主任应当关心每一名学生。"]
    source = read(known.scanned_pdf(tmp_path / "扫.pdf", lines))
    assert "".join(b.text for b in source.blocks).replace(" ", "") == "".join(lines).replace(" ", "")
    assert all(b.confidence and b.confidence > 0.8 and b.pieces[0].box for b in source.blocks)
    assert "核对" in source.warnings[-1]


@pytest.mark.slow
def test_picture_in_a_word_file_is_recognised(tmp_path: Path):
    if not ocr.available():
        pytest.skip("the ocr extra is not installed")
    import docx

    known.picture_of(["班级公约十条"]).save(tmp_path / "图.png")
    document = docx.Document()
    document.add_paragraph("见下图")
    document.add_picture(str(tmp_path / "图.png"))
    document.save(str(tmp_path / "图.docx"))
    source = read(tmp_path / "图.docx")
    assert [b.text for b in source.blocks] == ["见下图", "班级公约十条"]
    assert source.warnings[0] == "含图片 1 张"


@pytest.mark.parametrize(
    ("candidate", "present", "better"),
    [
        ("第一条 总则", "", True),
        ("", "第一条 总则", False),
        ("第一条 总则", "\ue001\ue002\ue003总则", True),
        ("\ufffd\ufffd\ufffd\ufffd", "", False),
        ("第一条 总则", "第一条 总则", False),
        ("第一条" * 100, "第一条", True),
    ],
)
def test_the_better_text_wins(candidate: str, present: str, better: bool):
    assert is_better(candidate, present) is better


def test_garbage_knows_text_from_font_codes():
    assert garbage("普通话 pǔtōnghuà、№ 1、α≤β。") == 0
    assert garbage("ȒȓȔ\ue0a1\ufffd") == 1
