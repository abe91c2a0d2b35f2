"""Re-training on a studio's own documents and typical questions: kept only if held-out questions gain."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index import static_encoder
from index.lexicon import Lexicon
from index.model import Encoder, Matrix
from index.static_encoder import StaticEncoder
from index.training import pairs
from index.training.measure import Bench, Found, hits_as_searched
from index.training.outcome import TuneReport, check_enough, judges
from index.training.pairs import Source
from index.training.train import Recipe, Texts, Trained, train
from ingest.records import PassageRecord

# A row's numbers are about .005: a much larger rate forgets more than it learns. Chosen on the questions of
# corpus/questions/laws.tsv.gz: encoders that had met none about a third of the laws went on with those laws as
# a studio's own, cross-validated by law as in ``tune``. Fused hit@1 / @5, mean of the three thirds, .404 / .711
# before: 60 steps at .00005 nothing gained (first third); 120 at .0005 .432 / .735; 240 at .0003 .456 / .768;
# 240 at .0006 .468 / .778, but more questions lose by it.
RECIPE = Recipe(steps=240, rate=0.0003, weight_rate=0.0003, batch=256, least_texts=2)
_FOLDS = 3
_DEPTHS = (1, 5)

Progress = Callable[[str, int, int], None]


def tune(
    records: Sequence[PassageRecord],
    out: Path,
    *,
    base: Path = static_encoder.SHIPPED,
    lexicon: Lexicon | None = None,
    recipe: Recipe = RECIPE,
    seen: Collection[tuple[str, str]] = frozenset(),
    progress: Progress | None = None,
) -> TuneReport:
    """Go on training an encoder on ``records`` and their typical questions.

    Cross-validation by document: in each fold the questions of a third of the documents are kept from
    training and asked of all passages, with no typical question indexed. Only if hit@1 + hit@5 of the
    fused ranking gain, by more than luck, is an encoder of all questions written to ``out``.

    Args:
        records: the studio's passages in force with their typical questions.
        out: folder for the new encoder.
        base: folder of the encoder to go on from.
        lexicon: as in search.
        recipe: how to train.
        seen: (document, question) that ``base`` has learned already: they are trained on, but cannot judge,
            since it would know the answers by heart (2,098 questions of the starter corpus: fused hit@1
            .39 by the encoder that learned them, .21 by one that goes on learning without them).
        progress: called with (what, done, total).

    Raises:
        StudioError: too few typical questions, or ``base`` cannot be read.
    """
    bare = [replace(record, questions=()) for record in records]
    cases = judges(records, seen)
    check_enough(len(cases))
    tell = progress or (lambda what, done, total: None)
    features, rows = static_encoder.read(base)
    start, texts = Trained(tuple(features), _with_unknown(rows)), Texts()
    folds = _folds({case.group for case in cases})
    old = static_encoder.load(base)
    before: list[Found] = []
    after: list[Found] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(bare, Path(folder), lexicon)
        for number, left_out in enumerate(folds):
            kept = [replace(r, questions=()) if r.document in left_out else r for r in records]

            def told(step: int, steps: int, _loss: float, done: int = number) -> None:
                tell("交叉验证", done * steps + step, len(folds) * steps)

            tell("交叉验证", number * recipe.steps, len(folds) * recipe.steps)
            new = _encoder(train(_sources(kept), recipe, texts=texts, start=start, progress=told))
            asked = [case for case in cases if case.group in left_out]
            before += bench.find(asked, old)
            after += bench.find(asked, new)
    chance = chance_of(_gains(before, after))
    report = TuneReport(_score(before), _score(after), len(cases), chance, False, None)
    if not report.better:
        return report
    trained = train(
        _sources(records),
        recipe,
        texts=texts,
        start=start,
        progress=lambda step, steps, _loss: tell("训练", step, steps),
    )
    static_encoder.save(out, trained.features, trained.rows[:-1])
    return replace(report, kept=True, folder=out)


def _sources(records: Sequence[PassageRecord]) -> list[Source]:
    return [
        pairs.attached(records, 1.0),
        *pairs.reworded(pairs.wording_groups(), 0.8, 0.2),
        pairs.asked_alike(pairs.lay_questions(), 0.2),
        pairs.own_structure(records, 0.3),
    ]


def _with_unknown(rows: Matrix) -> Matrix:
    """``rows`` with one of zeros for what is unknown."""
    return np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])


def _folds(documents: set[str]) -> list[set[str]]:
    ordered = sorted(documents)
    return [set(ordered[first::_FOLDS]) for first in range(min(_FOLDS, len(ordered)))]


def _encoder(trained: Trained) -> Encoder:
    return StaticEncoder(trained.features, trained.rows[:-1], "tuning")


def _score(found: Sequence[Found]) -> tuple[float, float]:
    first, five = hits_as_searched(found, *_DEPTHS)
    return first, five


def _gains(before: Sequence[Found], after: Sequence[Found]) -> list[int]:
    """How many of the depths each question has gained or lost."""
    return [_reached(new) - _reached(old) for old, new in zip(before, after, strict=True)]


def _reached(found: Found) -> int:
    rank = found.rank_in(found.order_as_searched())
    return sum(0 < rank <= depth for depth in _DEPTHS)


def chance_of(gains: Sequence[int]) -> float:
    """One-sided sign test: the chance of so many gains or more among those that are not 0."""
    up, changed = sum(gain > 0 for gain in gains), sum(gain != 0 for gain in gains)
    return float(sum(math.comb(changed, count) for count in range(up, changed + 1)) / 2**changed)
