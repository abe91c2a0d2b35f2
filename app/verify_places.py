"""Pure: who in the place of another, in a clause that otherwise says what a clause of the quote says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_organs import ORGAN, alike, organs
from app.verify_text import Finding, bigrams, clauses, sentences

SAME, NEXT = 0.5, 0.8
"""Share of a clause's pairs of letters that a clause of the quote has that says the same; of the best one's share
from which another one is as near."""
_ANYBODY = {"学生", "孩子", "班级", "国家"}
"""They are spoken of in nearly every clause."""
VERBATIM = 0.95
"""The same share, from which another name is an exchange whoever was named."""
BESIDE = 2
"""Pairs of letters of a clause from which whom it names may act in one that joins it to another."""
FEWEST = 3
"""Pairs of letters from which a clause can be told from others."""
_PLACE = re.compile("[在到]学校")
_NOT_ONE = re.compile(r"(?<![除是并莫若])非([\u4e00-\u9fff]{2})")
_OUTSIDE = re.compile(r"[不没非别无]|外|其他|另")


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where ``sentence`` names another than ``quote`` does in that place (both canonical)."""
    yield from _organs(sentence, quote)
    yield from _not_one(sentence, quote)


def _organs(sentence: str, quote: str) -> Iterator[Finding]:
    parts = [one for told in sentences(quote) for one in _parts(told)]
    for clause in clauses(sentence):
        who, rest = organs(_PLACE.sub("", clause)) - _ANYBODY, bigrams(ORGAN.sub(" ", clause))
        if not who or len(rest) < FEWEST:
            continue
        shares = [len(rest & part) / len(rest) for part, _, _ in parts]
        best = max(shares, default=0.0)
        near = [part for part, share in zip(parts, shares, strict=True) if share >= NEXT * best]
        there, leading = (set().union(*(part[at] for part in near)) for at in (1, 2))
        there -= set() if best >= VERBATIM else _ANYBODY
        leading |= set().union(*(named for part, named, _ in parts if len(rest & part) >= BESIDE))
        if best >= SAME and there and not any(alike(one, other) for one in who for other in there | leading):
            named = "、".join(sorted(there))
            yield Finding("other organ", f"引文在这里说的是{named}，不是{'、'.join(sorted(who))}", best)


def _parts(told: str) -> list[tuple[set[str], set[str], set[str]]]:
    """Of each clause of a sentence its pairs of letters, its organs, and those of the first clause, which may act."""
    parts = clauses(told)
    return [(bigrams(ORGAN.sub(" ", part)), organs(part), organs(parts[0])) for part in parts]


def _not_one(sentence: str, quote: str) -> Iterator[Finding]:
    """本组 for 非本组."""
    for one in _NOT_ONE.findall(quote):
        bare = quote.replace(f"非{one}", "")
        for clause in clauses(sentence):
            if one in clause and one not in bare and not _OUTSIDE.search(clause):
                yield Finding("negation lost", f"引文说的是“非{one}”")
