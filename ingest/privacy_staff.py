"""Pure: teachers' names. They are hidden where they lead to a pupil or stand beside a private number.

A teacher of a public lecture or an author of a paper is named openly; the class teacher of a pupil who is
named too tells which class it is. So teachers are found only in a text that names a pupil or a parent, or
straight before a telephone, card or account number.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ingest.privacy_people import FAMOUS, TEACHER, People
from ingest.privacy_segment import Token, given_cost
from ingest.privacy_words import alternatives, surnames, words

_BEFORE = re.compile(rf"{alternatives('cue_staff')}(?:姓名|签名|签字)?(?:是|为|由)?[:\"“/ \t|]{{0,3}}$")
_AFTER = re.compile(rf"\s?{alternatives('after_staff')}")
_OPEN = re.compile(r"特级教师|教育家|名师|著名|劳模|全国|专家|讲座|事迹|电影|小说|《|工作室")
_TITLED = re.compile(r"老师|主任|校长|师傅|先生|女士|医生")
_NEAR = 12  # characters after a name in which a number is its bearer's
_GIVEN_MOST, _FAMILY_MOST = 9.5, 6.2  # costs above which it is more likely a misread word: 由刘, 须知晓


def is_staff(folded: str, token: Token) -> bool:
    """Whether a full name stands beside the word for a teacher's post and not in praise of a famous one."""
    text = token.text
    width = 2 if text[:2] in surnames() and len(text) > 2 else 1
    likely = (
        all(given_cost(c) < _GIVEN_MOST for c in text[width:]) and surnames()[text[:width]] < _FAMILY_MOST
    )
    if text in FAMOUS or text in words() or _TITLED.search(text) or not likely:
        return False
    lead = folded[max(0, token.start - 14) : token.start].rpartition("\n")[2]
    beside = _BEFORE.search(lead) or _AFTER.match(folded, token.end)
    return bool(beside) and not _OPEN.search(folded[max(0, token.start - 20) : token.end + 12])


def find_staff(people: People, numbers: Collection[tuple[int, int]]) -> None:
    """Add the teachers to ``people`` who lead to a pupil or to a private number."""
    pupils = bool(people.spans)
    for start, end in people.staff:
        if pupils or any(0 <= at - end <= _NEAR for at, _ in numbers):
            people.spans.setdefault((start, end), TEACHER)
