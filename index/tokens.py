"""How text becomes tokens: one family of functions for the lexical index, the encoder and its training.

rjieba (jieba in Rust) cuts words; ``dictionary.txt`` adds the terms of head teachers' work and of
school law, so that 班主任工作室 or 强制报告 is one word. Numbers and numbered clauses are whole
tokens in one spelling: 第70条, 第 七十 条 and 第七十条 are all ``第70条``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from importlib import resources
from itertools import pairwise
from types import ModuleType

import rjieba

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇一二两三四五六七八九十百千"
# A numbered clause, or a number with thousands separators: what rjieba would cut apart.
_WHOLE = re.compile(
    rf"第\s*(?P<clause>\d+|[{_NUMERAL}]+)\s*(?P<unit>[编章条款项])(?:之(?P<added>[一二三四五六七八九十]+))?"
    r"|(?<!\d)(?P<number>\d{1,3}(?:,\d{3})+)(?!\d)"
)

# What NFKC makes of the marks of Chinese text. None is ever joined to a combining character behind it.
_WIDE = tuple(zip("，：；（）！？\u3000", ",:;()!? ", strict=True))
_RUN = re.compile(r"[^\W_]+")

_STOP_WORDS = """
的 了 着 过 吗 呢 吧 啊 呀 嘛 么 哦 嗯 哈 地 得 之 其 与 及 和 跟 同 或 而 但 且 并 等 也 还 又 就 都 才 再
很 太 更 最 挺 好 把 被 让 给 对 向 从 到 在 于 以 由 因 为 是 有 会 能 要 想 这 那 这个 那个 这些 那些
这样 那样 这么 那么 什么 怎么 怎么办 怎样 如何 咋 咋办 咋样 哪 哪些 哪个 谁 几 多少 是否 是不是 能不能
可不可以 可以 该 应该 需要 有没有 没有 没 我 你 他 她 它 我们 你们 他们 她们 咱 咱们 自己 人家 大家
一个 一下 一些 一点 有些 有点 某 各 每 个 位 名 请问 请 问 老师 的话 如果 要是 但是 可是 因为 所以
而且 然后 还是 或者 以及 已经 正在 就是 只是 不是 时候 情况 事情 东西 办 说 做 弄 去 来 上 下 里 中
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def normalise(text: str) -> str:
    """NFKC, lower case: full-width forms, compatibility characters and case make no difference."""
    if text.isascii():
        return text.lower()
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    # With the usual marks narrow most texts are in that form: to see it takes a quarter of the time of making it.
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.lower()


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral below 10,000 (一百零四 is 104, 二〇二一 is 2021)."""
    if not any(char in _UNITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


@cache
def _terms() -> tuple[str, ...]:
    """The studio dictionary, normalised, in file order."""
    lines = resources.files("index").joinpath("dictionary.txt").read_text("utf-8").splitlines()
    return tuple(normalise(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


@cache
def _known() -> frozenset[str]:
    return frozenset(_terms())


@cache
def version() -> str:
    """Names what these functions do; it changes when the tokens would, so that indexes are rebuilt."""
    digest = hashlib.sha256("\n".join(("2", *_terms(), *sorted(STOP_WORDS))).encode())
    return digest.hexdigest()[:12]


@cache
def _cutter() -> ModuleType:
    """rjieba with the studio dictionary. A ``Jieba`` of our own would load its dictionary twice."""
    for term in _terms():
        rjieba.add_word(term, None, None)
    return rjieba


def _is_word(token: str) -> bool:
    return any(char.isalnum() for char in token)


def _whole(match: re.Match[str]) -> str:
    if number := match["number"]:
        return number.replace(",", "")
    numeral = match["clause"]
    value = numeral if numeral.isascii() else chinese_number(numeral)
    added = f"之{chinese_number(match['added'])}" if match["added"] else ""
    return f"第{value}{match['unit']}{added}"


def _cut(text: str, *, parts: bool) -> list[str]:
    return [token for token in pieces(text, parts=parts) if token.isalnum() or _is_word(token)]


def pieces(text: str, *, parts: bool = False) -> list[str]:
    """A normalised text cut into words and what stands between them, numbers and numbered clauses whole."""
    cutter = _cutter()
    cut = cutter.cut_for_search if parts else cutter.cut
    tokens: list[str] = []
    if "第" not in text and "," not in text:
        tokens += cut(text)
        return tokens
    position = 0
    for match in _WHOLE.finditer(text):
        tokens += cut(text[position : match.start()])
        tokens.append(_whole(match))
        position = match.end()
    tokens += cut(text[position:])
    return tokens


def words(text: str) -> list[str]:
    """Words in reading order, without punctuation."""
    return _cut(normalise(text), parts=False)


@cache
def is_noun(word: str) -> bool:
    """Whether a word names somebody or something, a place or a time."""
    return rjieba.tag(word)[0][1].startswith(("n", "s", "f", "b", "t"))


def is_term(word: str) -> bool:
    """Whether the studio dictionary has the word."""
    return normalise(word) in _known()


def in_term(word: str) -> bool:
    """Whether a term of the studio dictionary is or holds the word (手机 in 手机管理)."""
    return normalise(word) in "\n".join(_terms())


def lexical_terms(text: str) -> list[str]:
    """What the lexical index counts: words and the shorter words inside long ones, no stop words."""
    return [token for token in _cut(normalise(text), parts=True) if token not in STOP_WORDS]


def features(text: str) -> list[str]:
    """What an encoder sums: words, then Chinese characters, then bigrams of each run of letters.

    A bigram is written with a leading ``_`` so that 班主 as a bigram and as a word stay apart.
    Bigrams cross word boundaries (that is their use) but never punctuation.
    """
    normal = normalise(text)
    runs = _RUN.findall(normal)
    characters = [char for run in runs for char in run if char > "\x7f"]
    bigrams = ["_" + a + b for run in runs for a, b in pairwise(run) if b > "\x7f" or a > "\x7f"]
    return long_words(normal) + characters + bigrams


def long_words(normal: str) -> list[str]:
    """The words of a normalised text that have more than one character."""
    return [token for token in _cut(normal, parts=False) if len(token) > 1]
