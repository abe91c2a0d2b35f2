"""检索测试: what a question finds, stage by stage, for a host who wonders why."""

from __future__ import annotations

from dataclasses import dataclass

from app.access import Act
from app.desk import Desk, checked_question
from index.fusion import EXACT, LEXICAL, RERANK, SENTENCE, TERMS, VECTOR
from index.model import Filters, Hit

STAGES = {LEXICAL: "词面", VECTOR: "向量", TERMS: "逐词", SENTENCE: "最近一句", EXACT: "逐字", RERANK: "重排"}
"""The stages in their order, as a host reads them."""


@dataclass(frozen=True, slots=True)
class Probed:
    """The terms that the lexicon added, with weights, and the hits; ``Hit.parts`` has each stage's rank and score."""

    terms: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...]


def probe(desk: Desk, question: str, k: int, filters: Filters) -> Probed:
    """Search as teachers do, with nothing left out. StudioError for an empty question."""
    desk.require(Act.REVIEW)
    asked = checked_question(question)
    hits = desk.search(asked, k, filters)
    return Probed(tuple(desk.studio.searcher.expand(asked)), tuple(hits))
