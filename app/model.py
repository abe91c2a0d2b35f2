"""An answer and its parts: frozen values, no I/O. ``app.answer_json`` gives them the contract's names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.model import Hit
from ingest.model import Form, Kind, Level


class SectionKind(StrEnum):
    """The groups of an answer, in the order they are shown."""

    EMERGENCY = "emergency"
    POLICY = "policy"
    PRACTICE = "practice"
    CASE = "case"
    LESSON = "lesson"

    @property
    def label(self) -> str:
        return _SECTION_LABELS[self]


_SECTION_LABELS = {
    SectionKind.EMERGENCY: "应急卡",
    SectionKind.POLICY: "政策依据",
    SectionKind.PRACTICE: "可以这样做",
    SectionKind.CASE: "类似案例",
    SectionKind.LESSON: "可用班会与活动",
}

SECTION_OF_KIND = {
    Kind.EMERGENCY: SectionKind.EMERGENCY,
    Kind.POLICY: SectionKind.POLICY,
    Kind.HANDBOOK: SectionKind.PRACTICE,
    Kind.PLAN: SectionKind.PRACTICE,
    Kind.RECORD: SectionKind.PRACTICE,
    Kind.CASE: SectionKind.CASE,
    Kind.LESSON: SectionKind.LESSON,
    Kind.ACTIVITY: SectionKind.LESSON,
}


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact span of a hit's passage; ``[start, end)`` are code points of the version's text.

    ``typed`` is the part of ``score`` that it has for holding what the question asks for.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    typed: float = 0.0


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote with the place it stands at. ``number`` is the document's 文号."""

    n: int
    quote: str
    title: str
    document: str
    version: int
    kind: Kind
    form: Form
    level: Level | None
    scope: str
    number: str
    path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    passage: str
    source: str
    in_force: bool

    @property
    def clause(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the corpus and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    kind: SectionKind
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """The card that stands first: its situation, the document it is, the lines to call.

    ``document`` is empty where no card for the situation is published; 110 and 120 hold anywhere.
    ``checked`` is the day the numbers were last checked, as YYYY-MM-DD. ``others`` are situations that
    the question may tell of as well.
    """

    situation: str
    document: str = ""
    version: int = 0
    title: str = ""
    hotlines: tuple[str, ...] = ("110", "120")
    checked: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``ask`` found. ``reason`` says in Chinese why nothing is answered; empty when it is."""

    question: str
    answered: bool
    reason: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Hit, ...]
    related: tuple[str, ...]
    milliseconds: float
    emergency: EmergencyCard | None = None
