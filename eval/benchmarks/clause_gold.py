"""Gold and scores for ``clause_boundaries``: built from the files' own lines, never from the parser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.model import ClauseKind, Parse

WIDTH = 28  # characters a line in the re-wrapped laws
PAGE_LINES = 30
WORDS = 12  # characters behind the number by which two clauses are known to be the same

# The gold's own pattern, written from the look of the files: a line that begins with an article's
# number and a blank. No line of these laws begins so with a reference (checked by eye, once).
GOLD_LINE = re.compile(
    r"^[\s>*]*(第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[ \u3000](.*)$"
)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of clauses found, found wrongly and missed."""

    hits: int
    extra: int
    missed: int

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.extra + self.missed) if self.hits else 0.0

    def as_dict(self) -> dict[str, float]:
        return {"f1": round(self.f1, 6), "hits": self.hits, "extra": self.extra, "missed": self.missed}


def score(found: Counter[Key], gold: Counter[Key]) -> Score:
    hits = sum((found & gold).values())
    return Score(hits, sum(found.values()) - hits, sum(gold.values()) - hits)


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def gold_of(lines: Iterable[str]) -> Counter[Key]:
    matches = (GOLD_LINE.match(line) for line in lines)
    return Counter((m[1], plain(m[2])[:WORDS]) for m in matches if m)


def found_in(parsed: Parse) -> Counter[Key]:
    keys: Counter[Key] = Counter()
    for clause in parsed.clauses:
        if clause.kind is ClauseKind.ARTICLE:
            line = parsed.text[clause.start : clause.end].split("\n")[0]
            keys[clause.label, plain(line)[len(clause.label) :][:WORDS]] += 1
    return keys


def add(a: Score, b: Score) -> Score:
    return Score(a.hits + b.hits, a.extra + b.extra, a.missed + b.missed)


def rewrap(lines: Iterable[str], head: str) -> Iterator[str]:
    count, page = 0, 1
    for line in lines:
        text = re.sub(r"^[#>\s]+|<!--.*?-->", "", line).strip()
        for at in range(0, len(text), WIDTH):
            if count % PAGE_LINES == 0:
                if count:
                    yield f"— {page} —"
                    page += 1
                yield head
            count += 1
            yield text[at : at + WIDTH]


def assembled(rows: list[dict[str, str]]) -> list[str]:
    lines, chapter = [rows[0]["law"]], ""
    for row in rows:
        if row["chapter"] and row["chapter"] != chapter:
            chapter = row["chapter"]
            lines.append(chapter)
        lines += f"{row['article']} {row['text']}".split("\n")
    return lines
