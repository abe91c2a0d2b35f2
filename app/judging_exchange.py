"""Judgements as a file, and back: JSON lines, an item with its exact answer and what was thought of it on each.

Only items that two have judged are written: who has still to judge must not read what the other thinks.
What is read never replaces what is there; judgements from a file carry that in their reviewer's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.access import Act
from app.answer_stored import restored
from app.history import masked
from app.judging import Judging
from app.judging_items import asked_as, digest
from app.judging_rules import (
    IMPORTED,
    LONGEST_COMMENT,
    LONGEST_SECONDS,
    Verdict,
    both,
    check,
    checked,
    person,
)
from app.judging_sources import IMPORT, Sources
from ingest.catalog_judgements import ItemRecord, JudgementRecord, NewItem
from ingest.errors import StudioError
from ingest.masking import mask_text

MOST_LINES, MOST_CHARACTERS = 2000, 20_000_000
_TOLD = 20
"""Skipped things that are named; more are counted."""
_LONGEST_NAME = 40


class _Judgement(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reviewer: Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME)]
    verdict: Verdict
    citations: dict[str, bool]
    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""
    seconds: Annotated[float, Field(ge=0, le=LONGEST_SECONDS)] = 0.0
    adjudicates: bool = False
    at: datetime


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=500)]
    answer: dict[str, Any] | None = None
    answer_sha256: str = ""
    source: str = ""
    run: Annotated[str, Field(max_length=64)] = ""
    created: datetime | None = None
    outdated: dict[str, str] = {}
    judgements: list[_Judgement] = []


@dataclass(slots=True)
class Imported:
    """What came of reading a file. ``skipped``: sentences, one for each thing that was not taken."""

    items: int = 0
    judgements: int = 0
    skipped: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In one text, the first skipped things by name."""
        more = len(self.skipped) - _TOLD
        lines = [f"读入 {self.items} 题、{self.judgements} 条判断；跳过 {len(self.skipped)} 处。"]
        return "\n".join([*lines, *self.skipped[:_TOLD], *([f"……另有 {more} 处"] if more > 0 else [])])


def exported(judging: Judging) -> tuple[str, int]:
    """The file's text, and how many items are in it."""
    judging.desk.require(Act.JUDGE)
    table = judging.table
    there: dict[int, list[JudgementRecord]] = {}
    for one in table.judgements():
        there.setdefault(one.item, []).append(one)
    complete = [item for item, given in there.items() if len(both(given)) == 2]
    items = table.some(complete)
    return "".join(f"{_line(one, there[one.id])}\n" for one in items), len(items)


def imported(judging: Judging, text: str) -> Imported:
    """Take in what is new. StudioError for a text that is too long; a bad line is skipped and named."""
    judging.desk.require(Act.JUDGE)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(text) > MOST_CHARACTERS or len(lines) > MOST_LINES:
        raise StudioError(f"文件太大，最多 {MOST_LINES} 行、20 MB。请拆开再导入。")
    if not lines:
        raise StudioError("文件是空的，没有导入。请选“导出判断”得到的 .jsonl 文件。")
    done, questions = Imported(), []
    for number, raw in lines:
        line = _read(number, raw, done)
        if line is None:
            continue
        if line.answer is None:
            questions.append(mask_text(line.question))
        else:
            _take(judging, number, line, line.answer, done)
    if questions:
        filled = Sources(judging.desk).typed(questions)
        done.items += filled.added
        if filled.added < len(questions):
            done.skipped.append(
                f"只有问题的 {len(questions)} 行里，{len(questions) - filled.added} 行重复或太多"
            )
    return done


def _line(item: ItemRecord, given: Iterable[JudgementRecord]) -> str:
    told = {
        "question": item.question,
        "answer": item.answer,
        "answer_sha256": item.answer_sha256,
        "source": item.source,
        "run": item.run,
        "created": item.created.isoformat(),
        "outdated": item.outdated or {},
        "judgements": [
            {
                "reviewer": person(one.reviewer),
                "verdict": one.verdict,
                "citations": dict(one.citations),
                "comment": one.comment,
                "seconds": one.seconds,
                "adjudicates": one.adjudicates,
                "at": one.at.isoformat(),
            }
            for one in given
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def _read(number: int, raw: str, done: Imported) -> _Line | None:
    """A line, None where it is no good."""
    try:
        line = _Line.model_validate_json(raw)
        if line.answer is None:
            return line
        if digest(line.answer) != line.answer_sha256:
            done.skipped.append(f"第 {number} 行：答案和校验和对不上，被改过")
            return None
        restored(line.answer, 0)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        done.skipped.append(f"第 {number} 行：格式不对（{place or '不是 JSON'}）")
        return None
    except (KeyError, TypeError, ValueError, AttributeError):
        done.skipped.append(f"第 {number} 行：里面的答案读不懂")
        return None
    return line


def _take(judging: Judging, number: int, line: _Line, told: dict[str, Any], done: Imported) -> None:
    if mask_text(line.question) != line.question or asked_as(told) != line.question:
        told = masked(restored(told, 0))  # a file of elsewhere may name somebody
    question, sha256 = asked_as(told), digest(told)
    # What was out of force when it was judged; of an item without judgements, what is today.
    outdated = line.outdated if line.judgements else Sources(judging.desk).outdated(told)
    item = judging.table.known(question, sha256)
    if item is None:
        new = NewItem(IMPORT, question, told, sha256, line.run, outdated=outdated)
        made = judging.table.add([new], actor=judging.name, detail="导入")
        item = made[0] if made else judging.table.known(question, sha256)
        done.items += len(made)
    elif not line.judgements:
        done.skipped.append(f"第 {number} 行：这一题已经在队列里")
    if item is None:
        return
    for one in sorted(line.judgements, key=lambda one: one.adjudicates):
        _join(judging, item, one, number, done)


def _join(judging: Judging, item: int, one: _Judgement, number: int, done: Imported) -> None:
    stored = judging.table.one(item)
    if stored is None:
        return
    name = f"{person(one.reviewer)[: _LONGEST_NAME - len(IMPORTED)]}{IMPORTED}"

    def allows(there: Sequence[JudgementRecord]) -> None:
        if any(person(other.reviewer) == person(name) for other in there):
            raise StudioError("已有这个人的判断，没有覆盖")
        check(replace(new, reviewer=name), there)

    try:
        verdict, citations = checked(
            one.verdict.value,
            one.citations,
            wanted=[cited["n"] for cited in stored.answer["citations"]],
            outdated=stored.outdated or {},
            answered=stored.answer["answered"],
        )
        new = JudgementRecord(
            item=item,
            reviewer=name,
            verdict=verdict.value,
            citations=citations,
            comment=mask_text(one.comment),
            seconds=one.seconds,
            adjudicates=one.adjudicates,
            at=one.at.replace(tzinfo=one.at.tzinfo or UTC),
        )
        done.judgements += judging.table.submit(new, allows)
    except StudioError as problem:
        done.skipped.append(f"第 {number} 行，{person(name)} 的判断：{problem}")
