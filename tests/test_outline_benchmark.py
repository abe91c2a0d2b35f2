from __future__ import annotations

import pytest

from eval.benchmarks import clause_boundaries

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("name", "least"), [("laws", 0.999), ("wrapped", 0.98), ("docx", 0.999)])
def test_articles_are_found(shared, name, least):
    figures = clause_boundaries.MEASUREMENTS[name](shared / "data")
    assert figures["articles"]["f1"] >= least
    assert figures.get("headings_made_of_references", 0) == 0


def test_paragraphs_and_items_of_a_hundred_articles(shared):
    figures = clause_boundaries.hundred(shared / "data")
    assert figures["款"]["f1"] >= 0.97
    assert figures["项"]["f1"] >= 0.97
