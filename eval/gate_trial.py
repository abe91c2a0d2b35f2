"""Does the gate turn red where it should, and only there?

    python -m eval.gate_trial [--baseline FILE] [--seeds 5] [--shared ../shared/data]

Three regressions are seeded: the lexicon off, the encoder swapped for hashed vectors, the weights of fusion
changed for each other. No regression is the encoder that ships trained again with other seeds, minutes each;
``--seeds 0`` leaves that out. Writes ``eval/results/gate.json``; ends with 1 where the gate is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from eval.benchmarks import homes
from eval.benchmarks.ablations import VARIANTS, Variant
from eval.benchmarks.asking import Figures, fused_by
from eval.benchmarks.homes import Home
from eval.benchmarks.report import ROOT, write_result
from eval.gate import Baseline, Gated, gated, read
from eval.run import run_set
from index import fusion, static_encoder
from index.model import Encoder
from index.training import gather
from index.training.ensemble import train_together
from index.training.gather import Mixture
from index.training.train import Recipe

BASELINE = ROOT / "eval" / "baselines" / "gold_450.json"
REVERSED = {fusion.LEXICAL: fusion.WEIGHTS[fusion.VECTOR], fusion.VECTOR: fusion.WEIGHTS[fusion.LEXICAL]}
REGRESSIONS: Mapping[str, Variant] = {
    "no lexicon": VARIANTS["no lexicon"],
    "hashed encoder": VARIANTS["hashed encoder"],
    "fusion reversed": Variant("词和向量的权重对调", weights=REVERSED),
}
_APART = 100
"""Between two seeds: the members of an ensemble have seeds that follow each other."""


def judged(home: Home, variant: Variant, baseline: Baseline) -> list[Gated]:
    """The gate's rows for the product with something changed."""
    lexicon = homes.LEXICON if variant.lexicon else None
    with (
        home.searcher(encoder=variant.encoder(), lexicon=lexicon) as searcher,
        fused_by(variant.weights, ranks=variant.ranks),
    ):
        run = run_set(
            baseline.set, searcher=searcher, catalog=home.catalog, today=home.today, split=baseline.split
        )
    return gated(baseline, run)


def trained(shared: Path | None, seed: int, home: Home) -> Encoder:
    """The encoder that ships, trained with another seed, through the files that would ship."""
    material = gather.material(homes.CORPUS, shared, home.today)
    made = train_together(gather.sources(material, Mixture()), replace(Recipe(), seed=seed))
    with tempfile.TemporaryDirectory() as scratch:
        static_encoder.save(Path(scratch), made.features, made.rows[:-1])
        return static_encoder.load(Path(scratch))


def row(rows: Sequence[Gated]) -> Figures:
    return {
        "red": [one.metric for one in rows if one.red],
        "change": {one.metric: round(one.now - one.baseline, 4) for one in rows},
        "p": {one.metric: round(one.p, 4) for one in rows},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.gate_trial", description=__doc__)
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--shared", type=Path, default=homes.DATA)
    given = parser.parse_args(arguments)
    baseline = read(given.baseline)
    shared = given.shared if given.shared.is_dir() else None
    with homes.home_of(homes.CORPUS) as home:
        regressions = {name: row(judged(home, one, baseline)) for name, one in REGRESSIONS.items()}
        seeds = [Recipe().seed + _APART * (number + 1) for number in range(given.seeds)]
        retrained = {
            str(seed): row(
                judged(
                    home, Variant("换种子重新训练", encoder=partial(trained, shared, seed, home)), baseline
                )
            )
            for seed in seeds
        }
        same = row(judged(home, VARIANTS["as shipped"], baseline))
    figures: Figures = {
        "set": baseline.set,
        "as shipped": same,
        "regressions": regressions,
        "retrained with seed": retrained,
    }
    write_result("gate", "python -m eval.gate_trial", figures)
    right = all(one["red"] for one in regressions.values()) and not any(
        one["red"] for one in (same, *retrained.values())
    )
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
