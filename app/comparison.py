"""What several documents say to one question: reads on where rules may differ, and sets the rows apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app import scopes, stating
from app.comparing import asks_levels, compares, subject
from app.model import Quote
from app.question import AnswerType, answer_type
from app.reading import closely, comparable, likeness, with_rules
from app.values import asks_grade
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.catalog import Catalog
from ingest.model import Kind, Level

READ = 60
"""Hits in rules that are read beside those of an ordinary answer: about five of each document that is shown."""

BELOW = (Level.LOCAL, Level.NORMATIVE, Level.SCHOOL, Level.STUDIO)
"""Levels of what a city, a district, a school or a studio rules for itself, and of the standard for it."""

DIFFER = frozenset(
    {AnswerType.PERIOD, AnswerType.NUMBER, AnswerType.PERSON, AnswerType.PLACE, AnswerType.PERMISSION}
)
"""What a rule fixes in one word or number, and another rule otherwise."""


FRONT, OF_RULES, OWN = 10, 9, 3
"""Of the first hits so many in rules, and some of a city's, a school's or a class's own, which are what differs: then
rules are asked for, however it is said (够格领一个工作室不). Of 367 comparing questions of the seen sets every row is
shown of .736 instead of .722, citations of an answer grow from 19.8 to 20.8 (measured before ``OWN`` was asked for)."""


def reads_rules(question: str, hits: Sequence[Hit]) -> bool:
    """Whether what every rule says is read: where they are compared, fix what is asked for differently, or are nearly
    all that is found."""
    asked = subject(question)
    front = hits[:FRONT]
    local = sum(hit.level in BELOW or hit.kind in (Kind.PLAN, Kind.HANDBOOK) for hit in front)
    found = sum(hit.kind in stating.RULES for hit in front) if local >= OWN else 0
    return compares(question) or answer_type(asked) in DIFFER or asks_grade(asked) or found >= OF_RULES


def compared(
    question: str,
    chosen: Sequence[Quote],
    hits: Sequence[Hit],
    *,
    searcher: Searcher,
    catalog: Catalog,
    filters: Filters,
    today: date,
) -> tuple[list[Quote], list[scopes.Row]]:
    """``chosen`` with what else was asked for or differs, and the rows of the table of differences.

    ``hits`` are those of an ordinary answer. A question that compares gets every document's statement, and
    ``chosen`` behind them; one that asks for what rules fix differently (``DIFFER``), behind ``chosen`` those
    of the documents that fix it.
    """
    if not reads_rules(question, hits):
        return list(chosen), []
    asked, told = subject(question), compares(question)
    read = rules_read(
        question, chosen, hits, searcher=searcher, catalog=catalog, filters=filters, today=today
    )
    encoder = searcher.encoder
    said = stating.statements(
        asked,
        read,
        words=lexical_terms,
        comparable=lambda texts: comparable(texts, encoder),
        closely=closely(asked, encoder),
    )
    every = stating.together(said, chosen) if told else stating.together(chosen, said)
    return every, scopes.rows(question, every, words=lexical_terms, near=lambda to: likeness(to, encoder))


def rules_read(
    question: str,
    chosen: Sequence[Quote],
    hits: Sequence[Hit],
    *,
    searcher: Searcher,
    catalog: Catalog,
    filters: Filters,
    today: date,
) -> list[Hit]:
    """``hits`` and what is found in rules by the question's subject with the words of the rule quoted first:
    documents that state the same use the same words. Of levels that are compared, these alone.
    Of what leads, short documents whole."""
    if asks_levels(question):
        filters = replace(filters, levels=filters.levels or BELOW)
        hits = [hit for hit in hits if hit.level in filters.levels]
    kinds = tuple(kind for kind in filters.kinds or Kind if kind in stating.RULES)
    if not kinds:
        return with_rules(hits, catalog)
    lead = next((quote.text for quote in chosen if quote.hit.kind in kinds), "")
    query = f"{subject(question)} {lead}".rstrip()
    further = searcher.search(query, READ, replace(filters, kinds=kinds), today=today)
    return with_rules(list({hit.passage: hit for hit in (*hits, *further)}.values()), catalog)
