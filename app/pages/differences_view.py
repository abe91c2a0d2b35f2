"""Pure: what rules say differently as a table, with chips that narrow it to a scope; and our notes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.citing import plainly, verbatim
from app.comparing import compares, named
from app.model import Answer, Citation, Difference, DifferenceRow
from app.pages.render import level_badge
from ingest.model import Form

_HEAD = "不同文件要求不同"
_FOOT = "这里不替您判断用哪一份。请按适用范围核对，拿不准时问主持人。"
_ASIDE = 36
"""Characters of the quote shown on either side of the value; all of it stands behind the number."""
_ENDS = "。；;\n"


def tables(answer: Answer, index: int) -> str:
    cited = {citation.n: citation for citation in answer.citations}
    asked = answer.understood or answer.question
    return "".join(_table(one, cited, index, asked) for one in answer.differences)


def notes(answer: Answer) -> str:
    return "".join(f'<p class="aside">{escape(note)}</p>' for note in answer.notes)


def _table(difference: Difference, cited: dict[int, Citation], index: int, asked: str) -> str:
    scopes = list(dict.fromkeys(row.scope for row in difference.rows))
    chosen = _narrowed(asked, scopes)
    body = "".join(_row(row, cited[row.citation], index, chosen) for row in difference.rows)
    return (
        f'<div class="conf"><div class="h">{_HEAD}<small>{escape(difference.topic)}</small></div>'
        f"{_chips(scopes, chosen)}"
        '<div class="tw" tabindex="0" role="region" aria-label="不同要求，可左右滑动"><table>'
        '<thead><tr><th scope="col">要求</th><th scope="col">原文</th><th scope="col">适用范围</th></tr></thead>'
        f'<tbody>{body}</tbody></table></div><div class="ft">{_FOOT}</div></div>'
    )


def _narrowed(asked: str, scopes: Sequence[str]) -> str:
    """The one scope that the question names, where the table has it; empty shows all."""
    said = [scope for scope in named(asked) if scope in scopes]
    return said[0] if len(said) == 1 and not compares(asked) else ""


def _chips(scopes: Sequence[str], chosen: str) -> str:
    if len(scopes) < 2:
        return ""
    buttons = "".join(
        f'<button type="button" class="chip" data-scope="{escape(scope)}" '
        f'aria-pressed="{"true" if scope == chosen else "false"}">{escape(scope or "全部范围")}</button>'
        for scope in ("", *scopes)
    )
    return f'<div class="narrow" role="group" aria-label="只看一个适用范围">{buttons}</div>'


def _row(row: DifferenceRow, citation: Citation, index: int, chosen: str) -> str:
    hidden = " hidden" if chosen and row.scope != chosen else ""
    digest = citation.form is Form.DIGEST
    own = '<span class="lv own">要点整理，非原文</span>' if digest else ""
    words = _excerpt(citation.quote, row.value)
    number = (
        f'<button type="button" class="cite" data-turn="{index}" data-cite="{citation.n}" '
        f'aria-label="{escape(f"引用 {citation.n}：{citation.title}")}">{citation.n}</button>'
    )
    return (
        f'<tr class="q" data-of="{escape(row.scope)}"{hidden}><td class="big">{escape(row.value)}</td>'
        f"<td><p>{plainly(words) if digest else verbatim(words)}{number}</p>"
        f'<div class="s">{own}{level_badge(citation.level, citation.kind.label)}'
        f"<span>{escape(row.title)}</span></div></td><td>{escape(row.scope)}</td></tr>"
    )


def _excerpt(quote: str, value: str) -> str:
    """The value marked, in its sentence; … where the quote goes on."""
    at = quote.find(value)
    end = at + len(value)
    start = max(at - _ASIDE, 0, *(quote.rfind(sign, 0, at) + 1 for sign in _ENDS))
    stops = [place + 1 for sign in _ENDS if (place := quote.find(sign, end)) >= 0]
    stop = min([end + _ASIDE, len(quote), *stops])
    before, after = quote[start:at].lstrip(), quote[end:stop].rstrip()
    return (
        f"{'…' if start else ''}{escape(before)}<mark>{escape(value)}</mark>{escape(after)}"
        f"{'…' if stop < len(quote) else ''}"
    )
