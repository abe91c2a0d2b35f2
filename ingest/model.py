"""The words of the house: blocks, clauses, passages, documents. Frozen, slotted, no I/O.

All spans are half-open ``[start, end)`` and count Unicode code points of ``Parse.text``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# Re-exported: a reader of the model finds all its words here.
from ingest.terms import Form as Form
from ingest.terms import Kind as Kind
from ingest.terms import Level as Level
from ingest.terms import Stage as Stage
from ingest.terms import Status as Status
from ingest.terms import Visibility as Visibility


class BlockKind(StrEnum):
    """What a reader saw a stretch of text to be."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Piece:
    """Where ``length`` consecutive characters of a block stand in the source.

    ``page`` counts from 1 (page, slide or sheet; see ``Source.page_unit``). ``box`` is
    ``(x0, y0, x1, y1)`` as fractions of page width and height, origin top left; None where unknown.
    """

    length: int
    page: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row as read.

    ``level`` is the heading depth the format states (1 is the highest), 0 if it states none.
    ``path`` is the header path of a table row or the title of its sheet or slide.
    ``size`` is the font size in points. ``pieces``, where known, cover ``text`` in order:
    their lengths add up to ``len(text)``. ``confidence`` is the OCR's, 0 to 1.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    path: tuple[str, ...] = ()
    size: float | None = None
    bold: bool = False
    pieces: tuple[Piece, ...] = ()
    confidence: float | None = None

    @property
    def page(self) -> int | None:
        return self.pieces[0].page if self.pieces else None


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader made of one file. ``front_matter`` is the YAML mapping of a Markdown file."""

    blocks: tuple[Block, ...]
    reader: str
    page_unit: str = "页"
    warnings: tuple[str, ...] = ()
    front_matter: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Removal:
    """What a cleaning step took out or changed, so that a host can see it."""

    step: str
    text: str
    page: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a compilation: its title and its blocks (the title line is the first block)."""

    title: str
    blocks: tuple[Block, ...]


class ClauseKind(StrEnum):
    """条款 types, from 编 to 目, and the headings of documents that are no statute."""

    BOOK = "编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"
    POINT = "目"
    HEADING = "标题"
    ROW = "行"


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the outline tree. ``start``/``end`` span the clause with everything under it.

    ``label`` is its number as written but without spaces (第七十条, （一）, 1.), empty for a
    heading without number. ``title`` is the heading's words, empty for an article without one.
    ``parent`` is an index into ``Parse.clauses``; clauses stand in reading order, parents first.
    """

    kind: ClauseKind
    label: str
    title: str
    parent: int | None
    start: int
    end: int
    page_start: int | None = None
    page_end: int | None = None

    @property
    def name(self) -> str:
        """Label and title as one says them: 第五章 网络保护, but 一、工作目标 and （二）工作团队."""
        joint = "" if self.label.endswith(("、", "）", ")", ".", "．", "〕")) else " "
        return f"{self.label}{joint}{self.title}".strip()


class NodeRole(StrEnum):
    PASSAGE = "passage"
    HEADING = "heading"
    CONTENTS = "contents"
    PREAMBLE = "preamble"
    SEPARATOR = "separator"


@dataclass(frozen=True, slots=True)
class Node:
    """A tile of the text: the nodes of a parse, joined, are the text. ``clause`` is its owner."""

    role: NodeRole
    start: int
    end: int
    clause: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """段落, the unit that is indexed: a clause or a part of a long one, never across two articles.

    ``path`` is the clause path, each element a clause's name (第五章 网络保护, 第七十条).
    ``context`` holds headings that the index adds to a short passage; it is not in ``text``.
    """

    ordinal: int
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    clause: int | None = None
    page_start: int | None = None
    page_end: int | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the characters ``[start, end)`` of a text stand on a page (box as in ``Piece``)."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """One document's text and the tree of its clauses."""

    text: str
    clauses: tuple[Clause, ...]

    def path(self, clause: int | None) -> tuple[str, ...]:
        """Names from the root down to ``clause``."""
        names: list[str] = []
        while clause is not None:
            node = self.clauses[clause]
            names.append(node.name)
            clause = node.parent
        return tuple(reversed(names))


@dataclass(frozen=True, slots=True)
class Parse(Outline):
    """An outline with its tiles. ``nodes`` tile ``text``; passages are its PASSAGE nodes."""

    nodes: tuple[Node, ...]
    passages: tuple[Passage, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class TypicalQuestion:
    """A question people really ask that a clause answers. ``at`` names the clause; empty: the document."""

    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document. Dates are days in China; unknown is None or empty."""

    title: str
    kind: Kind = Kind.POLICY
    form: Form = Form.ORIGINAL
    level: Level | None = None
    scope: str = ""
    issuer: str = ""
    number: str = ""
    promulgated: date | None = None
    effective: date | None = None
    expires: date | None = None
    history: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    visibility: Visibility = Visibility.EVERYONE
    case_type: str = ""
    work_areas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    questions: tuple[TypicalQuestion, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One document as the pipeline hands it to the catalog, before anyone has reviewed it."""

    metadata: Metadata
    parse: Parse
    removals: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()
    page_unit: str = "页"
    reader: str = ""


def passage_id(document: str, version: int, path: tuple[str, ...], ordinal: int) -> str:
    """Stable id of a passage: 16 hex digits over document, version, path and ordinal."""
    key = "\x1f".join((document, str(version), *path, str(ordinal)))
    return hashlib.sha256(key.encode()).hexdigest()[:16]
