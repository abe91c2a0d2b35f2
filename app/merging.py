"""Pure: quotes that say the same in nearly the same words, put together under the first of them.

Rules copy rules. One sentence with several citations reads better than several sentences, as long as
nothing that matters differs: a number, a negation, a modal verb or other people keep two quotes apart, and
a digest is never put together with a rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from app.model import SECTION_OF_KIND, Quote

NEARLY = 0.85
"""Dice coefficient of two quotes' pairs of letters from which they say the same."""
TOGETHER = 4
"""Quotes of one statement: more numbers behind a sentence help nobody."""
_HEADING = re.compile(
    r"^(?:第[\d零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?|\d{1,3}[.、]|[-•·*])\s*"
)
_ITEM = re.compile(r"[(][一二三四五六七八九十\d]{1,3}[)]")
_MATTERS = re.compile(
    r"\d+(?:\.\d+)?|[零一二三四五六七八九十百千两半]+|[不未无没非勿禁]|应当|必须|可以|有权|除外|以[上下内外]"
    r"|小学|初中|高中|中学|中职|幼儿园|[校市区县省国][级里家]|本校|成员|学员|主持人|带头人|班主任|教师|学生|校长|家长|监护人"
)
"""What may not differ: numbers, negations, modal verbs, of whom and of which level it is said."""
_NO_LETTERS = re.compile(r"[\W_]+")
_COMPARED = 512
"""Quotes remembered, at most 15 kB each: one answer compares forty with each other, each a dozen times."""


def merged(quotes: Iterable[Quote]) -> list[list[Quote]]:
    """All quotes in groups, in the order of the groups' first: one of a document, ``TOGETHER`` at most."""
    groups: list[list[Quote]] = []
    for quote in quotes:
        for group in groups:
            others = all(one.hit.document != quote.hit.document for one in group)
            if others and len(group) < TOGETHER and say_the_same(group[0], quote):
                group.append(quote)
                break
        else:
            groups.append([quote])
    return groups


def say_the_same(one: Quote, other: Quote) -> bool:
    """Whether two quotes may stand as one statement: of one section, both rule or both digest, and alike."""
    if (
        SECTION_OF_KIND[one.hit.kind] is not SECTION_OF_KIND[other.hit.kind]
        or one.hit.form is not other.hit.form
    ):
        return False
    return one.text == other.text or alike(one.text, other.text)


def alike(one: str, other: str) -> bool:
    """Whether two sentences say the same: nearly the same letters, and all that matters."""
    if _matters(one) != _matters(other):
        return False
    a, b = _pairs(one), _pairs(other)
    total = a.total() + b.total()
    return total > 0 and 2 * (a & b).total() / total >= NEARLY


@lru_cache(maxsize=_COMPARED)
def _matters(text: str) -> Counter[str]:
    return Counter(_MATTERS.findall(_plain(text)))


@lru_cache(maxsize=_COMPARED)
def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(_NO_LETTERS.sub("", _plain(text))))


def _plain(text: str) -> str:
    """Without width, running numbers and the number of the article."""
    return _ITEM.sub("", _HEADING.sub("", unicodedata.normalize("NFKC", text)))
