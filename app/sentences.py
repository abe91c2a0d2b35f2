"""Pure: the sentences of a passage, as spans. Boundaries of Chinese official text."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”』」）)》\"]*|\n|$)")
_BULLET = re.compile(r"(?:\d{1,3}[.．、](?!\d)|[-•·*])[ \t]*")
_LIST_LEAD = re.compile(r"[：:]\s*$")
_OPENERS, _CLOSERS = "“「『（(《【", "”」』）)》】"


def sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text`` in order, without surrounding white space.

    A sentence ends at 。！？； or a line's end, but never inside brackets or quotation marks that
    close later on the same line: a quotation is not cut in two.
    """
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
    return spans


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
