"""Word lists of the name finder: ordinary words by cost, surnames by number, characters of given names.

Costs are ``-ln p``: of a word in running text, of a surname among people, of a character in a given name.
The lists lie in ``words.txt``, ``surnames.txt`` and ``privacy_lists.txt`` beside this module.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib import resources

UNKNOWN = 17.0
"""Cost of a character that no list has."""
_SCHOOL_WORD = 9.0
"""Cost of the words of today's schools that older word lists lack: that of a fairly common word."""
_COMMON, _TEMPER = 2.6, 0.6  # cost of the commonest surname; exponent over the others' shares
_GIVEN_TIERS = (4.6, 5.3, 6.0, 6.6, 7.4)


def _lines(name: str) -> list[str]:
    text = resources.files("ingest").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _sections() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in _lines("privacy_lists.txt"):
        if line.startswith("[") and line.endswith("]") and " " not in line and line[1:2].isascii():
            entries = found.setdefault(line[1:-1], [])
        else:
            entries += line.split()
    return {name: tuple(items) for name, items in found.items()}


def entries_of(section: str) -> tuple[str, ...]:
    """The entries of a section of ``privacy_lists.txt`` in order; KeyError for one that is not there."""
    return _sections()[section]


def alternatives(section: str) -> str:
    """A section of regular expressions as one group that tries them in order."""
    return f"(?:{'|'.join(entries_of(section))})"


@lru_cache(maxsize=1)
def words() -> dict[str, float]:
    """Ordinary words and single characters with their costs."""
    found: dict[str, float] = {}
    for line in _lines("words.txt"):
        cost, _, rest = line.partition("\t")
        found.update(dict.fromkeys(rest.split(" "), float(cost)))
    for word in entries_of("school_words"):
        found[word] = min(found.get(word, 99.0), _SCHOOL_WORD)
    return found


@lru_cache(maxsize=1)
def surnames() -> dict[str, float]:
    """Surnames, single and compound, with their costs."""
    found: dict[str, float] = {}
    for line in _lines("surnames.txt"):
        count, *names = line.split()
        for name in names:
            found.setdefault(name, _tempered(-math.log(int(count) / 100_000)))
    return found


def _tempered(cost: float) -> float:
    """Rare surnames count for more than their numbers: to miss one is worse than to ask about it."""
    return _COMMON + (cost - _COMMON) * _TEMPER


@lru_cache(maxsize=1)
def given() -> dict[str, float]:
    """Characters of given names with their costs; a character that is none is absent."""
    found: dict[str, float] = {}
    for cost in _GIVEN_TIERS:
        for character in entries_of(f"given_{cost}"):
            found.setdefault(character, cost)
    return found


@lru_cache(maxsize=16)
def listed(section: str) -> frozenset[str]:
    """A section as a set."""
    return frozenset(entries_of(section))
