"""Questions with gold, and what a run of them gave. The schema of every question set of the project.

A set is a JSON-lines file; one line:

    {"id": "starter-001", "question": "…", "type": "period", "split": "test",
     "gold": [{"document": "studio-school", "path": ["附件 1 …"], "quote": "…", "relevance": 2}],
     "answers": ["6年"], "reason": null, "follows": null, "stage": null}

Gold is a clause, named by document, path and a quote from it, so that a new parse does not break it.
``relevance`` 2 answers the question, 1 helps. An unanswerable question has no gold but a ``reason``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ingest.model import Stage

ANSWERS = 2
"""Relevance of gold that answers the question; 1 helps."""


class QuestionType(StrEnum):
    """题型."""

    NUMBER = "number"
    PERIOD = "period"
    PERSON = "person"
    PERMISSION = "permission"
    PROCEDURE = "procedure"
    LIST = "list"
    DEFINITION = "definition"
    CASE = "case"
    LESSON = "lesson"
    SCOPE = "scope"
    FOLLOW_UP = "follow_up"
    UNANSWERABLE = "unanswerable"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    QuestionType.NUMBER: "数量",
    QuestionType.PERIOD: "期限",
    QuestionType.PERSON: "谁负责",
    QuestionType.PERMISSION: "能不能",
    QuestionType.PROCEDURE: "怎么做",
    QuestionType.LIST: "有哪些",
    QuestionType.DEFINITION: "是什么",
    QuestionType.CASE: "类似案例",
    QuestionType.LESSON: "班会活动",
    QuestionType.SCOPE: "各级不同",
    QuestionType.FOLLOW_UP: "追问",
    QuestionType.UNANSWERABLE: "应拒答",
    QuestionType.EMERGENCY: "紧急",
}


class Gold(BaseModel):
    """A clause that answers (2) or helps (1). ``path`` may be the end of the clause's path."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    path: tuple[str, ...] = ()
    quote: str = ""
    relevance: Literal[1, 2] = 2

    @model_validator(mode="after")
    def _has_place(self) -> Gold:
        if not self.path and not self.quote:
            raise ValueError("gold needs a path or a quote")
        return self


class Question(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    type: QuestionType
    split: Literal["tune", "test"] = "test"
    gold: tuple[Gold, ...] = ()
    answers: tuple[str, ...] = ()
    reason: str | None = None
    follows: str | None = None
    stage: Stage | None = None

    @model_validator(mode="after")
    def _gold_or_reason(self) -> Question:
        if self.type is QuestionType.UNANSWERABLE:
            if self.gold or not self.reason:
                raise ValueError("an unanswerable question has a reason and no gold")
        elif not self.gold:
            raise ValueError("an answerable question needs gold")
        return self
