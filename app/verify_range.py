"""Pure: how far a rule reaches. Those let off it, all and only, all where the quote names some, degree and place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_organs import ORGANS
from app.verify_text import BAN, MUST, USUALLY, Finding, bigrams, clauses
from index.tokens import is_noun, words

_LET_OFF = re.compile(
    r"不受(?:此)?限制?|不作(?:此)?要求|不在此限|没有限制|不限于?此|不适用|不在(?:此列|其中|内)|不管用"
)
_EVEN = re.compile(r"即使|即便|哪怕|就算")
_LEFT_OUT = re.compile(r"不(?:计算|计|包括|包含|含|算)(?:在内|入|进)?")
_TAKEN_IN = re.compile(r"(?<!不)(?:包括|包含|含|计入|算入)")
_EVERY = re.compile(r"所有的?(?!人|组织|单位|个人)([\u4e00-\u9fff]{2})")
_DEGREE = "重大|一般|严重|轻微|较重|较轻|特别|故意|少量|大量|主要|次要|直接|间接"
_OF_DEGREE = re.compile(rf"({_DEGREE})(?:的|地)?(?=([\u4e00-\u9fff]{{2}}))")
_WHERE = re.compile(r"在([\u4e00-\u9fff]{1,6}?)(?:里|上|内|中)(?![一-龥]{0,2}(?:事故|活动))")
_ONLY = re.compile(r"(?<!不)仅(?!仅)|(?<!不)只(?!要|好|是)|唯独|限于|唯一|(?<!了)不算|不在其内|除此之外")
_EXCEPT = re.compile(r"除外|除[^。；|]{2,60}?外|例外")
_SOME = re.compile(r"(?<![那这的])部分|个别|少数(?!民族)|有些|多数|大多|若干")
_ALL = re.compile(
    r"所有|一律|各级各类|全员|统统|(?<!平)均(?!衡|匀)|全都|全部|全是|凡是?|无论|不论|不管(?!用)|一概|各种情况|任意"
)
MOSTLY = 0.5
"""Share of a clause's pairs of letters that the quote has where it speaks of the same act."""


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where the sentence reaches further, or less far, than the quote (both canonical)."""
    yield from _let_off(sentence, quote)
    yield from _everything(sentence, quote)
    yield from _degree(sentence, quote)
    yield from _elsewhere(sentence, quote)
    yield from _quantifiers(sentence, quote)
    yield from _swept(sentence, quote)
    yield from _before_and_after(sentence, quote)
    yield from _joined(sentence, quote)
    yield from _only_then(sentence, quote)


def _let_off(sentence: str, quote: str) -> Iterator[Finding]:
    """…不受限制, 即使…也, and 不计算在内 of what the quote takes in."""
    if (match := _LET_OFF.search(sentence)) and not _LET_OFF.search(quote):
        yield Finding("let off", f"引文没有说“{match.group()}”")
    if (match := _EVEN.search(sentence)) and not _EVEN.search(quote):
        yield Finding("even if", f"引文没有说“{match.group()}”")
    if (match := _LEFT_OUT.search(sentence)) and _TAKEN_IN.search(quote) and not _LEFT_OUT.search(quote):
        yield Finding("let off", f"引文没有说“{match.group()}”")


def _everything(sentence: str, quote: str) -> Iterator[Finding]:
    """所有地区 where the quote speaks of 条件不具备的地区."""
    for noun in _EVERY.findall(sentence):
        if re.search(rf"的{noun}", quote) and not re.search(rf"所有的?{noun}", quote):
            yield Finding("all for some", f"引文说的不是“所有{noun}”")


def _degree(sentence: str, quote: str) -> Iterator[Finding]:
    """一般过失 for 重大过失."""
    held: dict[str, set[str]] = {}
    for degree, noun in _OF_DEGREE.findall(quote):
        held.setdefault(noun, set()).add(degree)
    for degree, noun in _OF_DEGREE.findall(sentence):
        if noun in held and degree not in held[noun]:
            yield Finding("degree", f"引文里不是“{degree}{noun}”")


def _elsewhere(sentence: str, quote: str) -> Iterator[Finding]:
    """在操场上 for 在教室里."""
    theirs = _WHERE.findall(quote)
    for clause in clauses(sentence):
        for place in _WHERE.findall(clause):
            last = words(place)[-1]
            if (
                not theirs
                or last in quote
                or not is_noun(last)
                or any(set(last) & set(one) for one in theirs)
            ):
                continue
            rest = bigrams(clause.replace(place, " "))
            if len(rest & bigrams(quote)) >= MOSTLY * len(rest):
                yield Finding("where", f"引文里不是在“{place}”")


_ONLY_FIRMLY = re.compile(
    "仅|只(?:能|需|须|应当|可以|要对|听|有|由|在|限|对|包括|保护)|唯|限于|除此|不在其内|不算"
)
_RANGES = (
    (_EXCEPT, "except", "除外", 1.0),
    (_ONLY, "only", "只有", 0.5),
    (_SOME, "some", "部分", 0.5),
    (_ALL, "all", "所有、一律", 1.0),
)


WITHOUT_EXCEPTION = 0.2
"""What 一律不得 counts where the quote forbids and knows no exception."""
_ALL_BANNED = re.compile(rf"(?:一律|一概|全部|都|均){BAN}")
_LOOSE = re.compile(f"{USUALLY}|除|例外|但")
_LIKEWISE = {
    _EXCEPT: re.compile(
        rf"(?:没有|无|未)[^，。；|]{{2,14}}，[^，。；|]{{0,6}}{BAN}|未经|但是?，?[^，。；|]{{2,30}}的，"
    ),
    _ONLY: re.compile(r"才(?![能智干华])"),
}
"""What says the same in a quote: 没有法定事由，不得…, 才可以…."""


def _quantifiers(sentence: str, quote: str) -> Iterator[Finding]:
    for pattern, kind, said, counts in _RANGES:
        match = pattern.search(sentence)
        if (
            match
            and not pattern.search(quote)
            and not (pattern in _LIKEWISE and _LIKEWISE[pattern].search(quote))
        ):
            if pattern is _ONLY and not _ONLY_FIRMLY.search(sentence):
                counts /= 2
            if pattern is _ALL and BAN in quote and not _LOOSE.search(quote):
                counts = WITHOUT_EXCEPTION if _ALL_BANNED.search(sentence) else counts
            whole = pattern is _SOME and _ALL.search(quote) and not _ALL.search(sentence)
            yield Finding(
                "opposite" if whole else kind,
                f"引文里没有“{said}”这样的范围（{match.group()}）",
                1.0 if whole else counts,
            )


AS_A_CONDITION = 0.3
"""What 只要 counts where the quote binds those in a case (…的，应当…): it may be that case."""
_SWEEPING = re.compile(r"只要|直接|即可|也(?:都)?算|随时|全程")


_SWEPT = re.compile(rf"{_SWEEPING.pattern}|就行|凡|都|均|一律")


def _swept(sentence: str, quote: str) -> Iterator[Finding]:
    if (match := _SWEEPING.search(sentence)) and not _SWEPT.search(quote):
        bound = match.group() == "只要" and re.search(f"的，[^，。；|]{{0,8}}?(?:{MUST}|{BAN})", quote)
        yield Finding("swept", f"引文没有说“{match.group()}”", AS_A_CONDITION if bound else 1.0)


_SIDES = re.compile(r"([\u4e00-\u9fff]{2})(?:通过|完成|结束|开始)?(?:之|以)?(前|后)(?![面期续勤果者])")


def _before_and_after(sentence: str, quote: str) -> Iterator[Finding]:
    """开门前 for 开门后, 批准后 for 报批前."""
    theirs: dict[str, set[str]] = {}
    for match in _SIDES.finditer(quote):
        theirs.setdefault(match[1], set()).add(match[2])
    for match in _SIDES.finditer(sentence):
        event, side = match.groups()
        held = theirs.get(event) or set(re.findall(rf"{event[1]}(?:通过|完成|结束)?(?:之|以)?(前|后)", quote))
        if held and side not in held:
            yield Finding("range", f"引文里不是“{match.group()}”")


_OR = re.compile(rf"({ORGANS})(?:本人)?或其?({ORGANS})")
_AND = re.compile(rf"({ORGANS})(?:本人)?(?:和|及)其?({ORGANS})")


def _joined(sentence: str, quote: str) -> Iterator[Finding]:
    """学生或家长 where the quote has 学生和家长, where nothing is forbidden (不得…或 and 不得…和 are one)."""
    for pattern, other, what in ((_OR, _AND, "或"), (_AND, _OR, "和")):
        there = {frozenset(match.groups()) for match in other.finditer(quote)}
        here = {frozenset(match.groups()) for match in pattern.finditer(quote)}
        for clause in clauses(sentence):
            for match in pattern.finditer(clause):
                pair = frozenset(match.groups())
                if pair in there - here and not re.search(rf"{BAN}|[不没未无]|除", clause):
                    yield Finding("joined", f"引文里“{match[1]}”“{match[2]}”之间不是“{what}”")


_THEN = re.compile(r"才|只有|方可|前提|条件是")


def _only_then(sentence: str, quote: str) -> Iterator[Finding]:
    """…的才… where the quote knows no such condition."""
    if (match := _THEN.search(sentence)) and not re.search(
        rf"{_THEN.pattern}|[仅只]|未经|不得|同意|先|再|还可以|自[^，。；|]{{2,30}}起|没有[^，。；|]{{2,12}}的",
        quote,
    ):
        yield Finding("range", f"引文没有说“{match.group()}”")
