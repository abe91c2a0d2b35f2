"""Pure: an answer that is none: why, and what lies nearest, which is not called an answer."""

from __future__ import annotations

from html import escape
from urllib.parse import quote as percent

from app.avoiding import LABEL, to_avoid
from app.citing import plainly
from app.model import Answer
from app.pages.render import short
from index.model import Hit


def nothing_found(answer: Answer, said: str = "") -> str:
    """``said``: the way to hand the question over, right under the sentence that says that nothing was found."""
    rows = "".join(
        f"<li><b>{_opens(hit)}</b><p>{_warned(hit)}{escape(short(plainly(hit.text)))}</p></li>"
        for hit in answer.nearest
    )
    near = f"<h4>可能相关（不是答案）</h4><ul>{rows}</ul>" if rows else ""
    return (
        f'<div class="none"><h3>{escape(answer.reason)}</h3>{said}'
        f"<p>没有哪份资料直接回答这个问题，所以这里不给结论。</p>{near}</div>"
    )


def _warned(hit: Hit) -> str:
    return f'<b class="avoid">{LABEL}</b>' if to_avoid(hit.path) else ""


def _opens(hit: Hit) -> str:
    address = f"/doc/{percent(hit.document, safe='')}@{hit.version}#{hit.start}-{hit.end}"
    return f'<a class="opens" href="{escape(address)}" target="_blank">{escape(hit.title)}</a>'
