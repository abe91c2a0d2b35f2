"""Small files of every format, made here so that tests know what stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from pptx import Presentation
from pypdf import PdfReader, PdfWriter

A4 = (595, 842)


@dataclass(frozen=True)
class Text:
    """A line on a PDF page: place in points from the lower left, size in points."""

    text: str
    x: float = 90
    y: float = 700
    size: float = 12


def pdf_bytes(pages: Sequence[Sequence[Text]]) -> bytes:
    """A PDF with a text layer. Its font is not embedded: readers know UniGB-UCS2-H by themselves."""
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H"
        b" /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for at, lines in enumerate(pages):
        stream = "\n".join(_shown(line) for line in lines).encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Contents {7 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    return _assembled(objects)


def _shown(line: Text) -> str:
    codes = line.text.encode("utf-16-be").hex()
    return f"BT /F1 {line.size} Tf {line.x} {line.y} Td <{codes}> Tj ET"


def _assembled(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    """A paragraph broken after every ``width`` characters, the first line behind ``indent``."""
    text = indent + paragraph
    return [text[at : at + width] for at in range(0, len(text), width)]


def typeset(
    paragraphs: Sequence[str], *, head: str = "", per_page: int = 36, width: int = 34
) -> list[list[Text]]:
    """Pages as a printer would set them: indented paragraphs, a running head, page numbers."""
    lines = [(line, at == 0) for text in paragraphs for at, line in enumerate(wrapped(text, width, "　　"))]
    pages = []
    for number, start in enumerate(range(0, len(lines), per_page), start=1):
        page = [Text(head, x=240, y=800, size=9)] if head else []
        for at, (line, _) in enumerate(lines[start : start + per_page]):
            left = 90 + 24 * (len(line) > 2 and line.startswith("　　"))
            page.append(Text(line.lstrip("　"), x=left, y=760 - 19 * at))
        pages.append([*page, Text(f"- {number} -", x=285, y=40, size=9)])
    return pages


def encrypted_pdf(path: Path, password: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes([[Text("机密")]]))))
    writer.encrypt(password, algorithm="RC4-128")
    with path.open("wb") as file:
        writer.write(file)
    return path


def bookmarked_pdf(path: Path, pages: Sequence[Sequence[Text]], marks: Sequence[tuple[str, int]]) -> Path:
    """A PDF whose bookmarks are ``(title, page from 0)``."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes(pages))))
    for title, page in marks:
        writer.add_outline_item(title=title, page_number=page)
    with path.open("wb") as file:
        writer.write(file)
    return path


def scanned_pdf(path: Path, lines: Sequence[str]) -> Path:
    """A page that is a picture of text: no text layer."""
    picture_of(lines).save(path, "PDF", resolution=150)
    return path


def picture_of(lines: Sequence[str]):
    """A PIL image with ``lines`` in a Chinese font; skips the test where the system has none."""
    import pytest
    from PIL import Image, ImageDraw, ImageFont

    fonts = sorted(Path("/usr/share/fonts").rglob("*CJK*.tt[cf]")) + sorted(
        Path("/usr/share/fonts").rglob("wqy*.tt[cf]")
    )
    if not fonts:
        pytest.skip("no Chinese font on this system to draw a scan with")
    font = ImageFont.truetype(str(fonts[0]), 32)
    image = Image.new("RGB", (1240, 400 + 60 * len(lines)), "white")
    for at, line in enumerate(lines):
        ImageDraw.Draw(image).text((120, 150 + 60 * at), line, fill="black", font=font)
    return image


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_file(path: Path, body_xml: str, *, numbering: str = "", footnotes: str = "") -> Path:
    """A Word file with this body; ``numbering`` and ``footnotes`` are the insides of those parts."""
    overrides, relations = "", ""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for name, content in (("numbering", numbering), ("footnotes", footnotes)):
        if content:
            overrides += f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name}+xml"/>'
            relations += f'<Relationship Id="r{name}" Type="{base}/{name}" Target="{name}.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{kind}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{base}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}'
        "</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body_xml}</w:body></w:document>",
    }
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>"
    if footnotes:
        parts["word/footnotes.xml"] = f"<w:footnotes {W}>{footnotes}</w:footnotes>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def paragraph(text: str, *, properties: str = "", inside: str = "") -> str:
    """XML of a Word paragraph."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inside}</w:p>'


def listed(text: str, depth: int = 0, number: int = 1) -> str:
    """XML of a paragraph in list ``number`` at ``depth``."""
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=place)


def table(rows: Sequence[Sequence[str]]) -> str:
    """XML of a Word table; a cell that begins with ``<`` is XML already, ``^`` continues the cell above."""
    out = ""
    for row in rows:
        out += "<w:tr>"
        for cell in row:
            merge = "<w:vMerge/>" if cell == "^" else '<w:vMerge w:val="restart"/>'
            inside = cell if cell.startswith("<") else paragraph("" if cell == "^" else cell)
            out += f"<w:tc><w:tcPr>{merge}</w:tcPr>{inside}</w:tc>"
        out += "</w:tr>"
    return f"<w:tbl>{out}</w:tbl>"


def plain_docx(path: Path, paragraphs: Sequence[tuple[str, str]]) -> Path:
    """A Word file made by python-docx: ``(style name, text)``."""
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    document.save(str(path))
    return path


def pptx_file(path: Path, slides: Sequence[tuple[str, Sequence[str]]]) -> Path:
    """Slides as ``(title, bullet lines)``."""
    deck = Presentation()
    for title, lines in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
    deck.save(str(path))
    return path


def xlsx_file(path: Path, sheets: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> Path:
    """Sheets as ``(title, rows)``."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
