"""Pure: how likely a question goes on from the one before. A small linear model.

It weighs how the two questions stand to each other (``relations``: words of its own, words they share,
whether it points back, whether a story was told before) and how the question is worded (``grams``: its
characters and pairs of them, without punctuation, which tells who wrote and not what was meant).
``python -m eval.intent.dialogue`` trains it on ``dialogue_train`` and writes ``shipped/dialogue.json``. The
topics themselves are not learned: what counts is whether a question names one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.dialogue_words import DEPENDENT, LONGEST_WORD, PERSON, WEIGHTY
from index import tokens

SHIPPED = Path(__file__).parent / "shipped" / "dialogue.json"
GRAM_SCALE = 5.0
"""Length of a question's row of grams, beside relations between 0 and 1."""
LONG, SHORT, SHORTER, SHORTEST = 16, 11, 8, 5
"""Characters of a question: what is short seldom names a topic."""
MOST_CHARACTERS = 400
"""Looked at of a question: its grams are counted, and a story shows in its first lines what it is."""

LEAD = re.compile(
    r"^(?:(?:那么|那(?![个些种位天年次儿边里])|然后|另外|还有|可是|但是|不过|所以|对了|哦|嗯|噢)[，,、\s]*)+"
)
END = re.compile(r"[\s，,。．.！!？?、；;…~～]+$")
ASKS = re.compile(
    r"吗|么$|呢|几|多[久少长大]|谁|什么|啥|怎|咋|如何|哪|为何|何时|不[^是]|[能要行可]不|是否|有没有|没有?$"
)
EVENT = re.compile(r"不|没|要是|如果|万一|拒绝|非要|硬要|就是|一直|已经|还|又|再|了|超过|反对|坚持|跑|闹|死")
TOO = re.compile(
    r"(?:也|都)?(?:是|要|算)?(?:这样|一样|如此|适用|同样|相同)(?:规定|处理)?(?:吗|么)$|也[是要算行能](?:吗|么)$"
)
NE = re.compile(r"(?:呢|嘞|咧)$")
_PUNCTUATION = re.compile(r"[\W_]+")

# Marks looked for at the beginning, after 那 or 另外; and anywhere.
_FIRST = {
    "what if": re.compile(r"要是|如果|万一|假如|假设|倘若|就算"),
    "pronoun first": re.compile(
        r"(?:要是|如果|万一|就算|假如)?(?:他们?|她们?|它|对方|双方|这(?:孩子|学生|家长))(?!人)"
    ),
    "person known": re.compile(r"他|她|家长|对方|双方|爸|妈|奶|校长|同学|孩子"),
    "asks at once": re.compile(
        r"能|要|可以|可不|谁|几|一[届期次]|多|怎么|最|该|用不|得|丢|被|不|没|有没有|直接|私下|还"
    ),
    "subject first": re.compile(
        r"有个|有一个|一个|有学生|有家长|有老师|班里|班上|我们?班|学校|学生|孩子|班主任|教师|工作室|家长|中职|小学|初中|高中"
    ),
    "doer first": re.compile(r"学校|老师|班主任|学生|教师"),
    "which one": re.compile(r".{1,3}的(?:那个|人|学生|孩子|话)?"),
    "person first": PERSON,
}
_ANYWHERE = {
    "ne": NE,
    "too": TOO,
    "event": EVENT,
    "asks": ASKS,
    "pupil": re.compile("学生"),
    "I": re.compile("我"),
    "relative": re.compile(r"家长|监护人|父母|爸妈|校长"),
    "person": PERSON,
    "points back": re.compile(
        r"这一?条|那一?条|这个?规定|那个?规定|该规定|这个?文件|那份文件|这份文件|这一?款|上面|前面(?:说|提)|刚才|刚刚说|上述"
        r"|(?:你|您)(?:说|提到?)的|其中|这种情况|这样的话|这么做|这样做|这事|这件事|那件事|第几条|哪条(?:法律|规定)|哪里规定"
    ),
    "by now": re.compile(r"现在|后来|昨天|今天|已经|当时|又|第[二三]|还是|刚"),
    "formal": re.compile(r"如何|应当|哪些|应该怎么|学生.*怎么|请问|怎样"),
    "somebody": re.compile(r"有个|有一个|有学生|有家长|一个学生|我们?班|班里|班上"),
    "whole question": re.compile(r"吗$|么$|怎么办$|怎么处理$"),
}
_GOES_ON = re.compile(r"那么|那(?!个|些|种|位|天|年|次|儿|边|里)")
_TOPICAL = re.compile(f"学生|{WEIGHTY.pattern}")
_OTHER = re.compile(r"他|她|它|对方|双方|两边|两家|这个|那个|这样|这种|那种|那天")
_PERSON = re.compile(r"学生|孩子|同学|男生|女生|家长|老师|爸|妈|爷|奶|人|校长|小[一-鿿](?=[跟和把说])")
_STORY = re.compile(r"我们?班|有个|有一?[个位名]|一个|了|昨|今天|天天|总|说")


def relations(asked: str, earlier: str) -> dict[str, float]:
    """How a question stands to the one before: each between 0 and 1 or little more, absent where 0."""
    text, before = _plain(asked), _plain(earlier)
    rest = LEAD.sub("", text, count=1)
    values = {name: float(bool(mark.match(rest))) for name, mark in _FIRST.items()}
    values |= {name: float(bool(mark.search(text))) for name, mark in _ANYWHERE.items()}
    values |= _length(text) | _wording(text, before) | _pointing(text, before, values)
    return {name: value for name, value in values.items() if value}


def _plain(text: str) -> str:
    return END.sub("", tokens.normalise(text.strip()))[:MOST_CHARACTERS]


def _length(text: str) -> dict[str, float]:
    size = len(text)
    bounds = {"shortest": SHORTEST, "shorter": SHORTER, "short": SHORT}
    return {
        "length": min(size, 40) / 40,
        "long": float(size > LONG),
        "longer": float(size > LONG + 6),
        **{name: float(size <= bound) for name, bound in bounds.items()},
    }


def _wording(text: str, before: str) -> dict[str, float]:
    """Words of its own and those of both questions."""
    words, there = tokens.words(text), set(tokens.words(before))
    content = set(words) - tokens.STOP_WORDS
    own = own_words(text)
    new = own - there
    terms = {word for word in own if tokens.is_term(word)}
    within = {word for word in new if tokens.in_term(word)}
    pairs = _pairs(text)
    return {
        "words": min(len(content), 10) / 10,
        "own": min(len(own), 6) / 6,
        "no own": float(not own),
        "one own": float(len(own) == 1),
        "asks of nothing": float(not own and len(text) <= SHORT and not _TOPICAL.search(text)),
        "new": min(len(new), 6) / 6,
        "terms": min(len(terms), 3) / 3,
        "new terms": min(len(terms - there), 3) / 3,
        "new in terms": min(len(within), 3) / 3,
        "shared words": len(content & there) / max(1, len(content)),
        "shared own": len(own & there) / max(1, len(own)),
        "shared letters": len(pairs & _pairs(before)) / max(1, len(pairs)),
        "nouns": min(sum(map(tokens.is_noun, own)), 6) / 6,
        "new nouns": min(sum(map(tokens.is_noun, new)), 6) / 6,
        "noun first": float(bool(words) and tokens.is_noun(words[0])),
        "noun last": float(bool(words) and tokens.is_noun(words[-1])),
    }


def _pointing(text: str, before: str, marks: Mapping[str, float]) -> dict[str, float]:
    """Whether somebody is spoken of whom only the question before names, and whether it told a story."""
    other, person = _OTHER.search(text), _PERSON.search(text)
    named_first = bool(other and person and person.start() < other.start())
    story = bool(_STORY.search(before))
    long = len(text) > SHORT
    return {
        "goes on": float(bool(_GOES_ON.match(text))),
        "lead": float(bool(LEAD.match(text))),
        "pronoun": float(bool(other)),
        "pronoun alone": float(bool(other) and not named_first),
        "long statement": float(long and not marks["asks"]),
        "what if of a pupil": marks["what if"] * marks["pupil"],
        "told before": float(not ASKS.search(before)),
        "story": float(story),
        "story and I": story * marks["I"],
        "story and long": float(story and long),
        "story and pupil": story * marks["pupil"],
        "story and pronoun": float(story and bool(other)),
        "story and statement": float(story and not marks["asks"]),
    }


def own_words(text: str) -> frozenset[str]:
    """Words that name what a question is about: those no follow-up needs."""
    return frozenset(word for word in tokens.words(text) if not tiled(DEPENDENT, word))


def tiled(words: re.Pattern[str], word: str) -> bool:
    """Whether a word is made of such words, one after the other."""
    return len(word) <= LONGEST_WORD and words.fullmatch(word) is not None


def _pairs(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}


def grams(asked: str) -> frozenset[str]:
    """Characters of a question and pairs of them, with its beginning and end; punctuation says nothing."""
    text = f"^{_PUNCTUATION.sub('', tokens.normalise(asked))[:MOST_CHARACTERS]}$"
    return frozenset(text) | _pairs(text)


@dataclass(frozen=True, slots=True)
class FollowUpModel:
    """Weights of a logistic regression. ``threshold``: the probability from which a question goes on.

    ``chained``: the same for a question that lies between: its subject is only carried along.
    """

    relations: Mapping[str, float]
    grams: Mapping[str, float]
    bias: float
    threshold: float
    chained: float

    def probability(self, asked: str, earlier: str) -> float:
        """Probability that ``asked`` needs the subject of ``earlier``."""
        score = self.bias
        score += sum(
            self.relations.get(name, 0.0) * value for name, value in relations(asked, earlier).items()
        )
        known = [weight for gram in grams(asked) if (weight := self.grams.get(gram)) is not None]
        if known:
            score += GRAM_SCALE * sum(known) / math.sqrt(len(known))
        return 1 / (1 + math.exp(-score))


@cache
def load(path: Path = SHIPPED) -> FollowUpModel:
    """The model that ships, read once."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return FollowUpModel(
        stored["relations"], stored["grams"], stored["bias"], stored["threshold"], stored["chained"]
    )
