"""Pure: questions into gaps by meaning, and a gap as a host sees it.

A question in a gap stays there, whatever is asked later. A new one joins the gap it is nearest to, or
makes one with others like it: the order in which questions come in at one time does not matter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from index.model import Matrix
from ingest.catalog_gaps import CLOSED, DISMISSED, GapQuestion, GapRecord

LEAST = 0.45
"""Mean cosine similarity from which questions are one gap.

Of 300 typical questions of the shipped corpus, grouped by the encoder that ships, 76 % of the pairs of one
clause then fall into one gap, and 72 % of the pairs in a gap are of one clause; at .35 they are 87 and 56, at
.55 they are 42 and 81. The encoder has seen such questions: what teachers ask may lie farther apart.
"""
_PADDING = re.compile(r"[\s\W_]+")


class Step(StrEnum):
    """Where the work on a gap stands."""

    WAITING = "待处理"
    ASSIGNED = "补充中"
    LINKED = "待检验"
    CLOSED = "已解决"
    DISMISSED = "不属于本库"

    @property
    def done(self) -> bool:
        return self in (Step.CLOSED, Step.DISMISSED)


def step_of(record: GapRecord) -> Step:
    """A gap with a document waits to be asked again; one with a host or a note is being worked on."""
    if record.state == CLOSED:
        return Step.CLOSED
    if record.state == DISMISSED:
        return Step.DISMISSED
    if record.document:
        return Step.LINKED
    return Step.ASSIGNED if record.assigned_to or record.note else Step.WAITING


def plain(text: str) -> str:
    """A wording without spaces and punctuation, in small letters: what makes two questions the same."""
    return _PADDING.sub("", text).casefold() or text


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where new wordings go: into the gap of that number, or together into a new one."""

    joins: Mapping[str, int]
    made: tuple[tuple[str, ...], ...]


def group(
    new: Mapping[str, Matrix], held: Mapping[int, Mapping[str, Matrix]], least: float = LEAST
) -> Grouping:
    """Wordings with their unit vectors, and the gaps' wordings with theirs -> where the new ones go.

    The wordings are ``plain``; the same wording goes to the same gap even where its vector is 0.
    """
    joins: dict[str, int] = {}
    known = {wording: gap for gap in sorted(held, reverse=True) for wording in held[gap]}
    numbers = [gap for gap in sorted(held) if held[gap]]
    centres = [np.mean(list(held[gap].values()), axis=0) for gap in numbers]
    alone = []
    for wording in sorted(new):
        near = np.array(centres) @ new[wording] if centres else np.zeros(1)
        if wording in known:
            joins[wording] = known[wording]
        elif near.max() >= least:
            joins[wording] = numbers[int(near.argmax())]
        else:
            alone.append(wording)
    return Grouping(joins, tuple(_clusters(alone, new, least)))


def _clusters(
    wordings: Sequence[str], vectors: Mapping[str, Matrix], least: float
) -> Iterable[tuple[str, ...]]:
    """Average linkage: the two nearest groups become one, as long as they are near enough."""
    if not wordings:
        return []
    rows = np.array([vectors[wording] for wording in wordings], dtype=np.float64)
    near = rows @ rows.T
    np.fill_diagonal(near, -np.inf)
    groups = {place: [wording] for place, wording in enumerate(wordings)}
    while len(groups) > 1:
        one, other = sorted(map(int, np.unravel_index(near.argmax(), near.shape)))
        if near[one, other] < least:
            break
        sizes = len(groups[one]), len(groups[other])
        joined = (near[one] * sizes[0] + near[other] * sizes[1]) / sum(sizes)
        near[one], near[:, one] = joined, joined
        near[other], near[:, other] = -np.inf, -np.inf
        near[one, one] = -np.inf
        groups[one] += groups.pop(other)
    return [tuple(sorted(found)) for found in groups.values()]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a gap was asked: how often, and when last. ``ids`` are its questions."""

    text: str
    ids: tuple[int, ...]
    latest: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap as a host sees it. ``unanswered`` and ``disliked`` count questions, ``reasons`` the 👎 by reason."""

    record: GapRecord
    wordings: tuple[Wording, ...]
    unanswered: int
    disliked: int
    reasons: tuple[tuple[str, int], ...]
    comments: tuple[str, ...]

    @property
    def step(self) -> Step:
        return step_of(self.record)

    @property
    def asked(self) -> int:
        """How many questions."""
        return sum(len(wording.ids) for wording in self.wordings)

    @property
    def title(self) -> str:
        """A host's name for it, else what was asked most."""
        return self.record.title or (self.wordings[0].text if self.wordings else f"缺口 {self.record.id}")

    @property
    def latest(self) -> datetime:
        return max((wording.latest for wording in self.wordings), default=self.record.changed)


def assembled(records: Iterable[GapRecord], questions: Iterable[GapQuestion]) -> list[Gap]:
    """Gaps with their questions, what was asked most first."""
    inside: dict[int | None, list[GapQuestion]] = defaultdict(list)
    for question in questions:
        inside[question.gap].append(question)
    found = [_gap(record, inside[record.id]) for record in records]
    return sorted(found, key=lambda gap: (gap.asked, gap.latest, gap.record.id), reverse=True)


def _gap(record: GapRecord, questions: Sequence[GapQuestion]) -> Gap:
    complaints = [one for question in questions for one in question.complaints]
    # A 👎 may give several reasons at once, joined as the page sent them.
    reasons = Counter(reason for one in complaints for reason in one.reason.split("、") if reason)
    return Gap(
        record,
        tuple(_wordings(questions)),
        sum(not question.answered for question in questions),
        sum(bool(question.complaints) for question in questions),
        tuple(reasons.most_common()),
        tuple(dict.fromkeys(one.comment for one in complaints if one.comment)),
    )


def _wordings(questions: Sequence[GapQuestion]) -> list[Wording]:
    same: dict[str, list[GapQuestion]] = defaultdict(list)
    for question in questions:
        same[plain(question.text)].append(question)
    found = [
        Wording(ones[-1].text, tuple(one.id for one in ones), max(one.at for one in ones))
        for ones in same.values()
    ]
    return sorted(found, key=lambda one: (len(one.ids), one.latest), reverse=True)
