"""No passage runs over two clauses, and nothing is lost: on what ships, and on all real documents.

A passage holds one clause whole with what is numbered below it, or a part of one. So its span and every clause's
are nested or apart, it belongs to the innermost clause that holds it, and of the clauses that begin behind its
own start none is an article, a chapter or a heading: those always begin a passage of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.benchmarks import clause_boundaries
from eval.corpus import library
from ingest.clean import clean
from ingest.model import Clause, ClauseKind, NodeRole, Parse, Passage
from ingest.readers import read
from ingest.split import split
from ingest.structure import parse

# What may stand within a passage of the clause above it; all others begin passages of their own.
SMALL = {ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.POINT, ClauseKind.ROW}


def problems(found: Parse) -> Iterator[str]:
    """What is wrong with a parse, a sentence for each fault."""
    if "".join(found.text[node.start : node.end] for node in found.nodes) != found.text:
        yield "the nodes, joined, are not the text"
    tiles = [(node.start, node.end) for node in found.nodes if node.role is NodeRole.PASSAGE]
    if tiles != [(passage.start, passage.end) for passage in found.passages]:
        yield "passages and passage nodes differ"
    for passage in found.passages:
        for fault in faults(found, passage):
            yield f"{fault}: {passage.text[:30]!r}"


def faults(found: Parse, passage: Passage) -> Iterator[str]:
    start, end = passage.start, passage.end
    holders = []
    for place, clause in enumerate(found.clauses):
        if clause.start <= start and end <= clause.end:
            holders.append(place)
        elif start < clause.start < end:
            if clause.end > end and not is_number(found, clause, start):
                yield f"ends within {clause.name}"
            if clause.kind not in SMALL:
                yield f"runs into {clause.name}"
        elif clause.start < start < clause.end < end:
            yield f"begins within {clause.name} and runs out of it"
    # Clauses stand parents first, so that the last one that holds the passage is the innermost.
    if passage.clause != (holders[-1] if holders else None):
        yield "belongs to another clause than the innermost"
    if passage.path != found.path(passage.clause):
        yield "has another path than its clause"


def is_number(found: Parse, clause: Clause, start: int) -> bool:
    """Whether only its article's number stands between ``start`` and the clause, its first 款."""
    if clause.parent is None:
        return False
    article = found.clauses[clause.parent]
    before = "".join(found.text[start : clause.start].split())
    return start == article.start and before in (article.label, article.label + article.title)


def parses(path: Path) -> list[Parse]:
    return [parse(part.blocks, part.title) for part in split(clean(read(path)).blocks, path.stem)]


def check(files: list[Path]) -> int:
    """Check all passages of the files; return how many there are."""
    count = 0
    for path in files:
        for found in parses(path):
            assert list(problems(found)) == [], path.name
            count += len(found.passages)
    return count


def test_shipped_documents():
    files = sorted(library.CORPUS.glob("*/*.md"))
    assert len(files) > 50 and check(files) > 5 * len(files)


def test_seeds(shared):
    files = sorted((shared / "data" / "seeds").glob("*.txt"))
    assert files and check(files) > 50


@pytest.mark.slow
def test_laws_and_rules(shared):
    files = sorted((shared / "data" / "policy").rglob("*.md"))
    files += sorted((shared / "data" / "policy" / "docx").glob("*.docx"))
    assert len(files) > 50 and check(files) > 3000


@pytest.mark.slow
def test_the_round_trip_of_every_real_file(shared):
    """Scans take OCR minutes and are left to ``make bench``; all else is read here."""
    figures = clause_boundaries.roundtrip(shared / "data" / "policy")
    assert figures["files"] == figures["same"] > 50
    assert figures["differing"] == figures["unread"] == []
