"""Pure: what children are called without a surname: 思远, 欣欣, 小满, 阿婷, where the words around it say so.

A given name alone is found only where it stands as people do: called to at the head of a speech, before what
pupils do or have, behind 把, 给, 和; and only if no ordinary word is written so.
"""

from __future__ import annotations

import re

from ingest.privacy_people import PUPIL, PUPIL_TEXT, People
from ingest.privacy_segment import given_cost, word_cost
from ingest.privacy_words import alternatives, listed, surnames, words

_HAN = r"[\u4e00-\u9fff]"
_CALLED = re.compile(
    rf"(?:(?<=^)|(?<=[\n“\"。!?:;,、@(—\-])|(?<=[和与给把对叫让问找跟向陪送帮是爱看在])|(?<=亲爱的)|(?<=师:))"
    rf"({_HAN}{{2}})(?=(?P<comma>[,、]?你|[,:]\s?(?:{alternatives('speech')}))|(?P<own>{alternatives('child_has')})"
    rf"|(?P<does>{alternatives('child_does')})|(?P<end>:|[!?]\"|-))",
    re.MULTILINE,
)
_DEAR = re.compile(
    rf"(?:亲爱的|我家|我们家|小朋友|外号|小名|乳名|叫)\s?[“\"]?({_HAN}{{2}})[”\"]?(?=[:,。、!\s]|$)"
)
_OF_CHILDREN = re.compile(r"检讨|奶奶|爷爷|外婆|妈|爸|办公室|试卷|书包|校服|手表|眼泪|上学|放学|鞋")
_RARE_WORD = 12.4  # 小雅 is a part of a book too, and hardly ever meant
_GIVEN_MOST = 12.4


def find_calls(folded: str, people: People) -> None:
    """Add the names without surname to ``people``."""
    if not PUPIL_TEXT.search(folded) and not _OF_CHILDREN.search(folded):
        return
    for match in [*_CALLED.finditer(folded), *_DEAR.finditer(folded)]:
        text = match[1]
        longer = folded[match.start(1) : match.end(1) + 1] in words()
        if (
            is_call_name(text)
            and not longer
            and text not in people.certain
            and not _is_inside(match.span(1), people)
        ):
            people.add(folded, *match.span(1), PUPIL)


def is_call_name(text: str) -> bool:
    """Two characters of given names that make no word; or what the list of nicknames has."""
    if text in listed("nicknames"):
        return True
    if text in listed("no_nickname") or text[0] in "老":
        return False
    if text[0] in "小阿":
        return given_cost(text[1]) < 6.4 and words().get(text, 99.0) > _RARE_WORD
    if text in words():
        return False
    if any(given_cost(c) > 6.8 for c in text):
        return False
    cost = given_cost(text[0]) + (0.5 if text[0] == text[1] else given_cost(text[1]))
    return cost < _GIVEN_MOST and word_cost(text) - cost > 5 and surnames().get(text[0], 9.0) > 6


def _is_inside(span: tuple[int, int], people: People) -> bool:
    return any(start <= span[0] < end for start, end in people.spans)
