"""The gate: red for a fall beyond chance and tolerance, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval import gate
from eval.benchmarks import homes
from eval.benchmarks.homes import Home, home_of
from eval.gate import baseline_of, gated
from ingest.errors import StudioError
from tests.eval_parts import changed, run_by_hand


def fallen(before: int, after: int, of: int, tolerance: float = gate.TOLERANCE) -> bool:
    """Whether it is red when of so many questions ``before``, then only ``after`` are right."""
    run = run_by_hand([1.0] * before + [0.0] * (of - before))
    now = changed(run, [1.0] * after + [0.0] * (of - after))
    [row] = gated(baseline_of(run), now, tolerance=tolerance)
    return row.red


def test_a_fall_beyond_chance_and_tolerance_is_red():
    # Five of five changed pairs are worse: p = 1 / 2**5 = .031, and 5 of 100 are over 2 points.
    assert fallen(80, 75, of=100)
    # Four: p = .0625.
    assert not fallen(80, 76, of=100)


def test_a_sure_fall_within_the_tolerance_is_not():
    # p is the same, but 5 of 300 are 1.7 points.
    assert not fallen(200, 195, of=300)
    assert fallen(200, 195, of=300, tolerance=0.01)


def test_a_rise_and_no_change_are_not():
    assert not fallen(50, 90, of=100)
    assert not fallen(50, 50, of=100)


def test_many_metrics_are_corrected_for():
    run = run_by_hand([1.0] * 100)
    names = gate.GATED[:4]
    row = dict.fromkeys(names, 1.0)
    base = replace(run, outcomes=tuple(replace(o, values=row) for o in run.outcomes))
    low = {**row, names[0]: 0.0}
    now = replace(
        base, outcomes=tuple(replace(o, values=low if i < 5 else row) for i, o in enumerate(base.outcomes))
    )
    result = {one.metric: one for one in gated(baseline_of(base), now)}
    assert result[names[0]].p == pytest.approx(4 / 2**5)  # times the four metrics
    assert not result[names[0]].red


def test_noise_is_hardly_ever_red():
    """Every question is right with the same probability in both runs: only chance differs."""
    random = np.random.default_rng(4)
    red = sum(
        gated(
            baseline_of(run_by_hand([float(v) for v in random.random(200) < 0.7])),
            run_by_hand([float(v) for v in random.random(200) < 0.7]),
        )[0].red
        for _ in range(60)
    )
    assert red <= 9  # 3 are expected; 10 or more have a probability below .002


def test_what_is_gone_counts_as_nothing():
    run = run_by_hand([1.0] * 8)
    empty = replace(run, outcomes=tuple(replace(o, values={}) for o in run.outcomes))
    [row] = gated(baseline_of(run), empty)
    assert row.now == 0.0
    assert row.red


def test_a_baseline_is_read_as_written_and_of_its_own_questions_only(tmp_path: Path):
    base = baseline_of(run_by_hand([1.0, 0.5]))
    gate.write(tmp_path / "b.json", base)
    assert gate.read(tmp_path / "b.json") == base
    with pytest.raises(StudioError, match="不是同一批题"):
        gated(base, replace(run_by_hand([1.0, 0.5]), sha256="1" * 64))
    with pytest.raises(StudioError, match="没有基线"):
        gate.read(tmp_path / "no.json")
    (tmp_path / "bad.json").write_text("{}", "utf-8")
    with pytest.raises(StudioError, match="读不出来"):
        gate.read(tmp_path / "bad.json")


@pytest.fixture(scope="module")
def shipped() -> Iterator[Home]:
    with home_of(homes.CORPUS) as home:
        yield home


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("no lexicon", "lexicon in gold"),
        ("fusion reversed", "nDCG@10"),
        ("hashed encoder", "vector hit@10"),
    ],
)
def test_a_seeded_regression_is_red(shipped: Home, name: str, metric: str):
    from eval.gate_trial import BASELINE, REGRESSIONS, judged

    rows = judged(shipped, REGRESSIONS[name], gate.read(BASELINE))
    assert metric in [row.metric for row in rows if row.red]


@pytest.mark.slow
def test_what_ships_is_not(shipped: Home):
    from eval.benchmarks.ablations import VARIANTS
    from eval.gate_trial import BASELINE, judged

    assert [row for row in judged(shipped, VARIANTS["as shipped"], gate.read(BASELINE)) if row.red] == []
