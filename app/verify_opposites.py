"""Pure: words of which a sentence has one where its quote has the other (取消 and 保留)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_text import BAN, Finding, bigrams

_OPPOSITES = (
    ("不合格", "合格"),
    ("不定期", "定期"),
    ("非全日制", "全日制"),
    ("不属于", "属于"),
    ("不适用", "适用"),
    ("取消", "保留"),
    ("兼职", "专职"),
    ("书面", "口头"),
    ("增加", "减少"),
    ("提前", "推迟"),
    ("不称职", "称职"),
    ("不优秀", "优秀"),
    ("不服", "服从"),
    ("不计入", "计入"),
    ("拒绝", "配合"),
    ("拒绝", "接受"),
    ("拒绝", "同意"),
    ("隐瞒", "报告"),
    ("单独", "一起"),
    ("单独", "共同"),
    ("单独", "集中"),
    ("转入", "转出"),
    ("够得上", "够不上"),
    ("每次", "第一次"),
    ("全部", "部分"),
    ("自愿", "硬性"),
    ("自愿", "强制"),
    ("免费", "收费"),
    ("公开", "保密"),
    ("之前", "之后"),
    ("同意", "反对"),
    ("当场", "事后"),
    ("最后一", "第一"),
    ("停止", "照常"),
    ("停止", "继续"),
    ("暂停", "继续"),
    ("取消", "继续"),
    ("开除", "保留"),
    ("重新", "自动"),
    ("高于", "相当"),
    ("高于", "低于"),
    ("当日", "次日"),
    ("口头", "书面"),
    ("面谈", "电话"),
    ("线上", "线下"),
    ("期中", "期末"),
    ("每次", "期末"),
    ("上学", "放学"),
    ("参加", "回避"),
    ("合格", "优秀"),
    ("分开", "合记"),
    ("分别", "合并"),
    ("室内", "室外"),
    ("无故", "不论"),
    ("知情", "不知"),
    ("可能", "确已"),
    ("可能", "一定"),
    ("可能", "肯定"),
    ("从重", "从轻"),
    ("加重", "减轻"),
    ("延长", "缩短"),
)
CLOSER = 2
"""Shared pairs of letters by which the surroundings of a word fit its opposite better."""


def opposed(sentence: str, quote: str) -> Iterator[Finding]:
    """Opposites exchanged, whether or not the quote has both (both canonical)."""
    yield from _opposites(sentence, quote)
    yield from _exchanged(sentence, quote)


def _opposites(sentence: str, quote: str) -> Iterator[Finding]:
    for one, other in _OPPOSITES:
        for said, held in ((one, other), (other, one)):
            if (
                _has(sentence, said, one, other)
                and not _has(quote, said, one, other)
                and _has(quote, held, one, other)
                and not _has(sentence, held, one, other)
                and _negated(sentence, said) is _negated(quote, held)
            ):
                yield Finding("opposite", f"引文说的是“{held}”，这句说成“{said}”")


def _negated(text: str, word: str) -> bool:
    """Whether a negation governs the word: 不得隐瞒 and 报告 agree."""
    return bool(re.search(rf"(?:{BAN}|[不没未无])[^，。；|]{{0,4}}{word}", text))


def _has(text: str, word: str, one: str, other: str) -> bool:
    """Whether ``word`` stands in the text other than inside its longer opposite (合格 in 不合格)."""
    longer = one if word == other and other in one else ""
    return word in (text.replace(longer, "") if longer else text)


def _exchanged(sentence: str, quote: str) -> Iterator[Finding]:
    """转出 where the quote, that has both, says 转入 in that place."""
    for pair in _OPPOSITES:
        for said, held in (pair, pair[::-1]):
            if said in held or held in said or not (said in sentence and said in quote and held in quote):
                continue
            if f"{BAN}{said}" in sentence and f"{BAN}{said}" in quote:
                continue
            mine = _near(sentence, said)
            if len(mine & _near(quote, held)) >= len(mine & _near(quote, said)) + CLOSER:
                yield Finding("opposite", f"引文在这里说的是“{held}”，这句说成“{said}”")


def _near(text: str, word: str) -> set[str]:
    """What follows within eight characters of the word and before a comma: what stands before both mostly agrees."""
    return bigrams("，".join(re.findall(rf"{word}([^，。；|]{{1,8}})", text)))
