"""The page 原文: what may be opened and what not, every clause reachable, the text as it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given

from app import doc_routes
from app.access import Account, Role
from app.desk import Desk
from app.gate import visitor
from app.pages.doc_text import anchors, outline_html, text_html
from app.settings import Settings
from app.studio import open_studio
from ingest import curation
from ingest.catalog import Catalog
from ingest.model import Form, Kind, ParsedDocument, Visibility
from ingest.structure import parse
from tests.catalog_parts import add, rule
from tests.structure_parts import blocks_strategy, law

OLD, NEW = date(2020, 1, 1), date(2024, 1, 1)


class Lines(HTMLParser):
    """The text of every element with ``data-at``, as a browser would read it, and all ids."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("data-at"):
            self.lines.append((int(values["data-at"] or 0), ""))
        if values.get("id"):
            self.ids.append(str(values["id"]))

    def handle_data(self, data: str) -> None:
        if self.lines:
            at, text = self.lines[-1]
            self.lines[-1] = (at, text + data)


@given(blocks_strategy)
def test_every_line_stands_at_its_place_and_every_clause_has_one_anchor(blocks):
    parsed = parse(blocks, "某某条例")
    ids = anchors(parsed)
    found = Lines(text_html(parsed, ids))
    assert "\n".join(text for _, text in found.lines) == "\n".join(
        line for line in parsed.text.split("\n") if line.strip()
    )
    for at, text in found.lines:
        assert parsed.text[at : at + len(text)] == text
    assert found.ids == ids
    assert len(set(ids)) == len(ids)
    assert not any(re.search(r"\s", one) for one in ids)
    assert set(re.findall(r'href="#([^"]+)"', outline_html(parsed, range_of(ids)))) <= set(range_of(ids))


def range_of(ids: list[str]) -> list[str]:
    """Plain ids, so that what the outline links to can be read without unescaping."""
    return [f"c{place}" for place in range(len(ids))]


def test_an_article_keeps_its_anchor_when_chapters_move():
    one = law("第一章 总则", "第一条 甲。", "第二条 乙：", "（一）丙；", "（二）丁。")
    other = law("第一章 目的", "第一条 甲。", "第二章 职责", "第二条 乙：", "（一）丙；", "（二）丁。")
    assert "c-第二条-（二）" in anchors(one)
    assert "c-第二条-（二）" in anchors(other)


@pytest.fixture
def place(home: Path) -> Iterator[tuple[TestClient, Catalog]]:
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        server = FastAPI()
        server.include_router(doc_routes.router(Desk(studio)))
        server.dependency_overrides[visitor] = lambda: Account("李老师", Role.TEACHER)
        yield TestClient(server), studio.catalog


def publish(catalog: Catalog, parsed: ParsedDocument, document: str | None = None) -> str:
    version = add(catalog, parsed, document)
    curation.publish(catalog, version.document, version.number, actor="host")
    return version.document


def two_editions(catalog: Catalog) -> str:
    document = publish(catalog, rule("手机管理规定", ("手机由学校保管。", "放学后归还。"), effective=OLD))
    return publish(
        catalog, rule("手机管理规定", ("手机由班主任保管。", "放学后归还。"), effective=NEW), document
    )


def test_a_document_opens_in_force_with_its_versions(place):
    client, catalog = place
    page = client.get(f"/doc/{two_editions(catalog)}")
    assert page.status_code == 200
    assert "手机由班主任保管。" in page.text and "手机由学校保管。" not in page.text
    assert "现行有效" in page.text and "与第 1 版比较" in page.text
    assert 'id="c-第2条"' in page.text


def test_an_old_version_opens_and_leads_to_the_one_that_holds(place):
    client, catalog = place
    document = two_editions(catalog)
    page = client.get(f"/doc/{document}@1").text
    assert "手机由学校保管。" in page
    assert "已被新版本取代，现行的是第 2 版" in page
    assert f'href="/doc/{document}@2">打开第 2 版' in page


def test_a_version_to_come_and_one_that_expired_say_so(place):
    client, catalog = place
    soon = publish(catalog, rule("新规定", effective=date(2999, 1, 1)))
    gone = publish(catalog, rule("旧规定", effective=OLD, expires=date(2021, 1, 1)))
    assert "尚未施行（2999-01-01 起）" in client.get(f"/doc/{soon}").text
    assert "已于 2021-01-01 失效" in client.get(f"/doc/{gone}").text


def test_what_was_withdrawn_still_opens_and_says_so(place):
    client, catalog = place
    document = publish(catalog, rule())
    curation.withdraw(catalog, document, actor="host")
    for address in (f"/doc/{document}", f"/doc/{document}@1"):
        page = client.get(address)
        assert page.status_code == 200
        assert "已停用" in page.text and "手机由学校保管。" in page.text


def test_a_draft_never_opens(place):
    client, catalog = place
    draft = add(catalog, rule("草稿", ("还没定的话。",))).document
    document = publish(catalog, rule())
    add(catalog, rule("手机管理规定", ("第二版还没定。",)), document)
    addresses = [
        f"/doc/{draft}",
        f"/doc/{draft}@1",
        f"/doc/{document}@2",
        f"/doc/{document}/diff?from=1&to=2",
    ]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 404, address
        assert "还没有发布" in page.text
        assert "还没定" not in page.text
    assert "第 2 版" not in client.get(f"/doc/{document}").text


def test_what_is_for_curators_does_not_open_nor_what_came_before_it(place):
    client, catalog = place
    open_ = rule("帮扶记录", ("公开的旧话。",), kind=Kind.RECORD)
    closed = replace(open_, metadata=replace(open_.metadata, visibility=Visibility.CURATORS))
    document = publish(catalog, open_)
    assert client.get(f"/doc/{document}").status_code == 200
    publish(catalog, replace(closed, parse=rule("帮扶记录", ("内部的话。",)).parse), document)
    for address in (f"/doc/{document}", f"/doc/{document}@1", f"/doc/{document}@2"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/doc/没有",
        "/doc/没有@1",
        "/doc/没有@99999999999999999999",
        "/doc/没有@" + "9" * 5000,
        "/doc/%00",
        "/doc/..%2F..%2Fetc%2Fpasswd",
        "/doc/没有/diff",
        "/doc/没有/diff?from=1&to=x",
        "/doc/没有/diff?from=1&to=" + "9" * 5000,
    ],
)
def test_an_unknown_address_is_a_page_in_chinese(place, address):
    page = place[0].get(address)
    assert page.status_code == 404
    assert "没有这份资料" in page.text
    assert page.headers["content-type"].startswith("text/html")


def test_words_of_a_document_are_never_markup(place):
    client, catalog = place
    evil = "<script>alert(1)</script>&amp;\"'"
    parsed = rule(f"规定{evil}", (f"手机{evil}由学校保管。",))
    document = publish(catalog, replace(parsed, metadata=replace(parsed.metadata, number=evil, scope=evil)))
    publish(catalog, replace(parsed, parse=rule("x", (f"手机{evil}不带。",)).parse), document)
    for address in (f"/doc/{document}", f"/doc/{document}/diff?from=1&to=2"):
        page = client.get(address)
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in page.text
        assert "script-src 'sha256-" in page.headers["content-security-policy"]


def test_a_digest_says_whose_words_it_is(place):
    client, catalog = place
    parsed = rule("《手机规定》要点整理（非原文）")
    digest = replace(parsed, metadata=replace(parsed.metadata, form=Form.DIGEST))
    assert "要点整理（非原文）：这是本工作室写的" in client.get(f"/doc/{publish(catalog, digest)}").text
    assert "这是本工作室写的" not in client.get(f"/doc/{publish(catalog, rule())}").text


def test_the_difference_marks_what_came_and_what_went(place):
    client, catalog = place
    document = two_editions(catalog)
    page = client.get(f"/doc/{document}/diff?from=1&to=2").text
    assert "修改 1 处" in page
    assert "<del>学校</del><ins>班主任</ins>" in page
    assert "放学后归还" not in page
    same = client.get(f"/doc/{document}/diff?from=1&to=1").text
    assert "两版的条款文字相同" in same
