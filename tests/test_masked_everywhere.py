"""One planted pupil through the whole system: nowhere but in the original."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import doc_routes
from app.access import READER
from app.desk import Desk
from app.gate import visitor
from app.pages.answer_view import thread
from app.pages.turns import turn_of
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from tests.test_cli import studio, value

NAME, PHONE = "欧阳小雨", "13912345678"
CASE = f"""# 一次课堂冲突

## 情境

初二（3）班学生{NAME}上课看小说，被任课教师点名后摔了书。家长电话{PHONE}。

## 做法

班主任找{NAME}单独谈话：「先说说你看到了什么。」{NAME}的妈妈下午到校。
"""


def everywhere(home: Path) -> dict[str, bytes]:
    """Every file of a home but the originals."""
    originals = home / "originals"
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and originals not in path.parents
    }


@pytest.mark.parametrize("publish", [True, False])
def test_a_planted_name_is_nowhere_but_in_the_original(tmp_path: Path, home: Path, publish: bool):
    source = tmp_path / f"{NAME}的案例.md"
    source.write_text(CASE, encoding="utf-8")
    done = studio("ingest", source, "--no-starter", "--json", *["--publish"] * publish, home=home)
    assert done.returncode == 0
    [row] = value(done)["files"]
    [document] = row["documents"]
    # The path is the caller's own; all else of the row is the program's.
    shown = str(row["documents"])
    assert NAME not in shown and PHONE not in shown
    assert any("姓名" in warning for warning in document["warnings"])
    assert any("电话" in warning for warning in document["warnings"])

    commands = [
        ("docs", "text", document["id"]),
        ("docs", "show", document["id"], "--json"),
        ("docs", "show", document["id"]),
        ("docs", "history", document["id"]),
        ("docs", "findings", document["id"]),
        ("docs", "list"),
        ("search", f"{NAME}上课看小说", "--json"),
        ("ask", "学生上课看小说摔书怎么办", "--json"),
    ]
    for command in commands:
        done = studio(*command, home=home)
        assert done.returncode == 0, done.stderr
        printed = done.stdout.replace(f'"query": "{NAME}', "")
        assert NAME not in printed and PHONE not in printed, command
        assert "小雨" not in printed.replace(f"{NAME}上课", ""), command
    text = studio("docs", "text", document["id"], home=home).stdout
    assert text.count("学生A") == 3  # the same person, the same letter
    for name, content in everywhere(home).items():
        assert NAME.encode() not in content, name
        assert PHONE.encode() not in content, name
        assert NAME not in name
    assert any(NAME.encode() in p.read_bytes() for p in (home / "originals").rglob("*.md"))


def test_a_host_lets_one_finding_stand_and_the_audit_says_so(tmp_path: Path, home: Path):
    source = tmp_path / "案例.md"
    source.write_text(CASE, encoding="utf-8")
    [row] = value(studio("ingest", source, "--publish", "--no-starter", "--json", home=home))["files"]
    id_ = row["documents"][0]["id"]
    found = value(studio("docs", "findings", id_, "--json", home=home))["findings"]
    [phone] = [one["number"] for one in found if "电话" in one["label"]]
    assert not any(NAME in one["context"] or PHONE in one["context"] for one in found)

    kept = value(studio("docs", "keep", id_, str(phone), "--json", home=home))
    assert kept["status"] == "draft"
    assert PHONE not in studio("docs", "text", id_, home=home).stdout  # the published one is as it was
    assert studio("docs", "publish", id_, home=home).returncode == 0
    text = studio("docs", "text", id_, home=home).stdout
    assert PHONE in text and NAME not in text
    history = studio("docs", "history", id_, home=home).stdout
    assert "不是个人信息" in history and PHONE not in history

    assert studio("docs", "keep", id_, "99", home=home).returncode == 1


def test_a_statute_keeps_every_word(tmp_path: Path, home: Path):
    law = "# 某某保护条例\n\n2020年1月1日 国务院令第1号公布\n\n"
    law += "".join(f"第{n}条 学生王冠军等应当遵守涉诈防范规定，家长经继续教育。\n\n" for n in "一二三四五")
    source = tmp_path / "条例.md"
    source.write_text(law, encoding="utf-8")
    [row] = value(studio("ingest", source, "--publish", "--no-starter", "--json", home=home))["files"]
    text = studio("docs", "text", row["documents"][0]["id"], home=home).stdout
    assert text.count("学生王冠军等应当遵守涉诈防范规定，家长经继续教育。") == 5


def test_a_planted_name_is_on_no_page_and_in_no_export(tmp_path: Path, home: Path):
    source = tmp_path / "案例.md"
    for text in (CASE, CASE.replace("单独谈话", f"单独谈话，没有让{NAME}当众检讨")):
        source.write_text(text, encoding="utf-8")
        assert studio("ingest", source, "--publish", "--no-starter", home=home).returncode == 0
    question = "学生上课看小说摔书怎么办"
    for name in ("答.docx", "答.md"):
        assert studio("ask", question, "--export", tmp_path / name, home=home).returncode == 0
    made = {"答.md": (tmp_path / "答.md").read_text(encoding="utf-8")}
    with zipfile.ZipFile(tmp_path / "答.docx") as package:
        made |= {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    with open_studio(Settings(home=home), starter=False) as opened:
        desk = Desk(opened).by(READER)
        server = FastAPI()
        server.dependency_overrides[visitor] = lambda: READER
        server.include_router(doc_routes.router(desk))
        client = TestClient(server)
        [document] = {state.document for state in opened.catalog.states()}
        for address in ("", "@1", "@2", "/diff?from=1&to=2"):
            page = client.get(f"/doc/{document}{address}")
            assert page.status_code == 200, address
            made[address] = page.text
        made["thread"] = thread([turn_of(desk.ask(question, Filters()), desk.version)])
    assert "学生A" in made["答.md"] and "学生A" in made["word/document.xml"]
    assert all("学生A" in made[address] for address in ("", "@1", "@2", "/diff?from=1&to=2", "thread"))
    for name, text in made.items():
        assert NAME not in text and PHONE not in text and "小雨" not in text, name
