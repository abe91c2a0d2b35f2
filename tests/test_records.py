"""Documents for hosts and evaluators: found, cited, opened by them, and by a teacher in no way at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.access import NOBODY, Account, LoginNeededError, Role
from app.answer_json import answer_json
from app.desk import Desk
from app.settings import Settings
from app.studio import Studio, open_studio
from index.model import Filters
from ingest import curation
from ingest.errors import StudioError
from ingest.model import Kind, Visibility
from tests.access_parts import HTML, Served, opened
from tests.catalog_parts import add, rule

SECRET = "谈话记录要由班主任锁在铁皮柜里保管。"
CURATORS = {Role.HOST: True, Role.EVALUATOR: True, Role.ADMIN: True, Role.TEACHER: False}


@pytest.fixture
def place(home: Path) -> Iterator[Served]:
    with opened(home) as found:
        yield found


def closed(studio: Studio) -> str:
    """A published document for curators alone."""
    parsed = rule("谈话记录保管办法", (SECRET, "谈话记录三年后由主持人销毁。"), kind=Kind.RECORD)
    parsed = replace(parsed, metadata=replace(parsed.metadata, visibility=Visibility.CURATORS))
    version = add(studio.catalog, parsed)
    curation.publish(studio.catalog, version.document, version.number, actor="host")
    studio.sync()
    return version.document


def test_what_is_for_curators_reaches_no_teacher(place: Served):
    document = closed(place.studio)
    desk = Desk(place.studio)
    asked = "谈话记录由谁保管"
    for role, may in CURATORS.items():
        mine = desk.by(Account("某人", role))
        # A filter that a program sends along gives nobody more than the role.
        assert bool(mine.search(asked, 5, Filters(curator=not may))) is may, role
        answer = str(answer_json(mine.ask(asked, Filters(curator=not may))))
        assert ("铁皮柜" in answer) is may, role
        assert (mine.reading(document) is not None) is may, role
        browser = place.clients[role.value]
        page = browser.get(f"/doc/{document}", headers=HTML)
        assert (page.status_code == 200 and "铁皮柜" in page.text) is may, role
        over_http = browser.post("/api/ask", json={"question": asked}).text
        assert ("铁皮柜" in over_http) is may, role


def test_a_citation_does_not_open_once_its_document_is_for_curators(place: Served):
    document = closed(place.studio)
    host, teacher = (Desk(place.studio, Account("某人", role)) for role in (Role.HOST, Role.TEACHER))
    citation = host.ask("谈话记录由谁保管", Filters()).citations[0]
    assert citation.document == document
    assert SECRET in host.source(citation).before + citation.quote + host.source(citation).after
    with pytest.raises(StudioError, match="不对您开放"):
        teacher.source(citation)
    with pytest.raises(StudioError, match="不对您开放"):
        teacher.version(document)


def test_a_draft_is_read_by_those_who_review_it(place: Served):
    draft = add(place.studio.catalog, rule("值日规定", ("值日生放学后打扫。",)))
    assert Desk(place.studio, Account("某人", Role.HOST)).version(draft.document).number == 1
    for role in (Role.TEACHER, Role.EVALUATOR):
        with pytest.raises(StudioError, match="不对您开放"):
            Desk(place.studio, Account("某人", role)).version(draft.document)


def test_an_emergency_card_for_curators_is_not_shown_to_a_teacher(place: Served):
    parsed = rule("校内自伤处置卡", ("先把铁皮柜里的应急包拿出来。",), kind=Kind.EMERGENCY)
    metadata = replace(parsed.metadata, visibility=Visibility.CURATORS, extra={"situation": "自伤自杀"})
    version = add(place.studio.catalog, replace(parsed, metadata=metadata))
    curation.publish(place.studio.catalog, version.document, version.number, actor="host")
    place.studio.sync()
    for role, may in CURATORS.items():
        answer = Desk(place.studio, Account("某人", role)).ask("学生说不想活了，手上有划痕", Filters())
        assert answer.emergency
        assert ("铁皮柜" in str(answer_json(answer))) is may, role


def test_who_is_behind_an_event_is_looked_up_when_it_happens(home: Path):
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        desk = Desk(studio)
        for name in (None, "", "没有这个人"):
            with pytest.raises(LoginNeededError):
                desk.named(name)
        studio.settings.read_without_account = True
        assert desk.named("").published() == 0
        assert desk.account is NOBODY
