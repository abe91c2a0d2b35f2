"""The pages of an account over HTTP: 登录, 退出, 首次设置, 修改密码, 账号, and tokens for REST."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.access import Role, operator
from app.accounts import Accounts
from app.gate import SESSION
from app.origins import local
from app.server import build
from app.settings import Settings
from app.studio import open_studio
from ingest.catalog import Catalog
from tests.access_parts import HTML, Served, client, opened
from tests.serving import PASSWORD, ROOT, add_accounts, enter, form_token, free_port

OTHER = "后天体育课换成美术课了"


@pytest.fixture
def place(home: Path) -> Iterator[Served]:
    with opened(home) as found:
        yield found


def post(browser: TestClient, path: str, **fields: str):
    """A form filled in on the page that shows it."""
    token = form_token(browser.get("/admin" if path.startswith("/admin") else path).text)
    return browser.post(path, data={**fields, "token": token})


def test_a_browser_is_led_to_the_login_and_back(place: Served):
    browser = client(place.server)
    away = browser.get("/doc/x?from=1", headers=HTML)
    assert (away.status_code, away.headers["location"]) == (303, "/login?next=/doc/x%3Ffrom%3D1")
    page = browser.get(away.headers["location"])
    assert 'name="next" value="/doc/x?from=1"' in page.text
    back = post(browser, "/login", name="teacher", password=PASSWORD, next="/doc/x?from=1")
    assert (back.status_code, back.headers["location"]) == (303, "/doc/x?from=1")
    cookie = back.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    assert browser.get("/", headers=HTML).status_code == 200


def test_the_cookie_is_for_encrypted_connections_where_there_is_one(place: Served):
    browser = client(place.server, "https://studio.example")
    done = post(browser, "/login", name="teacher", password=PASSWORD)
    assert "Secure" in done.headers["set-cookie"]


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "http:/evil.example",
        " //evil.example",
        "evil.example",
        "/\n/evil.example",
        "",
    ],
)
def test_nobody_is_sent_elsewhere_after_the_login(place: Served, following: str):
    browser = client(place.server)
    done = post(browser, "/login", name="teacher", password=PASSWORD, next=following)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert 'name="next" value="/"' in browser.get("/login", params={"next": following}).text


@pytest.mark.slow
def test_serve_prints_the_set_up_code_where_there_is_no_account_and_only_there(home: Path):
    with Catalog.open(home / "catalog.db"):
        pass
    printed = serve_until_ready(home)
    found = re.search(
        r"首次使用：打开 (http://127\.0\.0\.1:\d+)/setup ，输入设置码 [A-Z2-9]{4}-[A-Z2-9]{4}\n", printed
    )
    assert found, printed
    add_accounts(home)
    assert "首次使用" not in serve_until_ready(home)


def serve_until_ready(home: Path) -> str:
    """What `studio serve` prints until it answers, stopped then."""
    command = [sys.executable, "-m", "app.cli", "--home", str(home), "serve", "--port", str(free_port())]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout
    lines = ""
    while "已启动" not in lines and (line := process.stdout.readline()):
        lines += line
    process.terminate()
    # Not communicate(): it reads past what readline() has already taken in beyond its line.
    lines += process.stdout.read()
    process.wait(timeout=60)
    return lines


@given(st.text())
def test_what_is_local_is_a_path(address: str):
    assert local(address).startswith("/") and not local(address).startswith(("//", "/\\"))


def test_a_wrong_password_is_said_in_place_and_typed_text_is_escaped(place: Served):
    browser = client(place.server)
    page = post(browser, "/login", name='"><b>', password="错的", next="/")
    assert page.status_code == 400
    assert "账号名或密码不对" in page.text
    assert "<b>" not in page.text.split("<main")[1]
    assert "错的" not in page.text
    assert SESSION not in browser.cookies


def test_a_form_without_its_token_does_nothing(place: Served):
    browser = client(place.server)
    for token in ("", "0" * 64):
        answer = browser.post("/login", data={"name": "teacher", "password": PASSWORD, "token": token})
        assert answer.status_code == 400 and "过期" in answer.text
    admin = place.clients["admin"]
    answer = admin.post("/admin/disable", data={"name": "teacher", "token": ""})
    assert answer.status_code == 400 and "过期" in answer.text
    teacher = place.clients["teacher"]
    teacher.post("/logout", data={"token": "x"})
    assert teacher.get("/", headers=HTML).status_code == 200


def test_logging_out_ends_the_session_itself(place: Served):
    browser = place.clients["teacher"]
    secret = browser.cookies[SESSION]
    done = browser.post("/logout", data={"token": form_token(browser.get("/doc/x").text)})
    assert done.headers["location"] == "/login"
    assert SESSION not in browser.cookies
    again = client(place.server)
    again.cookies.set(SESSION, secret)
    assert again.get("/", headers=HTML).status_code == 303


def test_changing_the_password_goes_on_here_and_ends_elsewhere(place: Served):
    here, elsewhere = place.clients["host"], client(place.server)
    enter(elsewhere, "host")
    wrong = post(here, "/password", old="错的", password=OTHER, again=OTHER)
    assert wrong.status_code == 400 and "不对" in wrong.text
    differs = post(here, "/password", old=PASSWORD, password=OTHER, again=f"{OTHER}。")
    assert differs.status_code == 400 and "不一样" in differs.text
    assert post(here, "/password", old=PASSWORD, password=OTHER, again=OTHER).status_code == 303
    assert here.get("/library/", headers=HTML).status_code == 200
    assert elsewhere.get("/library/", headers=HTML).status_code == 303


def test_an_administrator_adds_changes_and_disables(place: Served):
    admin = place.clients["admin"]
    assert "已添加" in post(admin, "/admin/add", name="新老师", role="teacher", password=PASSWORD).text
    browser = client(place.server)
    enter(browser, "新老师")
    led = browser.get("/", headers=HTML)
    assert (led.status_code, led.headers["location"]) == (303, "/password")
    page = browser.get("/password").text
    assert "现在的密码是管理员设的" in page and 'href="/"' not in page.split("<main")[0]
    assert "先改密码" in browser.post("/api/ask", json={"question": "手机"}).json()["detail"]
    assert browser.get("/doc/", headers=HTML).headers["location"] == "/password"
    assert "还没改密码" in admin.get("/admin").text
    assert post(browser, "/password", old=PASSWORD, password=OTHER, again=OTHER).status_code == 303
    assert browser.get("/doc/", headers=HTML).status_code == 200
    assert "还没改密码" not in admin.get("/admin").text
    assert browser.get("/library/", headers=HTML).status_code == 403
    assert "已改" in post(admin, "/admin/role", name="新老师", role="host").text
    assert browser.get("/library/", headers=HTML).status_code == 303
    enter(browser, "新老师", OTHER)
    assert browser.get("/library/", headers=HTML).status_code == 200
    assert "已停用" in post(admin, "/admin/disable", name="新老师").text
    assert browser.get("/library/", headers=HTML).status_code == 303
    assert "已启用" in post(admin, "/admin/enable", name="新老师").text
    assert "已重设" in post(admin, "/admin/password", name="新老师", password=PASSWORD).text
    assert post(admin, "/admin/role", name="新老师", role="king").status_code == 400
    assert post(admin, "/admin/disable", name="admin").status_code == 400, "the last administrator"


def test_the_list_of_accounts_says_what_to_type_and_what_disabling_does(place: Served):
    page = place.clients["admin"].get("/admin").text
    assert page.count('placeholder="至少 10 个字符"') == 5, "four resets and the form for a new account"
    assert page.count("<details") == 4 and "停用您自己？" in page and "停用“teacher”？马上退出登录" in page
    teacher = next(row for row in page.split("<tr>") if 'data-head="账号">teacher' in row)
    [one] = [
        x for x in Accounts(place.studio.catalog).listed(operator("test")) if x.account.name == "teacher"
    ]
    assert f'data-head="建立于">{one.created + timedelta(hours=8):%Y-%m-%d %H:%M}<' in teacher


def test_a_token_opens_rest_for_its_account_until_it_is_disabled(place: Served):
    accounts = Accounts(place.studio.catalog)
    token = accounts.add_token("teacher", "教务系统", by=operator("test"))
    program = client(place.server)
    header = {"authorization": f"Bearer {token}"}
    assert program.post("/api/search", json={"query": "手机"}, headers=header).status_code == 200
    assert program.get("/admin", headers=header).status_code == 403
    for wrong, why in (("Bearer x", "没有这个令牌"), ("Bearer ", "没有这个令牌"), ("Basic x", "请先登录")):
        refused = program.post("/api/search", json={"query": "手机"}, headers={"authorization": wrong})
        assert refused.status_code == 401 and why in refused.json()["detail"]
    accounts.set_disabled("teacher", True, by=operator("test"))
    assert program.post("/api/search", json={"query": "手机"}, headers=header).status_code == 401


def test_the_first_start_leads_to_the_set_up_and_then_to_the_pages(home: Path):
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        server = build(studio)
        browser = client(server)
        assert browser.get("/", headers=HTML).headers["location"] == "/setup"
        assert browser.get("/login").headers["location"] == "/setup"
        fields = {"name": "陈主任", "password": PASSWORD, "again": PASSWORD}
        assert post(browser, "/setup", code="XXXX-XXXX", **fields).status_code == 400
        short = post(
            browser, "/setup", code=server.state.setup.code, **{**fields, "password": "短", "again": "短"}
        )
        assert short.status_code == 400 and f'value="{server.state.setup.code}"' in short.text
        done = post(browser, "/setup", code=server.state.setup.code, **fields)
        assert (done.status_code, done.headers["location"]) == (303, "/admin")
        page = browser.get("/admin").text
        assert "接下来：" in page and 'href="/library/"' in page and 'href="/doc/"' in page
        assert (
            "接下来：" not in post(browser, "/admin/add", name="李老师", role="teacher", password=OTHER).text
        )
        assert "接下来：" not in browser.get("/admin").text
        assert client(server).get("/setup").headers["location"] == "/login"
        assert Accounts(studio.catalog).named("陈主任").role is Role.ADMIN
        late = client(server)
        enter(late, "陈主任")
        assert late.post("/setup", data={"code": server.state.setup.code}).status_code == 400
