"""Are citations' articles right? Against the files' own lines, never the parser's clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.model import Citation
from eval.benchmarks.clause_gold import GOLD_LINE, plain

_ANNEX = re.compile(r"附(?:件|录|表)?[一二三四五六七八九十0-9]*\s*[：:]?\s*(?:$|《)")
_MARK = re.compile(r"^[#>\s]+|<!--.*?-->|\*\*")


@dataclass(frozen=True, slots=True)
class Paths:
    """Citations of laws whose lines say where each article begins, and those that name another article."""

    checked: int
    wrong: tuple[str, ...]


def checked(citations: Iterable[Citation], folder: Path) -> Paths:
    """The citations of the Markdown laws of a folder, each held against the lines of its file."""
    count = 0
    wrong = []
    for citation in citations:
        file = folder / Path(citation.source).name
        if not file.is_file():
            continue
        count += 1
        if not right(citation, articles(file)):
            wrong.append(f"{citation.title} {'/'.join(citation.path)}")
    return Paths(count, tuple(wrong))


def right(citation: Citation, there: dict[str, list[str]]) -> bool:
    """Whether the article that the path names has the quote in it; of what stands in none, none is named."""
    quote = plain(citation.quote)
    named = next((part for part in reversed(citation.path) if part in there), None)
    if named is not None:
        return any(quote in text for text in there[named])
    return not any(quote in text for texts in there.values() for text in texts)


@lru_cache(maxsize=64)
def articles(file: Path) -> dict[str, list[str]]:
    """Article number -> its words without blanks; several where parts of a file count from one again."""
    found: dict[str, list[str]] = {}
    open_one: list[str] | None = None
    for line in file.read_text("utf-8").splitlines():
        begins = GOLD_LINE.match(line)
        if begins:
            open_one = found.setdefault(begins[1], [])
            open_one.append(plain(begins[1] + begins[2]))
        elif line.startswith("#") or _ANNEX.match(line):
            open_one = None
        elif open_one is not None:
            open_one[-1] += plain(_MARK.sub("", line))
    return found
