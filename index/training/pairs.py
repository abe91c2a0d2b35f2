"""Pairs to learn from, out of what ships with the project. Pure but for reading the two data files."""

from __future__ import annotations

import gzip
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import combinations, pairwise
from pathlib import Path

from index.embedding import vector_text
from index.tokens import chinese_number
from ingest.law_questions import core_title, read_lines
from ingest.records import PassageRecord

LAY_QUESTIONS = Path(__file__).resolve().parents[2] / "corpus" / "questions" / "laws.tsv.gz"
OWN = "written for this project"
_SENTENCE = re.compile(r"(?<=[。；！？\n])")
_SHORTEST_PART = 15  # characters of a first part or a rest that still say something
_NUMERAL = re.compile(r"第(\d+|[零〇一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?")


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a passage that answers it. Pairs with the same ``key`` are never in one batch."""

    query: str
    passage: str
    key: str


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one kind. ``share`` is its part of every batch, relative to the other sources."""

    name: str
    licence: str
    share: float
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class LayQuestion:
    """A lay question about an article: (law's short name, number such as 第2条)."""

    law: str
    article: str
    question: str


@dataclass(frozen=True, slots=True)
class WordingGroup:
    topic: str
    official: str
    lay: tuple[str, ...]


def _lines(name: str) -> Iterator[list[str]]:
    raw = resources.files("index.training").joinpath("data", name).read_bytes()
    for line in gzip.decompress(raw).decode("utf-8").splitlines():
        yield line.split("\t")


def lay_questions(path: Path = LAY_QUESTIONS) -> list[LayQuestion]:
    """The shipped lay questions, in file order."""
    return [
        LayQuestion(line.law, article_key(f"第{line.article}条"), line.question) for line in read_lines(path)
    ]


def wording_groups() -> list[WordingGroup]:
    """The shipped wording groups, in file order. Numbers in them are invented: never show them."""
    return [
        WordingGroup(topic, official, tuple(lay)) for topic, official, *lay in _lines("wording_groups.tsv.gz")
    ]


def draw(groups: Sequence[WordingGroup], count: int | None, seed: int) -> list[WordingGroup]:
    """``count`` of the groups, drawn by ``seed``; all of them for None."""
    if count is None or count >= len(groups):
        return list(groups)
    return random.Random(seed).sample(list(groups), count)  # noqa: S311  # a draw of examples, no secret


def article_key(label: str) -> str:
    """第一百零二条之一 … -> 第102条之1, so that both spellings of an article agree; "" if it is none."""
    match = _NUMERAL.search(label)
    if not match:
        return ""
    added = f"之{chinese_number(match[2])}" if match[2] else ""
    number = int(match[1]) if match[1].isascii() else chinese_number(match[1])
    return f"第{number}条{added}"


def article_of(record: PassageRecord) -> str:
    """The article that a passage belongs to, as ``article_key`` writes it."""
    return next((key for label in reversed(record.path) if (key := article_key(label))), "")


def law_of(title: str) -> str:
    """A law's short name: 中华人民共和国民法典 侵权责任编 -> 侵权责任编."""
    return core_title(title)


def by_article(records: Iterable[PassageRecord]) -> dict[tuple[str, str], list[PassageRecord]]:
    """(law's short name, article) -> its passages."""
    found: dict[tuple[str, str], list[PassageRecord]] = defaultdict(list)
    for record in records:
        if article := article_of(record):
            found[law_of(record.title), article].append(record)
    return found


def asked(questions: Sequence[LayQuestion], records: Sequence[PassageRecord], share: float) -> Source:
    """Lay questions -> the passages of their articles, for laws that are among ``records``."""
    articles = by_article(records)
    pairs = [
        Pair(q.question, vector_text(record), f"{q.law}{q.article}")
        for q in questions
        for record in articles.get((q.law, q.article), ())
    ]
    return Source("lay questions and their articles", OWN, share, tuple(pairs))


def asked_alike(questions: Sequence[LayQuestion], share: float) -> Source:
    """Two lay questions about the same article: what is left of them where the laws are not at hand."""
    groups: dict[str, list[str]] = defaultdict(list)
    for q in questions:
        groups[f"{q.law}{q.article}"].append(q.question)
    pairs = [Pair(a, b, key) for key, texts in groups.items() for a, b in combinations(texts, 2)]
    return Source("lay questions about the same article", OWN, share, tuple(pairs))


def attached(records: Sequence[PassageRecord], share: float) -> Source:
    """Typical questions -> the passages that they stand with."""
    pairs = [Pair(q, vector_text(r), r.id) for r in records for q in r.questions]
    return Source("typical questions of documents", OWN, share, tuple(pairs))


def reworded(groups: Sequence[WordingGroup], share: float, share_of_lay: float) -> list[Source]:
    """Lay wording -> official wording; lay -> lay."""
    official = [Pair(lay, g.official, g.official) for g in groups for lay in g.lay]
    alike = [Pair(a, b, g.official) for g in groups for a, b in combinations(g.lay, 2)]
    return [
        Source("lay and official wordings", OWN, share, tuple(official)),
        Source("two lay wordings", OWN, share_of_lay, tuple(alike)),
    ]


def own_structure(records: Sequence[PassageRecord], share: float, licence: str = OWN) -> Source:
    """Title and headings -> passage; a passage's first part -> its rest; a passage -> the next one."""
    pairs: list[Pair] = []
    for record in records:
        heading = " ".join((record.title, *record.path))
        pairs.append(Pair(heading, record.text, record.id))
        pairs += halves(vector_text(record), record.id)
    for one, after in pairwise(records):
        if (one.document, one.path[:-1]) == (after.document, after.path[:-1]):
            pairs.append(Pair(one.text, after.text, one.id))
    return Source("headings and parts of documents", licence, share, tuple(pairs))


def halves(text: str, key: str) -> list[Pair]:
    """A text's first sentence -> its rest, if both say something."""
    parts = [part for part in _SENTENCE.split(text) if part.strip()]
    for at in range(1, len(parts)):
        first, rest = "".join(parts[:at]), "".join(parts[at:])
        if len(first) >= _SHORTEST_PART and len(rest) >= _SHORTEST_PART:
            return [Pair(first, rest, key)]
    return []
