"""What the wording groups are worth to the encoder: more and more of them, and each topic left out.

    python -m eval.benchmarks.wordings [--only groups|topics] [--shared ../shared/data]

The questions are those of ``eval.benchmarks.encoder`` about the eight laws that have most; no question about
them is in training. One encoder of few steps stands for the six that ship as one, so the curves
lie lower than the product: it is their shape that counts. ``topics`` is a training for every topic, and some
with nothing left out but other seeds: what lies within their spread is chance. What it has is kept after
every training. Writes ``eval/results/encoder_groups.json``, ``encoder_topics.json``, each with a plot.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from tqdm import tqdm

from eval.benchmarks import plots
from eval.benchmarks.encoder import LARGEST, Figures, Trial, drawn, over_trial, score, write
from index.training import pairs
from index.training.train import Recipe

GROUPS = (0, 400, 1_200, 3_000, 6_000, 9_000, None)  # None: all there are
RECIPE = replace(Recipe(), members=1, steps=240)
SHORT = replace(RECIPE, steps=120)  # topics: there are many
SEEDS = 5  # trainings with no topic left out
_APART = 100  # between two seeds


def largest(trial: Trial) -> set[str]:
    """The laws with most questions: what nothing is learned about."""
    return {law for law, _ in Counter(case.group for case in trial.cases).most_common(LARGEST)}


def asked(
    trial: Trial, *, count: int | None = None, topic: str | None = None, recipe: Recipe = RECIPE
) -> Figures:
    """Figures of an encoder with so many wording groups, or with all but those of a topic."""
    laws = largest(trial)
    return score(trial.found(trial.cases, laws, trial.encoder(laws, drawn(count, topic), recipe)))


def groups(trial: Trial) -> None:
    """The curve over the number of wording groups."""
    every = len(pairs.wording_groups())
    curve: dict[str, Figures] = {}
    for count in tqdm(GROUPS, desc="说法组数"):
        curve[str(every if count is None else count)] = asked(trial, count=count)
        write("groups", {"groups": curve}, RECIPE)
    plots.or_say_why(partial(plot_groups, curve))


def topics(trial: Trial) -> None:
    """All groups but those of one topic, each topic in turn, beside all of them with several seeds."""
    counts = Counter(one.topic for one in pairs.wording_groups())
    whole: list[Figures] = []
    each: dict[str, Figures] = {}
    with tqdm(total=SEEDS + len(counts), desc="少一个话题") as bar:
        for number in range(SEEDS):
            whole.append(asked(trial, recipe=replace(SHORT, seed=SHORT.seed + _APART * number)))
            bar.update()
        for topic, count in counts.most_common():
            each[topic] = {"groups": count, **asked(trial, topic=topic, recipe=SHORT)}
            write("topics", {"all, by seed": whole, "without": each}, SHORT)
            bar.update()
    plots.or_say_why(partial(plot_topics, whole, each))


def plot_groups(curve: Mapping[str, Figures]) -> None:
    names = {"searched": "和检索一样", "dense": "只用向量", "fused": "两者合并", "bm25": "只用词"}
    lines = {title: {count: at5(of, way) for count, of in curve.items()} for way, title in names.items()}
    plots.curves("encoder_groups", "没学过的法律：前五条里有答案的份额", "说法组数", lines)


def plot_topics(whole: list[Figures], each: Mapping[str, Figures]) -> None:
    values = {topic: at5(of, "dense") for topic, of in each.items()}
    across = "没学过的法律，只用向量，前五条里有答案的份额（阴影：一个不少、只换种子）"
    plots.deviations("encoder_topics", "少一个话题的说法", across, values, [at5(of, "dense") for of in whole])


def at5(figures: Figures, way: str) -> float:
    of = figures[way]
    assert isinstance(of, dict)
    return float(of["5"])


MEASURES = {"groups": groups, "topics": topics}

if __name__ == "__main__":
    sys.exit(over_trial("wordings", __doc__, MEASURES))
