"""The linter over all documents at once: counts, repetitions, coverage of the standard, the lexicon."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from eval.corpus.library import Shipped, of_kind
from ingest import vocabulary
from ingest.likeness import SKETCH_SIZE, near_duplicate, sketch
from ingest.model import Kind, Stage
from ingest.standards import Indicator, served

NEAR_DUPLICATE = 0.5
PHRASE = 12  # characters
PHRASE_DOCUMENTS = 4
LEXICON_LINES = 800

FEWEST: dict[Kind, int] = {
    Kind.CASE: 72,
    Kind.HANDBOOK: 6,
    Kind.LESSON: 36,
    Kind.PLAN: 12,
    Kind.ACTIVITY: 12,
    Kind.POLICY: 28,
    Kind.EMERGENCY: 6,
}

_RULE_NAME = re.compile(r"《[^《》]*》(?:第[零一二三四五六七八九十百]+[条款项、和至]*)*")
_SENTENCE_END = re.compile(r"[。！？；：:\n|「」“”]")


def counts(documents: Sequence[Shipped]) -> list[str]:
    """The promised numbers by kind; half of the cases for vocational schools; six chapters, six cards."""
    found = Counter(document.kind for document in documents)
    problems = [
        f"{kind.label}只有 {found[kind]} 篇，至少 {fewest} 篇"
        for kind, fewest in FEWEST.items()
        if found[kind] < fewest
    ]
    cases = of_kind(documents, Kind.CASE)
    vocational = sum(Stage.VOCATIONAL.value in case.values("stage") for case in cases)
    if 2 * vocational < len(cases):
        problems.append(f"案例里中职只有 {vocational} 篇，不到 {len(cases)} 篇的一半")
    problems += _absent("手册主题", vocabulary.HANDBOOK_TOPICS, _said(documents, "topic"))
    return problems + _absent("应急情形", vocabulary.SITUATIONS, _said(documents, "situation"))


def empty_cells(documents: Sequence[Shipped]) -> list[str]:
    """No case type without a case at every stage, no work area without a document."""
    grid = case_grid(documents)
    problems = [
        f"案例“{case_type}”没有{stage}的"
        for case_type, row in grid.items()
        for stage, count in row.items()
        if not count
    ]
    areas = {area for document in documents for area in document.values("work_area")}
    return problems + _absent("工作领域", vocabulary.WORK_AREAS, areas)


def case_grid(documents: Sequence[Shipped]) -> dict[str, dict[str, int]]:
    """Case type -> stage -> number of cases."""
    cases = of_kind(documents, Kind.CASE)
    return {
        case_type: {
            stage.value: sum(
                case.front.get("case_type") == case_type and stage.value in case.values("stage")
                for case in cases
            )
            for stage in Stage
        }
        for case_type in vocabulary.CASE_TYPES
    }


def coverage(documents: Sequence[Shipped], indicators: Sequence[Indicator]) -> dict[str, list[str]]:
    """Indicator -> ids of the documents that serve it, beside those that only restate the standard."""
    return served(((document.id, document.values("indicators")) for document in documents), indicators)


def uncovered(documents: Sequence[Shipped], indicators: Sequence[Indicator]) -> list[str]:
    """Indicators of the standard that no document serves."""
    return [f"指标 {name} 没有一篇材料" for name, ids in coverage(documents, indicators).items() if not ids]


def repeated(documents: Sequence[Shipped]) -> list[str]:
    """Ids, titles and typical questions that occur twice in the corpus."""
    problems = []
    for what, pairs in (
        ("编号", [(document.id, document.id) for document in documents]),
        ("标题", [(document.title, document.id) for document in documents]),
        ("问题", [(text, document.id) for document in documents for text, _ in document.questions]),
    ):
        places: dict[str, list[str]] = defaultdict(list)
        for text, where in pairs:
            places[_bare(text)].append(where)
        problems += [f"{what}“{text}”重复：{'、'.join(ids)}" for text, ids in places.items() if len(ids) > 1]
    return problems


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents and the share of 5-character shingles they have in common, 0 to 1."""

    first: str
    second: str
    value: float


def likest(documents: Sequence[Shipped], most: int = 20) -> list[Likeness]:
    """The ``most`` likest pairs, exactly measured; they are picked by their sketches' common hashes."""
    sketches = [sketch(document.body) for document in documents]
    pairs = sorted(
        combinations(range(len(documents)), 2),
        key=lambda pair: -len(sketches[pair[0]] & sketches[pair[1]]) / SKETCH_SIZE,
    )
    found = [
        Likeness(documents[i].id, documents[j].id, near_duplicate(documents[i].body, documents[j].body))
        for i, j in pairs[:most]
    ]
    return sorted(found, key=lambda pair: -pair.value)


def near_duplicates(documents: Sequence[Shipped]) -> list[str]:
    """Pairs of documents that are nearly the same text."""
    return [
        f"{pair.first} 和 {pair.second} 有 {pair.value:.0%} 相同"
        for pair in likest(documents)
        if pair.value > NEAR_DUPLICATE
    ]


def templates(documents: Sequence[Shipped]) -> list[str]:
    """Phrases that stand in more than a few documents, beside headings and rules' names.

    Of phrases that overlap the longest that all these documents share is not looked for: each window of
    ``PHRASE`` characters is reported once for the set of documents that have it.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for window in _windows(document):
            holders[window].add(document.id)
    by_documents: dict[frozenset[str], str] = {}
    for window, ids in holders.items():
        if len(ids) > PHRASE_DOCUMENTS:
            by_documents.setdefault(frozenset(ids), window)
    return [
        f"“{window}…”在 {len(ids)} 篇里重复：{'、'.join(sorted(ids)[:6])}"
        for ids, window in by_documents.items()
    ]


def lexicon(text: str) -> list[str]:
    """Three columns, enough lines, no saying twice."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    problems = [f"词表这一行不是三列：{'|'.join(row)}" for row in rows if len(row) != 3 or not all(row)]
    if len(rows) < LEXICON_LINES:
        problems.append(f"词表只有 {len(rows)} 行，至少 {LEXICON_LINES} 行")
    said = Counter(row[0].strip() for row in rows)
    return problems + [f"词表里“{word}”重复" for word, times in said.items() if times > 1]


def _windows(document: Shipped) -> set[str]:
    """Every run of ``PHRASE`` characters within a sentence, punctuation and blanks left out."""
    text = "\n".join(section.text for section in document.sections)
    found = set()
    for sentence in _SENTENCE_END.split(_RULE_NAME.sub("\n", text)):
        words = _bare(sentence)
        found |= {words[i : i + PHRASE] for i in range(len(words) - PHRASE + 1)}
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def _said(documents: Iterable[Shipped], field: str) -> set[str]:
    return {str(document.front[field]) for document in documents if field in document.front}


def _absent(what: str, wanted: Iterable[str], found: set[str]) -> list[str]:
    return [f"{what}“{name}”没有一篇" for name in wanted if name not in found]
