"""The emergency card of an answer: the published one for a situation, whole and in its own order."""

from __future__ import annotations

from collections.abc import Iterable

from app.emergency import Alarm
from app.model import EmergencyCard, Quote
from index.hits import hit_of
from ingest.catalog import Catalog
from ingest.model import Kind
from ingest.records import Edition, PassageRecord


def card_for(
    alarm: Alarm, editions: Iterable[Edition], catalog: Catalog
) -> tuple[EmergencyCard, list[Quote]]:
    """The card in force whose front matter names the situation, and its passages in reading order.

    Where none is published the card is bare: it still names the situation, and the page the lines to
    call that hold anywhere in the country (110, 120).
    """
    for edition in editions:
        if edition.kind is not Kind.EMERGENCY or not edition.live:
            continue
        version = catalog.version(edition.document, edition.version)
        extra = version.metadata.extra
        if extra.get("situation") == alarm.situation:
            card = EmergencyCard(
                situation=alarm.situation,
                document=edition.document,
                version=edition.version,
                title=version.metadata.title,
                hotlines=_lines(extra.get("hotlines")),
                checked=str(extra.get("hotlines_checked", "")),
                others=alarm.others,
            )
            passages = catalog.passages_of(edition.document, edition.version)
            return card, [_whole(record) for record in passages]
    return EmergencyCard(situation=alarm.situation, others=alarm.others), []


def _lines(value: object) -> tuple[str, ...]:
    return tuple(str(line) for line in value) if isinstance(value, list | tuple) else ()


def _whole(record: PassageRecord) -> Quote:
    return Quote(hit_of(record, score=1.0), record.start, record.end, record.text, 1.0)
