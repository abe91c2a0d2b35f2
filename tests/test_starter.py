"""The shipped corpus comes in once, quickly, and a release respects what hosts have done."""

from __future__ import annotations

import pytest

from ingest import curation
from ingest.catalog import Catalog
from ingest.model import Status
from ingest.starter import publish_starter
from tests.catalog_parts import TODAY
from tests.pipeline_parts import CASE, check_home, take_in, write

CHANGED = CASE.replace("周五放学时", "周六上午")


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


@pytest.fixture
def corpus(tmp_path):
    return write(tmp_path / "corpus", {"README.md": "# 说明\n", "cases/case-wh-01.md": CASE})


def live(catalog: Catalog) -> list[tuple[str, int]]:
    return [(edition.document, edition.version) for edition in catalog.editions(TODAY) if edition.live]


def test_it_is_published_once(catalog, home, corpus):
    [row] = publish_starter(catalog, home, corpus, TODAY)
    assert row.ok and row.documents[0].id == "case-wh-01"
    assert live(catalog) == [("case-wh-01", 1)]
    assert {entry.actor for entry in catalog.audit_trail()} == {"starter"}
    assert publish_starter(catalog, home, corpus, TODAY) == []
    check_home(catalog, home)


def test_a_changed_file_replaces_the_old_version(catalog, home, corpus):
    publish_starter(catalog, home, corpus, TODAY)
    write(corpus, {"cases/case-wh-01.md": CHANGED})
    publish_starter(catalog, home, corpus, TODAY)
    assert live(catalog) == [("case-wh-01", 2)]


def test_changed_questions_alone_arrive_too(catalog, home, corpus):
    publish_starter(catalog, home, corpus, TODAY)
    write(corpus, {"cases/case-wh-01.md": CASE.replace("手机怎么管", "手机谁来管")})
    publish_starter(catalog, home, corpus, TODAY)
    [(document, version)] = live(catalog)
    asked = [question for item in catalog.passages_of(document, version) for question in item.questions]
    assert "手机谁来管" in asked and "手机怎么管" not in asked


def test_what_a_host_withdrew_stays_withdrawn(catalog, home, corpus):
    publish_starter(catalog, home, corpus, TODAY)
    curation.withdraw(catalog, "case-wh-01", actor="host")
    assert publish_starter(catalog, home, corpus, TODAY) == []
    write(corpus, {"cases/case-wh-01.md": CHANGED})
    publish_starter(catalog, home, corpus, TODAY)
    assert live(catalog) == []
    assert [state.status for state in catalog.states()] == [Status.WITHDRAWN, Status.DRAFT]
    assert publish_starter(catalog, home, corpus, TODAY) == []


def test_what_a_host_rolled_back_stays_back(catalog, home, corpus):
    publish_starter(catalog, home, corpus, TODAY)
    write(corpus, {"cases/case-wh-01.md": CHANGED})
    publish_starter(catalog, home, corpus, TODAY)
    curation.rollback(catalog, "case-wh-01", 1, actor="host")
    assert publish_starter(catalog, home, corpus, TODAY) == []
    assert live(catalog) == [("case-wh-01", 1)]


def test_a_hosts_own_revision_is_not_replaced_by_a_release(catalog, home, corpus, tmp_path):
    publish_starter(catalog, home, corpus, TODAY)
    own = write(tmp_path / "own", {"a.md": CASE.replace("纸条", "便笺")})
    take_in(catalog, home, [own], publish=True)
    write(corpus, {"cases/case-wh-01.md": CHANGED})
    publish_starter(catalog, home, corpus, TODAY)
    assert live(catalog) == [("case-wh-01", 2)]
    assert catalog.states("case-wh-01")[-1].status is Status.DRAFT


def test_a_broken_file_is_one_row_and_the_rest_comes_in(catalog, home, corpus):
    write(corpus, {"cases/case-wh-00.md": CASE.replace("case_type: 典型学生教育", "case_type: 别的")})
    bad, good = publish_starter(catalog, home, corpus, TODAY)
    assert (bad.ok, good.ok) == (False, True)
    assert "case_type" in bad.error
