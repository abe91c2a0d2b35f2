"""`studio search`: passages with ranks and scores."""

from __future__ import annotations

import argparse
import sys

from app.answer_json import search_json
from app.cli_batch import questions
from app.cli_options import filters
from app.cli_output import Bar, hit_lines, print_json
from app.settings import Settings
from app.studio import Studio, open_studio, today
from index.model import Hit


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    asked = questions(arguments)
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        bar.close()
        for question in asked:
            hits = _hits(studio, question, arguments, bar)
            if arguments.json or arguments.batch:
                print_json(search_json(question, hits))
            elif hits:
                print("\n".join(line for hit in hits for line in hit_lines(hit)))
            else:
                print("没有找到相关段落。", file=sys.stderr)
    return 0


def _hits(studio: Studio, question: str, arguments: argparse.Namespace, bar: Bar) -> list[Hit]:
    return studio.mended(
        lambda: studio.searcher.search(question, arguments.k, filters(arguments), today=today()), bar
    )
