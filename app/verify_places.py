"""Pure: who and when in the place of another, in a clause that otherwise says what a clause of the quote says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_organs import ORGAN, alike, organs
from app.verify_text import BAN, MAY, MUST, Finding, bigrams, clauses, sentences

SAME, NEXT = 0.5, 0.8
"""Share of a clause's pairs of letters that a clause of the quote has that says the same; of the best one's share
from which another one is as near."""
_ANYBODY = {"学生", "孩子", "班级", "国家"}
"""They are spoken of in nearly every clause."""
VERBATIM = 0.95
"""The same share, from which another name is an exchange whoever was named."""
FEWEST = 3
"""Pairs of letters from which a clause can be told from others."""
_TIME = re.compile(
    r"当[日晚周月天]|[本下上]一?个?(?:周|月|学期|学年|年(?!级))|次[日周月年]|今[晚年]|前[一两]?天|即日|隔[天周]|年底|月底|学期末|期末|学期初"
)
_PLACE = re.compile("[在到]学校")
_BOUND = re.compile(rf"^([^，]*?)(?:{MUST}|{MAY}|{BAN})(.{{2,}})$")
_CONDITION = re.compile("[的时后前]$|^[对在自经如若凡因为除从未按]")
_NOT_ONE = re.compile(r"(?<![除是并莫若])非([\u4e00-\u9fff]{2})")
_OUTSIDE = re.compile(r"[不没非别无]|外|其他|另")
_LONE_NOT = re.compile(r"(?<=[，、；。|的])不([\u4e00-\u9fff])(?=[，、；。|]|$)")


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where ``sentence`` names another than ``quote`` does in that place (both canonical)."""
    yield from _organs(sentence, quote)
    yield from _actors(sentence, quote)
    yield from _times(sentence, quote)
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
        if best >= SAME and there and not any(alike(one, other) for one in who for other in there | leading):
            named = "、".join(sorted(there))
            yield Finding("other organ", f"引文在这里说的是{named}，不是{'、'.join(sorted(who))}", best)


def _parts(told: str) -> list[tuple[set[str], set[str], set[str]]]:
    """Of each clause of a sentence its pairs of letters, its organs, and those of the first clause, which may act."""
    parts = clauses(told)
    return [(bigrams(ORGAN.sub(" ", part)), organs(part), organs(parts[0])) for part in parts]


def _actors(sentence: str, quote: str) -> Iterator[Finding]:
    """学校应当… where the quote binds one that is no organ by name (网络游戏服务提供者应当…)."""
    theirs = [
        (lead, bigrams(rest))
        for part in clauses(quote)
        for lead, rest in _BOUND.findall(part)
        if len(bigrams(lead)) > 1 and not organs(lead) and not _CONDITION.search(lead)
    ]
    told = bigrams(sentence)
    for clause in clauses(sentence):
        for lead, rest in _BOUND.findall(clause):
            mine, who = bigrams(rest), organs(lead) - _ANYBODY
            share, other = max(
                ((len(mine & held) / max(len(mine), 1), one) for one, held in theirs), default=(0.0, "")
            )
            if who and mine and share >= SAME and not bigrams(other) & told:
                yield Finding(
                    "other actor", f"引文里要做这件事的是“{other}”，不是{'、'.join(sorted(who))}", share
                )


def _times(sentence: str, quote: str) -> Iterator[Finding]:
    """次日 for 当日, 下个月 for 当周."""
    theirs = set(_TIME.findall(quote))
    for when in _TIME.findall(sentence):
        if (
            theirs
            and not any(one[-1] == when[-1] and one[0] == when[0] for one in theirs)
            and when not in quote
        ):
            yield Finding("other time", f"引文说的不是“{when}”")


def _not_one(sentence: str, quote: str) -> Iterator[Finding]:
    """本组 for 非本组, and 念 where the quote says 不收、不念."""
    for one in _NOT_ONE.findall(quote):
        bare = quote.replace(f"非{one}", "")
        for clause in clauses(sentence):
            if one in clause and one not in bare and not _OUTSIDE.search(clause):
                yield Finding("negation lost", f"引文说的是“非{one}”")
    for one in _LONE_NOT.findall(quote):
        for clause in clauses(sentence):
            if one in clause and quote.count(one) == 1 and not _OUTSIDE.search(clause):
                yield Finding("lone not", f"引文说的是“不{one}”")
