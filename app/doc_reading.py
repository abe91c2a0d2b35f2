"""Which version of a document a reader may open, and how it stands: drafts never, curators' papers by curators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.standing import Standing, standing
from ingest.catalog import Catalog
from ingest.model import Status, Visibility
from ingest.records import VersionRecord, VersionState


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """A version that a reader may open: its number, the day its text counts from, how it stands."""

    number: int
    dated: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reading:
    """A version to be read. ``editions`` are all that may be opened, oldest first; this one is among them."""

    version: VersionRecord
    editions: tuple[OpenEdition, ...]

    @property
    def standing(self) -> Standing:
        return next(one.standing for one in self.editions if one.number == self.version.number)


def open_version(
    catalog: Catalog, document: str, number: int | None, on: date, *, curator: bool
) -> Reading | None:
    """A version, or without a number the one that stands for its document on that day.

    What was published once stays open when it is replaced or withdrawn: citations must keep opening.
    None where there is nothing that the reader may open.
    """
    states = catalog.states(document)
    shown = readable(states, curator=curator)
    wanted = _standing_for(shown, on) if number is None else number
    if wanted not in {state.number for state in shown}:
        return None
    editions = tuple(
        OpenEdition(state.number, state.days.dated, standing(states, state.number, on)) for state in shown
    )
    return Reading(catalog.version(document, wanted), editions)


def readable(states: Sequence[VersionState], *, curator: bool) -> list[VersionState]:
    """What was published once. Of that a reader who is no curator opens what is for everybody, and none at
    all once the newest is for curators only."""
    published = sorted((state for state in states if state.published_at), key=lambda state: state.days.order)
    if curator:
        return published
    if not published or published[-1].visibility is not Visibility.EVERYONE:
        return []
    return [state for state in published if state.visibility is Visibility.EVERYONE]


def _standing_for(shown: Sequence[VersionState], on: date) -> int | None:
    """The newest that is published and has begun, else the newest published, else the newest withdrawn."""

    def rank(state: VersionState) -> tuple[bool, bool]:
        return (state.status is Status.PUBLISHED, state.days.begins <= on)

    best = max(shown, key=lambda state: (*rank(state), *state.days.order), default=None)
    return None if best is None else best.number
