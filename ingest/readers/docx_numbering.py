"""The numbers that Word computes: they stand in no paragraph's text but in ``numbering.xml``.

ECMA-376 part 1, 17.9: a paragraph names a list instance (numId) and a level (ilvl); the instance
points to an abstract definition with the format and the pattern (``第%1条``) of each level. A level
starts again when a higher one advances. Instances of one definition count on together unless one
overrides its start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_MOST = 32_767  # Word's own limit; a hostile start would make a number of a million letters
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    pattern: str = ""
    start: int = 1
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Counters over one document; call ``number`` once per paragraph, in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def from_xml(cls, root: Any | None) -> Numbering:
        """From the root element of ``numbering.xml``; None for a document without lists."""
        self = cls()
        if root is None:
            return self
        for abstract in root.findall(f"{_W}abstractNum"):
            levels = {int(lvl.get(f"{_W}ilvl", "0")): _level(lvl) for lvl in abstract.findall(f"{_W}lvl")}
            self.levels[abstract.get(f"{_W}abstractNumId", "")] = levels
        for num in root.findall(f"{_W}num"):
            self._add_instance(num)
        return self

    def _add_instance(self, num: Any) -> None:
        number = num.get(f"{_W}numId", "")
        target = num.find(f"{_W}abstractNumId")
        if target is None:
            return
        self.abstract_of[number] = target.get(f"{_W}val", "")
        for override in num.findall(f"{_W}lvlOverride"):
            start = override.find(f"{_W}startOverride")
            if start is not None:
                level = int(override.get(f"{_W}ilvl", "0"))
                self.overrides.setdefault(number, {})[level] = int(start.get(f"{_W}val", "1"))

    def number(self, number: str, depth: int) -> str | None:
        """The number of the next paragraph of list ``number`` at ``depth`` (0 is the highest).

        Returns:
            The text Word would show (``第三条``), empty for a bullet, None for no list.
        """
        abstract = self.abstract_of.get(number)
        level = self.levels.get(abstract or "", {}).get(depth)
        if abstract is None or level is None:
            return None
        counts = self._counts.setdefault(abstract, [None] * 10)
        if number not in self._seen:
            self._seen.add(number)
            for at, start in self.overrides.get(number, {}).items():
                counts[at] = start - 1
        current = counts[depth]
        counts[depth] = level.start if current is None else current + 1
        counts[depth + 1 :] = [None] * (len(counts) - depth - 1)
        return "" if level.format in ("bullet", "none") else self._shown(abstract, level, counts)

    def _shown(self, abstract: str, level: _Level, counts: list[int | None]) -> str:
        text = level.pattern
        for at in range(9):
            mark = f"%{at + 1}"
            if mark in text:
                other = self.levels[abstract].get(at, _Level())
                value = counts[at] if counts[at] is not None else other.start
                form = "decimal" if level.legal else other.format
                text = text.replace(mark, written(value or 0, form))
        return text


def _level(element: Any) -> _Level:
    def value(name: str, default: str) -> str:
        child = element.find(f"{_W}{name}")
        return default if child is None else str(child.get(f"{_W}val", default))

    start = value("start", "1")
    return _Level(
        format=value("numFmt", "decimal"),
        pattern=value("lvlText", ""),
        start=int(start) if start.isdigit() else 1,
        legal=element.find(f"{_W}isLgl") is not None,
    )


def written(value: int, form: str) -> str:
    """``value`` in one of Word's number formats (ECMA-376 17.18.59); unknown ones in digits."""
    writer = _WRITERS.get(form)
    return writer(value) if writer and 0 < value <= _MOST else str(value)


def chinese(value: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; above 9999 in digits."""
    if not 0 < value < 10_000:
        return str(value)
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + name
            zero = False
        elif text:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


def _formal(value: int) -> str:
    table = str.maketrans(_DIGITS[1:] + "十百千", _FORMAL[1:] + "拾佰仟")
    text = chinese(value)
    return ("壹" + text if text.startswith("十") else text).translate(table)


def _letters(first: str) -> Callable[[int], str]:
    def write(value: int) -> str:
        repeat, rest = divmod(value - 1, 26)
        return chr(ord(first) + rest) * (repeat + 1)

    return write


def _roman(value: int) -> str:
    text = ""
    for number, mark in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, value = divmod(value, number)
        text += mark * count
    return text


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if value <= 20 else str(value)


_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "ideographDigital": lambda value: "".join(_DIGITS[int(digit)] for digit in str(value)),
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": _formal,
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda value: f"{value:02d}",
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
}
