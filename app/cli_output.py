"""What the command line prints: JSON on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from tqdm import tqdm

from app.model import Answer
from app.titles import bracketed
from index.model import Hit
from ingest.model import Form

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
    return [f"{hit.rank}. {bracketed(hit.title)}{place}{page}", f"   {_short(hit.text)}"]


def answer_lines(answer: Answer) -> list[str]:
    understood = [f"按此理解：{answer.understood}", ""] if answer.understood else []
    return understood + _found_lines(answer)


def _found_lines(answer: Answer) -> list[str]:
    if not answer.answered:
        lines = [answer.reason]
        if answer.nearest:
            lines += ["", "可能相关（不是答案）："]
            lines += [line for hit in answer.nearest for line in hit_lines(hit)]
        return lines
    lines = [*_worded_lines(answer), *_difference_lines(answer)]
    digests = {citation.n for citation in answer.citations if citation.form is Form.DIGEST}
    for section in answer.sections:
        lines += ["", f"【{section.kind.label}】"]
        for statement in section.statements:
            marks = "".join(f"[{n}]" for n in statement.citations)
            own = digests.intersection(statement.citations)
            shown = f"（要点整理）{statement.text}" if own else f"「{statement.text}」"
            lines.append(f"{shown}{marks}")
    lines += ["", *answer.notes] if answer.notes else []
    lines += ["", "出处："]
    for citation in answer.citations:
        lines.append(f"[{citation.n}] {bracketed(citation.title)}{' › '.join(citation.path)}")
    return lines[1:]


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
        words = f"「{sentence.text}」" if sentence.verbatim and not own else sentence.text
        lines.append(f"{words}{marks}{'（据要点整理，非原文）' if own else ''}")
    return [*lines, answer.phrasing.told]


def _short(text: str, limit: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"
