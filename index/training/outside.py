"""Pairs from the design's data folder, where it is at hand: law articles and permissive questions.

Nothing of it ships but what the encoder has learned; the model card names each licence.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from index.training.pairs import Pair, Source, halves

PERMISSIVE = (
    # file, licence, share of a batch
    ("lawyer_llama_qa", "Apache-2.0", 0.6),
    ("cpsycoun_turns", "CC BY 4.0, model-written", 0.4),
    ("emollm_turns", "MIT, model-written", 0.3),
    ("csl_title_abstract", "Apache-2.0", 0.2),
    ("dureader_demo", "Apache-2.0", 0.05),
)
_MOST_CHARACTERS = 300


def _json_lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def permissive(folder: Path, total: float) -> list[Source]:
    """Question -> answer pairs whose licences allow a model that ships."""
    whole = sum(share for _, _, share in PERMISSIVE)
    return [
        Source(name, licence, total * share / whole, tuple(_question_pairs(folder / f"{name}.jsonl.gz")))
        for name, licence, share in PERMISSIVE
    ]


def _question_pairs(path: Path) -> Iterator[Pair]:
    for number, row in enumerate(_json_lines(path)):
        query, passage = row["q"][:_MOST_CHARACTERS], row["p"][:_MOST_CHARACTERS]
        if query and passage:
            yield Pair(query, passage, f"{path.name}{number}")


def statutes(path: Path, share: float, *, most: int, seed: int) -> Source:
    """Self-supervision on law articles: heading -> article, first part -> rest, article -> the next.

    Args:
        path: ``law_articles.jsonl.gz`` with law, chapter, article, text, path.
        share: of a batch.
        most: how many articles, drawn with ``seed``; each gives one or two pairs.
        seed: of the draw.
    """
    rows = list(_json_lines(path))
    chance = random.Random(seed)  # noqa: S311  # a draw of examples, no secret
    chosen = set(chance.sample(range(len(rows) - 1), min(most, len(rows) - 1)))
    pairs: list[Pair] = []
    for number, (row, after) in enumerate(pairwise(rows)):
        if number not in chosen:
            continue
        text = row["text"][:_MOST_CHARACTERS]
        key = row["text"][:60]  # versions of a law share their articles
        parts = halves(text, key)
        if parts and chance.random() < 0.7:
            pairs += parts
        elif row["path"] == after["path"] and row["chapter"] == after["chapter"] and chance.random() < 0.5:
            pairs.append(Pair(text, after["text"][:_MOST_CHARACTERS], key))
        else:
            pairs.append(Pair(f"{row['law']} {row['chapter']}", text, key))
    return Source("law articles", "texts of laws, no copyright in China", share, tuple(pairs))
