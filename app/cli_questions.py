"""`studio docs questions`: a document's typical questions, listed and edited."""

from __future__ import annotations

import argparse
from typing import Any

from app.access import operator
from app.cli_output import Bar, print_json
from app.desk import Desk
from app.settings import Settings
from app.studio import open_studio
from ingest.model import TypicalQuestion
from ingest.records import QuestionRecord
from ingest.typical import numbered


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        desk = Desk(studio, operator(settings.actor))
        records = desk.questions(arguments.id)
        if arguments.add or arguments.remove:
            gone = numbered(records, arguments.remove)
            new = [parsed(words) for words in arguments.add]
            records = desk.edit_questions(arguments.id, add=new, remove=gone)
        bar.close()
        proposed = None
        if arguments.propose is not None:
            proposed = desk.propose_questions(arguments.id, arguments.propose)
    if arguments.json:
        print_json({"document": arguments.id, "questions": questions_json(records), "proposed": proposed})
    elif proposed is not None:
        where = f"{arguments.propose}=" if arguments.propose else ""
        print("\n".join(proposed))
        print(
            f"以上是模型提的，没有保存。要收下哪一条：studio docs questions {arguments.id} --add '{where}问法'"
        )
    else:
        for row in questions_json(records):
            where = f"〔{row['at']}〕" if row["at"] else ""
            print(f"{row['number']}. {where}{row['question']}  （{row['source']}）")
        print(f"共 {len(records)} 条典型问法。")
    return 0


def parsed(words: str) -> TypicalQuestion:
    """``第三条=手机交给谁`` as a question of that clause; without ``=`` one of the whole document."""
    at, equals, text = words.partition("=")
    return TypicalQuestion(text, at) if equals else TypicalQuestion(words)


def questions_json(records: list[QuestionRecord]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "at": record.question.at,
            "question": record.question.text,
            "source": source_label(record.source),
        }
        for number, record in enumerate(records, 1)
    ]


def source_label(source: str) -> str:
    """Who wrote a question, as a host reads it."""
    return "文件自带" if source == "file" else source
