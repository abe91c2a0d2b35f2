"""Pure: whether the quantities of a sentence stand in its quote and mean the same there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.verify_numbers import NUMERAL, SHARE, UNITS, Quantity, number, quantities
from app.verify_text import AT_LEAST, AT_MOST, BAN, BELOW, CERTAIN, Finding, bigrams

AROUND = 24
"""Characters either side of a number, up to the next comma, that say what it counts."""
CLEARLY = 2
"""Shared pairs of letters by which another number of the quote must fit better to contradict."""
MARKED = 0.5
"""Share of what only another number's clause says, from which a clause speaks of that one."""
ENOUGH = 3
"""Pairs of letters around a number that tell it from another one."""


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Numbers of ``sentence`` that do not stand in ``quote`` (both canonical) or mean something else there."""
    there = quantities(quote)
    mine, theirs = ({sign == AT_LEAST for sign in re.findall("[≥≤＜]", text)} for text in (sentence, quote))
    if mine and theirs and not mine & theirs and not _turned_round(sentence, quote):
        yield Finding("number moved", "上限、下限和引文相反")
    for one in quantities(sentence):
        same = [other for other in there if _equal(one, other)]
        rivals = [other for other in there if _rival(one, other)]
        if not same and one.vague:
            if rivals and f"每{one.text[1:]}" not in quote and _fits(one, sentence, rivals, quote) >= ENOUGH:
                yield Finding("number moved", f"数字“{one.text}”在引文里没有")
        elif not same:
            counted = one.kind == "个" and not rivals and _counted_otherwise(one, quote)
            in_range = (
                one.kind == "年级" and re.search("[低高]年级", sentence) and re.search("[低高]年级", quote)
            )
            in_range = in_range or (one.kind == "年级" and re.search("(?:其他|其余|各)年级", quote))
            if not counted and not in_range and not _within(one, sentence, there, quote):
                kind = "things counted" if not rivals and _sums_up(one, quote) else CERTAIN
                kind = "grade added" if one.kind == "年级" and not rivals else kind
                yield Finding(kind, f"数字“{one.text}”在引文里没有")
        elif (
            rivals
            and one.kind
            and not one.vague
            and (
                _elsewhere(one, sentence, same, rivals, quote) or _others(one, sentence, same, rivals, quote)
            )
        ):
            yield Finding("number moved", f"“{one.text}”在引文里说的是另一件事")
        elif not _end_of_span(one, quote) and not any(
            _bound_kept(one, other)
            or _bounded(one, quote, other)
            or (other.bound == BELOW and one.bound != BELOW and _turned_round(sentence, quote))
            for other in same
        ):
            yield Finding("number moved", f"“{one.text}”的上限、下限和引文不同")


def _turned_round(sentence: str, quote: str) -> bool:
    """未满16周岁的不得 told as 要满16周岁."""
    return BAN in quote and BELOW in quote and BELOW not in sentence and BAN not in sentence


def confirmed(sentence: str, quote: str) -> list[Quantity]:
    """The quantities of ``sentence`` that stand in ``quote``, however they are written."""
    there = quantities(quote)
    return [one for one in quantities(sentence) if any(_equal(one, other) for other in there)]


def _elsewhere(
    one: Quantity, sentence: str, same: Sequence[Quantity], rivals: Sequence[Quantity], quote: str
) -> bool:
    """Whether the quote says what the sentence says of this number of another one.

    What follows from a number (缺席三次的，取消资格) tells more than what it counts.
    """
    follows = _consequence(sentence, one)
    mine, theirs = (
        max(len(follows & (_about(quote, other) | _consequence(quote, other))) for other in others)
        for others in (same, rivals)
    )
    if abs(mine - theirs) >= ENOUGH:
        return theirs > mine
    return _fits(one, sentence, rivals, quote) >= _fits(one, sentence, same, quote) + CLEARLY


def _others(
    one: Quantity, sentence: str, same: Sequence[Quantity], rivals: Sequence[Quantity], quote: str
) -> bool:
    """Whether its clause has what in the quote tells another number of the kind from this one (初中生 … 21:20)."""
    if one.kind == "年级" or _consequence(sentence, one) or re.search("[至到~-]", one.text):
        return False
    mine = bigrams(_clause(sentence, one, quantities(sentence)))
    there = [*same, *rivals]
    parts = {id(each): bigrams(_clause(quote, each, there)) for each in there}

    def fits_better(other: Quantity, own: Quantity) -> bool:
        only, lacking = parts[id(other)] - parts[id(own)], parts[id(own)] - parts[id(other)]
        told = len(mine & only) / len(only) if only else 0.0
        if len(only) == 1:  # 高中 for 初中: enough only where it is the other in the very same clause
            return told == 1 and len(parts[id(own)] & parts[id(other)]) > 0 and not mine & lacking
        return told >= MARKED and len(mine & lacking) <= told / 2 * len(lacking)

    return all(any(fits_better(other, own) for other in rivals) for own in same)


def _clause(text: str, one: Quantity, others: Sequence[Quantity]) -> str:
    """What of its clause stands around a number, up to the next ones of its kind."""
    own = [each for each in others if each.kind == one.kind and each.start != one.start]
    low = max(
        [text.rfind(stop, 0, one.start) + 1 for stop in "，、。；：|"]
        + [each.end for each in own if each.end <= one.start]
    )
    highs = [at for stop in "，、。；：|" if (at := text.find(stop, one.end)) >= 0]
    high = min([len(text), *highs, *(each.start for each in own if each.start >= one.end)])
    return f"{text[low : one.start]} {text[one.end : high]}"


def _end_of_span(one: Quantity, quote: str) -> bool:
    """Whether it bounds a span as the quote's ends do (至多5个, 至少3个 of 3至5个)."""
    end = {AT_LEAST: 0, AT_MOST: 1}.get(one.bound)
    spans = re.findall(rf"({NUMERAL})[至到~～—\-]({NUMERAL})", quote)
    return end is not None and any(number(span[end]) == one.value for span in spans)


def _bounded(one: Quantity, quote: str, other: Quantity) -> bool:
    """Whether the bound stands elsewhere in the clause (每两周至少联系一次: 至少每两周一次)."""
    return bool(one.bound) and one.bound in _around(quote, other)[0]


def _around(text: str, one: Quantity) -> tuple[str, str]:
    """The clause that a number stands in, and the next one of its sentence."""
    low = max(text.rfind(stop, 0, one.start) for stop in "，。；：|") + 1
    part = re.split(r"[。；|]", text[low:])[0]
    own, _, behind = part.partition("，")
    return own, behind.split("，")[0]


def _consequence(text: str, one: Quantity) -> set[str]:
    """What is said behind the comma after a number, where no other number is."""
    behind = _around(text, one)[1]
    return set() if quantities(behind) else bigrams(behind)


_EXAMPLE = re.compile(r"(?:多|左右)?的?(?:[男女]?孩|[中小初高男女]?[学生]|娃|少年)")


def _within(one: Quantity, sentence: str, there: Sequence[Quantity], quote: str) -> bool:
    """Whether an age is an example of those in the quote: 13岁 of 不满14周岁, 17岁的学生 of 未成年人 (canonical: 孩子)."""
    if one.kind != "岁" or one.bound or not isinstance(one.value, Fraction):
        return False
    ages = [other for other in there if other.kind == "岁" and isinstance(other.value, Fraction)]
    below = [Fraction(other.value) for other in ages if other.bound in (BELOW, AT_MOST)]  # type: ignore[arg-type]
    if any(limit / 2 < one.value < limit for limit in below):
        return True
    of_one = bool(_EXAMPLE.match(sentence[one.end :]))
    above = [Fraction(other.value) for other in ages if other.bound == AT_LEAST]  # type: ignore[arg-type]
    minor = not ages and "孩子" in quote and OLD_ENOUGH <= one.value < OF_AGE
    return of_one and (minor or any(limit <= one.value < OF_AGE for limit in above))


SUMMED_UP, ITEMS = 4, frozenset("样条件点类步处项种个层家份句方边位名人")
"""Up to how many things, by which measure words, a sentence may count what its quote tells one by one (两种情形)."""
OLD_ENOUGH, OF_AGE = 6, 18


def _sums_up(one: Quantity, quote: str) -> bool:
    few = one.kind == "个" and isinstance(one.value, Fraction) and one.value <= SUMMED_UP
    return few and one.text[-1] in ITEMS and not re.search(rf"\({NUMERAL}\)", quote)


_NOT_COUNTED = re.compile(rf"\({NUMERAL}\)|{SHARE.pattern}")
"""Marks of a list and fractions: （二） and 三分之一 count no two and no three."""


def _counted_otherwise(one: Quantity, quote: str) -> bool:
    """Whether the number stands there with a measure word of its own (四个时段, 四段).

    Also whether it says how many items the quote's list has (八类行为 of a list up to （八）).
    """
    if not one.vague and any(
        number(found) == one.value for found in re.findall(NUMERAL, _NOT_COUNTED.sub(" ", quote))
    ):
        return True
    items = max(len(part.split("、")) for part in re.split(r"[，。；：|]", quote))
    if one.value == items > 2:
        return True
    listed = [number(found) for found in re.findall(rf"\(({NUMERAL})\)", quote)]
    # The last item may say: 其他情形.
    return bool(listed) and one.value in (max(listed), max(listed) - bool(re.search(r"\)其他", quote)))


def _equal(one: Quantity, other: Quantity) -> bool:
    if one.kind in ("日期", "月日") and other.kind in ("日期", "月日"):
        return _same_day(one, other)
    if one.kind == "" or other.kind == "":
        return one.value == other.value and "日期" not in (one.kind, other.kind)
    if {one.kind, other.kind} == {"月", "日"} and not isinstance(one.value, tuple | str):
        days = {which.kind: which.value for which in (one, other)}
        lengths = (28, 30) if re.search("周|星期", one.text + other.text) else (30,)  # 四周 are a month, too
        return not isinstance(days["月"], tuple | str) and days["日"] in [
            days["月"] * each for each in lengths
        ]
    for small, big, times in _FITTING:
        if {one.kind, other.kind} == {small, big} and not isinstance(one.value, tuple | str):
            held = {which.kind: which.value for which in (one, other)}
            return held[small] == times * Fraction(held[big])  # type: ignore[arg-type]
    if one.kind == "月" and other.kind == "日期" and isinstance(other.value, tuple):
        return len(other.value) > 1 and other.value[1] == one.value
    return (one.kind == other.kind and one.value == other.value) or _span(one) == _span(other)


_FITTING = (("月", "年", 12), ("分钟", "日", 1440))
"""Units of which so many make one of another: 半年 is 六个月, 24小时 a day."""


def _span(one: Quantity) -> tuple[str, object]:
    """每两周 and 两周, 每学年 and 一学年 say the same of how often."""
    if one.kind.startswith("每") and one.kind[1:] in UNITS and isinstance(one.value, Fraction):
        kind, size = UNITS[one.kind[1:]]
        return kind, one.value * size
    return one.kind, one.value


def _same_day(one: Quantity, other: Quantity) -> bool:
    mine, theirs = one.value, other.value
    assert isinstance(mine, tuple) and isinstance(theirs, tuple)
    if one.kind == "月日":
        return theirs[-2:] == mine if other.kind == "月日" else theirs[1:] == mine
    return theirs[: len(mine)] == mine


def _rival(one: Quantity, other: Quantity) -> bool:
    if one.kind.startswith("每") and other.kind.startswith("每"):
        return (one.kind, one.value) != (other.kind, other.value)
    if one.kind == "个" and _counted(one) != _counted(other):
        return False
    return one.kind == other.kind and one.value != other.value


def _counted(one: Quantity) -> str:
    """The measure word: 六人 does not contradict 四段."""
    return "名" if one.text[-1] in "名人位" else one.text[-1]


def _fits(one: Quantity, sentence: str, others: Sequence[Quantity], quote: str) -> int:
    mine = _about(sentence, one)
    return max(len(mine & _about(quote, other)) for other in others)


def _about(text: str, one: Quantity) -> set[str]:
    """What stands around a number between commas; where that is next to nothing, in its sentence."""
    for stops in ("，。；：|", "。；|"):
        low = max(text.rfind(stop, 0, one.start) for stop in stops) + 1
        highs = [at for stop in stops if (at := text.find(stop, one.end)) >= 0]
        before = text[max(low, one.start - AROUND) : one.start]
        after = text[one.end : min([one.end + AROUND, *highs])]
        found = bigrams(before) | bigrams(after)
        if len(found) >= ENOUGH:
            break
    return found


def _bound_kept(one: Quantity, other: Quantity) -> bool:
    """A bound may be left out (unless it is an age below which …), never turned round or made up."""
    if one.bound == other.bound:
        return True
    if not one.bound:
        return other.bound != BELOW
    if not other.bound:
        return one.bound == AT_MOST and one.kind in ("日", "工作日", "分钟", "月", "米")
    down = {AT_MOST, BELOW}
    return bool(other.bound) and (one.bound in down) == (other.bound in down)
