"""The encoder trained further on a studio's own documents, for the command and the page: kept only if it is better."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import tuned
from app.settings import Settings
from app.studio import CHINA, Progress, Studio, today
from index.encoder import open_encoder
from index.model import Encoder
from index.sync import SyncReport
from index.training.outcome import TuneReport, check_enough, judges
from ingest import law_questions, starter
from ingest.catalog_writes import FROM_FILE
from ingest.errors import StudioError
from ingest.records import PassageRecord

if TYPE_CHECKING:
    from index.training.train import Recipe

Train = Callable[[Studio, Path, "Recipe | None", Progress | None], TuneReport]
Changing = Callable[[], AbstractContextManager[object]]
"""What is held while the index changes, where others change it too."""


def train_here(studio: Studio, out: Path, recipe: Recipe | None, progress: Progress | None) -> TuneReport:
    """Train on what is published now, in this process; a better encoder is in ``out``."""
    from index.training.tune import RECIPE, tune  # here, because it brings torch: seconds of import

    return tune(
        published(studio),
        out,
        lexicon=studio.shipped_lexicon(),
        recipe=recipe or RECIPE,
        seen=learned(studio),
        progress=progress,
    )


def tune_studio(
    studio: Studio,
    *,
    recipe: Recipe | None = None,
    progress: Progress | None = None,
    train: Train = train_here,
    changing: Changing = nullcontext,
) -> TuneReport:
    """Train further on what is published now; where it is better, it is the home's encoder from then on.

    It starts from the encoder that ships, not from an earlier tuned one: that has learned the very
    questions that are held out here. Searches go on with the old vectors until the new ones are made;
    where that is stopped or fails, they go on with the old ones afterwards too.

    Raises:
        StudioError: too few typical questions, or the encoder is not the home's to change.
    """
    check_ours(studio.settings)
    check_enough(judging(studio))
    scratch = studio.home / "tmp"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tune-", dir=scratch) as folder:
        made = Path(folder) / "encoder"
        report = train(studio, made, recipe, progress)
        if report.kept:
            facts = {
                "made": datetime.now(CHINA).isoformat(timespec="seconds"),
                "questions": report.questions,
                "before": [*report.before],
                "after": [*report.after],
            }
            with changing(), tuned.taking_over(studio.home, made, facts) as encoder:
                _adopt(studio, encoder, progress)
    return report


def reset(studio: Studio, progress: Progress | None = None, changing: Changing = nullcontext) -> bool:
    """Go back to the encoder that ships. Whether there was another."""
    check_ours(studio.settings)
    with changing(), tuned.letting_go(studio.home) as had:
        _adopt(studio, open_encoder(), progress)
    return had


def check_ours(settings: Settings) -> None:
    """StudioError where a setting names another encoder: none of ours is in use then."""
    if settings.encoder:
        raise StudioError(
            f"STUDIO_ENCODER 设成了“{settings.encoder}”，再训练的却是自带的编码器。请先去掉这个设置。"
        )


def published(studio: Studio) -> list[PassageRecord]:
    """The passages in force today with their typical questions."""
    catalog = studio.catalog
    return [
        record
        for edition in catalog.editions(today())
        if edition.live
        for record in catalog.passages_of(edition.document, edition.version)
    ]


def learned(studio: Studio) -> set[tuple[str, str]]:
    """(document, question) of what ships with the program: the encoder that ships has learned from it."""
    catalog = studio.catalog
    shipped = {state.document for state in catalog.states() if state.created_by == starter.ACTOR}
    return {
        (document, record.question.text)
        for document in {state.document for state in catalog.states()}
        for record in catalog.questions(document)
        if record.source == law_questions.SOURCE or (record.source == FROM_FILE and document in shipped)
    }


def judging(studio: Studio) -> int:
    """How many typical questions can judge an encoder: those that the one that ships has not learned."""
    return len(judges(published(studio), learned(studio)))


def _adopt(studio: Studio, encoder: Encoder, progress: Progress | None) -> SyncReport:
    return studio.searcher.adopt(encoder, today=today(), progress=progress)


def report_json(report: TuneReport, encoder: str, seconds: float) -> dict[str, Any]:
    return {
        "questions": report.questions,
        "before": {"hit@1": round(report.before[0], 4), "hit@5": round(report.before[1], 4)},
        "after": {"hit@1": round(report.after[0], 4), "hit@5": round(report.after[1], 4)},
        "chance": round(report.chance, 4),
        "kept": report.kept,
        "encoder": encoder,
        "seconds": round(seconds, 1),
    }


def outcome(report: TuneReport) -> str:
    """Whether it was kept, a sentence."""
    if report.kept:
        return "再训练后更好，已换上，索引也已更新。"
    if sum(report.after) > sum(report.before):
        return "再训练后好得不多，可能只是碰巧，没有换，检索和原来一样。典型问法多了以后可以再试。"
    return "再训练后没有更好，没有换，检索和原来一样。典型问法多了以后可以再试。"


def report_lines(report: TuneReport) -> list[str]:
    """Before and after in words, the last line says whether it was kept."""
    (first, five), (new_first, new_five) = report.before, report.after
    return [
        f"用 {report.questions} 条编码器没有学过的典型问法检验（检验某份资料时，训练里没有它的问法）：",
        f"  答案排第一：原来 {first:.1%}，再训练后 {new_first:.1%}",
        f"  答案在前五：原来 {five:.1%}，再训练后 {new_five:.1%}",
        outcome(report),
    ]


def reset_line(had: bool) -> str:
    return "已换回随软件附带的编码器，索引也已更新。" if had else "用的本来就是随软件附带的编码器。"
