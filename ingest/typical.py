"""A host's word on typical questions: add some, take some away, in one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import catalog_reads as reads
from ingest.attach import attach
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.model import TypicalQuestion
from ingest.privacy import find
from ingest.records import QuestionRecord

LONGEST = 200
"""Characters of a question. What is longer is a story, not how somebody asks."""


def clauses(catalog: Catalog, document: str) -> list[str]:
    """What a question's ``at`` may be: the clauses with passages of the version that stands, in order."""
    parse = catalog.version(document).parse
    names = ("/".join(passage.path) for passage in parse.passages if not any("/" in p for p in passage.path))
    return list(dict.fromkeys(name for name in names if name))


def edit_questions(
    catalog: Catalog,
    document: str,
    *,
    add: Sequence[TypicalQuestion] = (),
    remove: Sequence[TypicalQuestion] = (),
    actor: str,
) -> list[QuestionRecord]:
    """Change a document's typical questions; the list as it is afterwards.

    A question that is there already is not added twice; one that is already gone is no error, since
    another host may have taken it away meanwhile.

    Raises:
        StudioError: no such document or clause; a question is empty, too long or names somebody.
    """
    paths = [passage.path for passage in catalog.version(document).parse.passages]
    new = [_checked(question, paths) for question in add]
    with catalog.writing() as writer:
        writer.states(document)
        records = [
            record
            for record in reads.questions_of(writer.connection, document)
            if record.question not in remove
        ]
        there = {record.question for record in records}
        records += [
            QuestionRecord(question, actor) for question in dict.fromkeys(new) if question not in there
        ]
        if records != reads.questions_of(writer.connection, document):
            writer.set_questions(document, records, actor=actor)
    return records


def numbered(records: Sequence[QuestionRecord], numbers: Sequence[int]) -> list[TypicalQuestion]:
    """The questions of these numbers, counted from 1. StudioError where a number names none."""
    unknown = [str(number) for number in numbers if not 1 <= number <= len(records)]
    if unknown:
        raise StudioError(f"一共 {len(records)} 条典型问法，没有第 {'、'.join(unknown)} 条。")
    return [records[number - 1].question for number in numbers]


def _checked(question: TypicalQuestion, paths: Sequence[tuple[str, ...]]) -> TypicalQuestion:
    text = " ".join(question.text.split())
    at = question.at.strip()
    if not text:
        raise StudioError("问法是空的。请写下老师会怎么问。")
    if len(text) > LONGEST:
        raise StudioError(f"这条问法有 {len(text)} 字，太长了。请缩短到 {LONGEST} 字以内。")
    if found := find(text):
        labels = "、".join(dict.fromkeys(one.label for one in found))
        raise StudioError(f"问法“{text[:20]}…”里像有个人信息（{labels}）。请换成“学生”“家长”这样的称呼再加。")
    checked = TypicalQuestion(text, at)
    if attach([checked], paths)[1]:
        raise StudioError(f"资料里没有“{at}”这一条款。条款的写法见 studio docs show，例如 第三条、做法。")
    return checked
