"""A line that names an emergency card where a question only might tell of an emergency.

Between certain enough for a card on top and nothing at all: a card too many at ordinary questions teaches
people to look past cards, and a line costs half a glance.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.cards import card_for
from app.emergency import suspected
from ingest.catalog import Catalog
from ingest.records import Edition


def notes(
    said: str, taken: str, editions: Sequence[Edition], catalog: Catalog, *, curator: bool = False
) -> tuple[str, ...]:
    """One sentence with the card's title, or none. ``taken`` is how a follow-up was understood, else empty."""
    alarm = suspected(said) or (suspected(taken) if taken else None)
    if alarm is None:
        return ()
    card, _ = card_for(alarm, editions, catalog, curator=curator)
    see = f"，再看《{card.title}》" if card.document else ""
    return (f"如果有学生正处在危险中，或刚受到伤害：先打 110，要救护打 120{see}。",)
