"""阅读: what of the published a reader finds, looked through by title and kind; what is not theirs is not told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app import doc_routes
from app.access import Account, Role
from app.desk import Desk
from app.gate import visitor
from app.reading_list import PER_PAGE, Sought, reading_list, sought
from app.settings import Settings
from app.studio import Studio, open_studio
from ingest import curation
from ingest.model import Kind, Level, Stage, Visibility
from tests.catalog_parts import add, rule

SOON = date(2099, 9, 1)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A law, a school's rule, a case for one stage, a rule of tomorrow, and what only some or none may read."""
    home = tmp_path_factory.mktemp("list") / "home"
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as found:
        documents: list[tuple[str, Kind, dict[str, Any]]] = [
            ("校服管理规定", Kind.POLICY, {"level": Level.SCHOOL}),
            ("家庭教育促进法", Kind.POLICY, {"level": Level.LAW, "issuer": "全国人大常委会"}),
            ("借手机的人", Kind.CASE, {"stages": (Stage.JUNIOR,)}),
            ("午休<办法>", Kind.POLICY, {"effective": SOON}),
            ("个别谈话记录", Kind.RECORD, {"visibility": Visibility.CURATORS}),
        ]
        for title, kind, about in documents:
            add_published(found, title, kind, **about)
        add(found.catalog, rule("还在写的草稿"))
        withdrawn = add_published(found, "停用的办法", Kind.POLICY)
        curation.withdraw(found.catalog, withdrawn, actor="host")
        yield found


def add_published(studio: Studio, title: str, kind: Kind, **about: Any) -> str:
    parsed = rule(title, kind=kind)
    version = add(studio.catalog, replace(parsed, metadata=replace(parsed.metadata, **about)))
    curation.publish(studio.catalog, version.document, actor="host")
    return version.document


def client(studio: Studio, role: Role) -> TestClient:
    application = FastAPI()
    application.include_router(doc_routes.router(Desk(studio)))
    application.dependency_overrides[visitor] = lambda: Account("某人", role)
    return TestClient(application)


def titles(studio: Studio, role: Role = Role.TEACHER, **asked: str) -> list[str]:
    page = client(studio, role).get("/doc/", params=asked)
    assert page.status_code == 200
    return re.findall(r'<li><a href="/doc/[^"]+">([^<]+)</a>', page.text)


def test_a_teacher_finds_what_is_published_for_everybody_in_the_order_of_rank(studio: Studio):
    assert titles(studio) == ["家庭教育促进法", "校服管理规定", "午休&lt;办法&gt;", "借手机的人"]
    page = client(studio, Role.TEACHER).get("/doc/").text
    assert "共 4 份" in page and "尚未施行（2099-09-01 起）" in page
    for hidden in ("个别谈话记录", "还在写的草稿", "停用的办法"):
        assert hidden not in page


@pytest.mark.parametrize("role", [Role.HOST, Role.EVALUATOR, Role.ADMIN])
def test_records_are_listed_for_hosts_and_evaluators(studio: Studio, role: Role):
    assert titles(studio, role, kind="record") == ["个别谈话记录"]
    assert titles(studio, Role.TEACHER, kind="record") == []
    assert titles(studio, Role.TEACHER, text="谈话") == []


def test_the_list_narrows_by_words_kind_level_and_stage(studio: Studio):
    assert titles(studio, text=" 管理 校服 ") == ["校服管理规定"]
    assert titles(studio, text="人大") == ["家庭教育促进法"]
    assert titles(studio, text="规定.txt") == [], "the file's own name is not looked at"
    assert titles(studio, kind="case") == ["借手机的人"]
    assert titles(studio, level="国家法律") == ["家庭教育促进法"]
    assert "借手机的人" in titles(studio, stage="初中") and "借手机的人" not in titles(studio, stage="小学")
    assert "校服管理规定" in titles(studio, stage="小学"), "without a stage it is for every stage"
    none = client(studio, Role.TEACHER).get("/doc/", params={"text": '"><script>'}).text
    assert "没有找到" in none and "<script>" not in none.split("<main")[1]


def test_an_entry_leads_to_its_text(studio: Studio):
    browser = client(studio, Role.TEACHER)
    page = browser.get("/doc/", params={"kind": "case"}).text
    [address] = re.findall(r'<li><a href="([^"]+)">借手机的人', page)
    assert browser.get(address).status_code == 200
    assert '<option value="case" selected>' in page


@given(st.text(), st.text(), st.text(), st.text(), st.text())
def test_any_address_is_understood(text: str, kind: str, level: str, stage: str, page: str):
    found = sought(text, kind, level, stage, page)
    assert found.page >= 1 and len(found.text) <= 100


def test_long_lists_are_turned_over_with_the_search_kept(studio: Studio):
    for number in range(PER_PAGE + 2):
        add_published(studio, f"轮值台账 {number:02}", Kind.HANDBOOK)
    found = reading_list(Desk(studio, Account("某人", Role.TEACHER)), Sought(text="轮值", page=9))
    assert (found.total, found.pages, found.sought.page, len(found.entries)) == (PER_PAGE + 2, 2, 2, 2)
    page = client(studio, Role.TEACHER).get("/doc/", params={"text": "轮值", "kind": "handbook"}).text
    [following] = re.findall(r'href="(/doc/\?[^"]+)">下一页', page)
    after = client(studio, Role.TEACHER).get(following.replace("&amp;", "&")).text
    assert re.findall(r"轮值台账 \d\d", after) == ["轮值台账 50", "轮值台账 51"]
    assert "第 2 页，共 2 页" in after and "上一页" in after and "下一页" not in after


def test_the_list_is_no_document(home: Path):
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as empty:
        page = client(empty, Role.TEACHER).get("/doc/")
        assert page.status_code == 200 and "共 0 份" in page.text and "没有找到" in page.text
