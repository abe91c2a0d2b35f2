"""Pure: quantities, dates, frequencies and document numbers, in Arabic and in Chinese, brought to one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from app.verify_text import AT_LEAST, AT_MOST, BELOW
from index.tokens import chinese_number

NEAR = 14
"""Characters before a number in which 至少 or 不超过 still bounds it."""
_CHINESE = "零〇一二两三四五六七八九十百千"
NUMERAL = rf"(?:[0-9]+(?:\.[0-9]+)?|[{_CHINESE}]+)"
UNITS: dict[str, tuple[str, Fraction]] = {}
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
    ("秒钟 秒", "分钟", Fraction(1, 60)),
    ("刻钟", "分钟", 15),
    ("万元", "元", 10000),
    ("元 块钱", "元", 1),
    ("课时 学时", "学时", 1),
    ("% 个百分点", "比", Fraction(1, 100)),
    ("成", "比", Fraction(1, 10)),
    ("倍", "倍", 1),
    ("分", "分", 1),
    ("届", "届", 1),
    ("米 公里 千米", "米", 1),
    ("摄氏度 度", "度", 1),
    (
        "名 人 位 个 份 篇 本 项 条 件 所 家 类 种 句 张 组 节 字 步 步骤 等 级 班 门 部 支"
        " 次 遍 回 场 轮 段 格 块 处 招 枚 页 行 排 队 双 层 间 扇 只 栏 关 站 圈 封 台 列 样 册 楼 桌 科 场",
        "个",
        1,
    ),
):
    for _name in _names.split():
        UNITS[_name] = (_kind, Fraction(_size))
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))

_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{1,8}〔([0-9]{4})〕([0-9]+)号")
_DATE = re.compile(rf"(?P<y>[0-9]{{4}}|[{_CHINESE}]{{4}})年(?:(?P<m>{NUMERAL})月)?(?:(?P<d>{NUMERAL})日)?")
_DAY = re.compile(rf"(?P<m>{NUMERAL})月(?P<d>{NUMERAL})[日号]")
_CLOCK = re.compile(
    rf"(?P<h>(?<![0-9])[0-9]{{1,2}}|[{_CHINESE}]{{1,4}})(?:[:：](?P<min>[0-9][0-9])|[时点](?!候|评|名|间|常|期)(?P<half>半|(?P<late>[一二三四五]?十[一二三四五六七八九]?|[1-5][0-9])(?![天日人次个名周年月])分?)?)"
)
_ORDINAL = re.compile(rf"第({NUMERAL})(?:个?(?P<week>星期)|([编章条款项届次名周步排页课]))")
_EVERY = re.compile(
    rf"(?:每|(?<!间)(?P<next>隔)一?)(?P<n>{NUMERAL})?个?(?P<half>半)?(?P<u>学年|学期|年|季度|月|(?:星期|周)(?![一二三四五六日末](?!天|次|节|课))|天|日|小时|课时)"
)
SHARE = re.compile(
    rf"百分之({NUMERAL})|({NUMERAL})分之({NUMERAL})|([0-9]+)/([0-9]+)|一半|半数|过半(?![个天年小])"
    rf"|({NUMERAL})[个本所名份][^，。；|0-9]{{0,4}}[里中][^，。；|0-9]{{0,3}}一[个本所名份]"
)
_HALF = re.compile(
    r"(?P<n>[一二两三0-9]?)个?半(?P<u>年|个?月|天|日|学期|小时|课时)|(?P<n2>[一二两三0-9])个?半(?P<u2>小时|天|年)|(?P<n3>[一二两三0-9])(?P<u3>小时|年|天)半"
)
_PLAIN = re.compile(rf"({NUMERAL}(?:[、和或至到~～—\-]+{NUMERAL})*)(多|余|几)?(?P<u>{_UNIT})")
_NEIGHBOURS = re.compile(r"((?:[二三四五六七八九]?十)?)([一二两三四五六七八])([二两三四五六七八九])")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_IDLE = re.compile(
    r"[那这][一两]?[周天年月次]|所在的?(?:那|这)?(?:一?周|一?个?星期)|五项职责中的一项|中的一[项个种]|另外[一二三四五六七八九十]+[项个种]|(?<![十百千])一(?:次性|般|些|点|样|起|旦|直|定|致|切|律|体|并|方|边|下|个人|级保护|线|把手|步|家人|名词|对一)|[一两三]个字|[两三]码事|[一两]回事|[上下这那本]一?届|一届(?=一)|[是这那]两[类种]|万一|统一|唯一|同一|单一|另一|进一步|(?<!分)之一|(?<![零一二两三四五六七八九十百各每点计满得扣加打共])十分(?!钟|[，。；、|)]|$)|(?<![午晨晚十])一时(?!许|整|[0-9一二三四五])|百姓|三观|四有|五育|两难|两(?:级|者|边|方|头|样)|千万(?!元)"
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
    late = number(match["late"]) if match["late"] else 30 if match["half"] else match["min"] or 0
    minutes = int(late)
    hour = int(number(match["h"]))
    return [("时刻", (hour % 12 if hour <= 24 else hour, minutes), False)]


def _every(match: re.Match[str]) -> Read:
    count = Fraction(1, 2) if match["half"] else number(match["n"]) if match["n"] else Fraction(1)
    count += 1 if match["next"] else 0  # 隔一周: every second week
    unit = {"星期": "周", "日": "天", "学年": "年"}.get(match["u"], match["u"])
    return [("每" + unit, count, False)]


def _share(match: re.Match[str]) -> Read:
    if match[1]:
        return [("比", number(match[1]) / 100, False)]
    if match[2]:
        return [("比", number(match[3]) / max(number(match[2]), Fraction(1)), False)]
    if match[4]:
        return [("比", Fraction(int(match[4]), max(int(match[5]), 1)), False)]
    return [("比", 1 / max(number(match[6]), Fraction(1)) if match[6] else Fraction(1, 2), False)]


def _half(match: re.Match[str]) -> Read:
    count = match["n"] or match["n2"] or match["n3"]
    kind, size = UNITS[(match["u"] or match["u2"] or match["u3"])]
    whole = number(count) if count and (match["n2"] or match["n3"] or "个半" in match.group()) else 0
    return [(kind, (whole + Fraction(1, 2)) * size, False)]


def _plain(match: re.Match[str]) -> Read:
    kind, size = UNITS[match["u"]]
    parts = re.findall(NUMERAL, match[1])
    vague = parts == ["一"] and kind == "个"
    return [(kind, value * size, vague) for part in parts for value in _values(part)]


def _values(numeral: str) -> list[Fraction]:
    """Of 一两 both one and two, of 十六七 both sixteen and seventeen."""
    ends = _NEIGHBOURS.fullmatch(numeral)
    if ends is None:
        return [number(numeral)]
    low, high = number(ends[1] + ends[2]), number(ends[1] + ends[3])
    return [low, high] if high == low + 1 else [number(numeral)]


_READERS = (
    (_DOCUMENT, lambda m: [("文号", f"〔{m[1]}〕{m[2]}号", False)]),
    (_DATE, _date),
    (_DAY, _day),
    (_ORDINAL, lambda m: [("第" + (m[3] or "周"), number(m[1]), False)]),
    (_EVERY, _every),
    (_CLOCK, _clock),
    (SHARE, _share),
    (_HALF, _half),
    (_PLAIN, _plain),
    (_BARE, lambda m: [("", number(m.group()), False)]),
)


def _bound(text: str, start: int, end: int) -> str:
    before, after = text[max(start - NEAR, 0) : start], text[end : end + 4]
    before = re.split(rf"[，。；：|0-9]|(?:{NUMERAL})(?:{_UNIT})", before)[-1]
    for sign in (AT_LEAST, AT_MOST, BELOW):
        if sign in before:
            return sign
    if re.search(r"超过|多于|高于$", before):
        return AT_LEAST
    if re.match(r"[名人次个课]?\)?(?:及以上|以上|期满|届满)", after):
        return AT_LEAST
    if re.match(r"[名人次个课]?(?:及以下|以内|之内|以下|为限|内(?!容|部))", after):
        return AT_MOST
    return ""
