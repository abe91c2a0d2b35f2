"""Pure: does a sentence say what its quotes say? The gate before any sentence of a language model is shown.

Numbers, negation, how binding, who, for whom, on what condition, and what the quotes do not explain at all:
each finding is a doubt, and a logistic regression weighs them (``python -m eval.verifier`` fits it). A number
or a quotation that does not stand in the quotes decides alone. When in doubt it says no: the reader then gets
the quote itself.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app import (
    verify_added,
    verify_counts,
    verify_duties,
    verify_negation,
    verify_numbers,
    verify_organs,
    verify_places,
    verify_range,
    verify_scope,
)
from app.verify_likeness import EVERYWHERE, likeness
from app.verify_text import (
    BAN,
    CERTAIN,
    MAY,
    MUST,
    URGE,
    USUALLY,
    WAIVED,
    Finding,
    bigrams,
    canonical,
    clauses,
)
from app.verify_wording import idioms, reworded
from index.tokens import STOP_WORDS, words

MODEL = Path(__file__).parent / "shipped" / "verifier.json"
STRANGE, STRANGE_SHARE = 2.5, 0.35
"""Letters between two commas that nothing in the quotes explains, beyond which each is a doubt, and their share."""
FOREIGN, FOREIGN_SHARE = 3.0, 0.65
"""Unexplained letters of a clause, and their share of it, from which it is foreign to the quotes."""
ALL_FOREIGN, ALL_FOREIGN_SHARE = 5.0, 0.9
"""The same, from which it stands nowhere in them."""
NEXT_TO_NOTHING = 0.55
"""Share of a sentence's content that its quotes bear and share of its pairs of letters that they have: the sum
below which nothing like it stands there."""
SOMETHING, FAR_BESIDE = 4, 0.45
"""Letters of content from which the same sum of a clause says something, and below which it stands nowhere."""
UNLIKE = "unlike"
"""The gravest doubt about what is not in the quotes; a free paraphrase may look like that too."""
COUNTED = 2
"""Letters that a quantity counts for which stands in the quote as it is written."""
MOSTLY = 0.75
"""Share of its content below which what is missing is a doubt."""
PART_OF_WORD = 0.6
"""What a word counts for of which only letters stand in the quote (保管 for 管)."""
FAR, NEAR = 0.4, 0.8
"""Likeness of two words (陪着 and 陪同: 0.8) below which one says nothing for the other, above which all."""
_BINDING = {MUST, MAY, BAN, URGE, USUALLY, WAIVED, "才", "要", "需", "须", "应"}
_FILLER_WORDS = """
只要 即使 即便 要么 或是 安排 活动 参加 收到 了解 接下来 记下 记录 人员 讨论 做好 遇到 保证
接着 然后 可能 情况 事情 问题 需 比如 例如 写法
要求 开始 相关 有关 说明 阶段 每次 得到 时间 满足 面向 及其 而是 身份 办理 方式 进行 开展 做到 做好
其中 同时 包括 属于 方面 内容 工作 具体 注意 负责 用来 用于 采取 按照 根据 依据 规定 随后 之后 以后
就算 因此 为了 一直 直到 里面 这件 每位 之内 以内 仍然 仍 说到底 也就是说 换句话说 简单说 其实 总之 原来 先由 先
到场 下来 时 后 里 内 人 会 起 写 看 放 拿 找 搞 弄 配 只有 同一个 平均 这种 那种 这样 那样 有人
以前 之前 期间 如果 那么 否则 不然 此外 另外 还有 一起 分别 即可 让其 提供 通过 使用 采用 实行 执行
落实 出现 发生 存在 成为 作为 当事人 本人 他人 大家 某些 这类 此类 这种 任意 随意 随便
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
"""Words that a paraphrase puts in and that claim nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``why`` is plain Chinese and empty where supported; ``score`` is the share of content found, 0 to 1."""

    supported: bool
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of doubt counts against a sentence, what stands for it, and from what chance it passes."""

    doubts: dict[str, float]
    bias: float
    threshold: float

    def chance(self, doubts: dict[str, Finding]) -> float:
        """Chance that a sentence with these doubts is faithful."""
        logit = self.bias + sum(self.doubts.get(kind, 0.0) * one.share for kind, one in doubts.items())
        return 1 / (1 + math.exp(-logit))


@cache
def weights() -> Weights:
    """The weights that ship with the program."""
    fitted = json.loads(MODEL.read_text(encoding="utf-8"))
    return Weights(fitted["doubts"], fitted["bias"], fitted["threshold"])


def verify(sentence: str, quotes: Sequence[str]) -> Verdict:
    """Check one sentence against the quotes that it cites."""
    score = round(support(*_side_by_side(sentence, quotes)), 3)
    found, fitted = doubts(sentence, quotes), weights()
    if CERTAIN in found:
        return Verdict(False, found[CERTAIN].why, score)
    if fitted.chance(found) >= fitted.threshold:
        return Verdict(True, "", score)
    worst = min(found.values(), key=lambda one: fitted.doubts.get(one.kind, 0.0) * one.share)
    return Verdict(False, worst.why, score)


def doubts(sentence: str, quotes: Sequence[str]) -> dict[str, Finding]:
    """The gravest finding of each kind."""
    said, held = _side_by_side(sentence, quotes)
    gravest: dict[str, Finding] = {}
    for one in (
        *verify_counts.findings(said, held),
        *verify_scope.findings(said, held),
        *verify_scope.insisted(sentence, "|".join(quotes)),
        *verify_duties.findings(said, held),
        *verify_negation.findings(said, held),
        *verify_organs.findings(said, held),
        *verify_range.findings(said, held),
        *verify_places.findings(said, held),
        *_quoted(said, held),
        *_allowed(said, held),
        *_unsupported(said, held),
        *_unexplained_parts(said, held),
        *verify_added.findings(said, held, lambda part: _borne(part, held), _letters),
    ):
        if one.kind not in gravest or one.share > gravest[one.kind].share:
            gravest[one.kind] = one
    return gravest


def _side_by_side(sentence: str, quotes: Sequence[str]) -> tuple[str, str]:
    """The sentence, in the words of its quotes, and the quotes: both in one spelling."""
    told = [idioms(quote) for quote in quotes]
    return canonical(reworded(idioms(sentence), "|".join(told))), "|".join(canonical(one) for one in told)


def _quoted(said: str, held: str) -> Iterator[Finding]:
    """What stands in quotation marks, and any title, must be the quote's own words."""
    for words_of in re.findall(r"[“「]([^”」]{4,})[”」]|《([^》]+)》", said):
        inside = next(filter(None, words_of))
        if inside.strip("。，！？") not in held:
            yield Finding(CERTAIN, f"引号里的“{inside[:12]}”不是引文的原话")


OF_SOMETHING_ELSE = 0.4
"""What 可以 counts where the quote binds, but to nothing that is near to it."""


def _behind(binding: Sequence[str], text: str) -> set[str]:
    """Pairs of letters behind these words, up to the next comma."""
    return set().union(
        *(bigrams(one) for one in re.findall(rf"(?:{'|'.join(binding)})([^，。；|]{{1,16}})", text))
    )


def _allowed(said: str, held: str) -> Iterator[Finding]:
    """可以 where nothing in the quotes leaves it open, and 应当 where all of it does."""
    if MAY in said and MAY not in held and URGE not in held:
        bound = MUST in held or BAN in held
        share = 1.0 if not bound or _behind((MAY,), said) & _behind((MUST, BAN), held) else OF_SOMETHING_ELSE
        told = f"引文说的是“{MUST if MUST in held else BAN}”，" if bound else "引文里"
        yield Finding("may for must" if bound else "may added", f"{told}没有说“可以”", share)
    if URGE in said and URGE not in held and MAY not in held and (MUST in held or BAN in held):
        yield Finding("may for must", "引文里没有说“鼓励”")
    if MUST in said and MUST not in held and (MAY in held or URGE in held):
        yield Finding("must added", "引文里没有说“应当”")


def _unsupported(said: str, held: str) -> Iterator[Finding]:
    """Too little of the sentence in the quotes."""
    borne, why = support(said, held), "这句的内容在引文里找不到足够的依据"
    if borne + _kept(said, held) < NEXT_TO_NOTHING:
        yield Finding(UNLIKE, why)
    if borne < MOSTLY:
        yield Finding("little support", why, 1 - borne)


def _kept(said: str, held: str) -> float:
    """Share of the pairs of letters that the quotes have."""
    told = bigrams(_EVERYWHERE.sub(" ", _without_quantities(said)))
    numbers = len(verify_counts.confirmed(said, held))
    return (len(told & bigrams(held)) + numbers) / (len(told) + numbers) if told or numbers else 0.0


def _borne(part: str, held: str) -> float:
    """How far the quotes bear a part of a sentence, by words and by pairs of letters."""
    return (support(part, held) + _kept(part, held)) / 2


_EVERYWHERE = re.compile("|".join(EVERYWHERE))


def _unexplained_parts(said: str, held: str) -> Iterator[Finding]:
    for clause in clauses(said):
        strange = _unexplained(clause, held)
        letters = sum(strange.values())
        worst = "、".join(sorted(strange, key=lambda word: -strange[word])[:3])
        if letters > STRANGE and letters >= STRANGE_SHARE * _letters(clause):
            yield Finding("strange clause", f"“{worst}”在引文里找不到依据", letters - STRANGE)
        if letters >= FOREIGN and letters >= FOREIGN_SHARE * _letters(clause):
            yield Finding("foreign clause", f"“{clause[:16]}”在引文里找不到依据", min(letters / 8, 1.0))
        beside = _letters(clause) >= SOMETHING and support(clause, held) + _kept(clause, held) < FAR_BESIDE
        if beside or (letters >= ALL_FOREIGN and letters >= ALL_FOREIGN_SHARE * _letters(clause)):
            yield Finding(UNLIKE, f"“{clause[:16]}”在引文里找不到依据")


def support(said: str, held: str) -> float:
    """Share of the content of ``said`` that stands in ``held`` or is near to it, weighted by letters."""
    total = _letters(said)
    if not total:
        return float(said in held)
    counted = COUNTED * len(verify_counts.confirmed(said, held))
    total += counted
    fillers = sum(len(word) for word in _content(said) if word in _FILLERS and word not in held)
    return max(0.0, 1 - (sum(_unexplained(said, held).values()) + fillers / 2) / total)


def _unexplained(said: str, held: str) -> dict[str, float]:
    """Letters of each content word of ``said`` for which nothing in ``held`` stands."""
    missing = [word for word in dict.fromkeys(_content(said)) if word not in held and word not in _FILLERS]
    near = likeness(missing, held)
    letters = {w: PART_OF_WORD * sum(c in held for c in w if c not in STOP_WORDS) / len(w) for w in missing}
    meant = {word: min(max((near[word] - FAR) / (NEAR - FAR), 0.0), 1.0) for word in missing}
    return {word: len(word) * (1 - max(letters[word], meant[word])) for word in missing}


def _content(text: str) -> list[str]:
    left_out = STOP_WORDS | _BINDING | EVERYWHERE
    return [word for word in words(_CANONICAL.sub(" ", _without_quantities(text))) if word not in left_out]


_CANONICAL = re.compile(rf"确有所需|{MUST}|{MAY}|{BAN}|{URGE}|{WAIVED}|未经|[≥≤＜]")
"""Words of ``canonical``: glued to their neighbours they would be cut as other words."""


def _letters(text: str) -> int:
    return sum(len(word) for word in _content(text))


def _without_quantities(text: str) -> str:
    for one in reversed(verify_numbers.quantities(text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text
