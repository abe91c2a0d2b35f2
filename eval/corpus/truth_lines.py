"""What a known-truth file is made of: a document's Markdown as lines with a role, and a page's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.corpus.library import Shipped

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$")
_BULLET = re.compile(r"^[-*+][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. ``level`` is its heading depth, 1 for the title, 0 for text.

    ``bullet``: an item of a list whose mark (a dash in Markdown) is no part of its text.
    """

    text: str
    level: int = 0
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page and is no text: the running head, and around the page number.

    ``bookmarks``: a PDF's headings are listed in its outline, as an office writes them.
    """

    head: str
    before: str = "第 "
    between: str = " 页 共 "
    """Between the page and the number of pages; empty where only the page is shown."""
    after: str = " 页"
    bookmarks: bool = True

    def number(self, page: str, pages: str) -> str:
        """The line at the foot of a page."""
        return f"{self.before}{page}{self.between}{pages if self.between else ''}{self.after}"


def lines(document: Shipped) -> list[Line]:
    """The body of a document, a line a paragraph; for documents without tables and emphasis."""
    return list(_lines(document.body))


def _lines(body: str) -> Iterator[Line]:
    for row in body.splitlines():
        heading = _HEADING.match(row)
        if heading:
            yield Line(heading[2].strip(), len(heading[1]))
        elif row.strip():
            words = _BULLET.sub("", row.strip())
            yield Line(words, bullet=words != row.strip())
