"""Pure: a sentence with the words of its quote in place of everyday words for the same.

The other checks lay letters beside letters: without this 瞒着 stands beside nothing of 隐瞒, and what is said of
it is laid beside another part of the quote.
"""

from __future__ import annotations

import re
from functools import cache

from app.verify_likeness import everyday
from index.tokens import words

_LEAST = 2
"""Letters of a word that stands for one thing only (说, 让 and 有 stand for many)."""
_IDIOMS = (
    (r"夜不归宿|(?:夜里|晚上)没(?:有)?回(?:来|宿舍|家)", "夜间离宿"),
    (r"屡教不改", "屡教难改"),
    (r"拒不改正", "拒绝改错"),
    (r"(?:不管|无论|不论)是?([^，。；]{1,8}?)(?:还是|或是)([^，。；]{1,8})", r"\1或者\2"),
    (r"条件允许", "有条件"),
    (r"驾驶人员?|驾驶员", "司机"),
)
"""Idioms whose 不 negates nothing, and turns of phrase that say less than their words."""
_UNABLE = re.compile(r"([\u4e00-\u9fff]{2})不了(?!解)")
"""履行不了: unable to do what two letters say."""
_COMPILED = tuple((re.compile(pattern), to) for pattern, to in _IDIOMS)


@cache
def _plain() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words with those that may stand for them, the longest first."""
    found = [
        (word, tuple(sorted((one for one in others if len(one) >= _LEAST), key=lambda one: (-len(one), one))))
        for word, others in everyday().items()
        if len(word) >= _LEAST
    ]
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one[0])))


def idioms(text: str) -> str:
    """``text`` without idioms that would be misread."""
    for pattern, to in _COMPILED:
        text = pattern.sub(to, text)
    return _UNABLE.sub(_unable, text)


def _unable(match: re.Match[str]) -> str:
    before = words(match.string[max(match.start() - 6, 0) : match.end(1)])
    return f"无法{match[1]}" if before[-1:] == [match[1]] else match.group()


def reworded(sentence: str, quote: str) -> str:
    """``sentence`` with each word that is not the quote's replaced by one of the quote for the same."""
    for word, others in _plain():
        if word in sentence and word not in quote:
            held = next((one for one in others if one in quote and one not in sentence), "")
            if held:
                sentence = sentence.replace(word, held)
    return sentence
