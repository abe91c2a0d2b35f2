"""The runs of a Word paragraph: text, breaks, notes, boxes, pictures; nothing deleted or hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx_styles import flag, size_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

WRAPPERS = frozenset(
    {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
)
"""Elements around paragraphs, rows or runs that are read through."""

PAGE_BREAK = "\f"
"""Stands in a paragraph's text where Word's last layout began a page."""

_SKIPPED = frozenset(
    {f"{_W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "rt", "sdtPr")}
    | {f"{_MC}Fallback"}  # the old drawing of what Choice holds already
)
_NOTES = {f"{_W}footnoteReference", f"{_W}endnoteReference"}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}


@dataclass(slots=True)
class Content:
    """What one paragraph holds. ``size`` and ``bold`` are those of most of its characters."""

    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    sizes: Counter[float | None] = field(default_factory=Counter)
    weights: Counter[bool | None] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def size(self) -> float | None:
        return self.sizes.most_common(1)[0][0] if self.sizes else None

    @property
    def bold(self) -> bool | None:
        return self.weights.most_common(1)[0][0] if self.weights else None


def content(paragraph: Any) -> Content:
    """The content of a ``w:p`` element."""
    found = Content()
    for child in paragraph:
        _walk(child, found, None)
    return found


def _walk(element: Any, found: Content, rpr: Any | None) -> None:
    tag = element.tag
    if tag in _SKIPPED or not isinstance(tag, str):
        return
    if tag == f"{_W}r":
        rpr = element.find(f"{_W}rPr")
        if flag(rpr, "vanish"):
            return
    if not _leaf(element, found, rpr):
        for child in element:
            _walk(child, found, rpr)


def _leaf(element: Any, found: Content, rpr: Any | None) -> bool:
    """Take in an element that holds content of its own; False for one to look inside of."""
    tag = element.tag
    if tag in (f"{_W}t", f"{_M}t"):
        _add(found, element.text or "", rpr)
    elif tag in _CHARACTERS:
        found.pieces.append(_CHARACTERS[tag])
    elif tag == f"{_W}br":
        found.pieces.extend([] if element.get(f"{_W}type") in ("page", "column") else ["\n"])
    elif tag == f"{_W}lastRenderedPageBreak":
        found.pieces.append(PAGE_BREAK)
    elif tag in _NOTES:
        found.notes.append(f"{tag[len(_W) :][0]}{element.get(f'{_W}id')}")
    elif tag == f"{_W}txbxContent":
        found.boxes.append(element)
    elif tag in (f"{_A}blip", f"{_V}imagedata"):
        found.pictures.extend(filter(None, [element.get(f"{_R}embed") or element.get(f"{_R}id")]))
    else:
        return False
    return True


def _add(found: Content, text: str, rpr: Any | None) -> None:
    found.pieces.append(text)
    if text.strip():
        found.sizes[size_of(rpr)] += len(text)
        found.weights[flag(rpr, "b")] += len(text)


def children(element: Any, name: str) -> Iterator[Any]:
    """Direct children of that name, also inside content controls and insertions."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in WRAPPERS:
            yield from children(child, name)


def style_id(ppr: Any | None) -> str | None:
    """The style that paragraph properties name."""
    element = None if ppr is None else ppr.find(f"{_W}pStyle")
    return None if element is None else element.get(f"{_W}val")


def notes(root: Any | None) -> dict[str, list[str]]:
    """Texts of footnotes (keys ``f1``) or endnotes (``e1``) from their part's root."""
    if root is None:
        return {}
    found = {}
    for note in root:
        if not isinstance(note.tag, str) or note.get(f"{_W}type") in ("separator", "continuationSeparator"):
            continue
        lines = [content(paragraph).text.strip() for paragraph in children(note, "p")]
        found[f"{note.tag[len(_W) :][0]}{note.get(f'{_W}id')}"] = [line for line in lines if line]
    return found
