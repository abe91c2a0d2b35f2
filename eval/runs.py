"""A recorded run: what was asked, found and answered, under which corpus, encoder, settings and commit.

``<home>/evaluations/<id>.json``; the id is UTC time and a short hash of what the run found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.evaluation import Figure, Report, Row
from app.purging_records import without
from app.titles import bracketed
from eval.abstention import Decision
from eval.metrics import DEPTH, MEANINGS, means
from eval.model import Gold, QuestionType
from ingest.errors import StudioError

FOLDER = "evaluations"
FUSED = "fused"
_HASH = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, best first. ``gold`` is the relevance of the gold it is, ``ranks`` its rank with each retriever."""

    document: str
    title: str
    path: tuple[str, ...]
    gold: int
    ranks: dict[str, int]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the answer with its exact words, and the relevance of the gold it stands in."""

    document: str
    title: str
    path: tuple[str, ...]
    quote: str
    gold: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question. ``ranks`` of its first gold by step (``lexical``, ``vector``, ``fused``), 0: not found.

    ``values`` has the metrics that apply to it, ``reason`` why no answer is due, ``said`` why none was given,
    ``kinds`` the kinds of its gold documents; times are milliseconds.
    """

    id: str
    question: str
    understood: str
    type: QuestionType
    split: str
    school: str
    kinds: tuple[str, ...]
    gold: tuple[Gold, ...]
    reason: str
    ranks: dict[str, int]
    values: dict[str, float]
    hits: tuple[Found, ...]
    citations: tuple[Cited, ...]
    answered: bool
    said: str
    confidence: float
    search_ms: float
    answer_ms: float

    @property
    def rank(self) -> int:
        return self.ranks.get(FUSED, 0)

    @property
    def decision(self) -> Decision:
        return Decision(self.confidence, 0 < self.rank <= DEPTH, self.answered, self.reason)


@dataclass(frozen=True, slots=True)
class Run:
    """``revision`` of the corpus, ``settings`` that change what is found, ``made`` in UTC (ISO 8601).

    ``by`` is the account that ran it, empty from the command line.
    """

    id: str
    made: str
    set: str
    sha256: str
    split: str
    revision: int
    encoder: str
    settings: dict[str, str]
    commit: str
    machine: str
    seconds: float
    outcomes: tuple[Outcome, ...]
    by: str = ""

    @property
    def ranked(self) -> list[Outcome]:
        """The questions that have gold."""
        return [outcome for outcome in self.outcomes if outcome.gold]

    @property
    def metrics(self) -> dict[str, float]:
        return means(outcome.values for outcome in self.outcomes)

    @property
    def silent(self) -> tuple[int, int]:
        """(rightly not answered, asked) of the questions without gold."""
        due = [outcome for outcome in self.outcomes if not outcome.gold]
        return sum(not outcome.answered for outcome in due), len(due)

    def report(self) -> Report:
        """What the evaluation page shows."""
        metrics = self.metrics
        return Report(
            name=self.set,
            figures=tuple(
                Figure(name, metrics[name], meaning) for name, meaning in MEANINGS.items() if name in metrics
            ),
            rows=tuple(
                Row(o.question, o.type.label, o.rank, _first(o), bool(o.gold), o.answered)
                for o in self.outcomes
            ),
            seconds=self.seconds,
            id=self.id,
        )


_RUNS = TypeAdapter(Run)


def forgotten(run: Run, documents: Set[str]) -> Run:
    """The run without the words of documents that were purged while it asked."""
    if not documents:
        return run
    return _RUNS.validate_python(without(_RUNS.dump_python(run, mode="json"), documents))


def save(home: Path, run: Run) -> Run:
    """Write the run into the home; the run with its id."""
    found = hashlib.sha256(_RUNS.dump_json(replace(run, id=""))).hexdigest()
    moment = datetime.fromisoformat(run.made).astimezone(UTC)
    run = replace(run, id=f"{moment:%Y%m%dT%H%M%S}-{found[:_HASH]}")
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{run.id}.partial"
        partial.write_bytes(_RUNS.dump_json(run))
        partial.replace(folder / f"{run.id}.json")
    except OSError as error:
        raise StudioError(f"评估记录写不进 {folder}（{error.strerror}）。请检查磁盘空间和权限。") from error
    return run


def load(home: Path, wanted: str) -> Run:
    """A run by its id, by the beginning of its id, or from a file. Raises StudioError where there is none."""
    path = Path(wanted)
    if path.suffix != ".json":
        beginning = [one for one in paths(home) if one.stem.startswith(wanted)]
        if len(beginning) != 1:
            found = "有不止一次评估以它开头" if beginning else "没有这次评估"
            raise StudioError(f"“{wanted}”：{found}。用 studio eval list 看有哪些。")
        path = beginning[0]
    try:
        return _RUNS.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise StudioError(f"评估记录 {path} 读不出来。请重新运行 studio eval run。") from error


def paths(home: Path) -> list[Path]:
    """The recorded runs, the latest first."""
    return sorted((home / FOLDER).glob("*.json"), reverse=True)


def _first(outcome: Outcome) -> str:
    if not outcome.hits:
        return "没有结果"
    first = outcome.hits[0]
    return f"{bracketed(first.title)}{first.path[-1] if first.path else ''}"
