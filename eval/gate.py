"""The CI gate: has what is found or answered become worse than the committed baseline, beyond chance?

Red where, for any metric, the mean fell by more than the tolerance AND the one-sided paired randomisation test
over the questions, corrected for all metrics gated (Holm), gives p < .05. The test takes out the noise of which
questions happen to be asked, the tolerance what retraining an encoder moves (``python -m eval.gate_trial``).
A baseline keeps every question's outcome, so that the test can be paired.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.comparison import ALPHA
from eval.metrics import LEXICON
from eval.runs import Run
from eval.significance import holm, paired_randomisation
from ingest.errors import StudioError

TOLERANCE = 0.02
GATED = (
    "hit@1",
    "hit@5",
    "recall@10",
    "MRR@10",
    "nDCG@10",
    LEXICON,
    "lexical hit@10",
    "vector hit@10",
    "citation recall",
    "answered",
    "silent",
)
"""What must not fall: what is found, what lexicon and retrievers give alone, what is cited, when answers are due.

The lexicon is gated by its own step: with an encoder that has learned the same sayings, what is found hardly
shows that it is gone."""
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a run gave: question id -> metric -> value. The first four say how it was made."""

    set: str
    sha256: str
    split: str
    encoder: str
    commit: str
    values: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Gated:
    """One metric. ``p``: one-sided, corrected, of a fall. ``red``: it fell beyond chance and tolerance."""

    metric: str
    questions: int
    baseline: float
    now: float
    p: float
    red: bool


_BASELINES = TypeAdapter(Baseline)


def baseline_of(run: Run) -> Baseline:
    values = {
        outcome.id: {name: round(outcome.values[name], _DIGITS) for name in GATED if name in outcome.values}
        for outcome in run.outcomes
    }
    return Baseline(run.set, run.sha256, run.split, run.encoder, run.commit, values)


def gated(baseline: Baseline, run: Run, *, tolerance: float = TOLERANCE) -> list[Gated]:
    """Every gated metric. Raises StudioError if the baseline is of other questions."""
    if (baseline.sha256, baseline.split) != (run.sha256, run.split):
        raise StudioError(f"题集 {run.set} 和基线里的不是同一批题。题集改过以后，请加 --write 重新写基线。")
    now = baseline_of(run).values
    rows = {name: _pairs(name, baseline.values, now) for name in GATED}
    rows = {name: pairs for name, pairs in rows.items() if pairs[0]}
    tests = {name: paired_randomisation(*pairs, side="less") for name, pairs in rows.items()}
    corrected = holm(tests)
    return [_gated(name, *pairs, corrected[name], tolerance) for name, pairs in rows.items()]


def write(path: Path, baseline: Baseline) -> None:
    """One question a line, so that a change of the baseline can be read. Raises StudioError."""
    stored = _BASELINES.dump_python(baseline)
    values = stored.pop("values")
    head = json.dumps(stored, ensure_ascii=False)[1:-1]
    lines = ",\n".join(f"{json.dumps(one)}: {json.dumps(row)}" for one, row in values.items())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{{head}, "values": {{\n{lines}\n}}}}\n', "utf-8")
    except OSError as error:
        raise StudioError(f"基线写不进 {path}（{error.strerror}）。请换一个位置。") from error


def read(path: Path) -> Baseline:
    try:
        return _BASELINES.validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise StudioError(f"没有基线 {path}。请加 --write 先写一份。") from error
    except (OSError, ValidationError) as error:
        raise StudioError(f"基线 {path} 读不出来。请加 --write 重新写一份。") from error


def _pairs(
    name: str, before: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]
) -> tuple[list[float], list[float]]:
    """What applied before and does no longer counts 0: an answer that is gone has no citations."""
    asked = [one for one, row in before.items() if name in row]
    return [before[one][name] for one in asked], [now[one].get(name, 0.0) for one in asked]


def _gated(name: str, before: list[float], after: list[float], p: float, tolerance: float) -> Gated:
    was, now = statistics.fmean(before), statistics.fmean(after)
    return Gated(name, len(before), was, now, p, p < ALPHA and was - now > tolerance)
