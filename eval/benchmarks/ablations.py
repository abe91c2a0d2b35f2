"""What is each part of finding worth? The same questions with one part taken away or changed.

    python -m eval.benchmarks.ablations [--shared ../shared/data]

Clauses of the national laws (``laws_250``) and documents of the shipped corpus (``corpus_120``), as in
``finding``. Typical questions are taken from the index only: the shipped encoder has learned from them,
too. For the row without wording groups an encoder is trained as the shipped one is, but without them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from tqdm import tqdm

from app.studio import today
from eval.benchmarks import homes, plots
from eval.benchmarks.asking import EQUAL, VECTORS, WORDS, Asker, Figures, fused_by
from eval.benchmarks.homes import Home
from eval.benchmarks.report import write_result
from eval.model import Question
from index.encoder import HashedEncoder, open_encoder
from index.model import Encoder
from index.static_encoder import StaticEncoder
from index.training import gather
from index.training.ensemble import train_together
from index.training.gather import Mixture
from index.training.train import Recipe


@dataclass(frozen=True, slots=True)
class Variant:
    """The product's search with something changed; ``weights`` None are those that go with the encoder."""

    title: str
    weights: Mapping[str, float] | None = None
    ranks: bool = False
    lexicon: bool = True
    encoder: Callable[[], Encoder] = open_encoder
    questions: bool = True
    read_again: bool = True


@cache
def without_groups(shared: Path = homes.DATA) -> Encoder:
    """An encoder that has learned all that the shipped one has, but no wording groups: minutes."""
    material = gather.material(homes.CORPUS, shared, today())
    trained = train_together(gather.sources(material, Mixture(), groups=0), Recipe())
    return StaticEncoder(trained.features, trained.rows[:-1], "no-groups")


VARIANTS = {
    "as shipped": Variant("照发布的样子"),
    "no lexicon": Variant("不扩展说法", lexicon=False),
    "no vectors": Variant("不用向量", weights=WORDS),
    "not read again": Variant("前面的不再读一遍", read_again=False),
    "no words": Variant("不用词", weights=VECTORS),
    "equal weights": Variant("词和向量各半", weights=EQUAL),
    "reciprocal rank fusion": Variant("按名次合并（RRF）", ranks=True),
    "hashed encoder": Variant("散列编码", encoder=HashedEncoder),
    "no wording groups": Variant("不学说法组", encoder=without_groups),
    # Last: it changes the home.
    "no typical questions": Variant("没有典型问题", questions=False),
}
Measure = Callable[[Asker, Sequence[Question]], Figures]
SETS: Mapping[str, Measure] = {"laws_250": Asker.clauses, "corpus_120": Asker.documents}
TITLES = {"laws_250": "国家法律，找到条款", "corpus_120": "附带资料，找到一篇"}
SHOWN = ("hit@1", "hit@5")


def without(home: Home, name: str, measure: Measure, variants: Mapping[str, Variant]) -> Figures:
    """Figures of one question set for every variant; the home has no typical questions afterwards."""
    questions = home.questions(name)
    figures: Figures = {"questions": len(questions)}
    for key, variant in tqdm(variants.items(), desc=name):
        if not variant.questions:
            home.forget_questions()
        lexicon = homes.LEXICON if variant.lexicon else None
        with (
            home.searcher(encoder=variant.encoder(), lexicon=lexicon) as searcher,
            fused_by(variant.weights, ranks=variant.ranks, read_again=variant.read_again),
        ):
            figures[key] = measure(Asker(searcher, home.today), questions)
    return figures


def table(figures: Figures) -> str:
    """Markdown: a row a variant, with the difference from what ships in points of a hundred."""
    sets = [name for name in SETS if name in figures]
    head = ["", *(f"{TITLES[name]} {measure}" for name in sets for measure in SHOWN)]
    lines = [_row(head), _row(["---"] * len(head))]
    for key in figures[sets[0]]:
        if key in VARIANTS:
            cells = [_cell(figures[name], key, measure) for name in sets for measure in SHOWN]
            lines.append(_row([VARIANTS[key].title, *cells]))
    return "\n".join(lines)


def _cell(figures: Figures, key: str, measure: str) -> str:
    value, whole = figures[key][measure], figures["as shipped"][measure]
    return f"{value:.3f}" if key == "as shipped" else f"{value:.3f} ({100 * (value - whole):+.1f})"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def plot(figures: Figures) -> None:
    panels = {
        TITLES[name]: {
            measure: {variant.title: figures[name][key][measure] for key, variant in VARIANTS.items()}
            for measure in SHOWN
        }
        for name in SETS
    }
    plots.bars("ablations", "去掉或换掉一样，还找得到多少", panels)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.ablations", description=__doc__)
    parser.add_argument("--shared", type=Path, default=homes.DATA)
    given = parser.parse_args()
    national = given.shared / homes.NATIONAL
    if not national.is_dir():
        print(f"没有 {national}：这项基准要用里面的法律，已跳过。")
        return 0
    trained = replace(VARIANTS["no wording groups"], encoder=partial(without_groups, given.shared))
    variants = VARIANTS | {"no wording groups": trained}
    figures: Figures = {}
    for name, folder in (("laws_250", national), ("corpus_120", homes.CORPUS)):
        with homes.home_of(folder) as home:
            with home.searcher() as searcher:
                figures["encoder"] = searcher.encoder.id
            figures[name] = without(home, name, SETS[name], variants)
    figures["table"] = table(figures).split("\n")
    write_result("ablations", "python -m eval.benchmarks.ablations", figures, show=False)
    print(table(figures))
    plots.or_say_why(partial(plot, figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
