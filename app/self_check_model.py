"""Pure: the self-check against the standard as its readers see it, what counts as evidence, what is still open.

Evidence of a studio's work is what the studio itself has made or decided: its cases, plans, lessons,
activities, handbooks and records, and the rules of its school and its own. Laws and rules from above say what
ought to be done, never that it was done. What ships with the software was done by nobody, and neither was what
calls itself fictional. The standard and its restatements prove nothing about whom they measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.model import Citation
from app.standing import Standing
from ingest.catalog_standard import Span
from ingest.model import Kind, Level, Metadata
from ingest.standards import NAME, RESTATEMENTS, Indicator
from ingest.starter import ACTOR as SHIPPED

WORK = (Kind.CASE, Kind.PLAN, Kind.LESSON, Kind.ACTIVITY, Kind.HANDBOOK, Kind.RECORD)
"""Kinds that are work by themselves."""
OWN_RULES = (Level.SCHOOL, Level.STUDIO)
"""A policy of these levels was decided here."""
OURS = "本项目编写"
"""The author that every shipped document names: a copy of a sample under another name is still a sample."""
COVER = ("学校", "工作室", "主持人", "自评时段")
"""The facts of the draft's cover, in their order."""


class Attainment(StrEnum):
    """How far an indicator is met, in the host's judgement."""

    MET = "达到"
    PARTLY = "部分达到"
    UNMET = "未达到"
    OPEN = "未评"


class Unfit(StrEnum):
    """Why a document is no evidence, in words that finish 这份资料…"""

    RESTATEMENT = "是标准本身或它的重述，不能证明做过"
    SHIPPED = "是随软件附带的样例，不是本室做的"
    FICTIONAL = "写明情节是编写的，不能证明做过"
    RULE = "不是本室做的材料，也没有标成学校制度或工作室制度"
    CARD = "是应急卡，不能证明做过"


def unfit(document: str, metadata: Metadata, created_by: str) -> Unfit | None:
    """Why a version is no evidence of the studio's work; None where it is. ``created_by`` took it in."""
    if document in RESTATEMENTS or metadata.title.lstrip("《").startswith(NAME):
        return Unfit.RESTATEMENT
    if created_by == SHIPPED or metadata.extra.get("author") == OURS:
        return Unfit.SHIPPED
    if metadata.extra.get("fictional") is True:
        return Unfit.FICTIONAL
    if metadata.kind is Kind.EMERGENCY:
        return Unfit.CARD
    if metadata.kind in WORK or metadata.level in OWN_RULES:
        return None
    return Unfit.RULE


@dataclass(frozen=True, slots=True)
class Proof:
    """A quote that a host took. ``standing``: how its version stands today, not when it was taken."""

    citation: Citation
    standing: Standing
    by_hand: bool
    account: str
    at: datetime

    @property
    def span(self) -> Span:
        cited = self.citation
        return Span(cited.document, cited.version, cited.start, cited.end)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quote that a host may take. ``named``: the document's metadata name the indicator."""

    citation: Citation
    named: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with what was written about it. ``revision`` 0: nobody has judged it yet."""

    indicator: Indicator
    attainment: Attainment
    statement: str
    proofs: tuple[Proof, ...]
    refused: tuple[Proof, ...]
    gap: int | None
    revision: int
    changed: datetime | None
    changed_by: str

    @property
    def judged(self) -> bool:
        return self.attainment is not Attainment.OPEN

    @property
    def standing_proofs(self) -> int:
        """How many proofs are of a version that is in force today."""
        return sum(proof.standing.in_force for proof in self.proofs)

    @property
    def open_items(self) -> tuple[str, ...]:
        """What a host still has to see to, as sentences."""
        items = [] if self.judged else ["还没有评。"]
        if not self.proofs:
            items.append("还没有证据。")
        elif not self.standing_proofs:
            items.append("证据都不是现行的版本，请换成现行的。")
        else:
            past = len(self.proofs) - self.standing_proofs
            items += [f"有 {past} 处证据不是现行的版本。"] if past else []
        if self.judged and not self.statement:
            items.append("还没有写自评说明。")
        return tuple(items)


@dataclass(frozen=True, slots=True)
class Check:
    """The whole self-check: every indicator of the standard in its order, and the cover's facts."""

    lines: tuple[Line, ...]
    cover: Mapping[str, str]

    @property
    def counts(self) -> Counter[Attainment]:
        return Counter(line.attainment for line in self.lines)

    @property
    def without_evidence(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.standing_proofs)

    @property
    def groups(self) -> dict[str, tuple[Line, ...]]:
        """The lines by their first-level heading."""
        return {name: tuple(lines) for name, lines in _grouped(self.lines).items()}

    def line(self, indicator: str) -> Line | None:
        return next((line for line in self.lines if line.indicator.id == indicator), None)


def _grouped(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.indicator.path[0], []).append(line)
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """One indicator on the host's desk.

    ``more``: own documents that name it and are not among the candidates. ``samples``: shipped documents that
    name it, as (id, title): no evidence, but they show what would be.
    """

    line: Line
    candidates: tuple[Candidate, ...]
    more: int
    samples: tuple[tuple[str, str], ...]
