"""A picture in a document that tells of pupils is flagged: in the file's row and in the version's warnings."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from PIL import Image

from ingest.catalog import Catalog
from ingest.privacy_pictures import WARNING
from tests.pipeline_parts import take_in

NAMED = "学生李晓雯这学期进步很大，班会上第一次主动发言。"
DESCRIBED = "该生性格内向，课间不和人说话，作业总是按时交。"
RULE = "进校后应当将手机交由学校统一保管，禁止带入课堂。"


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


def word_file(path: Path, *texts: str, picture: bool) -> Path:
    document = docx.Document()
    document.add_heading("班级工作材料", level=1)
    for text in texts:
        document.add_paragraph(text)
    if picture:
        content = io.BytesIO()
        Image.new("RGB", (40, 30), "white").save(content, "PNG")
        content.seek(0)
        document.add_picture(content)
    document.save(str(path))
    return path


def warnings(catalog: Catalog, home: Path, path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the file's row and those of the version that the catalog keeps."""
    [row] = take_in(catalog, home, [path])
    assert row.ok, row.error
    [document] = row.documents
    return document.warnings, catalog.version(document.id).warnings


@pytest.mark.parametrize("text", [NAMED, DESCRIBED])
def test_a_picture_beside_pupils_is_flagged(catalog, home, tmp_path, text):
    shown, kept = warnings(catalog, home, word_file(tmp_path / "材料.docx", text, RULE, picture=True))
    assert shown.count(WARNING) == kept.count(WARNING) == 1
    assert "李晓雯" not in "".join(shown + kept)


@pytest.mark.parametrize(("text", "picture"), [(RULE, True), (NAMED, False)])
def test_without_pupils_or_without_pictures_nothing_is_flagged(catalog, home, tmp_path, text, picture):
    path = word_file(tmp_path / "材料.docx", text, picture=picture)
    assert all(WARNING not in found for found in warnings(catalog, home, path))


def test_only_the_document_that_tells_of_pupils_is_flagged(catalog, home, tmp_path):
    plan = ["一、工作目标", RULE * 3, "二、保障措施", RULE * 3]
    texts = ["班级工作方案1", *plan, NAMED, "班级工作方案2", *plan]
    [row] = take_in(catalog, home, [word_file(tmp_path / "汇编.docx", *texts, picture=True)])
    assert [WARNING in document.warnings for document in row.documents] == [True, False]
