"""Known-truth files as Word documents, the way an office makes them: styles, a head, page-number fields."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from eval.corpus.truth_lines import Frame, Line

BODY_FONT = "宋体"
HEADING_FONT = "黑体"


def write(lines: Sequence[Line], frame: Frame, path: Path) -> None:
    """Write the lines with Word's own heading styles; head and page number stand in the section's parts."""
    document = docx.Document()
    for name, size in (("Normal", 12), ("Title", 20), ("Heading 1", 15), ("Heading 2", 13)):
        _set_font(document.styles[name], BODY_FONT if name == "Normal" else HEADING_FONT, size)
    for line in lines:
        if line.level == 1:
            document.add_paragraph(line.text, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.level:
            document.add_heading(line.text, level=line.level - 1)
        else:
            document.add_paragraph(line.text, style="List Bullet" if line.bullet else None)
    section = document.sections[0]
    section.header.paragraphs[0].text = frame.head
    _add_page_number(section.footer.paragraphs[0], frame)
    document.save(str(path))


def _set_font(style: Any, font: str, points: int) -> None:
    style.font.name = font
    style.font.size = Pt(points)
    # Word takes Chinese characters from a font of its own attribute.
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _add_page_number(paragraph: Any, frame: Frame) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(frame.before)
    _add_field(paragraph, "PAGE")
    if frame.between:
        paragraph.add_run(frame.between)
        _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(frame.after)


def _add_field(paragraph: Any, instruction: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "text":
            run.text = "1"  # what Word last showed; it counts anew when it lays out the page
        elif kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
