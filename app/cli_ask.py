"""`studio ask`: an answer in quotes of the corpus."""

from __future__ import annotations

import argparse

from app.answer_json import answer_json
from app.assistant import ask
from app.cli_batch import questions
from app.cli_options import filters
from app.cli_output import Bar, answer_lines, print_json
from app.model import Answer
from app.settings import Settings
from app.studio import Studio, open_studio, today


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    asked = questions(arguments)
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        bar.close()
        for question in asked:
            answer = _answer(studio, question, arguments, bar)
            if arguments.json or arguments.batch:
                print_json(answer_json(answer))
            else:
                print("\n".join(answer_lines(answer)))
    return 0


def _answer(studio: Studio, question: str, arguments: argparse.Namespace, bar: Bar) -> Answer:
    def work() -> Answer:
        return ask(
            question, filters(arguments), searcher=studio.searcher, catalog=studio.catalog, today=today()
        )

    return studio.mended(work, bar)
