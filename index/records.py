"""Passages of the catalog by id, remembered as long as it stays at its revision.

One question reads the same passages several times: for its own search, for the answer, and for the search
that goes on in the rules. Their words are read from the catalog once.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.catalog import Catalog
from ingest.records import PassageRecord

MOST = 16_384
"""Passages kept: about 1.5 kB each. Beside 140,000 articles an answer reads 44 anew, 70 with a quarter of it."""


class Records:
    """Reads passages that are published. Safe to share between threads.

    Whatever a search finds changes with the catalog's revision only; of drafts and of what was withdrawn that
    does not hold, so nothing but the passages of published versions may be asked for and believed.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: tuple[int, dict[str, PassageRecord]] = (-1, {})

    def of(self, ids: Iterable[str], revision: int) -> dict[str, PassageRecord]:
        """The passages that exist, by id, in the order asked for; at ``revision``, just read, or newer."""
        wanted = list(dict.fromkeys(ids))
        known = self._at(revision, len(wanted))
        found = {id_: record for id_ in wanted if (record := known.get(id_))}
        if len(found) < len(wanted):
            read = self._catalog.passages(id_ for id_ in wanted if id_ not in found)
            known.update(read)
            found = {id_: record for id_ in wanted if (record := found.get(id_) or read.get(id_))}
        return found

    def _at(self, revision: int, more: int) -> dict[str, PassageRecord]:
        """What is kept of that revision. Who reads on at an older one goes on filling what he was given."""
        of, known = self._kept
        if of != revision or len(known) + more > MOST:
            known = {}
            self._kept = (revision, known)
        return known
