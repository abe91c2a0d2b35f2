"""Whether a set's gold is still there after a re-parse, and where it stands now.

    python -m eval.migration SET [--home DIR] [--write FILE]

Gold is anchored by document, path and quote. Each anchor is found (path and quote), moved (the quote stands
under another path of its document, or, where document or path is gone, in the only other document that has
it), changed (the path is there, the quote is not) or lost. ``--write`` writes the set with the moved anchors
at their new places; what is changed or lost stays as it was, for a person to look at. Ends with 1 while
anything is left to do.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from eval.dataset import load
from eval.matching import SHORTEST_HALF, on_path
from eval.model import Gold, Question
from eval.naming import by_source
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.lines import condensed
from ingest.model import Status
from ingest.records import PassageRecord

_SENTENCE = re.compile(r"[。；！？\n]")


class Fate(StrEnum):
    """What became of an anchor."""

    FOUND = "found"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Fate.FOUND: "找到", Fate.MOVED: "移位", Fate.CHANGED: "改字", Fate.LOST: "丢失"}


@dataclass(frozen=True, slots=True)
class Section:
    """All text of a document under one path."""

    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One anchor. ``now`` is where it stands: the gold itself unless moved. ``closest``: for a changed
    one, the sentence under its path that is most like the quote.
    """

    question: str
    gold: Gold
    fate: Fate
    now: Gold
    closest: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """What is published: document id -> its sections, and the ids of files that gold may name."""

    sections: Mapping[str, Sequence[Section]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, catalog: Catalog) -> Library:
        records = catalog.documents(statuses=(Status.PUBLISHED,))
        sections = {record.id: joined(catalog.passages_of(record.id, record.version)) for record in records}
        return cls(sections, by_source(catalog))

    def of_document(self, document: str) -> Sequence[Section]:
        return self.sections.get(self.names.get(document, document), ())


def joined(passages: Iterable[PassageRecord]) -> list[Section]:
    """Passages of one version as sections, so that a quote may run from one passage into the next."""
    texts: dict[tuple[str, ...], list[str]] = {}
    for passage in passages:
        texts.setdefault(_named(passage.path), []).append(passage.text)
    return [Section(path, "\n".join(parts)) for path, parts in texts.items()]


def check(question: str, gold: Gold, library: Library) -> Check:
    """The fate of one anchor. Pure."""
    sections = library.of_document(gold.document)
    there = [section for section in sections if on_path(gold.path, section.path)]
    if any(_holds(section, gold.quote) for section in there):
        return Check(question, gold, Fate.FOUND, gold)
    if moved := _nearest(gold, sections):
        return Check(question, gold, Fate.MOVED, gold.model_copy(update={"path": moved.path}))
    if gold.path and there:
        return Check(question, gold, Fate.CHANGED, gold, _closest(gold.quote, there))
    if elsewhere := _only_other(gold, library):
        document, section = elsewhere
        now = gold.model_copy(update={"document": document, "path": section.path})
        return Check(question, gold, Fate.MOVED, now)
    return Check(question, gold, Fate.LOST, gold)


def checks(questions: Sequence[Question], library: Library) -> list[Check]:
    """Every anchor of a set, in its order."""
    return [check(question.id, gold, library) for question in questions for gold in question.gold]


def migrated(questions: Sequence[Question], checked: Sequence[Check]) -> list[Question]:
    """The set with every anchor where it stands now; two that have met become one."""
    places: dict[str, list[Gold]] = {}
    for one in checked:
        places.setdefault(one.question, []).append(one.now)
    return [
        question.model_copy(update={"gold": tuple(dict.fromkeys(places.get(question.id, ())))})
        for question in questions
    ]


def report(checked: Sequence[Check]) -> Iterator[str]:
    """Lines for people: the counts, then every anchor that is not found."""
    counts = Counter(one.fate for one in checked)
    yield f"{len(checked)} 处依据：" + "、".join(f"{fate.label} {counts[fate]}" for fate in Fate)
    for one in checked:
        if one.fate is Fate.FOUND:
            continue
        line = f"{one.question} {one.fate.label}：{_place(one.gold)}“{one.gold.quote}”"
        if one.fate is Fate.MOVED:
            line += f" → {_place(one.now)}"
        elif one.closest:
            line += f" 现在最像的一句：“{one.closest}”"
        yield line


def write(path: Path, questions: Sequence[Question]) -> None:
    """A set as JSON lines. Raises StudioError where the file cannot be written."""
    lines = "".join(f"{question.model_dump_json()}\n" for question in questions)
    try:
        path.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise StudioError(f"写不了 {path}（{error.strerror}）。请换一个位置。") from error


def _named(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path without a list's bare numbers at its end: they change with every line that is added."""
    end = len(path)
    while end and not any(char.isalpha() for char in path[end - 1]):
        end -= 1
    return path[:end]


def _holds(section: Section, quote: str) -> bool:
    return condensed(quote) in condensed(section.text)


def _nearest(gold: Gold, sections: Sequence[Section]) -> Section | None:
    """Of the sections with the quote, the one whose path shares most names with the old path."""
    having = [section for section in sections if gold.quote and _holds(section, gold.quote)]
    return max(having, key=lambda section: len(set(section.path) & set(gold.path)), default=None)


def _only_other(gold: Gold, library: Library) -> tuple[str, Section] | None:
    if len(condensed(gold.quote)) < SHORTEST_HALF:
        return None
    having = {
        document: section
        for document, sections in library.sections.items()
        if (section := _nearest(gold, sections)) is not None
    }
    return next(iter(having.items())) if len(having) == 1 else None


def _closest(quote: str, sections: Sequence[Section]) -> str:
    sentences = [part.strip() for section in sections for part in _SENTENCE.split(section.text)]
    return max(sentences, key=lambda part: SequenceMatcher(None, quote, part, autojunk=False).ratio())


def _place(gold: Gold) -> str:
    return " / ".join((gold.document, *gold.path))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 0 where nothing is left to do."""
    from app.settings import Settings
    from app.studio import open_studio

    parser = argparse.ArgumentParser(prog="python -m eval.migration", description="题集的依据还在不在")
    parser.add_argument("set", help="题集名或 .jsonl 文件")
    parser.add_argument("--home", type=Path, help="数据目录（默认同 studio）")
    parser.add_argument("--write", type=Path, metavar="FILE", help="把移位的依据改到新位置，写成新题集")
    given = parser.parse_args(arguments)
    settings = Settings(home=given.home) if given.home else Settings()
    try:
        questions = load(given.set)
        with open_studio(settings) as studio:
            checked = checks(questions, Library.of(studio.catalog))
        if given.write:
            write(given.write, migrated(questions, checked))
    except StudioError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(report(checked)) + "\n")
    settled = {Fate.FOUND, Fate.MOVED} if given.write else {Fate.FOUND}
    return 0 if all(one.fate in settled for one in checked) else 1


if __name__ == "__main__":
    sys.exit(main())
