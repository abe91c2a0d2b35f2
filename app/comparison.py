"""What several documents say to one question: reads on where rules may differ, and sets the rows apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app import scopes, stating
from app.comparing import asks_levels, compares, subject
from app.listed import READ as MATTERS_READ
from app.listed import Nearest
from app.matters import index
from app.model import Quote
from app.question import AnswerType, answer_type
from app.reading import closely, likeness, listing, passages_at, with_rules
from app.values import asks_grade
from index.hits import hit_of
from index.model import Filters, Hit
from index.search import Searcher
from index.tokens import lexical_terms
from ingest.catalog import Catalog
from ingest.model import Kind, Level

READ = 100
"""Hits that are read beside those of an ordinary answer, of every kind but cards: seven of each document shown."""

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
    encoder = searcher.encoder
    matters = listing(asked, encoder)
    read = rules_read(
        question,
        chosen,
        hits,
        matters.nearest,
        searcher=searcher,
        catalog=catalog,
        filters=filters,
        today=today,
    )
    said = stating.statements(
        asked,
        read,
        words=lexical_terms,
        closely=closely(asked, encoder),
        listing=matters,
    )
    every = stating.together(said, chosen) if told else stating.together(chosen, said)
    return every, scopes.rows(question, every, words=lexical_terms, near=lambda to: likeness(to, encoder))


def rules_read(
    question: str,
    chosen: Sequence[Quote],
    hits: Sequence[Hit],
    nearest: Nearest,
    *,
    searcher: Searcher,
    catalog: Catalog,
    filters: Filters,
    today: date,
) -> list[Hit]:
    """``hits`` and what is found by the question's subject with the words of the rule quoted first:
    documents that state the same use the same words. Of levels that are compared, these alone.
    Of the rules that lead, short documents whole, and where the nearest matters are listed."""
    if asks_levels(question):
        filters = replace(filters, levels=filters.levels or BELOW)
        hits = [hit for hit in hits if hit.level in filters.levels]
    kinds = tuple(kind for kind in filters.kinds or Kind if kind in stating.SPEAKING)
    if not kinds:
        return with_rules(hits, catalog)
    lead = next((quote.text for quote in chosen if quote.hit.kind in stating.RULES), "")
    query = f"{subject(question)} {lead}".rstrip()
    further = searcher.search(query, READ, replace(filters, kinds=kinds), today=today)
    read = with_rules(list({hit.passage: hit for hit in (*hits, *further)}.values()), catalog)
    found = {hit.passage for hit in read}
    places = where_listed(
        nearest, searcher=searcher, catalog=catalog, filters=replace(filters, kinds=kinds), today=today
    )
    return [*read, *(hit for hit in places if hit.passage not in found)]


def where_listed(
    nearest: Nearest, *, searcher: Searcher, catalog: Catalog, filters: Filters, today: date
) -> list[Hit]:
    """The passages, of those a search may find, in which the nearest matters are listed; none of a card."""
    meant = [index().matters[number] for number in nearest.numbers[:MATTERS_READ]]
    places = [place for matter in meant for place in matter.places]
    found = passages_at(places, catalog, searcher.live(filters.as_of or today))
    return [
        hit_of(one) for one in searcher.visible(found, filters, today=today) if one.kind in stating.SPEAKING
    ]
