"""The command-line contract, as another tool would call it: real processes, real homes."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

RULE = """# 某校学生手机管理规定

第一条 学生进校后应当关闭手机，交班主任统一保管。

第二条 教学确需使用手机的，由任课教师提前一日向年级组报备。

第三条 手机由班主任在放学时交还学生，保管期限不超过一个学期。
"""


def studio(*arguments: str | Path, home: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", "--home", str(home), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=timeout, cwd=ROOT, check=False
    )


def value(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "手机管理规定.md"
    path.write_text(RULE, encoding="utf-8")
    return path


def spans_are_exact(answer: Any, home: Path) -> None:
    """`docs text` at [start:end] equals every quote."""
    texts: dict[tuple[str, int], str] = {}
    for citation in answer["citations"]:
        key = (citation["document"], citation["version"])
        if key not in texts:
            done = studio("docs", "text", key[0], "--version", str(key[1]), home=home)
            texts[key] = done.stdout
        assert texts[key][citation["start"] : citation["end"]] == citation["quote"]


def test_ingest_search_ask_and_withdraw(rule: Path, home: Path):
    done = studio("ingest", rule, "--publish", "--no-starter", "--json", home=home)
    assert done.returncode == 0, done.stderr
    [row] = value(done)["files"]
    assert row["ok"] and row["error"] is None
    [document] = row["documents"]
    assert document["title"] == "某校学生手机管理规定"
    assert document["passages"] == 3

    hits = value(studio("search", "进校后手机关了交给谁", "-k", "2", "--json", home=home))["hits"]
    assert len(hits) == 2
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert hits[0]["path"] == ["第一条"]

    answer = value(studio("ask", "手机最多保管多久", "--json", home=home))
    assert answer["answered"]
    assert any("一个学期" in citation["quote"] for citation in answer["citations"])
    spans_are_exact(answer, home)

    assert studio("docs", "withdraw", document["id"], home=home).returncode == 0
    assert value(studio("search", "手机谁保管", "--json", home=home))["hits"] == []
    silent = value(studio("ask", "手机最多保管多久", "--json", home=home))
    assert not silent["answered"]
    assert silent["reason"].startswith("资料库中没有找到依据")
    assert silent["citations"] == []


def test_a_draft_is_not_found_until_published(rule: Path, home: Path):
    [row] = value(studio("ingest", rule, "--no-starter", "--json", home=home))["files"]
    [document] = row["documents"]
    assert value(studio("search", "手机", "--json", home=home))["hits"] == []
    assert studio("docs", "publish", document["id"], home=home).returncode == 0
    assert value(studio("search", "手机", "--json", home=home))["hits"]


def test_batch_prints_one_value_a_line(rule: Path, home: Path, tmp_path: Path):
    studio("ingest", rule, "--publish", "--no-starter", home=home)
    batch = tmp_path / "问题.txt"
    batch.write_text("手机谁保管\n\n上课能用手机吗\n", encoding="utf-8")
    done = studio("ask", "--batch", batch, home=home)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["question"] for line in lines] == ["手机谁保管", "上课能用手机吗"]


def test_wrong_usage_is_status_2(home: Path):
    assert studio("ask", "--as-of", "昨天", "问", home=home).returncode == 2
    assert studio("search", "--kind", "小说", "问", home=home).returncode == 2
    assert studio("dance", home=home).returncode == 2


def test_a_users_mistake_is_one_chinese_line_and_status_1(rule: Path, home: Path):
    studio("ingest", rule, "--no-starter", home=home)
    done = studio("docs", "show", "没有这份", home=home)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "没有" in done.stderr


def bad_files(folder: Path) -> dict[str, Path]:
    folder.mkdir()
    paths = {name: folder / name for name in ("空.txt", "空.pdf", "程序.docx", "加密.pdf", "坏.pdf")}
    paths["空.txt"].write_bytes(b"")
    paths["空.pdf"].write_bytes(b"")
    paths["程序.docx"].write_bytes(b"MZ\x90\x00" + bytes(2000))
    paths["坏.pdf"].write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 4)
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(paths["加密.pdf"])
    return paths


def test_bad_input_is_a_row_each_and_the_rest_is_ingested(rule: Path, home: Path, tmp_path: Path):
    bad = bad_files(tmp_path / "坏文件")
    empty = tmp_path / "空文件夹"
    empty.mkdir()
    (empty / "照片.xyz").write_bytes(b"\x00\x01")
    missing = tmp_path / "没有.pdf"
    done = studio(
        "ingest", *bad.values(), empty, missing, rule, "--publish", "--no-starter", "--json", home=home
    )
    assert done.returncode == 1
    rows = {Path(row["path"]).name: row for row in value(done)["files"]}
    assert set(rows) == {*bad, "空文件夹", "没有.pdf", rule.name}
    for name, row in rows.items():
        if name == rule.name:
            assert row["ok"]
            continue
        assert not row["ok"], name
        assert any("\u4e00" <= c <= "\u9fff" for c in row["error"]), row
        assert row["documents"] == []
    nothing_half_written(home)


def nothing_half_written(home: Path) -> None:
    """One document, three passages: in the catalog, in both indexes, one original, no left-overs."""
    from app.settings import Settings
    from app.studio import open_studio, today

    with open_studio(Settings(home=home)) as opened:
        [record] = opened.catalog.documents()
        assert record.passages == 3
        assert opened.searcher.counts() == {"lexical": 3, "vector": 3}
        assert opened.searcher.search("手机", 10, today=today())
    originals = [path for path in (home / "originals").rglob("*") if path.is_file()]
    assert len(originals) == 1
    assert [path for path in (home / "tmp").rglob("*") if path.is_file()] == []


@pytest.mark.slow
@pytest.mark.shared
def test_seeds_and_national_laws(shared: Path, home: Path):
    seeds, laws = shared / "data" / "seeds", shared / "data" / "policy" / "national"
    done = studio("ingest", seeds, laws, "--publish", "--json", home=home, timeout=600)
    assert done.returncode == 0, done.stderr
    files = {Path(row["path"]).name: row for row in value(done)["files"]}
    expected = {path.name for folder in (seeds, laws) for path in folder.iterdir()}
    assert set(files) == expected
    assert all(row["ok"] for row in files.values())

    compilation = files["班主任工作室建设方案范文.txt"]["documents"]
    assert len(compilation) == 3
    shown = [value(studio("docs", "show", d["id"], "--json", home=home)) for d in compilation]
    assert any("附件" in clause["name"] for clause in shown[0]["clauses"])
    for document in compilation:
        hits = value(studio("search", "试下载 阅读全文 请访问 book118", "-k", "50", "--json", home=home))[
            "hits"
        ]
        assert not any("book118" in hit["text"] for hit in hits if hit["document"] == document["id"])

    answer = value(studio("ask", "申请当工作室主持人要当几年班主任", "--json", home=home))
    quotes = {(c["document"], c["quote"].replace(" ", "")) for c in answer["citations"]}
    six = {document for document, quote in quotes if "6年" in quote}
    nine = {document for document, quote in quotes if "9年" in quote}
    plans = {document["id"] for document in compilation}
    assert six & plans and nine & plans, "each plan itself is quoted, not only our digest of it"
    spans_are_exact(answer, home)


@pytest.mark.shared
def test_the_seeds_alone_answer_both_years(shared: Path, home: Path):
    done = studio("ingest", shared / "data" / "seeds", "--publish", "--no-starter", "--json", home=home)
    assert done.returncode == 0, done.stderr
    answer = value(studio("ask", "申请当工作室主持人要当几年班主任", "--json", home=home))
    quotes = {c["quote"].replace(" ", "") for c in answer["citations"]}
    assert any("6年" in quote for quote in quotes)
    assert any("9年" in quote for quote in quotes)
    spans_are_exact(answer, home)


def test_a_zip_bomb_costs_one_row(home: Path, tmp_path: Path, rule: Path):
    bomb = tmp_path / "炸弹.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    done = studio("ingest", bomb, rule, "--no-starter", "--json", home=home)
    rows = {Path(row["path"]).name: row["ok"] for row in value(done)["files"]}
    assert rows == {bomb.name: False, rule.name: True}
