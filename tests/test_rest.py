"""REST as a program meets it: one name for the question, and one Chinese sentence for every mistake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.access import operator
from app.accounts import Accounts
from tests.access_parts import Served, client, opened


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with opened(tmp_path_factory.mktemp("rest") / "home") as found:
        yield found


@pytest.fixture(scope="module")
def teacher(place: Served) -> TestClient:
    return place.clients["teacher"]


def refused(teacher: TestClient, path: str, **request: Any) -> str:
    answer = teacher.post(path, **request)
    assert answer.status_code == 422, answer.text
    said = answer.json()["detail"]
    assert isinstance(said, str) and said.startswith("请求没有执行：") and said.endswith("。")
    return said


def test_searching_takes_the_name_that_asking_takes_and_its_own(teacher: TestClient):
    asked = [teacher.post("/api/search", json={name: "手机"}).json() for name in ("question", "query")]
    assert asked[0] == asked[1] and asked[0]["query"] == "手机"
    assert teacher.post("/api/ask", json={"question": "手机"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/ask", "/api/search"])
@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({}, "缺少 question。"),
        ({"text": "手机"}, "缺少 question。另外还有 1 处不对。"),
        (
            {"question": "手机", "stages": ["高中"]},
            "不认识 stages，可以写的有 question、kind、stage、level、as_of",
        ),
        (
            {"question": "手机", "stage": ["大学"]},
            'stage 没有 "大学" 这个值，可用的是 小学、初中、高中、中职。',
        ),
        ({"question": "手机", "stage": "高中"}, 'stage 应写成列表，例如 ["高中"]。'),
        ({"question": 7}, "question 应是一段文字，不能是 7。"),
        ({"question": "手机", "as_of": "昨天"}, "as_of 的日期应写成 2025-11-20 这样。"),
        ({"question": "手机", "as_of": "2025-02-30"}, 'as_of 没有 "2025-02-30" 这一天。'),
        (["手机"], '正文应是一个 JSON 对象，例如 {"question": "能不能罚站"}。'),
    ],
)
def test_a_request_that_is_wrong_is_refused_in_one_sentence(
    teacher: TestClient, path: str, body: Any, why: str
):
    assert why in refused(teacher, path, json=body)


def test_what_is_no_json_and_how_many_are_wanted(teacher: TestClient):
    assert "JSON 对象" in refused(
        teacher, "/api/ask", content=b"{question", headers={"content-type": "application/json"}
    )
    assert "JSON 对象" in refused(teacher, "/api/ask")
    for k in (0, 101, "很多", 1.5):
        assert "k 应是 1 到 100 的整数" in refused(teacher, "/api/search", json={"question": "手机", "k": k})
    said = refused(teacher, "/api/ask", json={"question": "手机", "previous": ["上一问"] * 99})
    assert "previous 最多" in said


def test_a_question_that_is_empty_stays_a_sentence_of_its_own(teacher: TestClient):
    answer = teacher.post("/api/search", json={"question": "  "})
    assert (answer.status_code, answer.json()["detail"]) == (400, "请先写下问题。")


def test_a_token_that_is_unknown_or_gone_is_called_that(place: Served):
    accounts, program = Accounts(place.studio.catalog), client(place.server)
    token = accounts.add_token("host", "教务系统", by=operator("test"))
    header = {"authorization": f"Bearer {token}"}
    assert program.post("/api/search", json={"question": "手机"}, headers=header).status_code == 200
    [listed] = accounts.tokens("host", by=operator("test"))
    assert accounts.revoke_token("host", listed.id, by=operator("test")) == "教务系统"
    for gone in (header, {"authorization": "Bearer studio_x"}):
        answer = program.post("/api/search", json={"question": "手机"}, headers=gone)
        assert answer.status_code == 401
        assert "没有这个令牌，或者它已经失效" in answer.json()["detail"]
    assert "请先登录" in program.post("/api/search", json={"question": "手机"}).json()["detail"]
