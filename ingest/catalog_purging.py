"""A withdrawn version is emptied: its text showed somebody who must not be shown, and no link may bring it back.

What is left is a row that says so. Everything that is deleted is overwritten in the catalog's files
(``catalog_engine``: secure delete, then the write-ahead log is emptied).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ingest import catalog_reads as reads
from ingest import coding
from ingest.catalog import Catalog
from ingest.catalog_engine import empty_log
from ingest.catalog_missing import no_version
from ingest.catalog_writes import Writer, text_hash
from ingest.errors import StudioError
from ingest.model import Metadata, Parse, Status
from ingest.originals import Originals
from ingest.records import VersionState
from ingest.schema import audit, passages, questions, versions
from ingest.schema_people import jobs, judgements, review_items
from ingest.schema_standard import standard_evidence

TITLE = "已清除的资料"
_EMPTY = coding.pack(Parse("", (), (), ()))


@dataclass(frozen=True, slots=True)
class Purged:
    """What was emptied. ``shared``: versions (document, number) that keep the original it came from."""

    document: str
    number: int
    shared: tuple[tuple[str, int], ...]


def purge(
    catalog: Catalog, originals: Originals, document: str, number: int, *, actor: str, reason: str
) -> Purged:
    """Empty a version, with what else in the catalog holds its words, and delete its original.

    The original stays where another version came from the same file; the result names it. StudioError for
    a version that is not withdrawn.
    """
    with catalog.writing() as writer:
        states = writer.states(document)
        state = require_withdrawn(states, document, number)
        sha256 = state.source_sha256
        _empty(writer, state)
        if not any(one.passages for one in states if one.number != number):
            writer.connection.execute(questions.delete().where(questions.c.document == document))
        _forget_quotes(writer.connection, document, number)
        _forget_names(writer.connection, [name for name in (state.title, state.source_name) if name])
        writer.note(actor, "purge", document, number, reason)
        left = reads.states_with(writer.connection, source_sha256=sha256) if sha256 else []
        if not left:
            originals.remove(sha256)
    empty_log(catalog.engine)
    return Purged(document, number, tuple((one.document, one.number) for one in left))


def require_withdrawn(states: Sequence[VersionState], document: str, number: int) -> VersionState:
    """The version among those of its document. StudioError where there is none, or it is not withdrawn."""
    state = next((one for one in states if one.number == number), None)
    if state is None:
        raise no_version(document, number, [one.number for one in states])
    if state.status is not Status.WITHDRAWN:
        raise StudioError(f"第 {number} 版是{state.status.label}，没有清除。只有停用了的版本才能清除。")
    return state


def _empty(writer: Writer, state: VersionState) -> None:
    here = (versions.c.document == state.document) & (versions.c.number == state.number)
    blank = Metadata(title=TITLE, kind=state.kind, visibility=state.visibility)
    values: Mapping[str, Any] = {
        "status": Status.PURGED.value,
        "title": TITLE,
        "form": blank.form.value,
        "level": None,
        "scope": "",
        "stages": [],
        "effective": None,
        "expires": None,
        "metadata": coding.metadata_to_json(blank),
        "warnings": [],
        "content": _EMPTY,
        "sketch": None,
        "passages": 0,
        "source_name": "",
        "source_sha256": "",
        "text_sha256": text_hash(""),
        "published_at": None,
    }
    run = writer.connection.execute
    run(
        passages.delete().where(
            (passages.c.document == state.document) & (passages.c.version == state.number)
        )
    )
    run(versions.update().where(here).values(values))
    # The trail keeps who did what and when; a title or a file's name may be what had to go.
    named = (audit.c.document == state.document) & (audit.c.version == state.number)
    run(audit.update().where(named & audit.c.action.in_(("add", "describe"))).values(detail=""))


def _forget_quotes(connection: sa.Connection, document: str, number: int) -> None:
    """What the studio has written down of the version elsewhere: evidence, and answers to be judged."""
    evidence = standard_evidence.c
    connection.execute(
        standard_evidence.delete().where((evidence.document == document) & (evidence.version == number))
    )
    text = sa.cast(review_items.c.answer, sa.Text)
    found = sa.select(review_items.c.id, review_items.c.answer).where(
        text.contains(document, autoescape=True)
    )
    going = [row.id for row in connection.execute(found) if mentions(row.answer, document, number)]
    connection.execute(judgements.delete().where(judgements.c.item.in_(going)))
    connection.execute(review_items.delete().where(review_items.c.id.in_(going)))


def _forget_names(connection: sa.Connection, names: Sequence[str]) -> None:
    """What jobs have told of a title or a file: an evaluation lists what it found, an import what it read."""
    for id_, result in connection.execute(sa.select(jobs.c.id, jobs.c.result)).all():
        told = _unnamed(result, names)
        if told != result:
            connection.execute(jobs.update().where(jobs.c.id == id_).values(result=told))


def _unnamed(told: Any, names: Sequence[str]) -> Any:
    if isinstance(told, str):
        return TITLE if any(name in told for name in names) else told
    if isinstance(told, Mapping):
        return {key: _unnamed(value, names) for key, value in told.items()}
    return [_unnamed(value, names) for value in told] if isinstance(told, list) else told


def mentions(answer: Any, document: str, number: int) -> bool:
    """Whether an answer's JSON holds anything of a version."""
    if isinstance(answer, Mapping):
        if answer.get("document") == document and answer.get("version") == number:
            return True
        return any(mentions(value, document, number) for value in answer.values())
    return isinstance(answer, list) and any(mentions(value, document, number) for value in answer)
