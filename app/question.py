"""Pure: what a question asks for, and whether a sentence holds such a thing."""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerType(StrEnum):
    """What kind of words answers a question."""

    PERIOD = "period"
    NUMBER = "number"
    PERSON = "person"
    PERMISSION = "permission"
    STEPS = "steps"
    OTHER = "other"


_DIGITS = r"[0-9０-９一二三四五六七八九十百两半]"
_ASKS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.PERIOD,
        re.compile(r"几(?:年|个月|月|天|日|周|小时|分钟|学期)|多久|多长时间|什么时候|何时|期限"),
    ),
    (AnswerType.NUMBER, re.compile(r"几(?:个|名|人|次|篇|本|岁|项|条)|多少|多大|百分之")),
    (AnswerType.PERSON, re.compile(r"谁|哪个部门|哪些人|找哪|归哪|什么人|由哪")),
    (
        AnswerType.PERMISSION,
        re.compile(r"能不能|可不可以|可以.*吗|能.*吗|让不让|允许|该不该|行不行|合法吗|违规吗|犯法吗|算不算"),
    ),
    (AnswerType.STEPS, re.compile(r"怎么办|怎么处理|咋办|如何|怎样|怎么|咋|步骤|流程")),
)
_UNIT = re.compile(r"几个?(年|月|天|日|周|小时|分钟|学期|名|人|次|篇|本|岁|项|条)")
_STOP = re.compile(r"[，。？！?!,、\s]|才|能|可以|吗|呢|啊|呀|的")
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.PERIOD: re.compile(
        rf"{_DIGITS}+\s*(?:个|余|多)?\s*(?:周年|年|个?月|日|天|周(?!岁)|小时|分钟|学期|届)|每(?:两|[一二三])?(?:周|月|学期|年)|及时|立即"
    ),
    AnswerType.NUMBER: re.compile(
        rf"{_DIGITS}+\s*(?:名|人|次|篇|本|周?岁|项|条|个|元|分|%|％|级|课时)|百分之"
    ),
    AnswerType.PERSON: re.compile(
        r"由[^，。；]{2,20}(?:负责|确定|组织|决定|审批|批准)|学校|班主任|主持人|带头人|监护人|公安机关|教育(?:行政)?(?:主管)?部门|委员会|教育局"
    ),
    AnswerType.PERMISSION: re.compile(
        r"不得|禁止|可以|应当|必须|不准|不能|有权|无权|经.{0,12}(?:同意|批准|允许)"
    ),
    AnswerType.STEPS: re.compile(r"应当|先|然后|再|首先|其次|及时|联系|告知|报告|[1-9一二三四五六][.、．]"),
}


def answer_type(question: str) -> AnswerType:
    """The first type whose question words occur; OTHER when none does."""
    return next((kind for kind, pattern in _ASKS if pattern.search(question)), AnswerType.OTHER)


def asked_unit(question: str) -> str:
    """The unit after 几 (几年 -> 年, 几个月 -> 月), empty where the question names none."""
    found = _UNIT.search(question)
    return found.group(1) if found else ""


def asked_of(question: str) -> str:
    """What a number is asked of: the words behind 几年 (几年班主任 -> 班主任), else before it."""
    found = _UNIT.search(question)
    if not found:
        return ""
    behind = _STOP.split(question[found.end() :], maxsplit=1)[0]
    return behind if len(behind) > 1 else question[max(found.start() - 6, 0) : found.start()]


def held(kind: AnswerType, sentence: str, unit: str = "") -> list[tuple[int, int]]:
    """Where ``sentence`` holds what a question of this type asks for. OTHER holds always, at its start.

    With ``unit`` a period or number counts only in that unit: 每学期读一本 is no answer to 几年.
    """
    if unit and kind in (AnswerType.PERIOD, AnswerType.NUMBER):
        pattern: re.Pattern[str] | None = re.compile(rf"{_DIGITS}+\s*(?:个|周)?\s*{unit}")
    else:
        pattern = _HOLDS.get(kind)
    return [(0, 0)] if pattern is None else [match.span() for match in pattern.finditer(sentence)]
