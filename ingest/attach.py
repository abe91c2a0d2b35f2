"""Typical questions to passages, pure. A question names its clause by headings: ``第三节 请假/二、流程``.

An element of ``at`` fits a clause's name if it is the whole name, its number alone, its words alone, or
how its words begin (four characters or more); spaces do not count. The elements must follow one another
in the passage's path, from any level on, so that ``做法`` is found below a title or without one. Every
passage of the clause gets the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.model import TypicalQuestion

OPENING = "情境"
"""Where a case begins: a question about the whole document stands with this section."""

SHORTEST_BEGINNING = 4

_NUMBER = re.compile(
    r"^(第[0-9零〇一二三四五六七八九十百千]+[编章节条款项](?:之[一二三四五六七八九十]+)?"
    r"|[一二三四五六七八九十]+、|[（(][0-9一二三四五六七八九十]+[）)]|[0-9]+[.．、])"
)


def attach(
    questions: Iterable[TypicalQuestion], paths: Sequence[tuple[str, ...]]
) -> tuple[dict[int, tuple[str, ...]], tuple[TypicalQuestion, ...]]:
    """(position of a passage in ``paths`` -> its questions, questions whose clause was not found).

    A question without ``at`` goes to the passage that opens the document; one whose clause was not found
    to the passages of its parent, or there too.
    """
    found: dict[int, list[str]] = {}
    lost: list[TypicalQuestion] = []
    questions = list(questions)
    if not paths or not questions:
        return {}, tuple(question for question in questions if question.at)
    names = [[_name(name) for name in path] for path in paths]
    for question in questions:
        wanted = [_squeeze(element) for element in question.at.split("/") if element.strip()]
        places, whole = _places(wanted, names)
        if not whole:
            lost.append(question)
        for place in places or [_opening(paths)]:
            texts = found.setdefault(place, [])
            if question.text not in texts:
                texts.append(question.text)
    return {place: tuple(texts) for place, texts in found.items()}, tuple(lost)


def _places(wanted: list[str], names: Sequence[Sequence[_Name]]) -> tuple[list[int], bool]:
    """(passages of the clause, whether it was found), else its parent's passages.

    A 款 or 项 has often no passage of its own: its article's passage is the one meant.
    """
    for depth in range(len(wanted), 0, -1):
        places = [place for place, path in enumerate(names) if _fits(wanted[:depth], path)]
        if places:
            return places, all(_NUMBER.fullmatch(element) for element in wanted[depth:])
    return [], not wanted


def _opening(paths: Sequence[tuple[str, ...]]) -> int:
    for place, path in enumerate(paths):
        if any(OPENING in name for name in path):
            return place
    return 0


def _fits(wanted: Sequence[str], path: Sequence[_Name]) -> bool:
    return any(
        all(name.fits(element) for element, name in zip(wanted, path[at:], strict=False))
        for at in range(len(path) - len(wanted) + 1)
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """A clause's name in parts: 第三节 请假 -> whole 第三节请假, number 第三节, words 请假."""

    whole: str
    number: str
    words: str

    def fits(self, element: str) -> bool:
        if element in (self.whole, self.number, self.words):
            return True
        # Past its number only: 第七条 must not fit 第七条之一.
        begun = self.whole.startswith(element) and len(element) > len(self.number)
        return len(element) >= SHORTEST_BEGINNING and (begun or self.words.startswith(element))


def _name(name: str) -> _Name:
    whole = _squeeze(name)
    match = _NUMBER.match(whole)
    number = match.group() if match else ""
    return _Name(whole, number, whole[len(number) :])


def _squeeze(name: str) -> str:
    return re.sub(r"\s+", "", name)
