"""What the evaluation page shows. The eval room fills it; the page knows no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: its short name, its mean over the questions (0 to 1), what it means."""

    name: str
    value: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question: rank of its first gold clause from 1 (0: not found), and what stood first.

    ``gold`` False: no answer is due; then ``answered`` says whether it got one all the same.
    """

    question: str
    type: str
    rank: int
    first: str
    gold: bool = True
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A run. ``figures`` are of the questions with gold, and none where there are none; ``id`` of its record."""

    name: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    seconds: float
    id: str = ""

    @property
    def ranked(self) -> int:
        """Questions that have gold."""
        return sum(row.gold for row in self.rows)

    @property
    def silent(self) -> tuple[int, int]:
        """(rightly not answered, asked) of the questions without gold."""
        due = [row for row in self.rows if not row.gold]
        return sum(not row.answered for row in due), len(due)


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """A question of a set, as it is asked: after the questions ``before``, in the school stage ``stage``."""

    text: str
    before: tuple[str, ...] = ()
    stage: str = ""


@dataclass(frozen=True, slots=True)
class SetInfo:
    """A question set: how it is called, what it is good for, its questions and those of them with gold.

    ``questions`` is 0 where its file cannot be read; ``purpose`` says so then.
    """

    name: str
    title: str
    purpose: str
    questions: int
    ranked: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A recorded run without its questions. ``by`` is empty where it was run from the command line.

    ``figures``: the headline metrics by name; ``silent`` as in ``Report``.
    """

    id: str
    made: datetime
    by: str
    set: str
    title: str
    revision: int
    encoder: str
    questions: int
    ranked: int
    figures: Mapping[str, float]
    silent: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """The recorded runs, the latest first, and how many records cannot be read."""

    runs: tuple[Kept, ...]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric in two runs. ``low`` and ``high`` bound the difference; ``p`` is corrected for all metrics.

    ``better``: 1 or -1 where the second is better or worse beyond chance, else 0; ``verdict`` in words.
    """

    name: str
    meaning: str
    questions: int
    first: float
    second: float
    low: float
    high: float
    p: float
    better: Literal[-1, 0, 1]
    verdict: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose outcome changed: (before, after) of its rank, and of whether it was answered."""

    question: str
    gold: bool
    rank: tuple[int, int]
    answered: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Compared:
    """``first`` is the earlier run. ``conditions``: what else differs, as (what, before, after)."""

    first: Kept
    second: Kept
    conditions: tuple[tuple[str, str, str], ...]
    metrics: tuple[Metric, ...]
    changes: tuple[Changed, ...]
    left_out: int


def report_from(stored: Mapping[str, Any]) -> Report:
    """The report that ``dataclasses.asdict`` made this of."""
    return Report(
        name=stored["name"],
        figures=tuple(Figure(**figure) for figure in stored["figures"]),
        rows=tuple(Row(**row) for row in stored["rows"]),
        seconds=stored["seconds"],
        id=stored.get("id", ""),
    )


Progress = Callable[[int, int], None]
Suffix = Literal["html", "xlsx"]


class Evaluations(Protocol):
    """The question sets and the recorded runs of the open home; whoever calls has asked for the role.

    Names and ids come from the page: only sets and runs that are listed are opened, never a path.
    All but the lists raise StudioError in words for the user.
    """

    def sets(self) -> Sequence[SetInfo]: ...

    def questions(self, name: str) -> Sequence[SetQuestion]: ...

    def run(self, name: str, by: str, progress: Progress) -> Report:
        """Measure a set, and keep the run."""

    def listed(self) -> Listed: ...

    def report(self, id: str) -> Report: ...

    def compare(self, one: str, other: str) -> Compared:
        """Of two runs in either order."""

    def file(self, id: str, suffix: Suffix, against: str = "") -> bytes:
        """A run's report as a file, with its comparison to the run ``against`` where one is named."""
