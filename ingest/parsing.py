"""One file -> its documents, unmasked and in memory only: read, clean, split, outline, describe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.clean import clean
from ingest.errors import StudioError
from ingest.frontmatter import overlay
from ingest.metadata import describe
from ingest.model import Cleaned, Kind, Metadata, ParsedDocument, Part, Source, Visibility
from ingest.split import split
from ingest.structure import parse
from ingest.worker import read_isolated

Read = Callable[[Path], Source]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed document with the id that its front matter gives it, if any."""

    document: ParsedDocument
    id: str | None


def parse_file(
    path: Path, *, name: str, kind: Kind | None = None, read: Read = read_isolated
) -> list[Parsed]:
    """Everything before the catalog: no side effects. StudioError if no document comes out."""
    source = read(path)
    cleaned = clean(source)
    parts = split(cleaned.blocks, Path(name).stem)
    given = source.front_matter.get("id") if len(parts) == 1 else None
    found = [Parsed(_parse_part(part, source, cleaned, name, kind), _slug(given)) for part in parts]
    found = [item for item in found if item.document.parse.passages]
    if not found:
        raise StudioError(f"《{name}》里没有读到正文。请检查它是不是空的，或只有图片。")
    return found


def _slug(given: object) -> str | None:
    return given if isinstance(given, str) and given else None


def _parse_part(part: Part, source: Source, cleaned: Cleaned, name: str, kind: Kind | None) -> ParsedDocument:
    parsed = parse(part.blocks, part.title)
    front = source.front_matter
    shipped = "id" in front and "kind" in front
    metadata = describe(part, parsed, file_name=name, front_matter=front if shipped else {}, kind=kind)
    problems: tuple[str, ...] = ()
    if front and not shipped:
        metadata, problems = overlay(front, metadata)
    if kind is not None:
        metadata = replace(metadata, kind=kind)
    return ParsedDocument(
        metadata=_for_whom(metadata, front),
        parse=parsed,
        removals=cleaned.removals,
        warnings=(*source.warnings, *problems),
        page_unit=source.page_unit,
        reader=source.reader,
    )


def _for_whom(metadata: Metadata, front: dict[str, Any]) -> Metadata:
    """Records of pupils and studios are for hosts and evaluators unless the file says otherwise."""
    if metadata.kind is Kind.RECORD and "visibility" not in front:
        return replace(metadata, visibility=Visibility.CURATORS)
    return metadata
