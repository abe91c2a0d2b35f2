"""Pure: dates as Chinese documents write them, and the lines that say when a rule was made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_WIDE = str.maketrans("０１２３４５６７８９〇○Ｏ零一二三四五六七八九", "01234567890000123456789")
_DAY = re.compile(
    r"(?P<year>(?:19|20|１９|２０)[0-9０-９]{2}|[一二][〇○Ｏ零一二三四五六七八九]{3})\s*[年./\-－．]\s*"
    r"(?P<month>[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])\s*[月./\-－．]\s*"
    r"(?P<day>[0-9０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?![0-9])\s*日?"
)
_FROM = re.compile(r"自\s*(?P<when>.{6,20}?)\s*(?:起|开始)\s*(?:正式)?(?:施行|试行|实施|执行|生效)")
_FROM_ISSUE = re.compile(r"自(?:公布|发布|印发|颁布|下发|通过)之日起\s*(?:正式)?(?:施行|试行|实施|执行|生效)")
_UNTIL = re.compile(r"(?:有效期(?:至|到|截止到?)|执行至|试行至|施行至)\s*(?P<when>.{6,20})")
_YEARS = re.compile(r"(?:有效期|试行期|期限)\s*(?:为|是)?\s*([1-9一二三四五])\s*年")
_ACT = re.compile(r"(施行|实施|通过|修订|修正|公布|发布|批准|印发|颁布|公告|制定|废止)")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step in a rule's life: the day, what was done, and the line as written."""

    day: date
    act: str
    text: str


def parse_day(text: str) -> date | None:
    """The first valid day in the text: 2021年6月1日, 二〇二一年六月一日, 2021-06-01, 2021.6.1."""
    for match in _DAY.finditer(text):
        found = _day(match)
        if found:
            return found
    return None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(_number(match["year"]), _number(match["month"]), _number(match["day"]))
    except ValueError:
        return None


def _number(text: str) -> int:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int((tens or "一").translate(_WIDE)) * 10 + int((ones or "零").translate(_WIDE))
    return int(text.translate(_WIDE))


def history_of(lines: Iterable[str]) -> tuple[HistoryLine, ...]:
    """The history lines among the given ones, by day. A line that tells several steps is cut into them."""
    steps: list[HistoryLine] = []
    for line in lines:
        starts = [m.start() for m in _DAY.finditer(line)]
        for n, at in enumerate(starts):
            words = line[at : (*starts, len(line))[n + 1]].strip(" \u3000（）()；;、，根据")
            found = parse_day(words)
            acts = _ACT.findall(words)
            if found and acts:
                steps.append(HistoryLine(found, acts[-1], re.sub(r"\s+", " ", words)))
    return tuple(sorted(dict.fromkeys(steps), key=lambda step: step.day))


def effective_of(text: str) -> tuple[date | None, bool]:
    """(day, from its issue): what a rule says about when it begins; the last statement counts."""
    day: date | None = None
    at = -1
    for match in _FROM.finditer(text):
        found = parse_day(match["when"])
        if found:
            day, at = found, match.start()
    issues = [match.start() for match in _FROM_ISSUE.finditer(text)]
    if issues and issues[-1] > at:
        return None, True
    return day, False


def expires_of(text: str, effective: date | None) -> date | None:
    """The first day on which the rule is no longer in force, where it says so."""
    match = _UNTIL.search(text)
    last = parse_day(match["when"]) if match else None
    if last:
        return last + timedelta(days=1)
    years = _YEARS.search(text)
    if years and effective:
        span = int(years.group(1).translate(_WIDE))
        day = 28 if (effective.month, effective.day) == (2, 29) else effective.day
        return date(effective.year + span, effective.month, day)
    return None
