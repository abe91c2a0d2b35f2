"""Pure: names among words, by the cheapest way to read a stretch of Chinese as words and names.

The unigram lattice of word segmentation (Viterbi over costs ``-ln p``), with candidates for personal
names as further edges: cost of being a name at all + surname + each given character, less a bonus where
a role word stands beside it. So 高兴 stays a word, 李明|今天 is cut in the right place, and 刘梓轩 is
found although no list has it. O(n) for a text of n characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.privacy_people import before_marks, role_after
from ingest.privacy_words import UNKNOWN, alternatives, given, listed, surnames, words

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_IS_NAME = 5.5  # -ln of the share of names among the words of a class's papers
_RARE_ALONE, _LONE_SURNAME = 8.0, 2.5  # counts of a lone 孙 or 戴 are counts of names for the most part
_FREQUENT = 4.3
_OFTEN_WORDS = frozenset("周方黄白高常金石田叶江龙毛马雷熊牛夏秦林许何")
_ACTS = 2.5  # at the head of a clause or after 把, 让, 向 …, and followed by what people do
_BEFORE_PERSON = frozenset("把被让向给对和与找叫是有跟同请陪送帮问骂打看见到为替说出现告诉，着了的")
_DOES = re.compile(rf"[,。,;:!?)\s\"”]|$|{alternatives('after_name')}")
_WHOLE = 3.0  # it stands alone between marks, as in lists, chats and forms
_LENGTH = {1: 1.2, 2: 0.4}  # one or two given characters
_BONUS = 5.5  # a role word beside it: names are about 250 times as likely there
_ALSO_A_WORD = 6.0
_HOME = 5.0  # 晏浩家 is a home, 阿婷姐 a girl that is called so; neither is a name
_RUNS_ON = 2.5  # 牟俊|拾到: the last character makes a word with the next
_COUNTED = frozenset("周天次个章节条届名年月排组课期行十百千号大种项步轮题页段句本人位")  # 第五周
_RUNS_ON_SURELY = 7.0
_WORDLIKE = 12.0
_KNOWN_TO_ALL = 12.0  # 周恩来 is one name, whatever follows
_MEASURES = frozenset("张双班家成台支万千石车束项单和周")
_COUNTS = frozenset("一二三四五六七八九十百千几两数每这那0123456789")
_LITTLE = 2.0  # 小 before it: 茅小舟
_TWICE = 0.5  # the second character of 青青
_NEVER = frozenset(
    "嘛啊呀哦啦么和与跟同的了在是不及等被把对向让叫我你他她们这那说也都就还又因今昨亲吗呢吧会能要去从没很先再已曾称砸住右"
)
_DOUBLE_SURNAME = 4.0  # 张李梓涵
_SMALL_WORDS = frozenset("来和都后时管连成位由那朝从被双于多如何当应但将正占母孙子向党支")
_SMALL_WORD = 6.0  # 星辰|和|子谦: such a surname in the middle of a stretch is more often a small word


@dataclass(frozen=True, slots=True)
class Token:
    """A name the lattice read. ``margin``: how much cheaper than as words, without bonus."""

    start: int
    end: int
    text: str
    before: str | None
    after: str | None
    margin: float


def names_in(folded: str) -> list[Token]:
    """Every stretch best read as a name, in order; whose name it is stands in ``before``/``after``."""
    marks = before_marks(folded)
    found: list[Token] = []
    for run in _HAN_RUN.finditer(folded):
        found += _read(folded, run.start(), run.end(), marks)
    return found


def given_cost(character: str) -> float:
    """Cost of a character in a given name; one that no list has costs more the commoner it is in text."""
    if character in _NEVER:
        return 13.0
    known = given().get(character)
    return known if known is not None else max(9.0, 20.0 - words().get(character, UNKNOWN))


def word_cost(text: str) -> float:
    """Cheapest reading as ordinary words."""
    best = [0.0] + [1e9] * len(text)
    lexicon = words()
    for i in range(len(text)):
        for j in range(i + 1, min(len(text), i + 4) + 1):
            cost = lexicon.get(text[i:j], UNKNOWN if j == i + 1 else 1e9)
            if (
                j == i + 1
                and cost > _RARE_ALONE
                and surnames().get(text[i], 9.0) < _FREQUENT
                and text[i] not in _OFTEN_WORDS
            ):
                cost += _LONE_SURNAME
            best[j] = min(best[j], best[i] + cost)
    return best[-1]


def _given(rest: str) -> float:
    if len(rest) == 2 and rest[0] == "小":
        return given_cost(rest[1]) + _LITTLE
    if rest[-1] in "姐哥叔姨嫂婶爷奶妈爸":
        return sum(map(given_cost, rest)) + _HOME
    if rest.endswith("家"):
        return sum(map(given_cost, rest)) + _HOME
    twice = len(rest) == 2 and rest[0] == rest[1]
    return given_cost(rest[0]) + _TWICE if twice else sum(map(given_cost, rest))


@lru_cache(maxsize=1 << 16)
def name_cost(text: str) -> float:
    """Cost of reading ``text`` as surname and given name; infinite if it cannot be one."""
    family = surnames()
    best = 1e9
    for width in (2, 1):
        head, rest = text[:width], text[width:]
        if head in family and 1 <= len(rest) <= 2:
            best = min(best, family[head] + _LENGTH[len(rest)] + _given(rest))
    if (
        len(text) == 4
        and text[0] != text[1]
        and family.get(text[0], 9.0) < 3.8
        and family.get(text[1], 9.0) < 3.8
    ):
        best = min(best, family[text[0]] + family[text[1]] + _DOUBLE_SURNAME + sum(map(given_cost, text[2:])))
    return best + _IS_NAME


def _read(text: str, start: int, end: int, marks: dict[int, str]) -> Iterator[Token]:
    size = end - start
    best = [0.0] + [1e9] * size
    back: list[tuple[int, float]] = [(0, -1.0)] * (size + 1)
    lexicon, family = words(), surnames()
    run = text[start:end]
    for i in range(size):
        base = best[i]
        for j in range(i + 1, min(size, i + 4) + 1):
            cost = lexicon.get(run[i:j])
            if cost is None:
                if j > i + 1:
                    continue
                cost = UNKNOWN
            elif (
                j == i + 1
                and cost > _RARE_ALONE
                and family.get(run[i], 9.0) < _FREQUENT
                and run[i] not in _OFTEN_WORDS
            ):
                cost += _LONE_SURNAME
            if base + cost < best[j]:
                best[j], back[j] = base + cost, (i, -1.0)
        if run[i] in family or run[i : i + 2] in family:
            _name_edges(text, start, i, run, marks, (best, back))
    yield from _trace(text, start, size, back, marks)


def _name_edges(
    text: str,
    start: int,
    i: int,
    run: str,
    marks: dict[int, str],
    lattice: tuple[list[float], list[tuple[int, float]]],
) -> None:
    best, back = lattice
    at = start + i
    if at + 1 in marks and at not in marks:  # 其母|钱玉凤: the last character of a role word
        return
    marked = _BONUS if at in marks else 0.0
    small = 0.0 if marked else _small_word(run[i], i, text[at - 1 : at])
    for j in range(i + 2, min(len(run), i + 4) + 1):
        plain = name_cost(run[i:j])
        if plain > 1e8:
            continue
        lead = 0.0 if _is_plain_word(run[i:j]) else marked
        cost = plain - lead - (_BONUS if role_after(text, start + j) else 0.0)
        if cost < plain and run[i:j] in listed("name_words"):
            cost -= _ALSO_A_WORD
        cost += small + _place_cost(text, start, (i, j), run)
        if j - i > 2 and run[i:j] in listed("famous"):
            cost = min(cost, _KNOWN_TO_ALL)
        if best[i] + cost < best[j]:
            best[j], back[j] = best[i] + cost, (i, plain)


def _small_word(character: str, i: int, previous: str) -> float:
    """What speaks against a surname that is a small word in mid-stretch, or a measure: 三十八|张|里."""
    if character in _MEASURES and previous in _COUNTS:
        return _SMALL_WORD * (2 if previous.isdigit() else 1)
    return _SMALL_WORD if i and character in _SMALL_WORDS else 0.0


def _is_plain_word(text: str) -> bool:
    return text in words() and text not in listed("name_words")


def _place_cost(text: str, start: int, span: tuple[int, int], run: str) -> float:
    """What the place of a name in its stretch adds to its cost, or takes off."""
    i, j = span
    runs_on = j - i == 3 and j < len(run) and words().get(run[j - 1 : j + 1], 99.0) < _WORDLIKE
    cost = _RUNS_ON if runs_on else 0.0
    if j - i == 3 and text[start + j - 1 : start + j + 1] in listed("runs_on"):
        cost += _RUNS_ON_SURELY
    if run[i : i + 2] == "第五" and run[i + 2] in _COUNTED:
        cost += _RUNS_ON_SURELY
    if i == 0 and j == len(run):
        return cost - _WHOLE
    if (i == 0 or run[i - 1] in _BEFORE_PERSON) and _DOES.match(text, start + j):
        return cost - _ACTS
    return cost


def _trace(
    text: str, start: int, size: int, back: list[tuple[int, float]], marks: dict[int, str]
) -> list[Token]:
    found: list[Token] = []
    at = size
    while at > 0:
        i, plain = back[at]
        if plain >= 0:
            name = text[start + i : start + at]
            found.append(
                Token(
                    start + i,
                    start + at,
                    name,
                    marks.get(start + i),
                    role_after(text, start + at),
                    word_cost(name) - plain,
                )
            )
        at = i
    return found[::-1]
