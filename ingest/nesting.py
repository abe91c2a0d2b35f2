"""Pure: the clauses that are open while a text is read, and which of them a new one closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ingest.model import ClauseKind
from ingest.numbering import STATUTE, Family, Label


@dataclass(slots=True)
class Knot:
    """A clause under construction. ``head`` is the index of its first line, None for a computed 款.

    ``heading`` says that its line is a heading and no text. ``lines`` are the text lines it owns
    itself; ``start`` is where it begins, which for the first 款 is behind the article's number.
    """

    kind: ClauseKind
    label: str
    title: str
    parent: int | None
    start: int
    head: int | None
    family: Family | None = None
    number: int = 0
    level: int = 0
    heading: bool = False
    lines: list[int] = field(default_factory=list)


class OpenClauses:
    """``knots`` are all clauses so far; ``stack`` the open ones, outermost first, as indices into it.

    ``last`` remembers the number reached in each statute family, since articles count through chapters.
    """

    def __init__(self) -> None:
        self.knots: list[Knot] = []
        self.stack: list[int] = []
        self.last: dict[Family, int] = {}

    def push(self, knot: Knot) -> None:
        self.knots.append(knot)
        self.stack.append(len(self.knots) - 1)

    def top(self) -> int | None:
        return self.stack[-1] if self.stack else None

    def remember(self, label: Label) -> None:
        self.last[label.family] = label.number
        for family in (Family.BOOK, Family.CHAPTER, Family.SECTION):
            if family > label.family:
                self.last.pop(family, None)

    def make_room_for_statute(self, label: Label, level: int) -> None:
        while self.stack:
            top = self.knots[self.stack[-1]]
            if top.family in STATUTE:
                keep = top.family < label.family
            elif top.family is Family.APPENDIX or top.family is None:
                keep = top.kind is not ClauseKind.PARAGRAPH and not (level and top.level >= level)
            else:
                keep = top.heading and not self.in_article() and label.family is Family.ARTICLE
            if keep:
                return
            self.stack.pop()

    def make_room_for_heading(self, level: int) -> None:
        while self.stack:
            top = self.knots[self.stack[-1]]
            if top.level and top.level < level:
                return
            if top.family is Family.APPENDIX and level > 1:
                return
            self.stack.pop()

    def is_item(self, k: int) -> bool:
        family = self.knots[k].family
        return (
            family is not None
            and family >= Family.COMMA
            and not (self.knots[k].level and self.knots[k].heading)
        )

    def leave_items(self) -> None:
        """Close everything up to the nearest heading, article or 款: what a table can stand under."""
        while self.stack and not holds_rows(self.knots[self.stack[-1]]):
            self.stack.pop()

    def leave_article(self) -> None:
        while self.in_article():
            self.stack.pop()

    def in_article(self) -> bool:
        return any(self.knots[k].kind is ClauseKind.ARTICLE for k in self.stack)


def holds_rows(knot: Knot) -> bool:
    return knot.heading or knot.kind in {ClauseKind.ARTICLE, ClauseKind.PARAGRAPH}


def number_paragraphs(knots: list[Knot]) -> list[Knot]:
    """Number the 款 of each article; where there is one only, hand its content to the article."""
    total = Counter(knot.parent for knot in knots if knot.kind is ClauseKind.PARAGRAPH)
    seen: Counter[int | None] = Counter()
    renamed: dict[int, int | None] = {}
    kept: list[Knot] = []
    for k, knot in enumerate(knots):
        article = knot.parent
        knot.parent = renamed[article] if article is not None else None
        if knot.kind is ClauseKind.PARAGRAPH:
            seen[article] += 1
            if total[article] == 1 and knot.parent is not None:
                kept[knot.parent].lines.extend(knot.lines)
                renamed[k] = knot.parent
                continue
            knot.label = f"第{numeral(seen[article])}款"
        renamed[k] = len(kept)
        kept.append(knot)
    return kept


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals: 十, 十二, 二十一."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")


def restore_empty_headings(knots: Sequence[Knot], stated: AbstractSet[int]) -> None:
    """A line taken for a heading by its looks, with nothing below it, is text: else nobody would find it.

    ``stated`` are the lines whose format says that they are headings; chapters, appendices and the
    last of a series of headings stay too.
    """
    parents = {knot.parent for knot in knots}
    full = {
        (k.parent, k.family)
        for i, k in enumerate(knots)
        if k.heading and k.family and (k.lines or i in parents)
    }
    for k, knot in enumerate(knots):
        empty = knot.heading and not knot.lines and k not in parents
        named = knot.family in STATUTE or knot.family is Family.APPENDIX or (knot.parent, knot.family) in full
        if empty and not named and knot.head is not None and knot.head not in stated:
            knot.heading, knot.lines = False, [knot.head]
            if knot.family:
                knot.kind, knot.title = ClauseKind.ITEM, ""
