"""Pure: an answer in a language model's words, to HTML. It names who wrote it and what did not pass."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape

from app.model import PhrasedSentence, Phrasing


def block(phrasing: Phrasing, digests: Collection[int], number: Callable[[int], str]) -> str:
    """The sentences with their numbers (``number`` makes a button of one); quotes in their place stand in 「」.

    ``digests`` are the citations that are our own sentences about a rule, never set in quotation marks.
    """
    rows = "".join(_sentence(one, digests, number) for one in phrasing.sentences)
    return (
        f'<section class="grp worded"><h3>模型措辞</h3><p class="q">{rows}</p>'
        f'<p class="askm">{escape(phrasing.told)}</p></section>'
    )


def _sentence(one: PhrasedSentence, digests: Collection[int], number: Callable[[int], str]) -> str:
    marks = "".join(number(n) for n in one.citations)
    own = any(n in digests for n in one.citations)
    words = f"「{one.text}」" if one.verbatim and not own else one.text
    label = '<span class="lv own">据要点整理，非原文</span>' if own else ""
    return f"<span>{escape(words)}{marks}{label}</span>"
