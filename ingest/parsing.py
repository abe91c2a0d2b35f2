"""One file -> its documents, unmasked and in memory only: read, clean, split, outline, describe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.clean import clean
from ingest.errors import StudioError
from ingest.frontmatter import overlay
from ingest.metadata import describe
from ingest.model import Cleaned, Kind, Metadata, ParsedDocument, Part, Removal, Source, Visibility
from ingest.personal import with_picture_warning
from ingest.split import split
from ingest.structure import parse
from ingest.worker import read_isolated

Read = Callable[[Path], Source]

WHOLE_FILE = "本文件"
"""The note of a removal that cannot be assigned to one document of a compilation."""
FEWEST_LETTERS = 6
"""Below this a removed text may stand anywhere by chance."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed document with the id that its front matter gives it, if any.

    ``source`` is its file's name as it may be shown; ``masked``: personal data was taken out of it since.
    """

    document: ParsedDocument
    id: str | None
    source: str = ""
    masked: bool = False


def parse_file(
    path: Path, *, name: str, kind: Kind | None = None, read: Read = read_isolated
) -> list[Parsed]:
    """Everything before the catalog: no side effects. StudioError if no document comes out."""
    source = read(path)
    cleaned = clean(source)
    parts = split(cleaned.blocks, Path(name).stem)
    given = source.front_matter.get("id") if len(parts) == 1 else None
    removals = removals_by_part(parts, cleaned.removals)
    found = [
        Parsed(_parse_part(part, replace(cleaned, removals=removed), source, name, kind), _slug(given))
        for part, removed in zip(parts, removals, strict=True)
    ]
    found = [item for item in found if item.document.parse.passages]
    if not found:
        raise StudioError(_why_nothing(cleaned, name))
    return found


def _why_nothing(cleaned: Cleaned, name: str) -> str:
    lines = [line for block in cleaned.blocks for line in block.text.splitlines() if line.strip()]
    if len(lines) == 1:
        return f"《{name}》只有一行“{lines[0].strip()[:40]}”，像是标题，没有正文。请补上正文再导入。"
    if lines:
        return f"《{name}》只读到标题或目录，没有正文。请检查文件是否完整。"
    return f"《{name}》里没有读到文字。请检查它是不是空的，或只有图片。"


def removals_by_part(parts: Sequence[Part], removals: Iterable[Removal]) -> list[tuple[Removal, ...]]:
    """For every document of a file what was removed from it.

    By its page; where documents share the page, or a format knows none, by the words that stand on in one
    of them (a mended line). What was removed whole from a shared page is marked as the whole file's.
    """
    found: list[list[Removal]] = [[] for _ in parts]
    texts = ["".join(_letters(block.text) for block in part.blocks) for part in parts]
    spans = [_pages(part) for part in parts]
    for removal in removals:
        places = [at for at, span in enumerate(spans) if _on(removal.page, span)] or [*range(len(parts))]
        if len(places) > 1:
            words = _letters(removal.text)
            holding = [at for at in places if len(words) >= FEWEST_LETTERS and words in texts[at]]
            if not holding:
                removal = replace(removal, note="；".join(filter(None, (removal.note, WHOLE_FILE))))
            places = holding or places
        for at in places:
            found[at].append(removal)
    return [tuple(one) for one in found]


def _pages(part: Part) -> tuple[int, int] | None:
    pages = [piece.page for block in part.blocks for piece in block.pieces]
    return (min(pages), max(pages)) if pages else None


def _on(page: int | None, span: tuple[int, int] | None) -> bool:
    return page is None or span is None or span[0] <= page <= span[1]


def _letters(text: str) -> str:
    return re.sub(r"[\s⏎]+", "", text)


def _slug(given: object) -> str | None:
    return given if isinstance(given, str) and given else None


def _parse_part(part: Part, cleaned: Cleaned, source: Source, name: str, kind: Kind | None) -> ParsedDocument:
    parsed = parse(part.blocks, part.title)
    front = source.front_matter
    shipped = "id" in front and "kind" in front
    metadata = describe(part, parsed, file_name=name, front_matter=front if shipped else {}, kind=kind)
    problems: tuple[str, ...] = ()
    if front and not shipped:
        metadata, problems = overlay(front, metadata)
    if kind is not None:
        metadata = replace(metadata, kind=kind)
    document = ParsedDocument(
        metadata=_for_whom(metadata, front),
        parse=parsed,
        removals=cleaned.removals,
        warnings=(*source.warnings, *problems),
        page_unit=source.page_unit,
        reader=source.reader,
    )
    return with_picture_warning(document, source, part.blocks)


def _for_whom(metadata: Metadata, front: dict[str, Any]) -> Metadata:
    """Records of pupils and studios are for hosts and evaluators unless the file says otherwise."""
    if metadata.kind is Kind.RECORD and "visibility" not in front:
        return replace(metadata, visibility=Visibility.CURATORS)
    return metadata
