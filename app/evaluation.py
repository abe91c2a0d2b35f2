"""What the evaluation page shows. The eval room fills it; the page knows no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: its short name, its mean over the questions (0 to 1), what it means."""

    name: str
    value: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question: rank of its first gold clause from 1 (0: not found), and what stood first."""

    question: str
    type: str
    rank: int
    first: str


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """A question of a set, as it is asked: after the questions ``before``, in the school stage ``stage``."""

    text: str
    before: tuple[str, ...] = ()
    stage: str = ""


def report_from(stored: Mapping[str, Any]) -> Report:
    """The report that ``dataclasses.asdict`` made this of."""
    return Report(
        name=stored["name"],
        figures=tuple(Figure(**figure) for figure in stored["figures"]),
        rows=tuple(Row(**row) for row in stored["rows"]),
        seconds=stored["seconds"],
    )


Progress = Callable[[int, int], None]
Runner = Callable[[str, Progress], Report]
