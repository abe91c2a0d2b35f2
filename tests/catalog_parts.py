"""Small documents for the catalog's tests: a rule of n articles, without a file behind it."""

from __future__ import annotations

from datetime import date

from app.studio import today
from ingest.catalog import Catalog
from ingest.model import (
    Clause,
    ClauseKind,
    Kind,
    Metadata,
    Node,
    NodeRole,
    Parse,
    ParsedDocument,
    Passage,
    TypicalQuestion,
)
from ingest.records import VersionRecord

# What a test publishes is in force from the day it runs on: a written date would end all tests with it.
TODAY = today()


def parse_of(sentences: list[str]) -> Parse:
    """One article a sentence, its number in front."""
    clauses, nodes, passages = [], [], []
    text = ""
    for place, sentence in enumerate(sentences):
        label = f"第{place + 1}条"
        start = len(text)
        text += f"{label} {sentence}\n"
        end = len(text) - 1
        clauses.append(Clause(ClauseKind.ARTICLE, label, "", None, start, end, 1, 1))
        nodes += [Node(NodeRole.PASSAGE, start, end, place), Node(NodeRole.SEPARATOR, end, end + 1)]
        passages.append(Passage(place, (label,), start, end, text[start:end], place, 1, 1))
    return Parse(text, tuple(clauses), tuple(nodes), tuple(passages))


def rule(
    title: str = "手机管理规定",
    sentences: tuple[str, ...] = ("手机由学校保管。", "放学后归还。"),
    *,
    effective: date | None = None,
    promulgated: date | None = date(1980, 1, 1),
    expires: date | None = None,
    questions: tuple[TypicalQuestion, ...] = (),
    kind: Kind = Kind.POLICY,
) -> ParsedDocument:
    metadata = Metadata(
        title=title,
        kind=kind,
        promulgated=promulgated,
        effective=effective,
        expires=expires,
        questions=questions,
    )
    return ParsedDocument(metadata, parse_of(list(sentences)), reader="text")


def add(catalog: Catalog, parsed: ParsedDocument, document: str | None = None) -> VersionRecord:
    return catalog.add_version(
        parsed, document=document, source_name="规定.txt", source_sha256="0" * 64, actor="host"
    )
