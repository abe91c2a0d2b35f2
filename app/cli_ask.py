"""`studio ask`: an answer in quotes of the corpus."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import answer_file
from app.answer_json import answer_json
from app.assistant import ask
from app.cli_batch import questions
from app.cli_options import filters
from app.cli_output import Bar, answer_lines, print_json
from app.dialogue import MOST_PREVIOUS, Asked
from app.history import shown
from app.model import Answer
from app.phrasing import last, phrased
from app.settings import Settings
from app.studio import Studio, open_studio, today
from ingest.errors import StudioError


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    asked = questions(arguments)
    if len(arguments.after) > MOST_PREVIOUS:
        raise StudioError(f"--after 最多写 {MOST_PREVIOUS} 次，请只留最近的几问。")
    target = _target(arguments)
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        bar.close()
        for question in asked:
            answer = _answer(studio, question, arguments, bar)
            if target:
                answer_file.write(answer, target, today(), arguments.as_of)
                print(f"已写到 {target}", file=sys.stderr)
            if arguments.json or arguments.batch:
                print_json(answer_json(answer))
            else:
                print("\n".join(answer_lines(answer)))
    return 0


def _target(arguments: argparse.Namespace) -> Path | None:
    """Where the answer is to be written, checked before anything is done."""
    if arguments.export is None:
        return None
    if arguments.batch:
        raise StudioError("--export 一次写一个回答，不能和 --batch 一起用。")
    return answer_file.checked_target(arguments.export)


def _answer(studio: Studio, question: str, arguments: argparse.Namespace, bar: Bar) -> Answer:
    previous = [Asked(before.strip()) for before in arguments.after]

    def work() -> Answer:
        return ask(
            question,
            filters(arguments),
            previous=previous,
            searcher=studio.searcher,
            catalog=studio.catalog,
            today=today(),
        )

    return last(phrased(shown(studio.mended(work, bar)), studio.model))
