"""``read``: what a file really is decides, and every refusal says what is wrong and what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import StudioError
from ingest.model import BlockKind
from ingest.readers import SUFFIXES, read
from ingest.readers.coding import decode_source, encode_source
from ingest.readers.decode import decode
from tests import known_files as known

LAW = "第一条 为了保护未成年人身心健康，保障未成年人合法权益，制定本办法。\n第二条 学校应当关心、爱护学生。\n"


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks if block.text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_encoding_schools_use(tmp_path: Path, encoding: str):
    path = tmp_path / "办法.txt"
    path.write_bytes(LAW.replace("\n", "\r\n").encode(encoding))
    assert texts(path) == LAW.strip().split("\n")


def test_a_file_cut_inside_a_character_is_still_read(tmp_path: Path):
    path = tmp_path / "截断.txt"
    path.write_bytes((LAW * 10).encode("utf-8")[:-2])
    assert texts(path)[0].startswith("第一条")


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30))
def test_utf8_is_always_recognised(text: str):
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.docx", b"", "空文件"),
        ("空.pdf", b"", "空文件"),
        ("程序.docx", b"MZ\x90\x00" + b"\0" * 200, "程序"),
        ("截断.docx", b"PK\x03\x04" + b"\x14" * 300, "损坏"),
        ("截断.pdf", b"%PDF-1.5\n1 0 obj\n<< /Type", "损坏"),
        ("压缩包.docx", b"Rar!\x1a\x07\x00" + b"x" * 100, "压缩包"),
        ("乱.pdf", b"\x00\x01\x02 nothing here", "不是"),
        ("表.csv", b"a,b\n", "不认识"),
        ("二进制.txt", bytes(range(32)) * 50, "编码"),
    ],
)
def test_refusals_name_the_file_and_the_reason(tmp_path: Path, name: str, content: bytes, says: str):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudioError) as refusal:
        read(path)
    assert says in str(refusal.value) and name in str(refusal.value)
    assert "请" in str(refusal.value) and "Traceback" not in str(refusal.value)


def test_missing_file_and_folder(tmp_path: Path):
    with pytest.raises(StudioError, match="找不到"):
        read(tmp_path / "没有.pdf")
    (tmp_path / "夹.pdf").mkdir()
    with pytest.raises(StudioError, match="文件夹"):
        read(tmp_path / "夹.pdf")


def test_encrypted_pdf_and_office(tmp_path: Path):
    with pytest.raises(StudioError, match="打开密码"):
        read(known.encrypted_pdf(tmp_path / "密.pdf", "secret"))
    office = tmp_path / "密.docx"
    office.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(StudioError, match="打开密码"):
        read(office)


def test_a_pdf_that_needs_no_password_to_open_is_read(tmp_path: Path):
    assert texts(known.encrypted_pdf(tmp_path / "可读.pdf", "")) == ["机密"]


def test_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.readers.sniff._MAX_UNPACKED_BYTES", 1024 * 1024)
    path = tmp_path / "炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2 * 1024 * 1024)
    with pytest.raises(StudioError, match="大得不正常"):
        read(path)


def test_content_decides_over_suffix(tmp_path: Path):
    path = tmp_path / "其实是PDF.docx"
    path.write_bytes(known.pdf_bytes([[known.Text("第一条 按内容读取。")]]))
    assert read(path).reader == "pdf"
    page = tmp_path / "系统导出.doc"
    page.write_text("<html><body><p>请假制度。</p></body></html>", encoding="utf-8")
    assert texts(page) == ["请假制度。"]


def test_legacy_word_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "旧.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(StudioError, match="另存为 DOCX"):
        read(path)


def test_source_survives_the_pipe(tmp_path: Path):
    path = tmp_path / "全.md"
    path.write_text("---\nupdated: 2026-11-21\ntags: [请假]\n---\n# 标题\n\n𠮷 正文\n", encoding="utf-8")
    source = read(path)
    assert decode_source(encode_source(source)) == source
    pdf = tmp_path / "全.pdf"
    pdf.write_bytes(known.pdf_bytes([[known.Text("有框的行")]]))
    assert decode_source(encode_source(read(pdf))) == read(pdf)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_files_cost_one_error_at_most(tmp_path: Path, data: st.DataObject):
    suffix = data.draw(st.sampled_from([".docx", ".pdf", ".html", ".md", ".txt", ".pptx", ".xlsx"]))
    content = bytearray(_sample(tmp_path, suffix))
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    path = tmp_path / f"变异{suffix}"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        source = read(path)
    except StudioError as error:
        assert str(error)
    else:
        assert any(block.text.strip() for block in source.blocks)


_SAMPLES: dict[str, bytes] = {}


def _sample(folder: Path, suffix: str) -> bytes:
    if suffix not in _SAMPLES:
        path = folder / f"样本{suffix}"
        if suffix == ".docx":
            known.plain_docx(path, [("Title", "制度"), ("Normal", "第一条 内容。")])
        elif suffix == ".pdf":
            path.write_bytes(known.pdf_bytes(known.typeset(["第一条 内容。" * 30], head="汇编")))
        elif suffix == ".pptx":
            known.pptx_file(path, [("班会", ["第一项"])])
        elif suffix == ".xlsx":
            known.xlsx_file(path, [("名单", [["姓名", "班级", "职务"], ["甲", "一班", "班长"]])])
        else:
            path.write_text("# 标题\n\n<table><tr><td>甲</td></tr></table>\n" + LAW, encoding="utf-8")
        _SAMPLES[suffix] = path.read_bytes()
    return _SAMPLES[suffix]


def test_suffixes_are_lower_case_with_dot():
    assert {".pdf", ".docx", ".txt", ".md", ".html", ".pptx", ".xlsx", ".doc", ".wps"} <= SUFFIXES
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_flattened_table_is_recognised(tmp_path: Path):
    rows = [
        "\t一级\n\t二级\n\t三级\n",
        "\t一、总体\n\t（一）领导\n\t1.重视。\n2.落实。\n",
        "\t\n\t（二）定位\n\t清楚。\n",
    ]
    path = tmp_path / "标准.txt"
    path.write_text("标准名称\n\n" + "\n".join([*rows, "\t二、保障\n\t\n\t1.经费。\n"]), encoding="utf-8")
    blocks = [block for block in read(path).blocks if block.kind is BlockKind.TABLE_ROW]
    assert [(block.path, block.text) for block in blocks] == [
        ((), "一级 | 二级 | 三级"),
        (("一、总体", "（一）领导"), "1.重视。"),
        (("一、总体", "（一）领导"), "2.落实。"),
        (("一、总体", "（二）定位"), "清楚。"),
        (("二、保障",), "1.经费。"),
    ]


def test_tab_separated_list_has_its_headers(tmp_path: Path):
    path = tmp_path / "表.txt"
    path.write_text("姓名\t班级\t职务\n甲\t一班\t班长\n乙\t二班\t委员\n", encoding="utf-8")
    assert texts(path)[1] == "姓名：甲；班级：一班；职务：班长"
