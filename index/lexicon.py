"""From what teachers say to what rules write: weighted expansion of a question.

``lexicon.tsv`` has three columns: 说法 (what people say), 规范用语 (formal terms, joined by 、) and
类别 (the topic). A short saying alone says too little, so it is expanded only beside other content
words; one that is said of many things (比赛, 动手) only where the question also speaks of its topic.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from index import tokens
from ingest.errors import StudioError

WEIGHT = 0.7  # of an expanded term beside 1 for the question's own; measured, see ANCHORS in the design
_SHORT = 2
# Said of so many things that any other word beside them is not enough: it must be of their topic.
_AMBIGUOUS_SAYINGS = """
比赛 打分 动手 抽了 摔了 跑了 红花 红包 停课 申诉 听证 绩效 倒数 排名 升学 就业 拜师 插嘴 内向 多动 自闭
挂人 人肉 开除 留守 焦虑 暴躁 没动力 跟不上 换座位 出事了 谁负责
"""
_AMBIGUOUS = frozenset(_AMBIGUOUS_SAYINGS.split())
# A word that many topics use says nothing about one of them.
_TOPICS_OF_A_GENERAL_WORD = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon, normalised."""

    saying: str
    terms: tuple[str, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Expands questions. Sayings are matched as substrings, a longer one before one inside it."""

    entries: tuple[Entry, ...] = ()
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _begins: dict[str, list[int]] = field(default_factory=dict)
    """Places in ``entries`` by the first character of their sayings."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Lexicon:
        """A lexicon over ``entries``, which may come in any order."""
        ordered = tuple(sorted(entries, key=lambda entry: (-len(entry.saying), entry.saying)))
        begins: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(ordered):
            begins[entry.saying[:1]].append(at)
        return cls(ordered, _topic_words(ordered), dict(begins))

    @classmethod
    def load(cls, path: Path | None) -> Lexicon:
        """Read ``lexicon.tsv`` (UTF-8). None is the empty lexicon.

        Raises:
            StudioError: the file cannot be read or has malformed lines; all of them are named.
        """
        if path is None:
            return cls()
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise StudioError(
                f"用语表 {path.name} 读不出来（{error}），请检查文件是否存在、是否为 UTF-8 编码"
            ) from error
        return cls.of(parse(text, path.name))

    def expand(self, question: str) -> list[tuple[str, float]]:
        """Formal terms for what ``question`` says, each with its weight; none that it says itself."""
        said = tokens.normalise(question)
        found = self._found(said)
        topics = Counter(entry.topic for entry in found)
        content = {word for word in tokens.words(said) if word not in tokens.STOP_WORDS}
        terms: dict[str, float] = {}
        for entry in found:
            if not self._is_clear(entry, topics, content):
                continue
            for term in entry.terms:
                if term not in said:
                    terms[term] = WEIGHT
        return list(terms.items())

    def _found(self, said: str) -> list[Entry]:
        """Entries whose saying stands in ``said``; characters that a longer saying took are used up."""
        found: list[Entry] = []
        rest = said
        previous = ""
        # What does not stand in all of it does not stand in the rest; of thousands a handful is left.
        begun = (at for character in set(said) for at in self._begins.get(character, ()))
        for entry in [self.entries[at] for at in sorted(begun) if self.entries[at].saying in said]:
            if entry.saying == previous or entry.saying in rest:
                found.append(entry)
                rest = rest.replace(entry.saying, "\n")
                previous = entry.saying
        return found

    def _is_clear(self, entry: Entry, topics: Counter[str], content: set[str]) -> bool:
        """Whether the question says enough for ``entry`` to be meant."""
        if topics[entry.topic] > 1:
            return True
        beside = {word for word in content if word not in entry.saying and entry.saying not in word}
        if entry.saying in _AMBIGUOUS:
            return bool(beside & self._words.get(entry.topic, frozenset()))
        return len(entry.saying) > _SHORT or bool(beside)


def parse(text: str, name: str = "lexicon.tsv") -> list[Entry]:
    """Entries of a lexicon's text; empty lines and lines that start with ``#`` are skipped.

    Raises:
        StudioError: naming every line that has not three filled columns.
    """
    entries: list[Entry] = []
    bad: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        terms = tuple(filter(None, columns[1].split("、"))) if len(columns) == 3 else ()
        if not terms or not columns[0]:
            bad.append(str(number))
            continue
        entries.append(
            Entry(tokens.normalise(columns[0]), tuple(tokens.normalise(t) for t in terms), columns[2])
        )
    if bad:
        raise StudioError(
            f"用语表 {name} 第 {'、'.join(bad)} 行格式不对：每行应为“说法、规范用语、类别”三列，用制表符隔开"
        )
    return entries


def _topic_words(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    """Words that tell a topic: of its sayings and formal terms, without those many topics share."""
    words: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for text in (entry.saying, *entry.terms):
            words[entry.topic].update(w for w in tokens.words(text) if w not in tokens.STOP_WORDS)
    spread = Counter(word for group in words.values() for word in group)
    return {
        topic: frozenset(w for w in group if spread[w] < _TOPICS_OF_A_GENERAL_WORD)
        for topic, group in words.items()
    }
