"""What several documents say to one question: reads on where a question compares, and sets the rows apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app import scopes, stating
from app.comparing import asks_levels, compares, subject
from app.model import Quote
from app.question import COUNTED, answer_type
from app.reading import comparable, likeness
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.model import Kind, Level

READ = 60
"""Hits in rules that are read of a comparing question's subject: about five of each document that is shown."""

BELOW = (Level.LOCAL, Level.NORMATIVE, Level.SCHOOL, Level.STUDIO)
"""Levels of what a city, a district, a school or a studio rules for itself, and of the standard for it."""


def compared(
    question: str,
    chosen: Sequence[Quote],
    hits: Sequence[Hit],
    *,
    searcher: Searcher,
    filters: Filters,
    today: date,
) -> tuple[list[Quote], list[scopes.Row]]:
    """``chosen`` with what else was asked for or differs, and the rows of the table of differences.

    ``hits`` are those of an ordinary answer. A question that compares gets every document's statement, and
    ``chosen`` behind them; one that asks for a number, behind ``chosen`` those that give another number.
    应当 and 可以 stand in most rules: that they differ says nothing where nobody asked.
    """
    asked, told = subject(question), compares(question)
    if not told and answer_type(asked) not in COUNTED:
        return list(chosen), []
    if told:
        hits = _read(question, hits, searcher, filters, today)
    encoder = searcher.encoder
    said = stating.statements(
        asked, hits, words=lexical_terms, comparable=lambda texts: comparable(texts, encoder)
    )
    every = stating.together(stating.with_context(said, chosen), chosen)
    rows = scopes.rows(question, every, words=lexical_terms, near=lambda to: likeness(to, encoder))
    return every if told else stating.together(chosen, [row.quote for row in rows]), rows


def _read(question: str, hits: Sequence[Hit], searcher: Searcher, filters: Filters, today: date) -> list[Hit]:
    """``hits`` and what the question's subject finds in rules; of levels that are compared, these alone."""
    if asks_levels(question):
        filters = replace(filters, levels=filters.levels or BELOW)
        hits = [hit for hit in hits if hit.level in filters.levels]
    kinds = tuple(kind for kind in filters.kinds or Kind if kind in stating.RULES)
    if not kinds:
        return list(hits)
    further = searcher.search(subject(question), READ, replace(filters, kinds=kinds), today=today)
    return list({hit.passage: hit for hit in (*hits, *further)}.values())
