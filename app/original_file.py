"""Who may see the file that a version came from: its pages, and the file itself.

The text is masked, the file is not, and neither are pictures of pupils. One file may hold several
documents: whoever sees it sees all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.access import Account, Act
from app.doc_reading import readable
from ingest.catalog import Catalog
from ingest.pipeline import originals_of
from ingest.privacy_pictures import WARNING
from ingest.records import VersionState


def original_of(catalog: Catalog, home: Path, account: Account, document: str, number: int) -> Path | None:
    """The file, or None where this account may not see it or it is not there."""
    state = next((one for one in catalog.states(document) if one.number == number), None)
    if state is None or not state.source_sha256:
        return None
    if Act.ORIGINALS not in account.acts and not _open(catalog, account, state):
        return None
    return originals_of(home).find(state.source_sha256)


def _open(catalog: Catalog, account: Account, state: VersionState) -> bool:
    """Whether nothing in the file is hidden from the account: not here, not since, not in a document beside it."""
    newest = {one.document: one for one in catalog.states_with(source_sha256=state.source_sha256)}
    if any(one.masked or WARNING in one.warnings for one in (state, *newest.values())):
        return False
    shown = (newest | {state.document: state}).values()
    return all(_reads(catalog.states(one.document), account, one.number) for one in shown)


def _reads(states: Sequence[VersionState], account: Account, number: int) -> bool:
    return number in {one.number for one in readable(states, curator=account.curator)}
