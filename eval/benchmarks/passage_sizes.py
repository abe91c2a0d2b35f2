"""Which maximum size of a passage does retrieval prefer? BM25 over the index's own terms.

A question of ``pairs/teacher_questions.tsv`` counts as answered if a passage of its article is among the
first hits. Bigger passages win at equal counts of hits, so the figure at equal characters read is given
too. Sizes matter for the few long articles only; what context does to short ones is measured beside it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from index.tokens import lexical_terms
from ingest.clean import clean
from ingest.model import Passage
from ingest.readers import read
from ingest.split import split
from ingest.structure import parse

SIZES = (100, 150, 200, 300, 400, 600, 1000)
READ = 2_000  # characters
K1, B = 1.2, 0.75


def sizes(data: Path) -> dict[str, object]:
    """hit@1, hit@5, gold seen within 2,000 characters, for each size, with and without context."""
    rows = [
        line.split("\t")
        for line in (data / "pairs" / "teacher_questions.tsv").read_text("utf-8").splitlines()
    ]
    files = _newest(data / "policy" / "national")
    laws = {law: files[law] for law in sorted({row[0] for row in rows}) if law in files}
    questions = [(law, f"第{article}条", question) for law, article, question in rows if law in laws]
    figures: dict[str, object] = {"questions": len(questions), "laws": len(laws)}
    for size in SIZES:
        passages = [(law, p) for law, path in laws.items() for p in _passages(path, size)]
        for context in (True, False):
            name = f"{size}{'' if context else ' without context'}"
            figures[name] = _measure(passages, questions, context=context)
    return figures


def _newest(folder: Path) -> dict[str, Path]:
    return {re.sub(r"\(.*", "", path.stem): path for path in sorted(folder.glob("*.md"))}


def _passages(path: Path, size: int) -> list[Passage]:
    blocks = clean(read(path)).blocks
    return [
        q for part in split(blocks, path.stem) for q in parse(part.blocks, part.title, maximum=size).passages
    ]


def _measure(
    passages: Sequence[tuple[str, Passage]], questions: Sequence[tuple[str, str, str]], *, context: bool
) -> dict[str, float]:
    index = _Bm25([lexical_terms(f"{p.context} {p.text}" if context else p.text) for _, p in passages])
    at1 = at5 = seen = 0
    for law, article, question in questions:
        ranked = [passages[i] for i in index.top(lexical_terms(question), 40)]
        right = [found == law and article in p.path for found, p in ranked]
        at1 += any(right[:1])
        at5 += any(right[:5])
        read_so_far = 0
        for hit, (_, p) in zip(right, ranked, strict=True):
            read_so_far += len(p.text)
            if hit and read_so_far <= READ:
                seen += 1
                break
    lengths = [len(p.text) for _, p in passages]
    n = len(questions)
    return {
        "passages": len(passages),
        "mean_characters": round(sum(lengths) / len(lengths), 1),
        "longest": max(lengths),
        "hit@1": round(at1 / n, 4),
        "hit@5": round(at5 / n, 4),
        "seen_in_2000_characters": round(seen / n, 4),
    }


class _Bm25:
    """Okapi BM25 (Robertson and Zaragoza 2009) in a few lines: a yardstick, not the product's index."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.lengths = [len(text) for text in texts]
        self.mean = sum(self.lengths) / len(texts)
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(texts):
            for word, count in Counter(text).items():
                self.postings[word].append((number, count))

    def top(self, words: Sequence[str], k: int) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        total = len(self.lengths)
        for word in set(words):
            found = self.postings.get(word, [])
            idf = math.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                norm = K1 * (1 - B + B * self.lengths[number] / self.mean)
                scores[number] += idf * count * (K1 + 1) / (count + norm)
        return sorted(scores, key=lambda number: (-scores[number], number))[:k]
