"""Pure: what a reviewer sees: the item at hand, the lists around it, how far two reviewers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.judging_items import Row
from app.judging_rules import Verdict, both
from app.kappa import Agreement, agreement
from app.model import Answer
from ingest.catalog_judgements import ItemHead, JudgementRecord


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of the answer with its source: what stands around the quote, how the version stands.

    ``outdated``: why the version did not hold when the item was made; such a citation supports nothing.
    ``known``: the source is in this home.
    """

    row: Row
    before: str
    after: str
    outdated: str
    known: bool


@dataclass(frozen=True, slots=True)
class Task:
    """An item as a reviewer judges it. ``own``: one's judgement so far, which may still be changed.

    ``two``: what the two reviewers think, only for whoever decides between them, or where it is ``decided``.
    """

    id: int
    question: str
    answer: Answer
    rows: tuple[Seen, ...]
    own: JudgementRecord | None
    two: tuple[JudgementRecord, ...]
    decided: JudgementRecord | None = None

    @property
    def decides(self) -> bool:
        return bool(self.two) and self.decided is None

    @property
    def agreed(self) -> tuple[str, dict[str, bool]]:
        """What both reviewers think: a verdict, or none, and the citations they judge alike."""
        if not self.two:
            return "", {}
        one, other = self.two
        alike = {n: said for n, said in one.citations.items() if other.citations.get(n) is said}
        return one.verdict if one.verdict == other.verdict else "", alike


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item in a reviewer's list: its question, and nothing of where it came from."""

    id: int
    question: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An item that two have judged, with all judgements. ``decided`` None: a third is to decide; ``mine``: may I."""

    head: ItemHead
    judgements: tuple[JudgementRecord, ...]
    decided: JudgementRecord | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A reviewer's day. ``waiting`` and ``decide``: what waits for this account's judgement or decision.

    ``today``: what it judged since midnight in China; ``back``: its last judgement that may still be changed;
    ``alone``: how many it judged that wait for the second one.
    """

    waiting: tuple[Waiting, ...]
    decide: tuple[Waiting, ...]
    differing: tuple[Judged, ...]
    settled: tuple[Judged, ...]
    today: int
    back: int | None
    alone: int
    verdicts: Agreement
    citations: Agreement


def verdict_agreement(judged: Sequence[Judged]) -> Agreement:
    """Over the verdicts of all items that two have judged."""
    pairs = [both(one.judgements) for one in judged]
    return agreement([(one.verdict, other.verdict) for one, other in pairs], [v.value for v in Verdict])


def citation_agreement(judged: Sequence[Judged]) -> Agreement:
    """Over the citations of these items."""
    pairs = [both(one.judgements) for one in judged]
    return agreement(
        [
            (one.citations[n], other.citations[n])
            for one, other in pairs
            for n in one.citations
            if n in other.citations
        ],
        [True, False],
    )
