"""Pure: conditions of the quote that a sentence leaves out, and words for one and the same condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_likeness import told
from app.verify_text import Finding, bigrams, sentences

LEAST_TOLD, FEW, OTHER_TOLD = 0.4, 0.34, 0.6
"""Of a main clause told, of its condition left out, and of another condition that is told in its place."""
_QUALIFIER = re.compile(
    r"严重|拒绝改错|屡教难改|确有所需|必要时|有条件的?|无正当理由|第一次|初次|正当|重大|法定事由|特殊(?!教育|需要|体质|学校)|紧急|未经[^，。；]{1,12}同意|"
    r"疑似|没有过错|故意|符合条件|按规定|(?<!不)合格|不必要|另有规定|情节(?:特别)?(?:严重|较重|轻微|恶劣)的?|(?:(?<=[，。；|])|^)[^，。；|]{2,40}的(?=，)|除[^。；]{2,60}?外|经[^，。；]{2,16}后|经(?!常|验)[^，。；]{2,20}?(?:同意|批准|审核|评估)"
)
"""What narrows a rule down; the rule must not be told without it."""


_STRICT = re.compile(
    r"情节|严重|过错|经.*(?:同意|批准|审核|评估)|有条件|除.*外|疑似|正当|拒绝改错|屡教难改|第一次|符合|法定"
)
"""Conditions that decide: without them another rule is told."""


def left_out(sentence: str, quote: str) -> Iterator[Finding]:
    """Of each qualifier of the quote that is not told, how much of what it narrows down is told."""
    mine = bigrams(sentence)
    for part in sentences(quote):
        for match in _QUALIFIER.finditer(part):
            behind = part[match.end() :].lstrip("，").split("；")[0]
            main = bigrams(re.split("，", behind)[0]) or bigrams(part[: match.start()])
            share = len(mine & main) / len(main) if main else 0.0
            fixed = len(match.group()) <= 5 and not match.group().endswith("的")
            gone = not likewise(match.group(), sentence) if fixed else _untold(match.group(), sentence)
            if (
                _STRICT.search(match.group())
                and share >= LEAST_TOLD
                and gone
                and not _other_case(part, match, sentence)
            ):
                yield Finding("condition", f"漏掉了引文里的“{match.group()[:16]}”", share**0.5)


def _other_case(part: str, match: re.Match[str], sentence: str) -> bool:
    """Whether the sentence tells of another case that the quote joins to this one by 或 (屡次违规或情节严重的)."""
    start = part.rfind("，", 0, match.start()) + 1
    clause = part[start:].split("，")[0]
    cases = re.split("或", clause)
    own = next((case for case in cases if match.group().rstrip("的") in case), "")
    return len(cases) > 1 and any(
        told(case.rstrip("的"), sentence) >= OTHER_TOLD for case in cases if case != own
    )


def _untold(condition: str, sentence: str) -> bool:
    """Whether the sentence tells neither the condition nor one of the cases that it joins by 或."""
    cases = [case for case in re.split(r"[或、]", condition) if len(case) > 1]
    return max(told(case, sentence) for case in [condition, *cases]) < FEW


_SAME = """
严重 较重 情节重 恶劣
确有所需 确实 必要 需要 有必要
第一次 刚 新任
有条件 具备条件 条件允许
屡教难改 拒绝改错 屡次 还不改
紧急 危急 抢救
正当 合理 理由
疑似 可能 怀疑 像
特殊 特别
故意 有意
重大 严重
按规定 照规定 依规定 依法
合格 达标
没有过错 没有错
自愿 志愿 愿意 自己决定
必要时 必要 需要
""".strip().splitlines()
"""Words for one and the same condition, a line each."""


def likewise(word: str, text: str) -> bool:
    """Whether the word or another of the same meaning stands in the text."""
    groups = [group.split() for group in _SAME if any(one in word for one in group.split())]
    return word in text or any(one in text for group in groups for one in group)
