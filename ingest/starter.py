"""The shipped corpus: published into an empty home, and brought up to date when a release changes it.

What hosts did is respected: a document they withdrew stays withdrawn, and one that they have revised
gets the release's text as a draft only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ingest import readers
from ingest.catalog import Catalog
from ingest.model import Status
from ingest.originals import file_hash
from ingest.pipeline import FileResult, Progress, Run, ingest_found, originals_of
from ingest.pipeline_files import Found
from ingest.recognition import Known
from ingest.records import VersionState

ACTOR = "starter"


def publish_starter(
    catalog: Catalog, home: Path, corpus: Path, today: date, progress: Progress | None = None
) -> list[FileResult]:
    """Take in and publish every Markdown file below ``corpus`` that the catalog does not have yet.

    Quick where nothing changed: it hashes the files and reads none. A row for every file taken in.
    """
    known = {state.source_sha256 for state in catalog.states()}
    files = (path for path in sorted(corpus.rglob("*.md")) if path.name != "README.md")
    changed = [Found(path) for path in files if file_hash(path) not in known]
    if not changed:
        return []
    run = Run(
        catalog,
        originals_of(home),
        Known.load(catalog),
        ACTOR,
        today,
        publish=_may_publish,
        read=readers.read,  # our own files need no worker process
        mask=False,
    )
    return ingest_found(changed, run, progress)


def _may_publish(earlier: Sequence[VersionState]) -> bool:
    """Whether no host has withdrawn the document, or has the last word in it."""
    published = [state for state in earlier if state.status is Status.PUBLISHED]
    if earlier and not published:
        return False
    return all(state.created_by == ACTOR for state in published)
