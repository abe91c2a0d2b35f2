"""The allowed moves of a version, who may make them, and what they leave in the audit trail."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest import curation
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.model import Status
from tests.catalog_parts import TODAY, add, rule


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


def live(catalog: Catalog, on: date = TODAY) -> list[int]:
    return [edition.version for edition in catalog.editions(on) if edition.live]


def versions(catalog: Catalog, count: int, document: str = "rule") -> None:
    for number in range(count):
        add(catalog, rule(sentences=(f"第{number}稿。",)), document)


def test_the_way_of_a_version_leaves_a_trail(catalog):
    versions(catalog, 1)
    began = datetime.now(UTC)
    curation.submit(catalog, "rule", actor="甲")
    curation.publish(catalog, "rule", actor="乙", second_person=True)
    curation.withdraw(catalog, "rule", actor="丙", reason="有误")
    trail = curation.history(catalog, "rule")
    assert [(entry.actor, entry.action, entry.version, entry.detail) for entry in trail] == [
        ("host", "add", 1, "规定.txt"),
        ("甲", "submit", 1, ""),
        ("乙", "publish", 1, ""),
        ("丙", "withdraw", 1, "有误"),
    ]
    assert all(entry.at.tzinfo is UTC for entry in trail)
    assert trail[-1].at >= began
    assert catalog.document("rule").status is Status.WITHDRAWN


def test_a_submitted_version_can_be_sent_back(catalog):
    versions(catalog, 1)
    curation.submit(catalog, "rule", actor="甲")
    assert curation.send_back(catalog, "rule", actor="乙", reason="缺日期").status is Status.DRAFT


def test_with_the_second_person_rule_one_cannot_publish_ones_own(catalog):
    versions(catalog, 1)
    with pytest.raises(StudioError, match="先提交审核"):
        curation.publish(catalog, "rule", actor="甲", second_person=True)
    curation.submit(catalog, "rule", actor="甲")
    with pytest.raises(StudioError, match="提交人不能"):
        curation.publish(catalog, "rule", actor="甲", second_person=True)
    assert catalog.editions(TODAY) == []
    assert curation.publish(catalog, "rule", actor="甲").status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("prepare", "move"),
    [
        ([], curation.withdraw),
        ([], curation.send_back),
        ([], curation.rollback),
        ([curation.publish], curation.publish),
        ([curation.publish], curation.submit),
        ([curation.publish], curation.rollback),
        ([curation.publish, curation.withdraw], curation.withdraw),
        ([curation.publish, curation.withdraw], curation.rollback),
    ],
)
def test_a_move_that_is_not_allowed_says_so_and_changes_nothing(catalog, prepare, move):
    versions(catalog, 1)
    for step in prepare:
        step(catalog, "rule", actor="甲")
    before = catalog.states("rule"), catalog.audit_trail(), catalog.revision()
    for number in (1, None):
        with pytest.raises(StudioError, match="rule"):
            move(catalog, "rule", number, actor="甲")
    with pytest.raises(StudioError, match="没有第 9 版"):
        move(catalog, "rule", 9, actor="甲")
    assert (catalog.states("rule"), catalog.audit_trail(), catalog.revision()) == before


@pytest.mark.parametrize(
    "move", [curation.publish, curation.submit, curation.withdraw, curation.rollback, curation.send_back]
)
def test_an_unknown_document_is_named(catalog, move):
    with pytest.raises(StudioError, match="没有编号为“nothing”"):
        move(catalog, "nothing", actor="甲")
    with pytest.raises(StudioError, match="没有编号为“nothing”"):
        curation.history(catalog, "nothing")


def test_rolling_back_withdraws_what_came_later_and_can_be_undone(catalog):
    versions(catalog, 3)
    for number in (1, 2, 3):
        curation.publish(catalog, "rule", number, actor="甲")
    assert curation.rollback(catalog, "rule", actor="甲", reason="第三稿有误").number == 2
    assert live(catalog) == [2]
    curation.rollback(catalog, "rule", 1, actor="甲")
    assert live(catalog) == [1]
    curation.rollback(catalog, "rule", 3, actor="甲")
    assert live(catalog) == [3]
    assert [entry.action for entry in curation.history(catalog, "rule")[-3:]] == [
        "withdraw",
        "rollback",
        "rollback",
    ]


def test_one_cannot_roll_back_to_what_was_never_published(catalog):
    versions(catalog, 2)
    curation.publish(catalog, "rule", 2, actor="甲")
    with pytest.raises(StudioError, match="曾经发布过"):
        curation.rollback(catalog, "rule", 1, actor="甲")


def test_publishing_a_withdrawn_document_again_brings_back_all_that_went_with_it(catalog):
    for number, year in enumerate((2018, 2021, 2024), start=1):
        add(catalog, rule(sentences=(f"{year}年的一条。",), effective=date(year, 1, 1)), "rule")
        curation.publish(catalog, "rule", number, actor="甲")
    curation.withdraw(catalog, "rule", 1, actor="甲")
    curation.withdraw(catalog, "rule", actor="甲")
    curation.publish(catalog, "rule", actor="甲")
    assert live(catalog) == [3]
    assert live(catalog, date(2022, 1, 1)) == [2]
    assert live(catalog, date(2019, 1, 1)) == []


def test_the_first_publication_is_remembered(catalog):
    versions(catalog, 1)
    first = curation.publish(catalog, "rule", actor="甲").published_at
    curation.withdraw(catalog, "rule", actor="甲")
    again = curation.publish(catalog, "rule", actor="甲")
    assert (again.published_at, again.withdrawn_at) == (first, None)
    assert catalog.version("rule").published_at == first


def test_rolling_back_a_withdrawn_document_skips_what_was_withdrawn(catalog):
    versions(catalog, 3)
    for number in (1, 2, 3):
        curation.publish(catalog, "rule", number, actor="甲")
    curation.withdraw(catalog, "rule", actor="甲")
    with pytest.raises(StudioError, match="第 3 版就是刚停用的版本.*docs publish"):
        curation.rollback(catalog, "rule", 3, actor="甲")
    assert curation.rollback(catalog, "rule", actor="甲").number == 2
    assert live(catalog) == [2]


def test_a_missing_version_is_said_in_the_same_words_everywhere(catalog):
    versions(catalog, 2)
    said = set()
    for look in (
        lambda: catalog.version("rule", 9),
        lambda: curation.publish(catalog, "rule", 9, actor="甲"),
        lambda: curation.rollback(catalog, "rule", 9, actor="甲"),
        lambda: catalog.set_metadata("rule", 9, rule().metadata, actor="甲"),
    ):
        with pytest.raises(StudioError) as caught:
            look()
        said.add(str(caught.value))
    assert said == {"资料“rule”没有第 9 版，现有第 1、2 版。"}
