"""Old Office files through LibreOffice: a program of its name on the path, really started, stands in for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import StudioError
from ingest.readers import legacy, read
from ingest.worker import read_isolated
from tests import known_files as known

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEXT = "学生请假须经班主任同意。"
# Takes what LibreOffice is given and notes it; COPY is what it "converts" every file to.
HEAD = """#!/bin/sh
echo "$@" >> "{folder}/calls"
while [ $# -gt 0 ]; do
  case "$1" in
    --outdir) out="$2" ;;
    --convert-to) to="$2" ;;
  esac
  last="$1"; shift
done
name=$(basename "$last")
"""
COPY = 'cp "{folder}/prepared.$to" "$out/${{name%.*}}.$to"\n'
FAILURE = "exit 1\n"
HANG = "sleep 8 &\nwait\n"

Program = Callable[..., Path]


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Puts a program on the path that does as told; returns the folder where it notes its calls."""

    def install(body: str, name: str = "soffice") -> Path:
        folder = tmp_path / "programs"
        folder.mkdir()
        known.plain_docx(folder / "prepared.docx", [("Heading 1", "请假制度"), ("Normal", TEXT)])
        known.pptx_file(folder / "prepared.pptx", [("班会", [TEXT])])
        known.xlsx_file(folder / "prepared.xlsx", [("表", [["规定"], [TEXT]])])
        script = folder / name
        script.write_text((HEAD + body).format(folder=folder), "utf-8")
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return folder

    return install


def old_file(tmp_path: Path, name: str = "请假 制度.doc") -> Path:
    path = tmp_path / name
    path.write_bytes(OLE)
    return path


@pytest.mark.parametrize(
    ("name", "reader"),
    [("制度.doc", "docx"), ("制度.wps", "docx"), ("班会.ppt", "pptx"), ("表.xls", "xlsx"), ("-制度 一.doc", "docx")],
)  # fmt: skip
def test_an_old_file_is_read_as_its_modern_form(tmp_path, soffice, name, reader):
    soffice(COPY)
    source = read(old_file(tmp_path, name))
    assert source.reader.startswith(reader)
    assert TEXT in "\n".join(block.text for block in source.blocks)


def test_the_worker_finds_libreoffice_too(tmp_path, soffice):
    soffice(COPY, name="libreoffice")
    assert TEXT in [block.text for block in read_isolated(old_file(tmp_path)).blocks]


def test_it_runs_without_a_window_and_with_a_profile_of_its_own(tmp_path, soffice):
    folder = soffice(COPY)
    path = old_file(tmp_path)
    with legacy.converted(path) as modern:
        assert modern.name == "请假 制度.docx" and modern.is_file()
    assert not modern.exists() and not modern.parent.exists()
    [call] = (folder / "calls").read_text("utf-8").splitlines()
    assert "--headless" in call and f"-env:UserInstallation={modern.parent.as_uri()}/profile" in call
    assert call.endswith(str(path))


def test_a_failure_says_what_to_do(tmp_path, soffice):
    soffice(FAILURE)
    with pytest.raises(StudioError, match="请假 制度.doc.*可能已损坏.*另存为 DOCX"):
        read(old_file(tmp_path))
    with pytest.raises(StudioError, match="可能已损坏.*另存为 XLSX"):
        read_isolated(old_file(tmp_path, "成绩.xls"))


def test_a_hang_ends_in_time(tmp_path, soffice, monkeypatch):
    soffice(HANG)
    monkeypatch.setattr(legacy, "_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(StudioError, match="超过 0.5 秒，已停止.*另存为 DOCX"):
        read(old_file(tmp_path))
    assert time.monotonic() - began < 5


def test_without_libreoffice_the_file_costs_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("制度.doc", "制度.wps"):
        with pytest.raises(StudioError, match=f"{name}.*没有装 LibreOffice.*另存为 DOCX"):
            read_isolated(old_file(tmp_path, name))
