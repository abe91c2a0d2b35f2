"""Which editions a search may find: the catalog's word, as far as the index holds them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from index.lexical import Scope
from index.manifest import Manifest, Shelf, edition_key
from index.model import Filters
from ingest.model import Visibility
from ingest.records import Edition

_MOST_SCOPED = 512  # editions named in a lexical query; more are left to what reads the hits


@dataclass(frozen=True, slots=True)
class View:
    """What a search may find: by shelf the scope of a lexical query and the kinds that have vectors."""

    editions: frozenset[str]
    scopes: dict[Shelf, Scope | None]
    kinds: dict[Shelf, tuple[str, ...]]

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        return tuple(self.kinds)


def view(editions: Iterable[Edition], manifest: Manifest, filters: Filters, day: date) -> View:
    """Editions in force on ``day`` that pass the filters and that the index holds.

    Where the version in force is not in the index yet, the one that it replaces stands in for it
    until the sync is done; a withdrawn one never does, since ``editions`` does not have it.
    """
    chosen = {
        edition_key(edition.document, edition.version): edition
        for edition in _standing(editions, manifest, day)
        if passes(edition, filters)
    }
    scopes: dict[Shelf, Scope | None] = {}
    kinds: dict[Shelf, tuple[str, ...]] = {}
    for shelf in Shelf:
        held = manifest.holds(shelf)
        here = {key: edition for key, edition in chosen.items() if key in held}
        if here:
            kinds[shelf] = tuple(sorted({edition.kind.value for edition in here.values()}))
            scopes[shelf] = _scope(here, kinds[shelf], len(held))
    return View(frozenset(chosen), scopes, kinds)


def _standing(editions: Iterable[Edition], manifest: Manifest, day: date) -> list[Edition]:
    held = {shelf: manifest.holds(shelf) for shelf in Shelf}
    chosen: list[Edition] = []
    late: set[str] = set()
    waiting: list[Edition] = []
    for edition in editions:
        key = edition_key(edition.document, edition.version)
        if edition.live:
            if any(key in keys for keys in held.values()):
                chosen.append(edition)
            else:
                late.add(edition.document)
        elif key in held[Shelf.LIVE] and _in_force(edition, day):
            waiting.append(edition)
    return chosen + [edition for edition in waiting if edition.document in late]


def _scope(here: Mapping[str, Edition], kinds: tuple[str, ...], held: int) -> Scope | None:
    """Name the editions where some are left out; where they are many, their kinds."""
    if len(here) == held:
        return None
    return Scope(editions=tuple(here)) if len(here) <= _MOST_SCOPED else Scope(kinds=kinds)


def passes(edition: Edition, filters: Filters) -> bool:
    """Whether an edition may be found; one without a stage fits every stage."""
    return (
        (not filters.kinds or edition.kind in filters.kinds)
        and (not filters.levels or edition.level in filters.levels)
        and (not filters.stages or not edition.stages or bool(set(filters.stages) & set(edition.stages)))
        and (filters.curator or edition.visibility is Visibility.EVERYONE)
    )


def _in_force(edition: Edition, day: date) -> bool:
    return edition.begins <= day and (edition.expires is None or edition.expires > day)
