"""Pure: quantities, dates, frequencies and document numbers, in Arabic and in Chinese, brought to one form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.verify_text import AT_LEAST, AT_MOST, BELOW, CERTAIN, Finding, bigrams
from index.tokens import chinese_number

AROUND = 24
"""Characters either side of a number, up to the next comma, that say what it counts."""
CLEARLY = 2
"""Shared pairs of letters by which another number of the quote must fit better to contradict."""
ENOUGH = 3
"""Pairs of letters around a number that tell it from another one."""

_CHINESE = "零〇一二两三四五六七八九十百千"
_N = rf"(?:[0-9]+(?:\.[0-9]+)?|[{_CHINESE}]+)"
_UNITS: dict[str, tuple[str, Fraction]] = {}
for _names, _kind, _size in (
    ("周岁 岁", "岁", 1),
    ("个学年 学年", "年", 1),
    ("个学期 学期", "学期", 1),
    ("年级", "年级", 1),
    ("周年 年", "年", 1),
    ("个月 月", "月", 1),
    ("个工作日 工作日", "工作日", 1),
    ("日 天", "日", 1),
    ("个星期 星期 周", "日", 7),
    ("个小时 小时 个钟头", "分钟", 60),
    ("分钟", "分钟", 1),
    ("万元", "元", 10000),
    ("元 块钱", "元", 1),
    ("课时 学时", "学时", 1),
    ("% 个百分点", "比", Fraction(1, 100)),
    ("成", "比", Fraction(1, 10)),
    ("倍", "倍", 1),
    ("分", "分", 1),
    ("届", "届", 1),
    ("米 公里 千米", "米", 1),
    (
        "名 人 位 个 份 篇 本 项 条 件 所 家 类 种 句 张 组 节 字 步 步骤 等 级 班 门 部 支"
        " 次 遍 回 场 轮 段 格 块 处 招 枚 页 行 排 队 双 层 间 扇 只 栏 关 站 圈 封 台 列 样 册 楼 桌 科 场",
        "个",
        1,
    ),
):
    for _name in _names.split():
        _UNITS[_name] = (_kind, Fraction(_size))
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))

_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,8}〔([0-9]{4})〕([0-9]+)号")
_DATE = re.compile(rf"(?P<y>[0-9]{{4}}|[{_CHINESE}]{{4}})年(?:(?P<m>{_N})月)?(?:(?P<d>{_N})日)?")
_DAY = re.compile(rf"(?P<m>{_N})月(?P<d>{_N})[日号]")
_CLOCK = re.compile(
    rf"(?P<h>[0-9]{{1,2}}|[{_CHINESE}]{{1,4}})(?:[:：](?P<min>[0-9][0-9])|[时点](?!候|评|名|间|常|期)(?P<half>半)?)"
)
_ORDINAL = re.compile(rf"第({_N})([编章条款项届次名])")
_EVERY = re.compile(
    rf"每(?P<n>{_N})?个?(?P<half>半)?(?P<u>学年|学期|年|季度|月|星期|周(?![一二三四五六日末](?!天|次|节|课))|天|日|小时|课时)"
)
_SHARE = re.compile(rf"百分之({_N})|({_N})分之({_N})|([0-9]+)/([0-9]+)|一半|半数")
_HALF = re.compile(
    r"(?P<n>[一二两三0-9]?)个?半(?P<u>年|个?月|天|日|学期|小时|课时)|(?P<n2>[一二两三0-9])个?半(?P<u2>小时|天|年)|(?P<n3>[一二两三0-9])(?P<u3>小时|年|天)半"
)
_PLAIN = re.compile(rf"({_N}(?:[、和或至到~～—\-]+{_N})*)(多|余|几)?(?P<u>{_UNIT})")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_IDLE = re.compile(
    r"[那这][一两]?[周天年月次]|所在的?(?:那|这)?(?:一?周|一?个?星期)|五项职责中的一项|中的一[项个种]|另外[一二三四五六七八九十]+[项个种]|一(?:次性|般|些|点|样|起|旦|直|定|致|切|律|体|并|方|边|下|个人|级保护|线|把手|步|家人|名词|对一)|万一|统一|唯一|同一|单一|另一|进一步|(?<!分)之一|十分(?!钟)|百姓|三观|四有|五育|两难|千万(?!元)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a kind of unit (minutes, days, people …) and where it stands. ``bound`` is ≥, ≤, ＜ or ""."""

    kind: str
    value: Fraction | tuple[int, ...] | str
    start: int
    end: int
    text: str
    bound: str = ""
    vague: bool = False


def number(text: str) -> Fraction:
    """The value of an Arabic or Chinese numeral."""
    return Fraction(text) if text[0].isascii() else Fraction(chinese_number(text))


def quantities(text: str) -> list[Quantity]:
    """All quantities of a canonical text, each stretch read once, the most specific reading first."""
    taken = [match.span() for match in _IDLE.finditer(text)]
    found: list[Quantity] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            made = read(match)
            taken.append(match.span())
            found += [
                Quantity(kind, value, *match.span(), match.group(), _bound(text, *match.span()), vague)
                for kind, value, vague in made
            ]
    return sorted(found, key=lambda one: one.start)


Read = list[tuple[str, "Fraction | tuple[int, ...] | str", bool]]


def _date(match: re.Match[str]) -> Read:
    return [("日期", tuple(int(number(match[k])) for k in ("y", "m", "d") if match[k]), False)]


def _day(match: re.Match[str]) -> Read:
    return [("月日", (int(number(match["m"])), int(number(match["d"]))), False)]


def _clock(match: re.Match[str]) -> Read:
    minutes = 30 if match["half"] else int(match["min"] or 0)
    hour = int(number(match["h"]))
    return [("时刻", (hour % 12 if hour <= 24 else hour, minutes), False)]


def _every(match: re.Match[str]) -> Read:
    count = Fraction(1, 2) if match["half"] else number(match["n"]) if match["n"] else Fraction(1)
    unit = {"星期": "周", "日": "天", "学年": "年"}.get(match["u"], match["u"])
    return [("每" + unit, count, False)]


def _share(match: re.Match[str]) -> Read:
    if match[1]:
        return [("比", number(match[1]) / 100, False)]
    if match[2]:
        return [("比", number(match[3]) / max(number(match[2]), Fraction(1)), False)]
    if match[4]:
        return [("比", Fraction(int(match[4]), max(int(match[5]), 1)), False)]
    return [("比", Fraction(1, 2), False)]


def _half(match: re.Match[str]) -> Read:
    count = match["n"] or match["n2"] or match["n3"]
    kind, size = _UNITS[(match["u"] or match["u2"] or match["u3"])]
    whole = number(count) if count and (match["n2"] or match["n3"] or "个半" in match.group()) else 0
    return [(kind, (whole + Fraction(1, 2)) * size, False)]


def _plain(match: re.Match[str]) -> Read:
    kind, size = _UNITS[match["u"]]
    parts = re.findall(_N, match[1])
    vague = parts == ["一"] and kind == "个"
    return [(kind, number(part) * size, vague) for part in parts]


_READERS = (
    (_DOCUMENT, lambda m: [("文号", f"〔{m[1]}〕{m[2]}号", False)]),
    (_DATE, _date),
    (_DAY, _day),
    (_ORDINAL, lambda m: [("第" + m[2], number(m[1]), False)]),
    (_EVERY, _every),
    (_CLOCK, _clock),
    (_SHARE, _share),
    (_HALF, _half),
    (_PLAIN, _plain),
    (_BARE, lambda m: [("", number(m.group()), False)]),
)


def _bound(text: str, start: int, end: int) -> str:
    before, after = text[max(start - 4, 0) : start], text[end : end + 4]
    for sign in (AT_LEAST, AT_MOST, BELOW):
        if sign in before and not re.search(r"[0-9]", before[before.index(sign) :]):
            return sign
    if re.search(r"超过|多于|高于$", before):
        return AT_LEAST
    if re.match(r"[名人次个]?\)?(?:及)?以上", after):
        return AT_LEAST
    if re.match(r"[名人次个]?(?:以内|之内|以下|为限|内(?!容|部))", after):
        return AT_MOST
    return ""


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Numbers of ``sentence`` that do not stand in ``quote`` (both canonical) or mean something else there."""
    there = quantities(quote)
    mine, theirs = ({sign == AT_LEAST for sign in re.findall("[≥≤＜]", text)} for text in (sentence, quote))
    if mine and theirs and not mine & theirs:
        yield Finding("number moved", "上限、下限和引文相反")
    for one in quantities(sentence):
        same = [other for other in there if _equal(one, other)]
        rivals = [other for other in there if _rival(one, other)]
        if not same:
            if _within(one, there) or (
                one.kind == "个" and not rivals and (one.vague or _counted_otherwise(one, quote))
            ):
                continue
            yield Finding(CERTAIN, f"数字“{one.text}”在引文里没有")
        elif (
            rivals
            and not one.vague
            and _fits(one, sentence, rivals, quote) >= _fits(one, sentence, same, quote) + CLEARLY
        ):
            yield Finding("number moved", f"“{one.text}”在引文里说的是另一件事")
        elif not any(_bound_kept(one, other) for other in same):
            yield Finding("number moved", f"“{one.text}”的上限、下限和引文不同")


def _within(one: Quantity, there: Sequence[Quantity]) -> bool:
    """Whether an age is an example of a span of ages in the quote (13岁 of 不满14周岁)."""
    if one.kind != "岁" or one.bound or not isinstance(one.value, Fraction):
        return False
    below = [other.value for other in there if other.kind == "岁" and other.bound in (BELOW, AT_MOST)]
    return any(isinstance(limit, Fraction) and limit / 2 < one.value < limit for limit in below)


def _counted_otherwise(one: Quantity, quote: str) -> bool:
    """Whether the number stands there with a measure word of its own (四个时段, 四段).

    Also whether it says how many items the quote's list has (八类行为 of a list up to （八）).
    """
    if not one.vague and any(number(found) == one.value for found in re.findall(_N, quote)):
        return True
    items = max(len(part.split("、")) for part in re.split(r"[，。；：|]", quote))
    if one.value == items > 2:
        return True
    listed = [number(found) for found in re.findall(rf"\(({_N})\)", quote)]
    return bool(listed) and one.value in (max(listed), max(listed) - 1)


def _equal(one: Quantity, other: Quantity) -> bool:
    if one.kind in ("日期", "月日") and other.kind in ("日期", "月日"):
        return _same_day(one, other)
    if one.kind == "" or other.kind == "":
        return one.value == other.value and "日期" not in (one.kind, other.kind)
    if one.kind == "月" and other.kind == "日期" and isinstance(other.value, tuple):
        return len(other.value) > 1 and other.value[1] == one.value
    return (one.kind == other.kind and one.value == other.value) or _span(one) == _span(other)


def _span(one: Quantity) -> tuple[str, object]:
    """每两周 and 两周, 每学年 and 一学年 say the same of how often."""
    if one.kind.startswith("每") and one.kind[1:] in _UNITS and isinstance(one.value, Fraction):
        kind, size = _UNITS[one.kind[1:]]
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
        return one.bound == AT_MOST and one.kind in ("日", "工作日", "分钟", "月")
    down = {AT_MOST, BELOW}
    return bool(other.bound) and (one.bound in down) == (other.bound in down)
