"""Pure: personal data out of a document: 学生A, 家长A, 〔电话已隐去〕, the same for the same person.

The text is rewritten and every span with it, so that the nodes still tile the text. Everything else that
is shown (title, headings, typical questions, removals, warnings) is rewritten by the same table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

from ingest.masking_text import Edit, Table, apply, edits_for, moved
from ingest.model import Block, Metadata, Parse, ParsedDocument, Passage, Removal
from ingest.privacy import Finding, find
from ingest.privacy_model import LABELS
from ingest.privacy_pictures import picture_warning

__all__ = [
    "findings_of",
    "mask",
    "mask_blocks",
    "mask_name",
    "mask_text",
    "picture_warning",
    "safe",
    "warnings_for",
]

_ROUNDS = 4
"""Masking can bring a name to light that stood behind another; looked for again this often."""


def findings_of(parsed: ParsedDocument) -> list[Finding]:
    """Findings in the document's text, for review; spans are those of ``Parse.text``."""
    return find(parsed.parse.text)


def mask(
    parsed: ParsedDocument, findings: Sequence[Finding], *, keep: Collection[Finding] = ()
) -> ParsedDocument:
    """A copy of ``parsed`` without the data found, but for the findings to ``keep``.

    ``findings`` and ``keep`` have spans of ``parsed.parse.text``. Title, headings, questions, removals
    and warnings are searched too. For every kind and masked form a warning is added; it never holds the
    data. A document without findings comes back equal.
    """
    extras = "\n".join(_shown(parsed))
    table = Table.of(parsed.parse.text, findings, keep, extras, find(extras))
    masked = _masked_once(parsed, findings, keep, table)
    kept = {finding.text for finding in keep}
    for _ in range(_ROUNDS):
        more = [f for f in find(masked.parse.text) if f.text not in kept and not table.made(f.text)]
        if not more:
            break
        table = table.with_more(masked.parse.text, more)
        masked = _masked_once(masked, more, (), table)
    return replace(masked, warnings=(*masked.warnings, *table.warnings()))


def mask_text(text: str, findings: Sequence[Finding] | None = None, *, keep: Collection[Finding] = ()) -> str:
    """``text`` without its personal data; ``findings`` None looks for them."""
    found = find(text) if findings is None else findings
    kept = {finding.text for finding in keep}
    table = Table.of(text, found, keep)
    masked = apply(text, edits_for(text, found, keep, table))
    for _ in range(_ROUNDS):
        more = [f for f in find(masked) if f.text not in kept and not table.made(f.text)]
        if not more:
            break
        table = table.with_more(masked, more)
        masked = apply(masked, edits_for(masked, more, (), table))
    return masked


def mask_blocks(
    blocks: Sequence[Block], findings: Sequence[Finding], *, keep: Collection[Finding] = ()
) -> tuple[Block, ...]:
    """Blocks without the data found; ``findings`` have spans of the blocks' texts joined by newlines.

    A masked block keeps its first piece's page but loses the boxes of its characters.
    """
    text = "\n".join(block.text for block in blocks)
    table = Table.of(text, findings, keep)
    edits = edits_for(text, findings, keep, table)
    result, at = [], 0
    for block in blocks:
        end = at + len(block.text)
        own = [_within(edit, at, end) for edit in edits if edit.start < end and edit.end > at]
        path = tuple(table.clean(label) for label in block.path)
        new = apply(block.text, own)
        pieces = block.pieces
        if new != block.text and pieces:
            pieces = (replace(pieces[0], length=len(new), box=None),)
        result.append(
            replace(block, text=new, path=path, pieces=pieces)
            if new != block.text or path != block.path
            else block
        )
        at = end + 1
    return tuple(result)


def _within(edit: Edit, start: int, end: int) -> Edit:
    """The part of an edit in ``[start, end)``, counted from ``start``; its text goes where it begins."""
    text = edit.text if edit.start >= start else ""
    return Edit(max(edit.start, start) - start, min(edit.end, end) - start, text)


def mask_name(file_name: str, parsed: ParsedDocument | None = None) -> str:
    """A source file's name as it may be shown: without the names found in its document and in itself.

    ``parsed`` is the unmasked document.
    """
    text = parsed.parse.text if parsed else ""
    return Table.of(text, findings_of(parsed) if parsed else [], (), file_name, find(file_name)).clean(
        file_name
    )


def safe(text: str) -> str:
    """A log line or an export's cell without personal data."""
    return mask_text(text)


def warnings_for(parsed: ParsedDocument, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What a draft's review says about its findings: how many of each kind, never the data."""
    counts = {kind: sum(f.kind == kind for f in findings) for kind in LABELS}
    found = "、".join(f"{LABELS[kind]} {count} 处" for kind, count in counts.items() if count)
    return (f"发现个人信息：{found}。发布前请审阅并隐去",) if found else ()


def _shown(parsed: ParsedDocument) -> list[str]:
    """All that is shown of a document besides its text."""
    meta = parsed.metadata
    shown = [
        meta.title,
        *(c.title for c in parsed.parse.clauses),
        *(p.context for p in parsed.parse.passages),
    ]
    shown += [q.text for q in meta.questions] + [q.at for q in meta.questions]
    shown += [meta.issuer, meta.number, meta.scope, meta.case_type, *meta.tags, *meta.history]
    shown += [text for value in meta.extra.values() for text in _strings(value)]
    shown += [text for r in parsed.removals for text in (r.text, r.note)]
    return [text for text in (*shown, *parsed.warnings) if text]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for item in pair for text in _strings(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _strings(item)]
    return []


def _masked_once(
    parsed: ParsedDocument, findings: Sequence[Finding], keep: Collection[Finding], table: Table
) -> ParsedDocument:
    edits = edits_for(parsed.parse.text, findings, keep, table)
    return replace(
        parsed,
        metadata=_metadata(parsed.metadata, table),
        parse=_parse(parsed, edits, table),
        removals=tuple(_removal(r, table) for r in parsed.removals),
        warnings=tuple(table.clean(w) for w in parsed.warnings),
    )


def _parse(parsed: ParsedDocument, edits: Sequence[Edit], table: Table) -> Parse:
    old = parsed.parse
    text = apply(old.text, edits)
    move = moved(edits)
    clauses = tuple(
        replace(
            c, title=table.clean(c.title), label=table.clean(c.label), start=move(c.start), end=move(c.end)
        )
        for c in old.clauses
    )
    nodes = tuple(replace(n, start=move(n.start), end=move(n.end)) for n in old.nodes)
    places = tuple(replace(p, start=move(p.start), end=move(p.end)) for p in old.places)
    spans = [(p, move(p.start), move(p.end)) for p in old.passages]
    passages = [_passage(p, start, end, text, table) for p, start, end in spans if start < end]
    first = old.passages[0].ordinal if old.passages else 0
    return replace(
        old,
        text=text,
        clauses=clauses,
        nodes=tuple(n for n in nodes if n.start < n.end),
        passages=tuple(replace(p, ordinal=i) for i, p in enumerate(passages, first)),
        places=tuple(p for p in places if p.start < p.end),
    )


def _passage(passage: Passage, start: int, end: int, text: str, table: Table) -> Passage:
    path = tuple(table.clean(name) for name in passage.path)
    return replace(
        passage, path=path, start=start, end=end, text=text[start:end], context=table.clean(passage.context)
    )


def _metadata(meta: Metadata, table: Table) -> Metadata:
    clean = table.clean
    return replace(
        meta,
        title=clean(meta.title),
        issuer=clean(meta.issuer),
        number=clean(meta.number),
        scope=clean(meta.scope),
        case_type=clean(meta.case_type),
        tags=tuple(map(clean, meta.tags)),
        history=tuple(map(clean, meta.history)),
        questions=tuple(replace(q, text=clean(q.text), at=clean(q.at)) for q in meta.questions),
        extra={clean(key): _deep(value, table) for key, value in meta.extra.items()},
    )


def _deep(value: Any, table: Table) -> Any:
    if isinstance(value, (Enum, date)):
        return value
    if isinstance(value, str):
        return table.clean(value)
    if isinstance(value, dict):
        return {_deep(key, table): _deep(item, table) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_deep(item, table) for item in value)
    return value


def _removal(removal: Removal, table: Table) -> Removal:
    return replace(removal, text=table.clean(removal.text), note=table.clean(removal.note))
