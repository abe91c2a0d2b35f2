"""Pure: an emergency card to HTML: whom to call, then the published card under its own headings."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote as percent

from app.card_parts import parts
from app.model import Answer, CardLink, EmergencyCard
from app.pages.numbers import glued, label, number
from ingest.vocabulary import HOTLINES

_FIRST = 3
"""Steps that stay in sight where the same card stands above already."""


def card(answer: Answer, of: EmergencyCard, index: int, *, again: bool = False) -> str:
    """Its first part open, the others folded; ``again``: shown above already, so all but its first steps is."""
    rows = [(name, _rows(answer, index, name)) for name, _ in parts(answer)]
    loose = "".join(row for name, found in rows if not name for row in found)
    headed = [(name, found) for name, found in rows if name]
    first = _first(headed[0], again=again) if headed else ""
    others = "".join(
        f'<details class="more"><summary>{escape(name)}</summary><ul class="steps q">{"".join(found)}</ul></details>'
        for name, found in headed[1:]
    )
    from_ = f'<div class="from">{escape(of.title)}<ul class="steps q">{loose}</ul></div>'
    body = f"{others}{from_}"
    if again:
        rest = "".join(headed[0][1][_FIRST:]) if headed else ""
        more = f'<ul class="steps q">{rest}</ul>' if rest else ""
        body = f'<details class="more whole"><summary>展开</summary>{more}{body}</details>'
    title = escape(of.title) if again and of.title else "紧急：先照顾人，再看资料"
    return f'<section class="urgent" role="alert"><h3>{title}</h3>{_calls(of)}{first}{body}</section>'


def _calls(of: EmergencyCard) -> str:
    calls = "".join(
        f'<a class="call" href="tel:{escape(line)}"><b>{escape(line)}</b>'
        f"<span>{escape(HOTLINES.get(line, '热线'))}</span></a>"
        for line in of.hotlines
    )
    checked = f"<small>号码 {escape(of.checked)} 核对</small>" if of.checked else ""
    others = "、".join(f"“{_linked(other, of.links)}”" for other in of.others)
    also = f"<small>也可能是{others}，那张应急卡也请看。</small>" if others else ""
    return f'<div class="calls" aria-label="可拨打的电话">{calls}{checked}{also}</div>'


def _first(part: tuple[str, list[str]], *, again: bool) -> str:
    name, rows = part
    shown = rows[:_FIRST] if again else rows
    return f'<h4>{escape(name)}</h4><div class="part"><ul class="steps q">{"".join(shown)}</ul></div>'


def _rows(answer: Answer, index: int, heading: str) -> list[str]:
    """The lines under a heading, each block's number behind its last one."""
    by_number = {citation.n: citation for citation in answer.citations}
    links = answer.emergency.links if answer.emergency else ()
    found: list[str] = []
    for name, statements in parts(answer):
        for statement in statements if name == heading else ():
            first = by_number[statement.citations[0]]
            mark = number(first.n, index, label(first))
            *lines, last = statement.text.strip().splitlines() or [""]
            found += [f"<li>{_linked(line, links)}</li>" for line in lines]
            found.append(f"<li>{_linked_end(last, mark, links)}</li>")
    return found


def _linked_end(line: str, mark: str, links: Sequence[CardLink]) -> str:
    """The last line with its number; one that names a card is not glued: a link is not cut in two."""
    named = any(link.words in line for link in links)
    return f"{_linked(line, links)}{mark}" if named else glued(line, mark)


def _linked(text: str, links: Sequence[CardLink]) -> str:
    """``text`` with the names of other cards opening them; longer names first, none within another."""
    for link in sorted(links, key=lambda one: len(one.words), reverse=True):
        before, found, after = text.partition(link.words)
        if found:
            return f"{_linked(before, links)}{_opens(link)}{_linked(after, links)}"
    return escape(text)


def _opens(link: CardLink) -> str:
    address = f"/doc/{percent(link.document, safe='')}"
    return (
        f'<a class="opens" href="{escape(address)}" target="_blank" title="{escape(link.title)}">'
        f"{escape(link.words)}</a>"
    )
