"""Pure: from what is known of a document to its findings: a certain name is found everywhere, and its short form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_model import Finding
from ingest.privacy_people import WHY, People
from ingest.privacy_short import owners, shorts_of
from ingest.privacy_words import surnames, words


def _demote(folded: str, people: People) -> None:
    """雨桐 read as surname and name is 张雨桐's short form where she is the only one it can mean."""
    short = {name for name in people.certain if len(owners(name, people.certain)) == 1}
    for name in short:
        del people.certain[name]
    for start, end in people.spans:
        if folded[start:end] in short:
            people.spans[start, end] = "short"


def findings(folded: str, people: People) -> Iterator[Finding]:
    _demote(folded, people)
    names = sorted(people.certain, key=len, reverse=True)
    taken: list[Finding] = [
        Finding("name", start, end, folded[start:end], WHY.get(role, WHY["alone"]))
        for (start, end), role in people.spans.items()
    ]
    covered = bytearray(len(folded))
    kept = []
    for finding in sorted(
        taken, key=lambda f: ((f.start, f.end) not in people.firm, f.start - f.end, f.start)
    ):
        kept += _claim(finding, covered)
    for text, why in [
        *((n, WHY["again"]) for n in names),
        *((s, WHY["short"]) for s in _short_names(folded, people)),
    ]:
        at = folded.find(text)
        while at >= 0:
            if why != WHY["short"] or _may_be_short(folded, at, at + len(text)):
                kept += _claim(Finding("name", at, at + len(text), text, why), covered)
            at = folded.find(text, at + 1)
    yield from sorted(kept, key=lambda f: f.start)


def _claim(finding: Finding, covered: bytearray) -> list[Finding]:
    if any(covered[finding.start : finding.end]):
        return []
    covered[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return [finding]


def _short_names(folded: str, people: People) -> list[str]:
    """Short forms that occur and can mean one person only."""
    full = {name for name in people.certain if " " not in name}
    owned: dict[str, int] = {}
    for name in full:
        for short in shorts_of(name):
            owned[short] = owned.get(short, 0) + 1
    usable = [s for s, count in owned.items() if count == 1 and s in folded and s not in full]
    return sorted(
        (s for s in usable if words().get(s, 99.0) > (11.0 if s[0] in "小阿" else 98.0)),
        key=len,
        reverse=True,
    )


def _may_be_short(folded: str, start: int, end: int) -> bool:
    """Not part of another full name: 雨桐 in 李雨桐 belongs to somebody else."""
    text = folded[start:end]
    if text.endswith("同学") or text[0] in "小阿":
        return not re.match(r"们", folded[end : end + 1])
    previous = folded[start - 1 : start]
    follows = folded[start - 1 : end] in words()
    return not follows and (not previous or surnames().get(previous, 9.0) > 5.5)
