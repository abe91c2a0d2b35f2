"""Web pages: the main text out of a school's page full of menus.

The main text is found by weight: the characters outside links, heavier where sentence punctuation
shows that they are prose. From the body down, the child that holds nearly all of its parent's
weight is entered; where no child does, the text is spread over the children and all of it is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction, Tag

from ingest.errors import StudioError
from ingest.model import Block, BlockKind, Source
from ingest.readers.decode import decode, without_zero_width
from ingest.readers.tables import Cell, cell, table_blocks

_DROPPED = (
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg"),
    *("nav", "footer", "aside", "form", "select", "button", "input", "textarea"),
)
_CHROME = re.compile(
    r"(^|[-_\s])(nav|menu|footer|foot|copyright|copy-?right|breadcrumb|crumb|sidebar|sitemap|friend-?link|share|"
    r"login|search|toolbar|pager|pagination|recommend)",
    re.I,
)
_CONTAINERS = (
    *("body", "div", "section", "article", "main", "center", "form", "span"),
    *("table", "tbody", "tr", "td"),
)
_BLOCK_TAGS = (
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "hr", "blockquote", "address", "center"),
    *("body", "div", "section", "article", "main", "aside", "header", "footer", "form", "fieldset", "figure"),
    *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td"),
)
_FADED = re.compile(r"visibility:hidden|opacity:0(?:\.0*)?(?:;|$)|font-size:0(?:px|pt|em|rem|%)?(?:;|$)")
_SMALL = 0.3
"""Share of a page's text that furniture and hidden words stay below."""
_PROSE = re.compile(r"[，。；：、！？]")
_PROSE_WEIGHT = 8
_BLOCK_MARK = "studio-block"
_DOMINANT = 0.75
_MIN_WEIGHT = 40
_TITLE_SEPARATOR = re.compile(r"\s*(?:--+|[_|｜]|\s-\s|—{1,2}|-(?=[^-]{2,20}$))\s*")
_MARKUP_TEXT = (Comment, Doctype, Declaration, ProcessingInstruction, CData)


def read(path: Path) -> Source:
    """Blocks of a page's main text under its title; its menus are left out."""
    try:
        markup = _decoded(path.read_bytes())
    except ValueError as error:
        raise StudioError(
            f"网页《{path.name}》的文字编码无法识别。请在浏览器里另存为 UTF-8 网页或 PDF。"
        ) from error
    soup = BeautifulSoup(markup, "lxml")
    title = _title(soup)
    _drop_chrome(soup)
    _mark_blocks(soup)
    main = _main(soup)
    blocks = [block for block in _blocks(main) if block.text]
    if title and not any(_squeeze(title) == _squeeze(block.text) for block in blocks[:3]):
        blocks.insert(0, Block(title, kind=BlockKind.HEADING, level=1))
    return Source(tuple(blocks), reader="html")


def _decoded(data: bytes) -> str:
    """The page's text; what it declares is believed if it decodes, else the bytes are judged."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2048])
    if declared:
        name = declared.group(1).decode("ascii").lower()
        try:
            return data.decode({"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)[0]


def _title(soup: BeautifulSoup) -> str:
    """The page's title without the names of its column and site."""
    for tag in soup.find_all("h1"):
        text = _text(tag)
        if 4 <= len(text) <= 60 and not tag.find_parent("header"):
            return text
    if soup.title is None:
        return ""
    parts = [part for part in _TITLE_SEPARATOR.split(_text(soup.title)) if part]
    return parts[0] if parts else ""


def _drop_chrome(soup: BeautifulSoup) -> None:
    weights = _weights(soup)
    whole = weights.get(id(soup), 0.0)
    for tag in soup.find_all(True):
        if tag.name in ("html", "body"):
            continue
        weight = weights.get(id(tag), 0.0)
        # ASP.NET pages put everything into one form.
        if (tag.name in _DROPPED and (tag.name != "form" or weight < _MIN_WEIGHT)) or _is_chrome(
            tag, weight, whole
        ):
            tag.extract()  # not decompose: what stood inside is still to come in this loop


def _is_chrome(tag: Tag, weight: float, whole: float) -> bool:
    """Not to be seen, or named like a part of the page's furniture and not the bulk of its text.

    Some pages show their own text by a script, so what is only faded out is believed to be hidden where it
    is a small part.
    """
    style = str(tag.get("style") or "").replace(" ", "").lower()
    if "display:none" in style:
        return True
    if (tag.has_attr("hidden") or _FADED.search(style)) and weight < _SMALL * whole:
        return True
    names = " ".join([*(tag.get("class") or []), str(tag.get("id") or "")])
    return bool(names.strip()) and bool(_CHROME.search(names)) and weight < _SMALL * whole


def _weights(soup: BeautifulSoup) -> dict[int, float]:
    """Characters outside links under each element (by id), prose counting more; one pass, children first."""
    weights: dict[int, float] = {}
    for node in reversed(list(soup.descendants)):
        if isinstance(node, Tag):
            weight = 0.0 if node.name in ("a", "script", "style") else weights.get(id(node), 0.0)
        elif isinstance(node, _MARKUP_TEXT):
            continue
        else:
            text = str(node).strip()
            weight = len(text) + _PROSE_WEIGHT * len(_PROSE.findall(text))
        if node.parent is not None:
            weights[id(node.parent)] = weights.get(id(node.parent), 0.0) + weight
    return weights


def _main(soup: BeautifulSoup) -> Tag:
    weights = _weights(soup)
    current: Tag = soup.body or soup
    while True:
        children = [
            child for child in current.children if isinstance(child, Tag) and child.name in _CONTAINERS
        ]
        best = max(children, key=lambda child: weights.get(id(child), 0.0), default=None)
        weight = 0.0 if best is None else weights.get(id(best), 0.0)
        if best is None or weight < max(_DOMINANT * weights.get(id(current), 0.0), _MIN_WEIGHT):
            break
        current = best
    # A table's rows belong together: do not stop inside one that was entered for its weight.
    row = current.find_parent("tr") if current.name == "td" else None
    if current.name in ("tr", "tbody") or (row is not None and len(row.find_all("td")) > 1):
        current = current.find_parent("table") or current
    return current


def _mark_blocks(soup: BeautifulSoup) -> None:
    """Note on every element around a block element that it is no inline element; linear, each marked once."""
    for tag in soup.find_all(list(_BLOCK_TAGS)):
        node: Tag | None = tag
        while node is not None and _BLOCK_MARK not in node.attrs:
            node.attrs[_BLOCK_MARK] = ""
            node = node.parent


def _blocks(tag: Tag) -> Iterator[Block]:
    """Blocks of an element in reading order; text between block elements makes blocks of its own."""
    if tag.name == "table" and not _is_layout(tag):
        yield from table_blocks(_rows(tag))
        return
    pending: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and _BLOCK_MARK in child.attrs:
            yield from _flush(pending, tag)
            yield from _blocks(child)
        else:
            pending.append(_inline(child))
    yield from _flush(pending, tag)


def _flush(pending: list[str], tag: Tag) -> Iterator[Block]:
    text = "".join(pending)
    pending.clear()
    kind, level = BlockKind.PARAGRAPH, 0
    if re.fullmatch(r"h[1-6]", tag.name):
        kind, level = BlockKind.HEADING, int(tag.name[1])
    elif tag.name in ("li", "dd"):
        kind = BlockKind.LIST_ITEM
    bold = tag.name in ("strong", "b") or tag.name.startswith("h")
    for line in text.split("\n"):
        clean = _spaces(line)
        if clean:
            yield Block(clean, kind=kind, level=level, bold=bold)


def _inline(node: object) -> str:
    """Text of an inline node; ``<br>`` becomes a line end, other white space a space."""
    if isinstance(node, Tag):
        return "\n" if node.name == "br" else "".join(_inline(child) for child in node.children)
    if isinstance(node, _MARKUP_TEXT) or not isinstance(node, NavigableString):
        return ""
    return re.sub(r"[\r\n\t ]+", " ", str(node))


def _is_layout(table: Tag) -> bool:
    """A table that places things on a page: it holds tables, or no row with two filled cells."""
    if table.find("table") is not None:
        return True
    rows = _rows(table)
    return not any(sum(bool(cell.lines) for cell in row) > 1 for row in rows)


def _rows(table: Tag) -> list[list[Cell]]:
    """The grid of a table; cells spanned from above are marked, cells spanned from the left left out."""
    rows: list[list[Cell]] = []
    below: dict[int, int] = {}
    for tr in table.find_all("tr"):
        row: list[Cell] = []
        for td in tr.find_all(["td", "th"], recursive=False):
            while below.get(len(row), 0) > 0:
                below[len(row)] -= 1
                row.append(Cell(above=True))
            span = _span(td, "rowspan")
            if span > 1:
                below[len(row)] = span - 1
            row.append(cell(_cell_text(td)))
        while below.get(len(row), 0) > 0:
            below[len(row)] -= 1
            row.append(Cell(above=True))
        rows.append(row)
    return rows


def _span(td: Tag, name: str) -> int:
    value = str(td.get(name) or "1")
    return min(int(value), 1000) if re.fullmatch("[0-9]{1,9}", value) else 1


def _cell_text(td: Tag) -> str:
    lines: list[str] = [block.text for block in _blocks(td)]
    return "\n".join(lines)


def _text(tag: Tag) -> str:
    return _spaces(tag.get_text())


def _spaces(text: str) -> str:
    return re.sub(r"[ \t\r\n\xa0]+", " ", without_zero_width(text)).strip(" ")


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
