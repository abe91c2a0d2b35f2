"""Pure: the self-check as a picture. A row a group, a tile an indicator: filled as far as it is met, framed in
red where it has no evidence. Every tile says both in words too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from app.self_check_model import Attainment, Check, Line

MARKS = {
    Attainment.MET: ("met", "达"),
    Attainment.PARTLY: ("partly", "部"),
    Attainment.UNMET: ("unmet", "未"),
    Attainment.OPEN: ("open", "－"),
}
"""The class of a state, and the sign that says it where there is no room for the word."""


def chart(check: Check, current: str) -> str:
    """The bar of all indicators, and a row of tiles for every group."""
    rows = "".join(_row(name, lines, current) for name, lines in check.groups.items())
    return (
        f'<section class="card chart"><h2>达标情况</h2>{_bar(check)}'
        f'<div class="rows">{rows}</div>{_legend(check)}</section>'
    )


def _bar(check: Check) -> str:
    """Shares of the states as one bar; told in words to who cannot see it."""
    counts = check.counts
    parts = "".join(
        f'<i class="{MARKS[one][0]}" style="flex-grow:{counts[one]}"></i>'
        for one in Attainment
        if counts[one]
    )
    told = "，".join(f"{one} {counts[one]} 条" for one in Attainment)
    return f'<div class="whole" role="img" aria-label="{told}">{parts}</div>'


def _row(name: str, lines: Sequence[Line], current: str) -> str:
    tiles = "".join(_tile(line, current) for line in lines)
    done = sum(line.judged for line in lines)
    return (
        f'<div class="row"><span class="nm">{escape(name)}<small>已评 {done}/{len(lines)}</small></span>'
        f'<span class="tiles">{tiles}</span></div>'
    )


def _tile(line: Line, current: str) -> str:
    known = line.indicator.id
    name, sign = MARKS[line.attainment]
    count = line.standing_proofs
    bare = "" if count else " bare"
    here = ' aria-current="true"' if known == current else ""
    told = f"{known}，{line.attainment}，证据 {count} 处"
    return (
        f'<button type="button" class="tile {name}{bare}" data-ind="{escape(known)}"{here} '
        f'aria-label="{escape(told)}" title="{escape(told)}"><span>{escape(_tail(known))}</span>'
        f"<b>{sign} {count}</b></button>"
    )


def _tail(known: str) -> str:
    """一（二）3 without its group, whose name stands before the row."""
    return known[1:] or known


def _legend(check: Check) -> str:
    counts = check.counts
    bare = len(check.without_evidence)
    return f'<div class="lg">{"".join(_key(one, counts[one]) for one in Attainment)}{_bare(bare)}</div>'


def _key(one: Attainment, count: int) -> str:
    name, sign = MARKS[one]
    return f'<span><i class="tile {name}">{sign}</i>{one} <b>{count}</b></span>'


def _bare(count: int) -> str:
    return f'<span><i class="tile open bare"></i>没有现行证据 <b>{count}</b></span><span>格里的数字是证据处数</span>'


def state_chip(attainment: Attainment) -> str:
    """A state in words, on its colour."""
    return f'<span class="at {MARKS[attainment][0]}">{attainment}</span>'


def grouped(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines by their whole path but the first level's: the headings of the list."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(" › ".join(line.indicator.path), []).append(line)
    return found
