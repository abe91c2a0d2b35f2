"""Pure: the values in a sentence that rules can differ in, and what each means whatever its spelling.

6 年以上(含 6 年), 六年以上 and 6年及以上 mean 6年; 不得 and 严禁 mean 不可.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.question import COUNTED, AnswerType, answer_type, asked_unit, held
from index.tokens import chinese_number, normalise

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+")
_BEFORE = re.compile(
    r"(?:不[少低高多超大]于|不得?超过|至[少多]|最[多少低高]|已满|不满|未满|满|超过|近|每个?)\s*$"
)
_AFTER = re.compile(r"\s*及?(?:以[上下内]|之内|左右)")
_ORDINAL = re.compile(r"第\s*$")
_SPELLINGS = (
    ("周岁", "岁"),
    ("星期", "周"),
    ("礼拜", "周"),
    ("天", "日"),
    ("钟头", "小时"),
    ("位", "名"),
    ("人", "名"),
)
_SOME = re.compile(r"\s|个|余|多|每")
_ONE = r"[0-9一二两三四五六七八九十]+"
_EITHER = re.compile(rf"{_ONE}个?(年|月|天|日|周|小时|分钟|学期).{{0,2}}还是.{{0,2}}{_ONE}")
_HOW_OFTEN = re.compile(r"隔多|(?:多久|多长时间).{0,8}(?:[一1]?[次回]|碰)")
_EVERY = re.compile(rf"每个?(?:{_ONE})?个?(?:日|天|周(?!岁)|月|学期|学年|年)(?!度)|(?<!不)定期")
_GRADE = re.compile(r"(?:正高级?|副高级?|高级|中级|初级)(?:及以上)?|(?:国家|省|市|区县|县|校)级(?:及以上)?")
_ASKS_GRADE = re.compile(r"职称|高级|中级|哪一?级|什么级|刊物|级别|门槛")
_MODAL = {
    "不可": re.compile(r"(?:原则上|一律)?(?:不得|禁止|严禁|不准|不能|不许)"),
    "可以": re.compile(r"(?<!不)可以(?!禁止|拒绝|不)|有权"),
    "须经同意": re.compile(r"未?经[^，。；]{0,12}(?:同意|批准|允许)"),
}

PERMISSIONS = frozenset(_MODAL)


@dataclass(frozen=True, slots=True)
class Value:
    """``[start, end)`` of a sentence. Values of one ``meaning`` do not differ; of two units, nothing is said."""

    start: int
    end: int
    meaning: str
    unit: str = ""


def asks_grade(question: str) -> bool:
    """Whether a rank or level is asked for: 中级, 省级."""
    return bool(_ASKS_GRADE.search(question))


def values(question: str, sentence: str) -> list[Value]:
    """What ``sentence`` has of the kind that the question asks for: numbers, grades or permissions."""
    kind, unit = answer_type(question), asked_unit(question)
    if _HOW_OFTEN.search(question):
        return [Value(*match.span(), _meaning(match.group())) for match in _EVERY.finditer(sentence)]
    if stated := _EITHER.search(question):
        kind, unit = AnswerType.PERIOD, stated.group(1)
    if kind in COUNTED:
        return _counted(sentence, held(kind, sentence, unit))
    if asks_grade(question):
        return grades(sentence)
    if kind is AnswerType.PERMISSION:
        return [
            Value(*match.span(), name) for name, said in _MODAL.items() for match in said.finditer(sentence)
        ]
    return []


def grades(sentence: str) -> list[Value]:
    """Ranks of titles and levels of organs: 中级及以上, 省级."""
    return [Value(*match.span(), match.group().removesuffix("及以上")) for match in _GRADE.finditer(sentence)]


def _counted(sentence: str, places: list[tuple[int, int]]) -> list[Value]:
    """Numbers with their units, grown by what bounds them (不少于, 以上)."""
    found = []
    for start, end in places:
        if not NUMBER.search(sentence, start, end) or _ORDINAL.search(sentence, max(start - 3, 0), start):
            continue
        if sentence.startswith("级", end):  # 三至六年级
            continue
        meaning = _meaning(sentence[start:end])
        before = _BEFORE.search(sentence, max(start - 6, 0), start)
        after = _AFTER.match(sentence, end)
        grown = (before.start() if before else start, after.end() if after else end)
        found.append(Value(*grown, meaning, NUMBER.sub("", meaning)))
    return found


def _meaning(text: str) -> str:
    """Number and unit in one spelling: 每两个星期 is 2周, 每学期 is 学期."""
    flat = _SOME.sub("", normalise(text))
    for spelling, usual in _SPELLINGS:
        flat = flat.replace(spelling, usual)
    return NUMBER.sub(_arabic, flat)


def _arabic(number: re.Match[str]) -> str:
    return number.group() if number.group()[0].isascii() else str(chinese_number(number.group()))
