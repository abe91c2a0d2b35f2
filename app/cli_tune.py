"""`studio tune`: train the encoder further on a studio's own documents, and keep it only if it is better."""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import tuned
from app.cli_output import Bar, print_json
from app.settings import Settings
from app.studio import CHINA, Progress, Studio, open_studio, today
from index.encoder import open_encoder
from index.lexicon import Lexicon
from index.model import Encoder
from index.sync import SyncReport
from ingest import law_questions, starter
from ingest.catalog_writes import FROM_FILE
from ingest.errors import StudioError
from ingest.records import PassageRecord

if TYPE_CHECKING:
    from index.training.train import Recipe
    from index.training.tune import TuneReport


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if settings.encoder:
        raise StudioError(
            f"STUDIO_ENCODER 设成了“{settings.encoder}”，再训练的却是自带的编码器。请先去掉这个设置。"
        )
    began = time.perf_counter()
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        if arguments.reset:
            had = reset(studio, bar)
            bar.close()
            _print_reset(had, studio.searcher.encoder.id, as_json=arguments.json)
            return 0
        report = tune_studio(studio, progress=bar)
        bar.close()
        found = report_json(report, studio.searcher.encoder.id, time.perf_counter() - began)
    if arguments.json:
        print_json(found)
    else:
        print("\n".join(report_lines(report, found["seconds"])))
    return 0


def tune_studio(
    studio: Studio, *, recipe: Recipe | None = None, progress: Progress | None = None
) -> TuneReport:
    """Train further on what is published now; where it is better, it is the home's encoder from then on.

    It starts from the encoder that ships, not from an earlier tuned one: that has learned the very
    questions that are held out here. Searches go on with the old vectors until the new ones are made.

    Raises:
        StudioError: too few typical questions.
    """
    from index.training.tune import RECIPE, tune  # here, because it brings torch: seconds of import

    lexicon = studio.settings.corpus / "lexicon.tsv"
    scratch = studio.home / "tmp"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        made = Path(folder) / "encoder"
        report = tune(
            published(studio),
            made,
            lexicon=Lexicon.load(lexicon if lexicon.is_file() else None),
            recipe=recipe or RECIPE,
            seen=learned(studio),
            progress=progress,
        )
        if report.kept:
            facts = {
                "made": datetime.now(CHINA).isoformat(timespec="seconds"),
                "questions": report.questions,
                "before": [*report.before],
                "after": [*report.after],
            }
            _adopt(studio, tuned.keep(studio.home, made, facts), progress)
    return report


def reset(studio: Studio, progress: Progress | None = None) -> bool:
    """Go back to the encoder that ships. Whether there was another."""
    had = tuned.reset(studio.home)
    _adopt(studio, open_encoder(), progress)
    return had


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


def report_lines(report: TuneReport, seconds: float) -> list[str]:
    """Before and after in words."""
    (first, five), (new_first, new_five) = report.before, report.after
    lines = [
        f"用 {report.questions} 条编码器没有学过的典型问法检验（检验某份资料时，训练里没有它的问法）：",
        f"  答案排第一：原来 {first:.1%}，再训练后 {new_first:.1%}",
        f"  答案在前五：原来 {five:.1%}，再训练后 {new_five:.1%}",
    ]
    if report.kept:
        lines.append("再训练后更好，已换上，索引也已更新。要换回来：studio tune --reset")
    elif sum(report.after) > sum(report.before):
        lines.append("再训练后好得不多，可能只是碰巧，没有换，检索和原来一样。典型问法多了以后可以再试。")
    else:
        lines.append("再训练后没有更好，没有换，检索和原来一样。典型问法多了以后可以再试。")
    return [*lines, f"用时 {seconds:.0f} 秒。"]


def _print_reset(had: bool, encoder: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"reset": had, "encoder": encoder})
    else:
        print("已换回随软件附带的编码器，索引也已更新。" if had else "用的本来就是随软件附带的编码器。")
