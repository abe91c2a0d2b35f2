"""What the command line prints: JSON on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from tqdm import tqdm

from app import beside_card
from app.avoiding import LABEL, to_avoid
from app.card_parts import parts
from app.citing import card_links, card_source, ordinary, plainly, spoken, verbatim
from app.model import Answer
from app.titles import bracketed
from index.model import Hit
from ingest.model import Form, Kind

PATIENCE = 1.0
"""Seconds before a bar appears: shorter work needs none."""


def print_closed(gaps: int) -> None:
    """What a publication did for the gap list, if anything."""
    if gaps:
        print(f"重新检验缺口：{gaps} 组现在都能答上，已标为解决。")


def print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
    sys.stdout.flush()


class Bar:
    """A progress callback ``(what, done, total)`` drawn on standard error if work lasts over a second."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._what = ""
        self._bar: tqdm[None] | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self.close()
            self._what = what
        if self._bar is None:
            if time.monotonic() - self._began < PATIENCE or not sys.stderr.isatty():
                return
            self._bar = tqdm(total=total, desc=what, file=sys.stderr, leave=False)
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def hit_lines(hit: Hit) -> list[str]:
    place = " › ".join(hit.path)
    page = f" 第{hit.page}页" if hit.page else ""
    avoid = LABEL if to_avoid(hit.path) else ""
    return [f"{hit.rank}. {bracketed(hit.title)}{place}{page}", f"   {avoid}{_short(hit.text)}"]


def answer_lines(answer: Answer) -> list[str]:
    understood = [f"按此理解：{answer.understood}", ""] if answer.understood else []
    narrowed = [f"只查了：{'、'.join(answer.narrowed)}", ""] if answer.narrowed else []
    return understood + narrowed + _found_lines(answer)


def _found_lines(answer: Answer) -> list[str]:
    if not answer.answered:
        card = _card_lines(answer)[1:]
        lines = [*card, *([""] if card else []), answer.reason]
        if answer.nearest:
            lines += ["", "可能相关（不是答案）："]
            lines += [line for hit in answer.nearest for line in hit_lines(hit)]
        return lines
    lines = [*_card_lines(answer), *_worded_lines(answer), *_difference_lines(answer)]
    # Before the words they speak of: one may say that these are beside the question.
    lines += ["", *answer.notes] if answer.notes else []
    by_number = {citation.n: citation for citation in answer.citations}
    for section in ordinary(answer):
        lines += ["", f"【{section.kind.label}】"]
        for statement in section.statements:
            marks = "".join(f"[{n}]" for n in statement.citations)
            first = by_number[statement.citations[0]]
            own = "（要点整理）" if first.form is Form.DIGEST else ""
            avoid = LABEL if first.avoid else ""
            lines.append(f"{avoid}{own}{spoken(statement.text, first)}{marks}")
    lines += ["", "出处："]
    for citation in answer.citations:
        if citation.kind is not Kind.EMERGENCY:
            lines.append(f"[{citation.n}] {bracketed(citation.title)}{' › '.join(citation.path)}")
    return lines[1:]


def _card_lines(answer: Answer) -> list[str]:
    """Whom to call, then the card under its own headings; what follows is said to come after it."""
    if answer.emergency is None:
        return []
    card = answer.emergency
    lines = ["", f"【紧急：{card.situation}】先拨打 {'、'.join(card.hotlines)}"]
    lines += [source] if (source := card_source(answer)) else []
    for heading, statements in parts(answer):
        lines += ["", heading] if heading else []
        lines += [statement.text.strip() for statement in statements]
    lines += ["", links] if (links := card_links(answer)) else []
    return [*lines, "", f"【{beside_card.HEADING}】"] if ordinary(answer) or answer.differences else lines


def _difference_lines(answer: Answer) -> list[str]:
    """What rules say differently, a row a line."""
    lines = []
    for difference in answer.differences:
        lines += ["", f"【不同文件要求不同】{difference.topic}"]
        lines += [
            f"{row.scope}：{row.value}，{bracketed(row.title)}[{row.citation}]" for row in difference.rows
        ]
    return lines


def _worded_lines(answer: Answer) -> list[str]:
    """The language model's words above the quotes, and who wrote them."""
    if answer.phrasing is None:
        return []
    digests = {citation.n for citation in answer.citations if citation.form is Form.DIGEST}
    lines = ["", "【模型措辞】"]
    for sentence in answer.phrasing.sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        own = digests.intersection(sentence.citations)
        words = verbatim(sentence.text) if sentence.verbatim and not own else plainly(sentence.text)
        lines.append(f"{words}{marks}{'（据要点整理，非原文）' if own else ''}")
    return [*lines, answer.phrasing.told]


def _short(text: str, limit: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"
