"""Pure: which stretch becomes what. Pseudonyms by person, brackets for numbers, edits with moved spans."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.privacy import Finding
from ingest.privacy_model import LABELS
from ingest.privacy_people import PARENT, TEACHER, WHY
from ingest.privacy_short import owners

_PUPIL_WORD, _PARENT_WORD, _TEACHER_WORD = "学生", "家长", "教师"
_USED = re.compile(
    r"(?:学生|同学|家长|教师|小)([A-Z]{1,2})(?![A-Za-z])|(?<![A-Za-z])([A-Z]{1,2})(?:同学|家长|学生|老师)"
)
_HIDDEN = {kind: f"〔{label}已隐去〕" for kind, label in LABELS.items() if kind != "name"} | {
    "id_card": "〔证件号已隐去〕"
}
_MADE = re.compile(r"(?:学生|家长|教师)?[A-Z]{1,2}|〔[^〔〕]{2,6}已隐去〕")


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``[start, end)`` of the old text become ``text``."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Table:
    """What every found string becomes in one document. ``counts``: how often, by kind and masked form."""

    forms: dict[str, tuple[str, str]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(
        cls,
        text: str,
        findings: Sequence[Finding],
        keep: Collection[Finding] = (),
        extras: str = "",
        more: Sequence[Finding] = (),
    ) -> Table:
        """The table for ``findings`` of ``text`` but not ``keep``, and for ``more``, found in ``extras``."""
        taken = {a or b for a, b in _USED.findall(text + "\n" + extras)}
        kept_strings = {f.text for f in keep}
        hidden = [f for f in findings if f not in keep]
        table = cls(used=frozenset(taken), kept=frozenset(kept_strings - {f.text for f in hidden}))
        table._fill([*hidden, *(f for f in more if f.text not in kept_strings)])
        for finding in hidden:
            table.counts[finding.kind, table.forms[finding.text][1]] += 1
        for finding in more:
            if (
                finding.text in table.forms
                and (finding.kind, table.forms[finding.text][1]) not in table.counts
            ):
                table.counts[finding.kind, table.forms[finding.text][1]] += 1
        return table

    def with_more(self, text: str, findings: Sequence[Finding]) -> Table:
        """The table with findings that came to light in the masked ``text``."""
        used = {a or b for a, b in _USED.findall(text)}
        table = Table(dict(self.forms), dict(self.letters), self.used | used, self.kept, Counter(self.counts))
        table._fill(findings)
        for finding in findings:
            table.counts[finding.kind, table.forms[finding.text][1]] += 1
        return table

    def _fill(self, findings: Sequence[Finding]) -> None:
        people = [f for f in findings if f.kind == "name"]
        full = [f.text.replace(" ", "").replace("\u3000", "") for f in people if f.why != WHY["short"]]
        role: dict[str, str] = {}
        for finding in people:
            plain = finding.text.replace(" ", "").replace("\u3000", "")
            if finding.why in (WHY[PARENT], WHY["pupil"], WHY[TEACHER]) or plain not in role:
                role.setdefault(plain, finding.why)
                if role[plain] not in (WHY[PARENT], WHY["pupil"], WHY[TEACHER]):
                    role[plain] = finding.why
        for finding in people:
            plain = finding.text.replace(" ", "").replace("\u3000", "")
            owner = owners(plain, dict.fromkeys(full)) if finding.why == WHY["short"] else []
            person = owner[0] if owner else plain
            self.forms.setdefault(finding.text, ("name", self._pseudonym(person, role.get(person, ""))))
        for finding in findings:
            if finding.kind != "name":
                self.forms.setdefault(finding.text, (finding.kind, _HIDDEN[finding.kind]))

    def _pseudonym(self, person: str, why: str) -> str:
        known = next((form for text, (_, form) in self.forms.items() if _plain(text) == person), None)
        if known:
            return known
        word = {WHY[PARENT]: _PARENT_WORD, WHY[TEACHER]: _TEACHER_WORD}.get(why, _PUPIL_WORD)
        number = self.letters.get(word, 0)
        while _letters(number) in self.used:
            number += 1
        self.letters[word] = number + 1
        return word + _letters(number)

    def made(self, text: str) -> bool:
        """Whether ``text`` is a masked form already."""
        return bool(_MADE.fullmatch(text))

    def clean(self, text: str) -> str:
        """``text`` without any found string."""
        return apply(text, list(self._sweep(text, [])))

    def edits(self, text: str, findings: Sequence[Finding], keep: Collection[Finding]) -> list[Edit]:
        """Edits for findings and for every other place where a found string stands; kept spans stay."""
        closed = [(f.start, f.end) for f in keep]
        made = [self._edit(text, f.start, f.end) for f in findings if f not in keep and f.text in self.forms]
        closed += [(edit.start, edit.end) for edit in made]
        return sorted([*made, *self._sweep(text, closed)], key=lambda edit: edit.start)

    def _sweep(self, text: str, closed: list[tuple[int, int]]) -> Iterator[Edit]:
        taken = bytearray(len(text))
        for start, end in closed:
            taken[start:end] = b"\x01" * (end - start)
        for string in sorted(self.forms, key=len, reverse=True):
            at = -1 if string in self.kept else text.find(string)
            while at >= 0:
                if not any(taken[at : at + len(string)]):
                    taken[at : at + len(string)] = b"\x01" * len(string)
                    yield self._edit(text, at, at + len(string))
                at = text.find(string, at + 1)

    def _edit(self, text: str, start: int, end: int) -> Edit:
        form = self.forms[text[start:end]][1]
        for word in (_PUPIL_WORD, _PARENT_WORD, _TEACHER_WORD):
            if form.startswith(word) and text[max(0, start - 2) : start] == word:
                form = form.removeprefix(word)  # 学生张雨桐 becomes 学生A, not 学生学生A
        return Edit(start, end, form)

    def warnings(self) -> tuple[str, ...]:
        """A line for each kind and masked form; never the data itself."""
        return tuple(
            f"已隐去{LABELS[kind]}：{form}（{count} 处）" for (kind, form), count in self.counts.items()
        )


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("\u3000", "")


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def edits_for(text: str, findings: Sequence[Finding], keep: Collection[Finding], table: Table) -> list[Edit]:
    """Edits over ``text``, sorted, never overlapping, neighbours merged by nothing."""
    made: list[Edit] = []
    for edit in sorted(table.edits(text, findings, keep), key=lambda e: (e.start, -e.end)):
        if not made or edit.start >= made[-1].end:
            made.append(edit)
    return made


def apply(text: str, edits: Sequence[Edit]) -> str:
    """``text`` after ``edits``."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda e: e.start):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def moved(edits: Sequence[Edit]) -> Callable[[int], int]:
    """Old position -> new position; one inside an edit moves to the end of what replaced it. Monotone."""
    ends = [edit.end for edit in edits]
    shifts = [0]
    for edit in edits:
        shifts.append(shifts[-1] + len(edit.text) - (edit.end - edit.start))

    def move(at: int) -> int:
        index = bisect_right(ends, at)
        if index < len(edits) and edits[index].start < at:
            return edits[index].start + shifts[index] + len(edits[index].text)
        return at + shifts[index]

    return move
