"""Pure: an answer as something to be judged: its hash, its sentences beside their citations, its question set line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.judging_rules import Verdict
from app.model import Answer, Citation
from app.question import AnswerType, answer_type
from app.silence import Reason
from ingest.catalog_judgements import ItemRecord, JudgementRecord
from ingest.model import Kind

_TYPES = {
    AnswerType.PERIOD: "period",
    AnswerType.NUMBER: "number",
    AnswerType.PERSON: "person",
    AnswerType.PERMISSION: "permission",
    AnswerType.LIST: "list",
    AnswerType.DEFINITION: "definition",
}
_STORIES = {Kind.CASE: "case", Kind.LESSON: "lesson", Kind.ACTIVITY: "lesson"}
_REFUSED = "复核认定应拒答"


@dataclass(frozen=True, slots=True)
class Row:
    """A citation beside the sentence it is cited for. ``sentence`` is empty where it is the one of the row above.

    ``group``: where in the answer it stands.
    """

    sentence: str
    group: str
    citation: Citation


def digest(told: Mapping[str, Any]) -> str:
    """SHA-256 of an answer's JSON without the time it took: the same answer has the same."""
    said = {name: value for name, value in told.items() if name != "milliseconds"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def asked_as(told: Mapping[str, Any]) -> str:
    """The question of an answer, a follow-up as it was understood."""
    return str(told["understood"] or told["question"])


def rows(answer: Answer) -> list[Row]:
    """Every citation once, in the order the answer is read; what no sentence cites comes last."""
    cited = {citation.n: citation for citation in answer.citations}
    found = list(_said(answer, cited))
    seen = {row.citation.n for row in found}
    return [*found, *(Row(one.quote, "", one) for n, one in cited.items() if n not in seen)]


def _said(answer: Answer, cited: Mapping[int, Citation]) -> Iterator[Row]:
    seen: set[int] = set()
    for section in answer.sections:
        for statement in section.statements:
            sentence = statement.text
            for n in statement.citations:
                if n in cited and n not in seen:
                    seen.add(n)
                    yield Row(sentence, section.kind.label, cited[n])
                    sentence = ""


def promotable(item: ItemRecord, decided: JudgementRecord) -> bool:
    """Whether a settled item says what a right answer is. What is wrong or not whole says only what is none."""
    if decided.verdict == Verdict.REFUSE:
        return True
    return decided.verdict == Verdict.CORRECT and any(decided.citations.values())


def gold_line(
    item: ItemRecord, decided: JudgementRecord, answer: Answer, paths: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """A promotable item as a line of a question set (``eval.model.Question``).

    ``paths``: clause path of the passages that are still there, by id; the quote finds the place without.
    """
    line: dict[str, Any] = {"id": f"review-{item.answer_sha256[:12]}", "question": item.question}
    if decided.verdict == Verdict.REFUSE:
        reason = next((one.value for one in Reason if one.words == answer.reason), _REFUSED)
        return line | {"type": "unanswerable", "reason": reason}
    supported = [one for one in answer.citations if decided.citations.get(str(one.n))]
    gold = [
        {
            "document": one.document,
            "path": list(paths.get(one.passage, ())),
            "quote": one.quote.strip(),
            "relevance": 2,
        }
        for one in supported
    ]
    return line | {"type": _type(item.question, answer, supported), "gold": gold}


def _type(question: str, answer: Answer, supported: list[Citation]) -> str:
    if answer.emergency:
        return "emergency"
    stories = {_STORIES.get(one.kind, "") for one in supported}
    if len(stories) == 1 and "" not in stories:
        return stories.pop()
    return _TYPES.get(answer_type(question), "procedure")
