"""Footnotes of a Word document: python-docx reads and writes none, so their part is made here.

ECMA-376 part 1, 17.11: a part ``/word/footnotes.xml`` with two separators and the notes, a reference in the
text for each, and the separators named in the settings.
"""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt

_SEPARATORS = {-1: "separator", 0: "continuationSeparator"}


class Footnotes:
    """The notes of one document: ``mark`` sets a note's number behind a paragraph's text."""

    def __init__(self, document: Any) -> None:
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        self._numbers: dict[int, int] = {}
        package = document.part.package
        name = PackURI("/word/footnotes.xml")
        part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._root, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        for number, kind in _SEPARATORS.items():
            self._root.append(_separator(number, kind))
        _name_separators(document)
        _styles(document)

    def mark(self, paragraph: Any, n: int, text: str) -> None:
        """Number ``paragraph`` with note ``n``; its text stands below the page where it is first used."""
        run = paragraph.add_run()
        run.style = "footnote reference"
        if n in self._numbers:
            run.add_text(f"[{self._numbers[n]}]")
            return
        self._numbers[n] = len(self._numbers) + 1
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._numbers[n]))
        run._r.append(reference)
        self._root.append(_note(self._numbers[n], text))


def _separator(number: int, kind: str) -> Any:
    return parse_xml(
        f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    )


def _note(number: int, text: str) -> Any:
    note = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
    )
    note.find(f".//{qn('w:t')}").text = f" {text}"
    return note


def _name_separators(document: Any) -> None:
    """The settings name the separators, before ``w:compat`` as their schema orders it."""
    named = OxmlElement("w:footnotePr")
    for number in _SEPARATORS:
        footnote = OxmlElement("w:footnote")
        footnote.set(qn("w:id"), str(number))
        named.append(footnote)
    settings = document.settings.element
    settings.find(qn("w:compat")).addprevious(named)


def _styles(document: Any) -> None:
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    text.element.set(qn("w:styleId"), "FootnoteText")
    mark.element.set(qn("w:styleId"), "FootnoteReference")
