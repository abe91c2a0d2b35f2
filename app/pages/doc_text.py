"""Pure: a version's text to HTML, line by line, with an anchor for every clause.

The characters of the text stand in the page unchanged and in order, but for the line breaks between the
lines. ``data-at`` is the place of a line's first character, counted in code points, so that the page's script
finds any span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape

from app.pages.render import short
from ingest.lines import condensed
from ingest.model import Clause, ClauseKind, NodeRole, Parse

HEADINGS = frozenset({ClauseKind.BOOK, ClauseKind.CHAPTER, ClauseKind.SECTION, ClauseKind.HEADING})
_LISTED = HEADINGS | {ClauseKind.ARTICLE}
_UNFOLDED = 40
"""Entries of an outline up to which its chapters stand open."""
_ARTICLE = re.compile(r"第[〇零○一二两三四五六七八九十百千0-9０-９\s]+条(?:之[一二三四五六七八九十]+)?")


def anchors(parse: Parse) -> list[str]:
    """An id for every clause, the same whenever the page is made.

    Its path from the article down, or from the root where it stands in none, so that chapters may change
    around an article; ``~2`` and so on where two clauses have the same.
    """
    names: list[str] = []
    seen: dict[str, int] = {}
    for clause in parse.clauses:
        own = condensed(clause.label or clause.title) or clause.kind.value
        above = names[clause.parent] if clause.parent is not None else ""
        name = own if clause.kind is ClauseKind.ARTICLE or not above else f"{above}-{own}"
        names.append(name)
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(f"c-{name}" if seen[name] == 1 else f"c-{name}~{seen[name]}")
    return unique


def text_html(parse: Parse, ids: Sequence[str]) -> str:
    """All lines of the text. ``ids`` are the clauses' anchors."""
    starts = [node.start for node in parse.nodes]
    at = begun = following = 0
    lines: list[str] = []
    for text in parse.text.split("\n"):
        end = at + len(text)
        while following < len(parse.clauses) and parse.clauses[following].start <= end:
            following += 1
        if text.strip():
            node = parse.nodes[max(bisect_right(starts, at) - 1, 0)] if parse.nodes else None
            role = node.role if node else NodeRole.PASSAGE
            lines.append(_line(text, at, role, parse.clauses[begun:following], ids[begun:following]))
            begun = following
        at = end + 1
    return "".join(lines)


def _line(text: str, at: int, role: NodeRole, begun: Sequence[Clause], ids: Sequence[str]) -> str:
    tag, name = _shape(role, begun)
    marks = "".join(f'<a id="{_attribute(one)}"></a>' for one in ids)
    article = _ARTICLE.match(text) if any(clause.kind is ClauseKind.ARTICLE for clause in begun) else None
    cut = article.end() if article else 0
    label = f"<b>{_exact(text[:cut])}</b>" if cut else ""
    return f'<{tag} class="{name}" data-at="{at}">{marks}{label}{_exact(text[cut:])}</{tag}>'


def _shape(role: NodeRole, begun: Sequence[Clause]) -> tuple[str, str]:
    """Element and class of a line."""
    if begun and begun[0].kind in HEADINGS and role is NodeRole.HEADING:
        return ("h2", "head") if begun[0].parent is None else ("h3", "head")
    if role is NodeRole.HEADING:
        return "p", "title"
    if role in (NodeRole.CONTENTS, NodeRole.PREAMBLE):
        return "p", "aside"
    inner = begun and begun[-1].kind in (ClauseKind.ITEM, ClauseKind.POINT)
    return "p", "item" if inner else "line"


def _exact(text: str) -> str:
    """Escaped so that a browser reads the same characters: it would turn a carriage return into a line feed."""
    return escape(text, quote=False).replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return escape(text)


def outline_html(parse: Parse, ids: Sequence[str]) -> str:
    """Chapters, headings and articles as nested lists of links; '' where there are none."""
    children: dict[int | None, list[int]] = {}
    for index, clause in enumerate(parse.clauses):
        if clause.kind in _LISTED:
            children.setdefault(_listed_above(parse, clause), []).append(index)
    open_ = sum(map(len, children.values())) <= _UNFOLDED

    def entries(parent: int | None) -> Iterator[str]:
        for index in children.get(parent, []):
            link = f'<a href="#{_attribute(ids[index])}">{_entry(parse, index)}</a>'
            below = "".join(entries(index))
            folded = f"<details{' open' if open_ else ''}><summary>{link}</summary><ol>{below}</ol></details>"
            yield f"<li>{folded if below else link}</li>"

    listed = "".join(entries(None))
    return f"<ol>{listed}</ol>" if listed else ""


def _listed_above(parse: Parse, clause: Clause) -> int | None:
    parent = clause.parent
    while parent is not None and parse.clauses[parent].kind not in _LISTED:
        parent = parse.clauses[parent].parent
    return parent


def _entry(parse: Parse, index: int) -> str:
    """A clause's name; an article without a title also says how it begins."""
    clause = parse.clauses[index]
    if clause.kind is not ClauseKind.ARTICLE or clause.title:
        return escape(clause.name)
    words = _ARTICLE.sub("", parse.text[clause.start : clause.end], count=1)
    return f"{escape(clause.name)} <small>{escape(short(words, 14))}</small>"
