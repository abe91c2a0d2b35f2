"""Pure: what stands around a stretch of folded text: before it on its line, above it in its column."""

from __future__ import annotations

import re

from ingest.privacy_model import Finding

_MARKS = (r"[\t|]", r",", r" +")  # what parts the cells of a row
_ROWS_ABOVE = 4000  # characters in which a header row is looked for


def made(folded: str, kind: str, span: tuple[int, int], why: str) -> Finding:
    """A finding over ``span``."""
    return Finding(kind, *span, folded[span[0] : span[1]], why)


def before(text: str, at: int, width: int) -> str:
    """What stands on the same line in the ``width`` characters before ``at``."""
    return text[max(0, at - width) : at].rpartition("\n")[2]


def header_has(text: str, at: int, word: re.Pattern[str]) -> bool:
    """Whether ``at`` stands in a column whose header, some rows above, has ``word``."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    row = text[start : end if end >= 0 else len(text)]
    return any(re.search(mark, row) and _column_has(text, (start, at), mark, word) for mark in _MARKS)


def _column_has(text: str, place: tuple[int, int], mark: str, word: re.Pattern[str]) -> bool:
    start, at = place
    column = len(re.split(mark, text[start:at])) - 1
    for line in reversed(text[max(0, start - _ROWS_ABOVE) : start].splitlines()):
        heads = re.split(mark, line)
        if len(heads) < 2:
            return False
        if column < len(heads) and word.search(heads[column]):
            return True
    return False
