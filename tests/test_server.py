"""REST gives the contract's JSON; the server listens on this machine only."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.access import Role
from tests.serving import log_in, served
from tests.test_cli import RULE, studio, value


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("served")
    rule = folder / "手机管理规定.md"
    rule.write_text(RULE, encoding="utf-8")
    home = folder / "home"
    assert studio("ingest", rule, "--publish", "--no-starter", home=home).returncode == 0
    with served(home) as address:
        yield address, home


@pytest.fixture(scope="module")
def teacher(place: tuple[str, Path]) -> Iterator[httpx.Client]:
    with log_in(place[0], Role.TEACHER) as client:
        yield client


@pytest.mark.slow
def test_rest_and_command_line_give_the_same_answer(place: tuple[str, Path], teacher: httpx.Client):
    _, home = place
    over_http = teacher.post("/api/ask", json={"question": "手机最多保管多久"}).json()
    on_the_line = value(studio("ask", "手机最多保管多久", "--json", home=home))
    for answer in (over_http, on_the_line):
        answer.pop("milliseconds")
    assert over_http == on_the_line
    assert over_http["answered"]


@pytest.mark.slow
def test_a_follow_up_is_taken_alike_over_rest_and_on_the_line(place: tuple[str, Path], teacher: httpx.Client):
    _, home = place
    body = {"question": "几天内？", "previous": ["手机最多保管多久"]}
    over_http = teacher.post("/api/ask", json=body).json()
    on_the_line = value(studio("ask", "几天内？", "--after", "手机最多保管多久", "--json", home=home))
    assert over_http["question"] == on_the_line["question"] == "几天内？"
    assert over_http["understood"] == on_the_line["understood"]
    assert "手机" in over_http["understood"]
    too_many = teacher.post("/api/ask", json={"question": "几天内", "previous": ["手机"] * 4})
    assert too_many.status_code == 422
    done = studio("ask", "几天内", *("--after", "手机") * 4, home=home)
    assert done.returncode == 1
    assert "--after" in done.stderr


@pytest.mark.slow
def test_search_filters_and_errors(teacher: httpx.Client):
    def post(body: dict[str, object]) -> httpx.Response:
        return teacher.post("/api/search", json=body)

    assert post({"query": "手机", "k": 2}).json()["hits"]
    assert post({"query": "手机", "kind": ["case"]}).json()["hits"] == []
    assert post({"query": "手机", "as_of": "1990-01-01"}).status_code == 200
    empty = post({"query": "  "})
    assert empty.status_code == 400
    assert empty.json()["detail"] == "请先写下问题。"
    assert post({"query": "长" * 501}).status_code == 400
    assert post({"query": "手机", "k": 1000}).status_code == 422
    assert post({"query": "手机", "colour": "red"}).status_code == 422


@pytest.mark.slow
def test_pages_answer_with_and_without_the_last_slash(place: tuple[str, Path]):
    address, _ = place
    with log_in(address, Role.ADMIN) as admin:
        for path in ("/", "/library", "/library/", "/evaluate"):
            page = admin.get(path, follow_redirects=True)
            assert page.status_code == 200, path
            assert "gradio" in page.text


@pytest.mark.slow
def test_no_question_is_in_the_log(place: tuple[str, Path], teacher: httpx.Client):
    _, home = place
    asked = "暗号是蓝色大象的那位同学怎么办"
    assert teacher.post("/api/ask", json={"question": asked}).status_code == 200
    for log in (home / "logs").iterdir():
        assert "蓝色大象" not in log.read_text(encoding="utf-8")


def test_reading_without_an_account_is_for_this_machine_only(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STUDIO_READ_WITHOUT_ACCOUNT", "1")
    done = studio("serve", "--host", "0.0.0.0", home=home)
    assert done.returncode == 1
    assert "STUDIO_READ_WITHOUT_ACCOUNT" in done.stderr and "127.0.0.1" in done.stderr


def test_a_port_in_use_is_said(home: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = studio("serve", "--port", port, home=home)
    assert done.returncode == 1
    assert str(port) in done.stderr
