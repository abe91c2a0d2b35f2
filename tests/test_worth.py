"""What of the quotes found is shown: what is far below the best is about something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model import Quote
from app.worth import FAR_COMPARED, PER_SECTION, worth_showing
from index.fusion import EXACT
from index.model import Hit
from ingest.model import Form, Kind

Parts = dict[str, tuple[int, float]]


def quote(score: float, kind: Kind = Kind.CASE, *, text: str = "", parts: Parts | None = None) -> Quote:
    text = text or f"做法{score}"
    found = Hit(text, text, 1, text, kind, Form.ORIGINAL, None, "", (), None, 0, len(text), text, score)
    return Quote(replace(found, parts=parts or {}), 0, len(text), text, score)


def shown(*found: Quote, **options: float) -> list[float]:
    return [one.score for one in worth_showing(found, **options)]


def test_nothing_found_is_nothing_shown():
    assert worth_showing([]) == []


def test_a_quote_is_measured_by_the_best_of_its_section():
    cases = quote(20.0), quote(16.5), quote(15.5)
    handbook = quote(15.5, Kind.HANDBOOK), quote(14.1, Kind.HANDBOOK), quote(13.9, Kind.HANDBOOK)
    assert shown(*cases, *handbook) == [20.0, 16.5, 15.5, 14.1]


def test_where_all_rules_are_read_only_the_best_of_a_section_may_be_far():
    found = (
        quote(20.0, Kind.POLICY),
        quote(17.0, Kind.POLICY),
        quote(15.5, Kind.POLICY),
        quote(14.0),
        quote(13.8),
    )
    assert shown(*found, far=FAR_COMPARED) == [20.0, 17.0, 14.0]


def test_what_holds_the_question_word_for_word_is_no_measure_of_the_others():
    exact = quote(9.0, parts={EXACT: (1, 1.0)}, text="照抄的问题")
    assert shown(exact, quote(2.0), quote(-4.5)) == [9.0, 2.0]


def test_a_section_has_no_more_statements_than_a_reader_takes_in():
    many = [
        quote(2.0 - i / 100, text=f"{letter}同学的做法各不相同{letter * 9}")
        for i, letter in enumerate("甲乙丙丁戊己庚辛壬")
    ]
    assert len(shown(*many)) == PER_SECTION


@pytest.mark.parametrize("kind", [Kind.POLICY, Kind.LESSON])
def test_the_best_of_a_section_is_not_shown_where_it_is_far(kind: Kind):
    assert shown(quote(2.0), quote(-4.5, kind)) == [2.0, -4.5]
    assert shown(quote(2.0), quote(-5.5, kind)) == [2.0]
