"""Pure: lines -> the tree of clauses.

Numbering families are told per place, not per document: the open clauses form a stack, and a number
either continues a series that is open, or opens one under the clause at hand. 款 are the unlabelled
paragraphs of an article; they get the computed label 第一款 … where an article has more than one, and
no node of their own where it has one. Everything else keeps its label as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, condensed
from ingest.model import BlockKind, ClauseKind
from ingest.nesting import Knot, OpenClauses, number_paragraphs, restore_empty_headings
from ingest.numbering import STATUTE, Family, Label, title_of
from ingest.series import NumberedLines, is_row
from ingest.tabular import TablePlaces

_KINDS = {
    Family.BOOK: ClauseKind.BOOK,
    Family.CHAPTER: ClauseKind.CHAPTER,
    Family.SECTION: ClauseKind.SECTION,
    Family.ARTICLE: ClauseKind.ARTICLE,
    Family.APPENDIX: ClauseKind.HEADING,
}
_BARE_CHAPTER = re.compile(r"^(?:总则|附则|罚则|分则)$")
_BARE_WORDS = re.compile(r"^[\u4e00-\u9fff、]{2,20}$")
_BOOK_TITLE = re.compile(r"^[\u4e00-\u9fff]{2,10}编$")
_CLOSING_WORDS = re.compile(r"^(?:总之|综上|综上所述|特此|以上各)")
_FINISHED = re.compile(r"[。；：！？…”’）)】」』》;:!?.]$")
_BRACKETED = re.compile(r"^[【\[]([^】\]]{2,30})[】\]]")


def build(lines: Sequence[Line], body: Sequence[bool]) -> list[Knot]:
    """The clauses of the lines whose ``body`` flag is set, in reading order, parents first.

    A line owned by no clause stands above the first heading: it belongs to the document itself.
    """
    builder = _Builder(lines, body)
    for i in builder.order:
        builder.take(i)
    knots = builder.open.knots
    restore_empty_headings(knots, {i for i, line in enumerate(lines) if line.kind is BlockKind.HEADING})
    return number_paragraphs(knots)


class _Builder:
    def __init__(self, lines: Sequence[Line], body: Sequence[bool]) -> None:
        self.lines = lines
        self.series = NumberedLines(lines, body)
        self.order, self.labels, self.following = self.series.order, self.series.labels, self.series.following
        self.open = OpenClauses()
        self.previous: int | None = None
        self.tables = TablePlaces(self.open)
        self.statute = any(x and x.family is Family.ARTICLE for x in self.labels.values())

    def take(self, i: int) -> None:
        line, label = self.lines[i], self.labels[i]
        if label and not self._believable(i, label):
            label = self.labels[i] = None
        self.tables.enter(line)
        if is_row(line):
            self.tables.row(i, line)
        elif label:
            self._labelled(i, label)
        elif line.level or self._is_bare_chapter(i):
            self._heading(i)
        else:
            self._paragraph(i)
        self.previous = i

    def _is_bare_chapter(self, i: int) -> bool:
        """总则, or a few words between two articles: a chapter's name that lost its number."""
        line = self.lines[i]
        if not self.statute or line.kind is not BlockKind.PARAGRAPH:
            return False
        if _BARE_CHAPTER.match(condensed(line.text)):
            return True
        short = self.open.in_article() and _BARE_WORDS.match(line.text)
        return bool(short) and self._before_article(i) and self._previous_text().endswith("。")

    def _before_article(self, i: int) -> bool:
        label = self.labels.get(self.following.get(i, -1))
        return label is not None and label.family is Family.ARTICLE

    def _previous_text(self) -> str:
        return "" if self.previous is None else self.lines[self.previous].text

    def _believable(self, i: int, label: Label) -> bool:
        """A number without a space before its words, or in the midst of a sentence, must be the next."""
        if self._continues(label):
            return True
        if self.lines[i].level and not label.doubtful:
            return True
        return not label.doubtful and (label.number == 1 or self._finished())

    def _continues(self, label: Label) -> bool:
        if label.family in STATUTE:
            last = self.open.last.get(label.family, 0)
            if label.sub:
                return label.number == last
            return label.number == last + 1 or label.number == 1
        return any(
            knot.family is label.family and label.number == knot.number + 1
            for knot in (self.open.knots[k] for k in self.open.stack)
        )

    def _finished(self) -> bool:
        """Whether the line before ended a sentence or was a heading."""
        if self.previous is None or self.lines[self.previous].level:
            return True
        top = self.open.knots[self.open.stack[-1]] if self.open.stack else None
        if top and top.heading and top.head == self.previous:
            return True
        text = self.lines[self.previous].text
        return bool(_FINISHED.search(text) or _BARE_WORDS.match(text))

    def _labelled(self, i: int, label: Label) -> None:
        line = self.lines[i]
        words = line.text[label.end :]
        if label.family is Family.APPENDIX:
            self.open.stack.clear()
            self.open.last.clear()
        elif label.family in STATUTE:
            self.open.leave_article()
            self.open.make_room_for_statute(label, line.level)
        elif line.level and not self.open.in_article():
            self.open.make_room_for_heading(line.level)
        elif self._is_section_head(i, label, words):
            self.open.leave_article()
            self._make_room_for_item(i, label)
        else:
            self._make_room_for_item(i, label)
        if label.family in STATUTE:
            self.open.remember(label)
        self.open.push(self._knot(i, label, words))
        if label.family is Family.ARTICLE:
            self._open_article(i, label)

    def _knot(self, i: int, label: Label, words: str) -> Knot:
        line, parent = self.lines[i], self.open.top()
        if label.family is Family.ARTICLE:
            kind, title, heading = ClauseKind.ARTICLE, self._article_title(i, words), False
        elif label.family in _KINDS:
            kind, title, heading = _KINDS[label.family], title_of(words) or words.strip(), True
        else:
            title = "" if self.open.in_article() else title_of(words)
            heading = bool(title) and (line.level > 0 or self._heads_something(i, label))
            title = title if heading else ""
            kind = ClauseKind.HEADING if heading else self._item_kind(parent)
        return Knot(
            kind, label.text, title, parent, line.start, i, label.family, label.number, line.level, heading,
            [] if heading else [i],
        )  # fmt: skip

    def _article_title(self, i: int, words: str) -> str:
        bracketed = _BRACKETED.match(words)
        if bracketed:
            return bracketed.group(1)
        after = self.following.get(i)
        alone = after is not None and self.labels[after] is None and not self.lines[after].level
        title = title_of(words)
        leads = words.endswith(("：", ":"))
        return title if alone and not leads and 0 < len(title) <= 20 else ""

    def _item_kind(self, parent: int | None) -> ClauseKind:
        above = self.open.knots[parent].kind if parent is not None else None
        return ClauseKind.POINT if above in {ClauseKind.ITEM, ClauseKind.POINT} else ClauseKind.ITEM

    def _heads_something(self, i: int, label: Label) -> bool:
        """Whether text or a deeper series follows, or the series it continues is one of headings."""
        for knot in reversed(self.open.knots):
            if knot.family is label.family:
                if knot.heading and label.number == knot.number + 1:
                    return True
                break
        after = self.following.get(i)
        if after is None:
            return False
        following = self.labels[after]
        if following is None:
            return not self.lines[after].level
        if following.family in STATUTE:
            return following.family is Family.ARTICLE
        return following.family is not label.family and following.number == 1

    def _is_section_head(self, i: int, label: Label, words: str) -> bool:
        """二、回避 between two articles: a section of the rule, no 项 of the article before it."""
        if not self.open.in_article() or label.family > Family.BRACKET or not self._before_article(i):
            return False
        return bool(title_of(words)) and self._previous_text().endswith("。")

    def _make_room_for_item(self, i: int, label: Label) -> None:
        depth = len(self.open.stack)
        while depth and self.open.is_item(self.open.stack[depth - 1]):
            depth -= 1
        items = self.open.stack[depth:]
        for at in range(len(items) - 1, -1, -1):
            if self.open.knots[items[at]].family is label.family:
                del self.open.stack[depth + at :]
                return
        if items and label.number == 1 and self._nests(i, label, self.open.knots[items[-1]]):
            return
        while items and (self.open.knots[items[-1]].family or 0) >= label.family:
            items.pop()
            self.open.stack.pop()

    def _nests(self, i: int, label: Label, top: Knot) -> bool:
        """Whether a new series opens under ``top``: by rank, or because ``top``'s series goes on after it."""
        if top.family is None or label.family > top.family:
            return True
        return self.series.goes_on(i, top, label.family)

    def _heading(self, i: int) -> None:
        line = self.lines[i]
        words = line.text.strip()
        bare = self._is_bare_chapter(i)
        self.open.leave_article()
        if bare:
            self.open.make_room_for_statute(Label(Family.CHAPTER, "", 0, 0, 0), line.level)
            kind, family = ClauseKind.CHAPTER, Family.CHAPTER
        else:
            self.open.make_room_for_heading(line.level)
            book = line.level == 1 and _BOOK_TITLE.match(words)
            kind, family = (ClauseKind.BOOK if book else ClauseKind.HEADING), None
        title, parent = title_of(words) or words, self.open.top()
        self.open.push(Knot(kind, "", title, parent, line.start, i, family, 0, line.level, heading=True))

    def _paragraph(self, i: int) -> None:
        if self.open.in_article():
            self._article_paragraph(i)
            return
        while self.open.stack:
            top = self.open.knots[self.open.stack[-1]]
            if _CLOSING_WORDS.match(self.lines[i].text) and self.open.is_item(self.open.stack[-1]):
                self.open.stack.pop()
            elif top.heading or not self.open.is_item(self.open.stack[-1]) or self._belongs_to_item(i, top):
                top.lines.append(i)
                return
            else:
                self.open.stack.pop()

    def _belongs_to_item(self, i: int, top: Knot) -> bool:
        return not self._finished() or self.series.goes_on(i, top)

    def _open_article(self, i: int, label: Label) -> None:
        """The article's own line is its first 款 (if it holds more than a title)."""
        article = self.open.stack[-1]
        line = self.lines[i]
        words = line.text[label.end :]
        if words and not (self.open.knots[article].title and title_of(words)):
            self.open.push(
                Knot(ClauseKind.PARAGRAPH, "", "", article, line.start + label.end, None, lines=[i])
            )

    def _article_paragraph(self, i: int) -> None:
        top = self.open.knots[self.open.stack[-1]]
        unfinished = top.kind is ClauseKind.PARAGRAPH and not self._finished()
        if unfinished or (self.open.is_item(self.open.stack[-1]) and self._belongs_to_item(i, top)):
            top.lines.append(i)
        elif top.kind is ClauseKind.PARAGRAPH and self._is_unnumbered_first_item(i):
            after = self.labels[self.following[i]]
            assert after is not None
            self.open.push(
                Knot(
                    ClauseKind.ITEM,
                    "",
                    "",
                    self.open.top(),
                    self.lines[i].start,
                    i,
                    after.family,
                    1,
                    lines=[i],
                )
            )
        else:
            while self.open.knots[self.open.stack[-1]].kind is not ClauseKind.ARTICLE:
                self.open.stack.pop()
            start = self.lines[i].start
            self.open.push(Knot(ClauseKind.PARAGRAPH, "", "", self.open.top(), start, None, lines=[i]))

    def _is_unnumbered_first_item(self, i: int) -> bool:
        """A first 项 whose （一） was lost: after a colon, before （二）."""
        after = self.labels.get(self.following.get(i, -1))
        colon = self.previous is not None and self.lines[self.previous].text.endswith(("：", ":"))
        return colon and after is not None and after.family >= Family.COMMA and after.number == 2
