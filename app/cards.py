"""The emergency card of an answer: the published one for a situation, whole and in its own order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.emergency import Alarm
from app.model import EmergencyCard, Quote
from index.hits import hit_of
from ingest.catalog import Catalog
from ingest.model import Kind, Visibility
from ingest.records import Edition, PassageRecord


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
    fitting = [version for version in cards if version.metadata.extra.get("situation") == alarm.situation]
    if not fitting:
        return EmergencyCard(situation=alarm.situation, others=alarm.others), []
    version = min(fitting, key=lambda version: _first_published(version.document, catalog))
    extra = version.metadata.extra
    card = EmergencyCard(
        situation=alarm.situation,
        document=version.document,
        version=version.number,
        title=version.metadata.title,
        hotlines=_lines(extra.get("hotlines")),
        checked=str(extra.get("hotlines_checked", "")),
        others=alarm.others,
    )
    return card, [_whole(record) for record in catalog.passages_of(version.document, version.number)]


def _first_published(document: str, catalog: Catalog) -> tuple[datetime, str]:
    """When any version of a document was first published, and its id, so that the order is always the same."""
    published = [state.published_at for state in catalog.states(document) if state.published_at]
    return min(published), document


def _lines(value: object) -> tuple[str, ...]:
    return tuple(str(line) for line in value) if isinstance(value, list | tuple) else ()


def _whole(record: PassageRecord) -> Quote:
    return Quote(hit_of(record, score=1.0), record.start, record.end, record.text, 1.0)
