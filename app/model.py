"""An answer and its parts: frozen values, no I/O. ``app.answer_json`` gives them the contract's names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.avoiding import to_avoid
from index.model import Filters, Hit
from ingest.model import Form, Kind, Level


class SectionKind(StrEnum):
    """The groups of an answer, in the order they are shown behind the one with the best statement."""

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
    """An exact span of a hit's passage; ``[start, end)`` are code points of the version's text."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote with the place it stands at. ``number`` is the document's 文号.

    ``fictional``: the document says of itself that its school and people are made up.
    """

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
    fictional: bool = False

    @property
    def clause(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def avoid(self) -> bool:
        """Whether it stands among what is not to be done."""
        return to_avoid(self.path)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the corpus and the numbers of its citations; ``text`` is the first one's quote.

    The others are quotes of other documents that say the same, each with its own exact words.
    """

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    kind: SectionKind
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class CardLink:
    """Another card: ``words`` name it, in the card's own text or as one of its ``others``."""

    words: str
    document: str
    title: str


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """The card that stands first: its situation, the document it is, the lines to call.

    ``document`` is empty where no card for the situation is published; 110 and 120 hold anywhere.
    ``checked`` is the day the numbers were last checked, as YYYY-MM-DD. ``others`` are situations that
    the question may tell of as well. ``links`` are the cards that this one sends its reader to.
    """

    situation: str
    document: str = ""
    version: int = 0
    title: str = ""
    hotlines: tuple[str, ...] = ("110", "120")
    checked: str = ""
    others: tuple[str, ...] = ()
    links: tuple[CardLink, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """What one document says: ``value`` is an exact part of the quote of citation number ``citation``."""

    scope: str
    title: str
    value: str
    citation: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Documents that answer one question differently: a table by level and scope, each row cited."""

    topic: str
    rows: tuple[DifferenceRow, ...]


@dataclass(frozen=True, slots=True)
class PhrasedSentence:
    """A sentence of a language model that its citations support, or (``verbatim``) a quote in its place."""

    text: str
    citations: tuple[int, ...]
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The answer in a model's words. ``endpoint`` is scheme and host of who wrote it.

    ``replaced`` sentences did not pass the check and stand as quotes, ``dropped`` ones are left out.
    """

    sentences: tuple[PhrasedSentence, ...]
    endpoint: str
    model: str
    replaced: int
    dropped: int

    @property
    def told(self) -> str:
        """Who worded the answer, and what did not pass."""
        parts = [f"由 {self.endpoint} 的模型 {self.model} 措辞，逐句核对过引文"]
        if self.replaced:
            parts.append(f"有 {self.replaced} 句没有通过核对，已换成原文")
        if self.dropped:
            parts.append(f"有 {self.dropped} 句没有依据，已删去")
        return "；".join(parts) + "。"


@dataclass(frozen=True, slots=True)
class Answer:
    """What ``ask`` found. ``reason`` says in Chinese why nothing is answered; empty when it is.

    ``understood`` is the question as it was taken where it followed up another one, empty otherwise.
    ``notes`` are sentences of ours beside the quotes: that age decides, that an original is missing.
    ``asked`` is the number under which the question is kept (``app.history``), 0 where it is not.
    ``as_of`` is the day whose rules were asked for, None for those of the day of asking.
    ``narrowed`` names the kinds, stages and levels that alone were searched (``narrowed_to``).
    """

    question: str
    answered: bool
    reason: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Hit, ...]
    related: tuple[str, ...]
    milliseconds: float
    emergency: EmergencyCard | None = None
    differences: tuple[Difference, ...] = ()
    understood: str = ""
    notes: tuple[str, ...] = ()
    phrasing: Phrasing | None = None
    asked: int = 0
    as_of: date | None = None
    narrowed: tuple[str, ...] = ()


def narrowed_to(filters: Filters) -> tuple[str, ...]:
    """What filters leave, in the words in which the page offers them; the day is told by itself."""
    kinds = (kind.label for kind in filters.kinds)
    return (*kinds, *(stage.value for stage in filters.stages), *(level.value for level in filters.levels))
