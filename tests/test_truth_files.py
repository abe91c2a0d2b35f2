"""Policies made into DOCX and PDF from their Markdown are read back as the same clauses and text."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from eval.corpus import library, truth_docx, truth_files, truth_pdf
from eval.corpus.library import Shipped
from eval.corpus.truth_lines import Frame, lines
from ingest import readers
from ingest.clean import clean
from ingest.errors import StudioError
from ingest.model import Parse, Source
from ingest.split import split
from ingest.structure import parse

DOCUMENTS = {document.id: document for document in truth_files.chosen()}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def parsed(source: Source, document: Shipped) -> Parse:
    """The one part of a file, as the pipeline parses it."""
    [part] = split(clean(source).blocks, "文件名不是标题")
    assert part.title == document.title
    return parse(part.blocks, part.title)


def check_text(found: Parse, document: Shipped) -> None:
    truth = squeezed(document.parse.text)
    assert difflib.SequenceMatcher(None, truth, squeezed(found.text), autojunk=False).ratio() >= 0.99


def check_same(found: Parse, document: Shipped) -> None:
    truth = document.parse
    check_text(found, document)
    assert [squeezed(clause.name) for clause in found.clauses] == [
        squeezed(clause.name) for clause in truth.clauses
    ]
    assert [squeezed(passage.text) for passage in found.passages] == [
        squeezed(passage.text) for passage in truth.passages
    ]


def check_headings(found: Parse, document: Shipped) -> None:
    names = {squeezed(clause.name) for clause in found.clauses}
    headings = [squeezed(section.title) for section in document.sections if section.level > 1]
    assert headings and [heading for heading in headings if heading not in names] == []


def check_no_frame(found: Parse, frame: Frame) -> None:
    number = re.compile(re.escape(frame.number("#", "#")).replace(r"\#", r"\d+"))
    for passage in found.passages:
        assert squeezed(frame.head) not in squeezed(passage.text)
        assert not any(number.fullmatch(line.strip()) for line in passage.text.splitlines())


@pytest.mark.parametrize("name", truth_files.CHOSEN)
def test_docx_is_read_as_its_markdown(name, tmp_path):
    document = DOCUMENTS[name]
    frame = truth_files.frame(document)
    truth_docx.write(lines(document), frame, tmp_path / "a.docx")
    found = parsed(readers.read(tmp_path / "a.docx"), document)
    check_same(found, document)
    check_headings(found, document)
    check_no_frame(found, frame)


@pytest.fixture(scope="module")
def fonts() -> truth_pdf.Fonts:
    try:
        return truth_pdf.fonts()
    except StudioError as error:
        pytest.skip(str(error))


def pages_of(source: Source) -> int:
    return max(block.page or 0 for block in source.blocks)


@pytest.mark.slow
@pytest.mark.parametrize("name", truth_files.CHOSEN)
def test_pdf_is_read_as_its_markdown(name, tmp_path, fonts):
    document = DOCUMENTS[name]
    frame = truth_files.frame(document)
    truth_pdf.write(lines(document), frame, tmp_path / "a.pdf", fonts)
    source = readers.read(tmp_path / "a.pdf")
    raw = [squeezed(block.text) for block in source.blocks]
    assert pages_of(source) > 1 and raw.count(squeezed(frame.head)) == pages_of(source)
    found = parsed(source, document)
    check_same(found, document)
    check_headings(found, document)
    check_no_frame(found, frame)


@pytest.mark.slow
def test_pdf_without_bookmarks_keeps_its_text(tmp_path, fonts):
    document = DOCUMENTS["policy-y16-yufangfa"]
    frame = replace(truth_files.frame(document), bookmarks=False)
    truth_pdf.write(lines(document), frame, tmp_path / "a.pdf", fonts)
    found = parsed(readers.read(tmp_path / "a.pdf"), document)
    check_text(found, document)
    check_no_frame(found, frame)


def test_chosen_policies_have_no_tables():
    assert [name for name, document in DOCUMENTS.items() if re.search(r"(?m)^\||\*\*", document.body)] == []


def test_command_writes_both_formats(tmp_path, monkeypatch, capsys, fonts):
    monkeypatch.setattr(truth_files, "CHOSEN", truth_files.CHOSEN[-1:])
    monkeypatch.setattr(truth_pdf, "fonts", no_fonts)
    assert truth_files.main([str(tmp_path)]) == 1
    assert [path.suffix for path in tmp_path.iterdir()] == [".docx"]
    assert "Noto CJK" in capsys.readouterr().err


def no_fonts() -> truth_pdf.Fonts:
    raise StudioError("没有 Noto CJK 字体")


def test_library_is_where_the_truth_lies():
    assert {document.path.parent for document in DOCUMENTS.values()} == {Path(library.CORPUS) / "policies"}
