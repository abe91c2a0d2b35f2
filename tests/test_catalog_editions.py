"""Which version is found on which day: in force, replaced, not yet, expired, withdrawn, never published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ingest import curation
from ingest.catalog import Catalog
from ingest.force import CHINA
from ingest.model import Kind, ParsedDocument
from tests.catalog_parts import TODAY, add, rule

OLD, NEW = date(2021, 6, 1), date(2024, 4, 26)


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


def live(catalog: Catalog, on: date = TODAY) -> list[tuple[str, int]]:
    return [(edition.document, edition.version) for edition in catalog.editions(on) if edition.live]


def publish(catalog: Catalog, parsed: ParsedDocument, document: str | None = None) -> str:
    added = add(catalog, parsed, document)
    curation.publish(catalog, added.document, added.number, actor="host")
    return added.document


@pytest.mark.parametrize("newest_first", [False, True])
def test_of_two_versions_of_a_law_the_day_decides_not_the_order_they_came_in(catalog, newest_first):
    texts = {OLD: "旧的一条。", NEW: "新的一条。"}
    days = [NEW, OLD] if newest_first else [OLD, NEW]
    for day in days:
        publish(catalog, rule(sentences=(texts[day],), effective=day), "law")
    number = {day: place + 1 for place, day in enumerate(days)}
    assert live(catalog, date(2022, 1, 1)) == [("law", number[OLD])]
    assert live(catalog, date(2024, 4, 25)) == [("law", number[OLD])]
    assert live(catalog, NEW) == [("law", number[NEW])]
    assert live(catalog) == [("law", number[NEW])]
    assert live(catalog, date(2020, 1, 1)) == []
    assert catalog.version("law", on=date(2022, 1, 1)).number == number[OLD]
    assert catalog.version("law").number == number[NEW]
    assert catalog.document("law").version == number[NEW]


def test_an_edition_says_from_when_another_replaces_it(catalog):
    for day in (OLD, NEW):
        publish(catalog, rule(effective=day), "law")
    assert [edition.replaced_from for edition in catalog.editions(TODAY)] == [NEW, None]


def test_a_rule_not_yet_in_force_leaves_the_old_one_live_until_its_day(catalog):
    publish(catalog, rule(effective=OLD), "law")
    publish(catalog, rule(effective=date(2027, 1, 1)), "law")
    assert live(catalog) == [("law", 1)]
    assert live(catalog, date(2027, 1, 1)) == [("law", 2)]


def test_an_expired_rule_is_gone_and_revives_nothing(catalog):
    publish(catalog, rule(effective=OLD), "law")
    publish(catalog, rule(effective=NEW, expires=date(2026, 1, 1)), "law")
    assert live(catalog, date(2025, 12, 31)) == [("law", 2)]
    assert live(catalog, date(2026, 1, 1)) == []


def test_of_two_versions_of_the_same_day_the_newer_number_is_in_force(catalog):
    publish(catalog, rule(), "handbook")
    publish(catalog, rule(sentences=("改过的一条。",)), "handbook")
    assert live(catalog) == live(catalog, date(1990, 1, 1)) == [("handbook", 2)]


def test_drafts_and_submitted_versions_are_never_found(catalog):
    publish(catalog, rule(), "law")
    add(catalog, rule(sentences=("草稿。",)), "law")
    add(catalog, rule(sentences=("待审。",)), "law")
    curation.submit(catalog, "law", 3, actor="host")
    assert [edition.version for edition in catalog.editions(TODAY)] == [1]
    assert catalog.document("law").version == 1


def test_a_withdrawn_version_is_never_found_again_not_even_by_date(catalog):
    for day in (OLD, NEW):
        publish(catalog, rule(effective=day), "law")
    curation.withdraw(catalog, "law", 1, actor="host")
    assert live(catalog, date(2022, 1, 1)) == []
    assert [edition.version for edition in catalog.editions(date(2022, 1, 1))] == [2]
    curation.withdraw(catalog, "law", actor="host")
    assert catalog.editions(TODAY) == []


def published_on(catalog: Catalog, document: str) -> date:
    instant = catalog.states(document)[-1].published_at
    assert instant is not None
    return instant.astimezone(CHINA).date()


def test_without_an_effective_day_a_rule_counts_from_its_promulgation(catalog):
    publish(catalog, rule(promulgated=OLD), "digest")
    assert live(catalog, OLD - timedelta(1)) == []
    assert live(catalog, OLD) == live(catalog) == [("digest", 1)]


def test_a_rule_without_any_day_counts_from_the_day_it_was_published_here(catalog):
    publish(catalog, rule(promulgated=None), "digest")
    day = published_on(catalog, "digest")
    assert live(catalog, day - timedelta(1)) == []
    assert live(catalog, day) == [("digest", 1)]


def test_practice_without_a_day_counts_always(catalog):
    publish(catalog, rule(promulgated=None, kind=Kind.CASE), "case")
    assert live(catalog, date(1990, 1, 1)) == [("case", 1)]


def test_a_version_without_any_day_never_outranks_a_dated_one(catalog):
    publish(catalog, rule(effective=OLD), "rule")
    publish(catalog, rule(promulgated=None), "rule")
    assert live(catalog, published_on(catalog, "rule") + timedelta(1)) == [("rule", 1)]
    assert catalog.document("rule").version == 1


def test_a_newer_draft_is_pending_until_it_is_published(catalog):
    publish(catalog, rule(effective=OLD), "rule")
    assert catalog.document("rule").pending is None
    add(catalog, rule(effective=NEW), "rule")
    assert (catalog.document("rule").version, catalog.document("rule").pending) == (1, 2)
    curation.publish(catalog, "rule", actor="host")
    assert (catalog.document("rule").version, catalog.document("rule").pending) == (2, None)
    add(catalog, rule(), "only a draft")
    assert catalog.document("only a draft").pending is None
