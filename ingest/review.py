"""A host's word on what was masked: the findings of a version, and the few that are no personal data.

Both go back to the original, the only place with the unmasked text. Nothing here writes that text
anywhere but into the new version that a host asked for, finding by finding, with an audit entry each.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.model import ParsedDocument
from ingest.originals import Originals
from ingest.parsing import parse_file
from ingest.personal import found_in, without_personal_data
from ingest.privacy import Finding
from ingest.records import VersionRecord

_KEPT = "kept"
"""Key of ``Metadata.extra``: [[start, end], …] of the unmasked text, what hosts have let stand."""
_AROUND = 16


@dataclass(frozen=True, slots=True)
class Masked:
    """One finding of a version for review. ``context`` shows it masked; ``kept``: a host let it stand."""

    number: int
    label: str
    why: str
    context: str
    kept: bool


def masked(catalog: Catalog, originals: Originals, document: str, version: int | None = None) -> list[Masked]:
    """The findings of a version in reading order, numbered from 1. Never shows what is masked."""
    record = catalog.version(document, version)
    parsed = _unmasked(record, originals)
    kept = _kept(record)
    return [
        Masked(n, f.label, f.why, _context(parsed, f), (f.start, f.end) in kept)
        for n, f in enumerate(found_in(parsed), 1)
    ]


def keep(
    catalog: Catalog, originals: Originals, document: str, numbers: Collection[int], *, actor: str
) -> VersionRecord:
    """A new draft of the newest version in which these findings stand unmasked.

    StudioError where a number names no finding, or the original is gone.
    """
    record = catalog.version(document, max(state.number for state in catalog.states(document)))
    parsed = _unmasked(record, originals)
    found = found_in(parsed)
    unknown = sorted(n for n in numbers if not 1 <= n <= len(found))
    if unknown or not numbers:
        raise StudioError(f"“{document}”只有 {len(found)} 处疑似个人信息，没有第 {unknown or '？'} 处。")
    spans = _kept(record) | {(found[n - 1].start, found[n - 1].end) for n in numbers}
    chosen = [f for f in found if (f.start, f.end) in spans]
    renewed = without_personal_data(parsed, keep=chosen)
    extra = {**record.metadata.extra, _KEPT: sorted([f.start, f.end] for f in chosen)}
    renewed = replace(renewed, metadata=replace(record.metadata, extra=extra))
    with catalog.writing() as writer:
        added = writer.add_version(
            renewed,
            document=document,
            source_name=record.source_name,
            source_sha256=record.source_sha256,
            actor=actor,
            masked=True,
        )
        for n in sorted(numbers):
            finding = found[n - 1]
            writer.note(
                actor,
                "不是个人信息",
                document,
                added.number,
                f"第 {n} 处（{finding.label}，{finding.why}）不隐去",
            )
    return added


def _unmasked(record: VersionRecord, originals: Originals) -> ParsedDocument:
    """The document of the original that became this version."""
    path = originals.find(record.source_sha256)
    if path is None:
        raise StudioError(f"“{record.document}”的原件不在了，无法重新审阅。请重新导入文件。")
    kept = _kept(record)
    for item in parse_file(path, name=record.source_name, kind=record.metadata.kind):
        stands = [f for f in found_in(item.document) if (f.start, f.end) in kept]
        if without_personal_data(item.document, keep=stands).parse.text == record.parse.text:
            return item.document
    raise StudioError(f"“{record.document}”是用旧版程序读入的，与原件对不上。请重新导入原件再审阅。")


def _kept(record: VersionRecord) -> set[tuple[int, int]]:
    spans = record.metadata.extra.get(_KEPT, [])
    return {(int(a), int(b)) for a, b in spans} if isinstance(spans, list) else set()


def _context(parsed: ParsedDocument, finding: Finding) -> str:
    """The words around a finding, with every finding among them blotted out."""
    text = parsed.parse.text
    low = max(text.rfind("\n", 0, finding.start) + 1, finding.start - _AROUND)
    end = text.find("\n", finding.end)
    high = min(end if end >= 0 else len(text), finding.end + _AROUND)
    shown, at = "", low
    for other in found_in(parsed):
        if other.end <= low or other.start >= high:
            continue
        shown += text[at : max(at, other.start)] + f"〔{other.label}〕"
        at = max(at, other.end)
    return shown + text[at:high]
