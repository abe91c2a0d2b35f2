"""Pure: the numbers behind sentences, which open what is cited."""

from __future__ import annotations

from html import escape

from app.citing import clause_words
from app.model import Citation

_GLUED = 3
"""Characters at a sentence's end that stay on one line with the numbers behind them."""


def number(n: int, index: int, label: str) -> str:
    return (
        f'<button type="button" class="cite" data-turn="{index}" data-cite="{n}" '
        f'aria-label="{escape(label)}">{n}</button>'
    )


def label(citation: Citation) -> str:
    return f"引用 {citation.n}：{citation.title} {clause_words(citation.path[-3:])}"


def glued(words: str, marks: str) -> str:
    """Text with its numbers, which never stand alone at the start of a line."""
    cut = max(len(words) - _GLUED, words.rfind("\n") + 1, 0)
    return f'{escape(words[:cut])}<span class="glue">{escape(words[cut:])}{marks}</span>'
