"""Asking a searcher and judging what it finds: ranks of gold clauses and documents, what a reader sees.

Clause level judges as ``studio eval run`` does (``eval.matching``). ``answered`` counts only gold that
answers the question; ``hit`` counts also gold that helps.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from unittest import mock

from eval.matching import matches
from eval.model import Question
from index import closeness, fusion, tokens
from index.fusion import LEXICAL, VECTOR, Rankings
from index.model import Filters, Hit
from index.search import Searcher
from ingest.records import PassageRecord

DEPTH = 10
PAGE = 2_000  # characters that are read
_DEEP = 60  # hits, more than a page holds
_DISTINCT = 20  # hits asked for where documents are ranked: five of them differ
_ANSWERS = 2  # relevance of gold that answers
_SENTENCE = re.compile(r"(?<=[。！？!?])|\n")
_SPACE = re.compile(r"\s+")

Figures = dict[str, Any]
WORDS: Mapping[str, float] = {LEXICAL: 1.0, VECTOR: 0.0}
VECTORS: Mapping[str, float] = {LEXICAL: 0.0, VECTOR: 1.0}
EQUAL: Mapping[str, float] = {LEXICAL: 0.5, VECTOR: 0.5}


@contextmanager
def fused_by(
    weights: Mapping[str, float] | None = None, *, ranks: bool = False, read_again: bool = True
) -> Iterator[None]:
    """Let searches fuse by other weights, or by reciprocal ranks, or read no passage again.

    A ranking of weight 0 is left out.
    """
    shipped_weights, weighted = fusion.weights_for, fusion.weighted

    def weights_for(encoder: str) -> Mapping[str, float]:
        return shipped_weights(encoder) if weights is None else weights

    def fuse(rankings: Rankings, given: Mapping[str, float]) -> dict[str, float]:
        kept = {name: ranking for name, ranking in rankings.items() if given.get(name)}
        return fusion.reciprocal_rank(kept) if ranks else weighted(kept, given)

    with (
        mock.patch.object(fusion, "weights_for", weights_for),
        mock.patch.object(fusion, "weighted", fuse),
        mock.patch.object(closeness, "FIRST", closeness.FIRST if read_again else 0),
    ):
        yield


@dataclass(slots=True)
class Asker:
    """A searcher that is asked on one day; keeps how long each search took, in seconds."""

    searcher: Searcher
    today: date

    def __call__(self, question: Question, k: int) -> list[Hit]:
        stages = (question.stage,) if question.stage else ()
        return self.searcher.search(question.question, k, Filters(stages=stages), today=self.today)

    def clauses(self, questions: Sequence[Question]) -> Figures:
        """Clause level, with milliseconds a search."""
        found, times = [], []
        for question in questions:
            began = time.perf_counter()
            found.append(self(question, DEPTH))
            times.append(time.perf_counter() - began)
        ranks = [clause_rank(q, hits) for q, hits in zip(questions, found, strict=True)]
        answers = [clause_rank(q, hits, _ANSWERS) for q, hits in zip(questions, found, strict=True)]
        return {**shares(ranks), **shares(answers, "answered"), **milliseconds(times)}

    def documents(self, questions: Sequence[Question]) -> Figures:
        """Document level: ranks among distinct documents."""
        found = [self(question, _DISTINCT) for question in questions]
        ranks = [document_rank(q, hits) for q, hits in zip(questions, found, strict=True)]
        answers = [document_rank(q, hits, _ANSWERS) for q, hits in zip(questions, found, strict=True)]
        return {**shares(ranks), **shares(answers, "answered")}

    def reading(self, questions: Sequence[Question]) -> float:
        """Share of questions whose gold clause is seen on the first page of what is read."""
        return rounded(sum(seen(q, self(q, _DEEP)) for q in questions) / len(questions))

    def first_sentences(self, records: Sequence[PassageRecord]) -> Figures:
        """Every passage asked for by its own first sentence: is one first that contains it?"""
        asked = [(record, sentence) for record in records if (sentence := first_sentence(record.text))]
        missed = []
        for record, sentence in asked:
            hits = self.searcher.search(sentence, 1, today=self.today)
            if not hits or _flat(sentence) not in _flat(hits[0].text):
                missed.append("/".join((record.document, *record.path)))
        share = 1 - len(missed) / len(asked)
        return {"passages": len(records), "asked": len(asked), "first": rounded(share), "missed": missed[:30]}


def clause_rank(question: Question, hits: Sequence[Hit], least: int = 1) -> int:
    """Rank from 1 of the first hit in a gold clause of that relevance or more; 0 if none is."""
    gold = [one for one in question.gold if one.relevance >= least]
    return _first(any(matches(one, hit) for one in gold) for hit in hits)


def document_rank(question: Question, hits: Sequence[Hit], least: int = 1) -> int:
    """The same for documents, each counted once."""
    gold = {one.document for one in question.gold if one.relevance >= least}
    return _first(document in gold for document in dict.fromkeys(hit.document for hit in hits))


def seen(question: Question, hits: Iterable[Hit], page: int = PAGE) -> bool:
    """Whether the first ``page`` characters of the hits' texts hold (half of) a gold clause's quote."""
    left = page
    for hit in hits:
        if left <= 0:
            return False
        cut = replace(hit, text=hit.text[:left])
        if any(matches(one, cut) for one in question.gold):
            return True
        left -= len(hit.text)
    return False


def first_sentence(text: str) -> str:
    """A passage's first sentence, or first line that ends without one; empty if there are no words."""
    return next((part.strip() for part in _SENTENCE.split(text) if tokens.words(part)), "")


def shares(ranks: Sequence[int], name: str = "hit") -> dict[str, float]:
    """hit@1, hit@5 and mean reciprocal rank (of the first ten) of ranks from 1, 0 for not found."""
    count = max(1, len(ranks))
    return {
        f"{name}@1": rounded(sum(rank == 1 for rank in ranks) / count),
        f"{name}@5": rounded(sum(0 < rank <= 5 for rank in ranks) / count),
        "MRR" if name == "hit" else f"{name} MRR": rounded(
            sum(1 / rank for rank in ranks if 0 < rank <= DEPTH) / count
        ),
    }


def milliseconds(times: Sequence[float]) -> dict[str, float]:
    """p50 and p95 of seconds, as milliseconds."""
    if len(times) < 2:
        return {}
    return {
        "ms_p50": round(statistics.median(times) * 1e3, 2),
        "ms_p95": round(statistics.quantiles(times, n=20)[-1] * 1e3, 2),
    }


def rounded(share: float) -> float:
    return round(share, 4)


def _first(right: Iterable[bool]) -> int:
    return next((rank for rank, one in enumerate(right, 1) if one), 0)


def _flat(text: str) -> str:
    return _SPACE.sub("", text)
