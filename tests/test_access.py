"""The role matrix: every route and every event of every page, for every role and for nobody.

``access_rules`` says what is expected. What is routed and has no line there fails, and so does a line
for what is routed no more.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.responses import Response
from fastapi.testclient import TestClient

from app.access import (
    ACTS,
    NOBODY,
    READER,
    Account,
    Act,
    ForbiddenError,
    LoginNeededError,
    Role,
    operator,
    require,
)
from app.desk import Desk
from app.gate import Gate
from app.server import build
from tests.access_parts import (
    EVERYBODY,
    HTML,
    Served,
    client,
    filled,
    gradio_routes,
    let_in,
    mounts,
    opened,
    routes,
)
from tests.access_rules import (
    ALL,
    BY_THE_GATE,
    GRADIO_LOGIN,
    HOSTS,
    LOGGED_IN,
    NO_SERVICES,
    OPEN,
    PAGES,
    ROUTES,
    SERVICES,
    SHUT,
    UPLOADING,
    UPLOADS,
)
from tests.serving import form_token


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with opened(tmp_path_factory.mktemp("access") / "home") as found:
        yield found


@pytest.fixture(scope="module")
def behind(place: Served) -> TestClient:
    """The same gate before an application that answers everything at once."""
    added: list[Any] = [*place.server.user_middleware]
    gate = next(one for one in added if one.cls is Gate)

    async def anything(scope, receive, send):
        await Response("in")(scope, receive, send)

    return TestClient(Gate(anything, **gate.kwargs), base_url=str(place.clients["nobody"].base_url))


def check(place: Served, method: str, path: str, may: set[str]) -> None:
    for who, browser in place.clients.items():
        response = browser.request(method, filled(path), headers={} if method == "POST" else HTML)
        assert let_in(response) is (who in may), f"{method} {path} as {who}: {response.status_code}"
        if who not in may and response.status_code != 404:
            refused = 401 if method == "POST" or path.startswith("/api") else 303
            assert response.status_code == (refused if who == "nobody" else 403), f"{method} {path} as {who}"


def test_every_route_has_a_rule_and_keeps_it(place: Served):
    assert set(routes(place.server)) == set(ROUTES)
    for (method, path), may in sorted(ROUTES.items()):
        if (method, path) != ("POST", "/logout"):  # whoever has a token: see test_accounts
            check(place, method, path, may)


@pytest.mark.parametrize("page", PAGES)
def test_every_route_of_a_page_of_gradio_has_a_rule_and_keeps_it(
    place: Served, behind: TestClient, page: str
):
    served = mounts(place.server)
    assert set(served) == set(PAGES)
    found = gradio_routes(served[page])
    assert {path for _, path in found} == {*OPEN, *UPLOADS, *SHUT, *GRADIO_LOGIN}
    for method, path in found:
        if path in GRADIO_LOGIN and page == "":
            assert path == "/login/" or path in {known for _, known in ROUTES}
            continue
        may = PAGES[page] if path in OPEN else HOSTS if path in UPLOADS and page in UPLOADING else set()
        if any(part in path for part in BY_THE_GATE):
            for who, browser in place.clients.items():
                answer = behind.request(method, f"{page}{filled(path)}", cookies=dict(browser.cookies))
                assert (answer.status_code == 200) is (who in may), f"{path} as {who}"
        else:
            check(place, method, f"{page}{path}", may)


@pytest.mark.parametrize("page", PAGES)
def test_every_event_of_a_page_is_taken_from_those_who_may_open_it(place: Served, page: str):
    events = mounts(place.server)[page].get_blocks().fns
    assert events
    for number in events:
        for who, browser in place.clients.items():
            body = {"fn_index": number, "data": [], "session_hash": f"{who}{number}"}
            answer = browser.post(f"{page}/gradio_api/queue/join", json=body)
            expected = 200 if who in PAGES[page] else 401 if who == "nobody" else 403
            assert answer.status_code == expected, f"{page} event {number} as {who}: {answer.text}"
            assert ("event_id" in answer.json()) is (expected == 200)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_a_lock_of_its_own_behind_the_gate(place: Served, page: str):
    locked = mounts(place.server)[page].auth_dependency
    for who in EVERYBODY:
        account = Account(who, Role(who)) if who != "nobody" else NOBODY

        class Passed:
            class state:
                pass

        Passed.state.account = account  # type: ignore[attr-defined]
        assert locked(Passed) == (who if who in PAGES[page] else None)


def test_every_service_asks_for_the_role_before_anything_else(place: Served):
    methods = {
        name for name, member in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")
    }
    assert methods == {*SERVICES, *NO_SERVICES}
    desk = Desk(place.studio)
    for name, act in SERVICES.items():
        wanted = inspect.signature(getattr(Desk, name)).parameters.values()
        needs = {p.name: None for p in wanted if p.default is p.empty and p.name != "self"}
        for account in (NOBODY, *(Account("某人", role) for role in Role)):
            if act in account.acts:
                continue
            with pytest.raises(LoginNeededError if account is NOBODY else ForbiddenError):
                done = getattr(desk.by(account), name)(**needs)
                list(done)  # a generator asks when it begins


def test_no_act_is_without_a_role_and_the_administrator_does_everything():
    assert ACTS[Role.ADMIN] == frozenset(Act)
    assert {Act.ACCOUNTS, Act.SETTINGS, Act.BACKUP} == ACTS[Role.ADMIN] - ACTS[Role.HOST] - ACTS[
        Role.EVALUATOR
    ]
    for role in Role:
        assert ACTS[Role.TEACHER] <= ACTS[role]
    assert READER.acts == {Act.ASK, Act.BROWSE} and not READER.curator
    assert NOBODY.acts == frozenset()
    assert operator("命令行").acts == frozenset(Act)


def test_a_refusal_names_the_role_that_is_needed(place: Served):
    page = place.clients["teacher"].get("/library/", headers=HTML)
    assert page.status_code == 403
    assert "您的角色是教师" in page.text and "主持人 或 管理员" in page.text
    with pytest.raises(ForbiddenError, match="评估者 或 管理员"):
        require(Account("某人", Role.HOST), Act.JUDGE)


def test_the_header_shows_only_what_the_role_may_open(place: Served):
    names = {"host": ["提问", "阅读", "资料", "缺口", "对标", "维护"], "teacher": ["提问", "阅读"]}
    names["evaluator"] = ["提问", "阅读", "对标", "评估"]
    names["admin"] = ["提问", "阅读", "资料", "缺口", "对标", "评估", "维护", "账号"]
    for who, expected in names.items():
        page = place.clients[who].get("/doc/x", headers=HTML).text
        nav = page[page.index("<nav") : page.index("</nav>")]
        assert [name for name in names["admin"] if name in nav] == expected
        assert f"<b>{who}</b>" in page and "退出" in page and form_token(page)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:7861"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:7860"},
    ],
)
def test_nothing_is_done_for_another_site(place: Served, headers: dict[str, str]):
    posts = [path for method, path in routes(place.server) if method == "POST"]
    for page in PAGES:
        posts += [f"{page}/gradio_api/{name}" for name in ("queue/join", "cancel", "reset")]
    for path in (*posts, "/library/gradio_api/upload"):
        answer = place.clients["admin"].post(filled(path), json={}, headers=headers)
        assert answer.status_code == 403 and "别的网站" in answer.text, path
    assert place.clients["admin"].get("/admin").status_code == 200


def test_our_own_pages_may(place: Served):
    for headers in ({"origin": "http://127.0.0.1:7860"}, {"sec-fetch-site": "same-origin"}):
        answer = place.clients["teacher"].post("/api/search", json={"query": "手机"}, headers=headers)
        assert answer.status_code == 200


def test_reading_without_an_account_only_asks_and_reads_and_only_here(place: Served):
    settings = place.studio.settings.model_copy(update={"read_without_account": True})
    object.__setattr__(place.studio, "settings", settings)
    try:
        server = build(place.studio)
        here = client(server)
        assert "/login" in here.get("/doc/x", headers=HTML).text
        for method, path in routes(server):
            if let_in(here.request(method, filled(path), headers=HTML if method == "GET" else {})):
                assert ("GET", path) in ROUTES or path.startswith(("/api/", "/log", "/setup")), path
                assert ROUTES[method, path] in (ALL, LOGGED_IN) and path != "/password"
        assert here.get("/", headers=HTML).status_code == 200
        assert here.post("/api/search", json={"query": "手机"}).status_code == 200
        for name in ("x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip", "via"):
            assert here.get("/", headers={**HTML, name: "10.0.0.1"}).status_code == 303, name
            assert here.post("/api/ask", json={}, headers={name: "1"}).status_code == 401, name
        assert client(server, "http://evil.example:7860").get("/", headers=HTML).status_code == 303
        settings.host = "0.0.0.0"
        assert here.get("/", headers=HTML).status_code == 303
    finally:
        place.studio.settings = settings.model_copy(
            update={"read_without_account": False, "host": "127.0.0.1"}
        )
