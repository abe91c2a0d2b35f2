"""Word documents: paragraphs with computed numbers, tables, text boxes, footnotes, pictures.

python-docx opens the package; the body is walked here, because its object model leaves out text
boxes, nested tables inside paragraphs of cells, computed numbers and content controls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx as python_docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from ingest.errors import StudioError
from ingest.model import Block, BlockKind, Piece, Source
from ingest.readers import docx_runs, ocr
from ingest.readers.damage import DAMAGE
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_styles import Styles, list_of, outline_level
from ingest.readers.tables import Cell, table_blocks

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING = "/numbering"
_ENDS_NUMBER = re.compile(r"[、.．)）:：\s]$")
_MAX_DEPTH = 40
_DAMAGE: tuple[type[Exception], ...] = (PackageNotFoundError, etree.LxmlError, *DAMAGE)


def read(path: Path, *, progress: Callable[[int, int], None] | None = None) -> Source:
    """Read a ``.docx`` file; its pictures are recognised where the OCR is installed.

    Pages are those of Word's last layout, where the file holds them.
    """
    try:
        document = python_docx.Document(str(path))
        walker = _Walker.over(document)
        blocks = list(walker.body(document.element.body))
    except _DAMAGE as error:
        raise StudioError(
            f"Word 文档《{path.name}》已损坏，打不开。请用 Word/WPS 打开后另存一份再导入。"
        ) from error
    warnings: list[str] = []
    if walker.pictures:
        warnings.append(f"含图片 {len(walker.pictures)} 张")
        blocks, notes = ocr.fill_pictures(blocks, walker.pictures, progress=progress)
        warnings.extend(notes)
    return Source(tuple(blocks), reader="docx", warnings=tuple(warnings))


@dataclass(slots=True)
class _Walker:
    """Walks the XML of one document in reading order. ``pictures`` maps a block's place to its bytes."""

    styles: Styles
    numbering: Numbering
    notes: dict[str, list[str]]
    parts: dict[str, Any]
    paged: bool
    page: int = 1
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    @classmethod
    def over(cls, document: Any) -> _Walker:
        related = {rel.reltype.rsplit("/", 1)[-1]: rel.target_part for rel in _internal(document.part)}
        body = document.element.body
        return cls(
            styles=Styles.from_xml(_root(related.get("styles"))),
            numbering=Numbering.from_xml(_root(related.get("numbering"))),
            notes={
                key: lines
                for name in ("footnotes", "endnotes")
                for key, lines in docx_runs.notes(_root(related.get(name))).items()
            },
            parts={rel.rId: rel.target_part for rel in _internal(document.part)},
            paged=body.find(f".//{_W}lastRenderedPageBreak") is not None,
        )

    def body(self, element: Any, depth: int = 0) -> Iterator[Block]:
        """Blocks of everything below ``element`` that holds paragraphs and tables."""
        if depth > _MAX_DEPTH:
            return
        for child in element:
            if child.tag == f"{_W}p":
                yield from self.paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                page = self.page if self.paged else None
                yield from table_blocks(self.rows(child, depth), page=page)
            elif child.tag in docx_runs.WRAPPERS:
                yield from self.body(child, depth + 1)

    def paragraph(self, element: Any, depth: int = 0) -> Iterator[Block]:
        """Blocks of one paragraph: its lines, its footnotes, its text boxes, its pictures."""
        content = docx_runs.content(element)
        ppr = element.find(f"{_W}pPr")
        style = self.styles.style(docx_runs.style_id(ppr))
        number = self._number(list_of(ppr) or style.list, content.text)
        level = outline_level(ppr) or style.level
        for index, line in enumerate(content.text.split("\n")):
            text, pieces = self._located(_numbered(number, line) if index == 0 else line)
            if text:
                kind = BlockKind.LIST_ITEM if number is not None else BlockKind.PARAGRAPH
                kind = BlockKind.HEADING if level else kind
                size, bold = content.size or style.size, style.bold if content.bold is None else content.bold
                yield Block(text, kind=kind, level=level, size=size, bold=bold, pieces=pieces)
        page = self.page
        notes = [line for note in content.notes for line in self.notes.get(note, ())]
        yield from (self._paged(Block(line, kind=BlockKind.FOOTNOTE), page) for line in notes)
        for box in content.boxes:
            yield from self.body(box, depth + 1)
        for relation in content.pictures:
            yield from self._picture(relation)

    def rows(self, table: Any, depth: int) -> list[list[Cell]]:
        """The grid of a table; nested tables become lines of their cell."""
        rows = []
        for tr in docx_runs.children(table, "tr"):
            row = []
            for tc in docx_runs.children(tr, "tc"):
                merge = tc.find(f"{_W}tcPr/{_W}vMerge")
                above = merge is not None and merge.get(f"{_W}val") != "restart"
                lines = [block.text for block in self.body(tc, depth + 1)] if depth < _MAX_DEPTH else []
                row.append(Cell(tuple(line.strip() for line in lines if line.strip()), above=above))
            rows.append(row)
        return rows

    def _number(self, place: tuple[str, int] | None, text: str) -> str | None:
        if place is None or place[0] == "0" or not text.strip():
            return None  # Word numbers no empty paragraph that a reader would see
        return self.numbering.number(*place)

    def _located(self, line: str) -> tuple[str, tuple[Piece, ...]]:
        """A line without its page breaks, and what of it stands on which page; turns the pages."""
        pieces = []
        stretches = line.rstrip().split(docx_runs.PAGE_BREAK)
        for at, stretch in enumerate(stretches):
            self.page += at > 0
            if stretch:
                pieces.append(Piece(len(stretch), self.page))
        text = "".join(stretches)
        return (text, tuple(pieces) if self.paged else ()) if text.strip() else ("", ())

    def _picture(self, relation: str) -> Iterator[Block]:
        part = self.parts.get(relation)
        if part is None or not str(part.content_type).startswith("image/"):
            return
        mark = ocr.placeholder(len(self.pictures))
        self.pictures.append((mark, part.blob))
        yield self._paged(Block(mark, kind=BlockKind.CAPTION), self.page)

    def _paged(self, block: Block, page: int) -> Block:
        return replace(block, pieces=(Piece(len(block.text), page),)) if self.paged else block


def _numbered(number: str | None, text: str) -> str:
    """A line behind its computed number, a space between where the number has no point of its own."""
    if not number:
        return text
    gap = "" if _ENDS_NUMBER.search(number) else " "
    lead = docx_runs.PAGE_BREAK if text.lstrip(" \t　").startswith(docx_runs.PAGE_BREAK) else ""
    return f"{lead}{number}{gap}{text.lstrip()}"


def _internal(part: Any) -> list[Any]:
    return [rel for rel in part.rels.values() if not rel.is_external]


def _root(part: Any | None) -> Any | None:
    """The XML root of a part; python-docx parses some parts and leaves others as bytes."""
    if part is None:
        return None
    if hasattr(part, "element"):
        return part.element
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(part.blob, parser)
