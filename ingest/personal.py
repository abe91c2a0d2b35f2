"""Personal data at the catalog's door: masked on the way in, for drafts as for what is published.

The unmasked text stays in the original alone. The catalog, and so the index, every page, diff, export
and log behind it, never had it. A host who finds that something masked is no personal data says so per
finding (``ingest.review``), which makes a new version from the original.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ingest.masking import mask, mask_name, picture_warning
from ingest.model import Block, ClauseKind, Level, ParsedDocument, Source
from ingest.privacy import Finding, find
from ingest.readers.decode import without_zero_width

_STATE_LEVELS = {Level.LAW, Level.REGULATION, Level.JUDICIAL, Level.LOCAL}
_NAME = "name"


def found_in(parsed: ParsedDocument) -> list[Finding]:
    """What is masked in this document; spans are those of its unmasked text.

    In a statute of the state only numbers and addresses are looked for: it is published, its words must
    stay exact, and it names no pupil. A school's rules are searched like everything else.
    """
    findings = find(parsed.parse.text)
    return [f for f in findings if f.kind != _NAME] if is_statute(parsed) else findings


def without_personal_data(parsed: ParsedDocument, *, keep: Collection[Finding] = ()) -> ParsedDocument:
    """The document as the catalog may hold it, with a warning for every kind of thing masked."""
    findings = find(parsed.parse.text)
    if is_statute(parsed):
        keep = [*keep, *(f for f in findings if f.kind == _NAME)]
    return mask(parsed, findings, keep=keep)


def with_picture_warning(parsed: ParsedDocument, source: Source, blocks: tuple[Block, ...]) -> ParsedDocument:
    """The document with one warning more where its file has pictures and it tells of pupils.

    ``blocks`` are the document's own; which of a file's pictures belong to which of its documents is
    not always known, so each that tells of pupils is flagged. A statute tells of none.
    """
    warning = None if is_statute(parsed) else picture_warning(replace(source, blocks=blocks))
    return replace(parsed, warnings=(*parsed.warnings, warning)) if warning else parsed


def file_name(name: str, parsed: ParsedDocument) -> str:
    """The file's name as it may be shown: nothing in it turns the letters round."""
    return mask_name(without_zero_width(name), parsed)


def is_statute(parsed: ParsedDocument) -> bool:
    """A law, regulation, judicial interpretation or local law that consists of articles."""
    articles = sum(clause.kind is ClauseKind.ARTICLE for clause in parsed.parse.clauses)
    return parsed.metadata.level in _STATE_LEVELS and articles * 2 > len(parsed.parse.passages)
