"""Pure: the sentences of a passage, as spans. Boundaries of Chinese official text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_NUMBERED = r"[（(][一二三四五六七八九十]{1,3}[）)]|[①-⑳]"
_BOUNDARY = re.compile(
    r"[^。！？!?；;\n]*?(?:[。！？!?；;]+[”』」）)》\"]*"
    rf"|[：:](?=[ \t]*(?:{_NUMBERED}|1[.．、](?!\d)))|\n|$)"
)
_BULLET = re.compile(r"(?:\d{1,3}[.．、](?!\d)|[-•·*])[ \t]*")
_MARK = re.compile(
    rf"{_NUMBERED}|[（(]?\d{{1,3}}(?:[）)]|[.．、](?!\d))|[一二三四五六七八九十]{{1,3}}、|[-•·*][ \t]"
)
_LIST_LEAD = re.compile(r"[：:]\s*$")
_OPENERS, _CLOSERS = "“「『（(《【", "”」』）)》】"

_READ_BEFORE = 4_096  # passages whose sentences are remembered: the same are read for question after question
Spans = Sequence[tuple[int, int]]


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text`` in order, without surrounding white space.

    A sentence ends at 。！？；, at a line's end and at the colon before a numbered item (：（一）), but
    never inside brackets or quotation marks that close later on the same line: a quotation is not cut
    in two.
    """
    return list(_sentences(text))


@lru_cache(maxsize=_READ_BEFORE)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        end = match.end()
        if end <= start:
            continue
        line_ends = end == len(text) or text[end - 1] == "\n"
        if not line_ends and _open_on_line(text, start, end):
            continue
        _append(spans, text, start, end)
        start = end
    _append(spans, text, start, len(text))
    return tuple(spans)


def _open_on_line(text: str, start: int, end: int) -> bool:
    """True where a bracket opened since ``start`` closes later on the line."""
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)]
    part = text[start:end]
    return any(part.count(o) > part.count(c) and c in rest for o, c in zip(_OPENERS, _CLOSERS, strict=True))


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def without_bullet(text: str, start: int, end: int) -> int:
    """Where the words of ``[start, end)`` begin: behind a list's running number or dot, if there is one."""
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet and bullet.end() < end else start


def is_lead_in(sentence: str) -> bool:
    """True for a sentence that announces a list (…有下列情形之一：)."""
    return bool(_LIST_LEAD.search(sentence))


def list_around(text: str, spans: Spans, at: int) -> tuple[int, int] | None:
    """(lead-in, last sentence) of the list that sentence ``at`` leads in or stands in, as places in ``spans``.

    None for a sentence outside any list that a lead-in announces. A list of unmarked lines is known
    by its lead-in alone: which of the lines that follow still belong to it, nothing says.
    """
    lead = at
    while not is_lead_in(text[slice(*spans[lead])]):
        if lead == 0 or not (_marked(text, spans, lead) or goes_on(text, spans, lead)):
            return None
        lead -= 1
    last = lead
    of_items = lead + 1 < len(spans) and _marked(text, spans, lead + 1)
    while last + 1 < len(spans) and (
        _marked(text, spans, last + 1) or goes_on(text, spans, last + 1)
        if of_items
        else not is_lead_in(text[slice(*spans[last + 1])])
    ):
        last += 1
    return (lead, last) if last > lead and (of_items or at == lead) else None


def item_ends(text: str, spans: Spans, at: int) -> bool:
    """Whether sentence ``at`` is the last of its list item: another item or line follows, or nothing."""
    following = at + 1
    return following >= len(spans) or _marked(text, spans, following) or not goes_on(text, spans, following)


def _marked(text: str, spans: Spans, at: int) -> bool:
    """Whether a sentence begins with an item's number or dot."""
    return bool(_MARK.match(text, *spans[at]))


def goes_on(text: str, spans: Spans, at: int) -> bool:
    """Whether a sentence stands on the line of the one before."""
    return at > 0 and "\n" not in text[spans[at - 1][1] : spans[at][0]]
