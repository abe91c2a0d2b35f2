"""The emergency card of an answer: the published one for a situation, whole and in its own order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.emergency import Alarm
from app.model import CardLink, EmergencyCard, Quote
from index.hits import hit_of
from ingest.catalog import Catalog
from ingest.model import Kind, Visibility
from ingest.records import Edition, PassageRecord, VersionRecord

_NAMED = re.compile(
    r"(?:打开|转看|参看|看)(?P<words>[“「]?(?P<name>[\u4e00-\u9fff]{2,12}?)[”」]?(?:那张卡|这张卡|应急卡))"
)
"""How a card names another one: 打开自伤自杀那张卡, 打开“失踪离家”应急卡."""


def card_for(
    alarm: Alarm, editions: Iterable[Edition], catalog: Catalog, *, curator: bool
) -> tuple[EmergencyCard, list[Quote]]:
    """The card in force, and visible to the asker, whose front matter names the situation, and its passages in reading order.

    Of several cards for one situation the document that was published first stands: a file that calls
    itself a card never takes the place of one that a host has let stand. To change cards a host withdraws
    that one, or publishes the other as its next version. Where none is published the card is bare: it
    still names the situation, and the page the lines to call that hold anywhere in the country (110, 120).
    """
    cards = [
        catalog.version(edition.document, edition.version)
        for edition in editions
        if edition.kind is Kind.EMERGENCY
        and edition.live
        and (curator or edition.visibility is Visibility.EVERYONE)
    ]
    every = _by_situation(cards, catalog)
    version = every.get(alarm.situation)
    if version is None:
        links = _links("", alarm, every)
        return EmergencyCard(situation=alarm.situation, others=alarm.others, links=links), []
    extra = version.metadata.extra
    card = EmergencyCard(
        situation=alarm.situation,
        document=version.document,
        version=version.number,
        title=version.metadata.title,
        hotlines=_lines(extra.get("hotlines")),
        checked=str(extra.get("hotlines_checked", "")),
        others=alarm.others,
        links=_links(version.parse.text, alarm, every),
    )
    return card, [_whole(record) for record in catalog.passages_of(version.document, version.number)]


def _by_situation(cards: Sequence[VersionRecord], catalog: Catalog) -> dict[str, VersionRecord]:
    """The card of each situation."""
    oldest = sorted(cards, key=lambda version: _first_published(version.document, catalog))
    found: dict[str, VersionRecord] = {}
    for version in oldest:
        found.setdefault(str(version.metadata.extra.get("situation", "")), version)
    return found


def _links(text: str, alarm: Alarm, every: Mapping[str, VersionRecord]) -> tuple[CardLink, ...]:
    """The other cards that ``text`` names, and those of the situations that the question may tell of as well."""
    named = [(match["words"], match["name"]) for match in _NAMED.finditer(text)]
    links: dict[str, CardLink] = {}
    for words, name in [*named, *((other, other) for other in alarm.others)]:
        fitting = [one for one in every if _names(name, one) and one != alarm.situation]
        if len(fitting) == 1:
            card = every[fitting[0]]
            links.setdefault(words, CardLink(words, card.document, card.metadata.title))
    return tuple(links.values())


def _names(name: str, situation: str) -> bool:
    """Whether a short name's letters stand in a situation's in their order: 虐待性侵 in 虐待家暴性侵."""
    letters = iter(situation)
    return bool(name) and all(letter in letters for letter in name)


def _first_published(document: str, catalog: Catalog) -> tuple[datetime, str]:
    """When any version of a document was first published, and its id, so that the order is always the same."""
    published = [state.published_at for state in catalog.states(document) if state.published_at]
    return min(published), document


def _lines(value: object) -> tuple[str, ...]:
    return tuple(str(line) for line in value) if isinstance(value, list | tuple) else ()


def _whole(record: PassageRecord) -> Quote:
    return Quote(hit_of(record, score=1.0), record.start, record.end, record.text, 1.0)
