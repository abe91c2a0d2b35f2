"""Pure: what changed between two versions, clause by clause and then character by character.

The one place where differences are made: review, history, export and the gap list show its records.
Clauses are aligned by their words without their numbers, so that an inserted article does not make all
later ones look new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ingest.lines import condensed
from ingest.model import ClauseKind, Parse

_ALIKE = 0.35  # share of common character pairs from which a clause counts as rewritten, not replaced
_PAIRS = 60_000  # so many old × new clauses are compared pairwise; larger gaps are matched by their numbers
_BRIDGE = 2  # equal runs shorter than this between two edits are part of the edit
_MOVABLE = 10  # a clause shorter than this (附则) is not said to have moved
_TOKEN = re.compile(r"[0-9A-Za-z.%]+|\s+|.", re.DOTALL)

Span = tuple[int, int]


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return _CHANGE_LABELS[self]


_CHANGE_LABELS = {
    ChangeKind.ADDED: "新增",
    ChangeKind.REMOVED: "删去",
    ChangeKind.CHANGED: "修改",
    ChangeKind.RENUMBERED: "改号",
    ChangeKind.MOVED: "移位",
}


class EditKind(StrEnum):
    """What became of a stretch of characters."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of one clause: deleted text stands in the old version, all other in the new one.

    The texts of all edits without the inserted ones are the old clause, without the deleted ones the new.
    """

    kind: EditKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs. Spans are code points of the old and the new ``Parse.text``.

    ``old`` is None for what was added, ``new`` for what was removed; paths are () where there is none.
    """

    kind: ChangeKind
    old_path: tuple[str, ...]
    new_path: tuple[str, ...]
    old: Span | None
    new: Span | None
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    path: tuple[str, ...]
    label: str
    start: int
    end: int
    text: str  # with its number, without blanks around it
    words: str  # without its number and all blanks: what clauses are compared by


def difference(old: Parse, new: Parse) -> list[Change]:
    """All clauses that differ, in the new version's order; removed ones where they stood.

    Every character of both texts stands in exactly one clause or is blank, so nothing is overlooked.
    """
    before, after = _units(old), _units(new)
    pairs = list(_align(before, after))
    moved = _moves(pairs, before, after)
    changes = []
    for i, j in pairs:
        if j is None and i in moved.values():
            continue
        source = moved.get(j) if i is None and j is not None else None
        change = _change(i if source is None else source, j, before, after, moved=source is not None)
        if change:
            changes.append(change)
    return changes


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Character edits that make ``new`` of ``old``; numbers and Latin words are never cut."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    middle = _middle(a[head : len(a) - tail], b[head : len(b) - tail])
    edits = [(EditKind.EQUAL, "".join(a[:head])), *middle, (EditKind.EQUAL, "".join(a[len(a) - tail :]))]
    return tuple(Edit(kind, text) for kind, text in edits if text)


# -- clauses ------------------------------------------------------------------------------------------


def _units(parse: Parse) -> list[_Unit]:
    """The text cut at the start of every clause that is not part of an article."""
    owners: dict[int, int | None] = {0: None}
    inside_article: set[int] = set()
    for index, clause in enumerate(parse.clauses):
        if clause.parent in inside_article:
            inside_article.add(index)
            continue
        if clause.kind is ClauseKind.ARTICLE:
            inside_article.add(index)
        owners[clause.start] = index
    starts = sorted(owners)
    units: list[_Unit] = []
    for start, stop in zip(starts, [*starts[1:], len(parse.text)], strict=True):
        unit = _unit(parse, owners[start], start, stop)
        if unit:
            units.append(unit)
    return units


def _unit(parse: Parse, clause: int | None, start: int, stop: int) -> _Unit | None:
    raw = parse.text[start:stop]
    text = raw.strip()
    if not text:
        return None
    begin = start + len(raw) - len(raw.lstrip())
    label = "" if clause is None else parse.clauses[clause].label
    return _Unit(
        parse.path(clause), label, begin, begin + len(text), text, condensed(_without_label(text, label))
    )


def _without_label(text: str, label: str) -> str:
    at = 0
    for char in label:
        while at < len(text) and text[at] != char and text[at].isspace():
            at += 1
        if at >= len(text) or text[at] != char:
            return text
        at += 1
    return text[at:].lstrip("：:")


def _align(before: Sequence[_Unit], after: Sequence[_Unit]) -> Iterator[tuple[int | None, int | None]]:
    matcher = SequenceMatcher(None, [u.words for u in before], [u.words for u in after], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            yield from _align_gap(before, after, range(i1, i2), range(j1, j2))


def _align_gap(
    before: Sequence[_Unit], after: Sequence[_Unit], old: range, new: range
) -> Iterator[tuple[int | None, int | None]]:
    """Pair rewritten clauses of a gap in order, so that the sum of their likeness is greatest."""
    i, j = old.start, new.start
    for at, to in _best_pairs(before, after, old, new):
        yield from ((k, None) for k in range(i, at))
        yield from ((None, k) for k in range(j, to))
        yield at, to
        i, j = at + 1, to + 1
    yield from ((k, None) for k in range(i, old.stop))
    yield from ((None, k) for k in range(j, new.stop))


def _best_pairs(
    before: Sequence[_Unit], after: Sequence[_Unit], old: range, new: range
) -> list[tuple[int, int]]:
    if len(old) * len(new) > _PAIRS:
        matcher = SequenceMatcher(None, [before[i].path for i in old], [after[j].path for j in new], False)
        return [(old[m.a + k], new[m.b + k]) for m in matcher.get_matching_blocks() for k in range(m.size)]
    grams_old = [_bigrams(before[i].words) for i in old]
    grams_new = [_bigrams(after[j].words) for j in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    value = [[0.0] * len(new) for _ in old]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            value[a][b] = _alike(grams_old[a], grams_new[b], before[old[a]], after[new[b]])
            paired = best[a + 1][b + 1] + value[a][b] if value[a][b] else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], paired)
    pairs: list[tuple[int, int]] = []
    a = b = 0
    while a < len(old) and b < len(new):
        if value[a][b] and best[a][b] == best[a + 1][b + 1] + value[a][b]:
            pairs.append((old[a], new[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return pairs


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _alike(a: set[str], b: set[str], old: _Unit, new: _Unit) -> float:
    """Dice likeness of two clauses, 0 below the threshold; the same place counts in their favour."""
    score = 2 * len(a & b) / (len(a) + len(b))
    if old.path == new.path:
        score += 0.1 if old.path else _ALIKE  # what stands above the first clause belongs together
    return score if score >= _ALIKE else 0.0


# -- changes ------------------------------------------------------------------------------------------


def _change(
    i: int | None, j: int | None, before: Sequence[_Unit], after: Sequence[_Unit], *, moved: bool
) -> Change | None:
    old = before[i] if i is not None else None
    new = after[j] if j is not None else None
    if old and new:
        if condensed(old.text) == condensed(new.text) and not moved:
            return None
        kind = ChangeKind.RENUMBERED if old.words == new.words else ChangeKind.CHANGED
        kind = ChangeKind.MOVED if moved else kind
    else:
        kind = ChangeKind.ADDED if new else ChangeKind.REMOVED
    return Change(
        kind,
        old.path if old else (),
        new.path if new else (),
        (old.start, old.end) if old else None,
        (new.start, new.end) if new else None,
        edits_between(old.text if old else "", new.text if new else ""),
    )


def _moves(
    pairs: Sequence[tuple[int | None, int | None]], before: Sequence[_Unit], after: Sequence[_Unit]
) -> dict[int, int]:
    """New clause -> old one, for what was removed here and added there word for word."""
    removed = {before[i].words: i for i, j in pairs if i is not None and j is None}
    moved: dict[int, int] = {}
    for i, j in pairs:
        if i is None and j is not None and len(after[j].words) >= _MOVABLE:
            source = removed.pop(after[j].words, None)
            if source is not None:
                moved[j] = source
    return moved


def _middle(a: list[str], b: list[str]) -> list[tuple[EditKind, str]]:
    """Edits with short equal bridges taken into them: a reader sees one replacement, not confetti."""
    found: list[tuple[EditKind, str]] = []
    deleted = inserted = ""
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for n, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        inner = 0 < n < len(opcodes) - 1
        if tag == "equal" and not (inner and i2 - i1 < _BRIDGE):
            found += [(EditKind.DELETED, deleted), (EditKind.INSERTED, inserted)]
            found.append((EditKind.EQUAL, "".join(a[i1:i2])))
            deleted = inserted = ""
        else:
            deleted += "".join(a[i1:i2])
            inserted += "".join(b[j1:j2])
    return [*found, (EditKind.DELETED, deleted), (EditKind.INSERTED, inserted)]
