"""Gold names a document by its id, or by the file it came from: an ingested law has no id of its own choosing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from eval.model import Question
from ingest.catalog import Catalog


def by_source(catalog: Catalog) -> dict[str, str]:
    """File name without its suffix -> id of the published document that was read from it."""
    return {PurePath(record.source_name).stem: record.id for record in catalog.documents()}


def resolved(question: Question, names: Mapping[str, str]) -> Question:
    """The question with every gold document that is a file's name replaced by its id."""
    gold = tuple(
        one.model_copy(update={"document": names.get(one.document, one.document)}) for one in question.gold
    )
    return question.model_copy(update={"gold": gold})
