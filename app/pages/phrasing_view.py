"""Pure: an answer in a language model's words, to HTML. It names who wrote it and what did not pass."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape

from app.avoiding import AVOID, LABEL
from app.citing import plainly, verbatim
from app.model import PhrasedSentence, Phrasing


def block(
    phrasing: Phrasing, digests: Collection[int], avoided: Collection[int], number: Callable[[int], str]
) -> str:
    """The sentences with their numbers (``number`` makes a button of one); quotes in their place stand in 「」.

    ``digests`` are the citations that are our own sentences about a rule, never set in quotation marks;
    ``avoided`` those of what is not to be done.
    """
    rows = "".join(_sentence(one, digests, avoided, number) for one in phrasing.sentences)
    return (
        f'<section class="grp worded"><h3>模型措辞</h3><p class="q">{rows}</p>'
        f'<p class="askm">{escape(phrasing.told)}</p></section>'
    )


def _sentence(
    one: PhrasedSentence, digests: Collection[int], avoided: Collection[int], number: Callable[[int], str]
) -> str:
    marks = "".join(number(n) for n in one.citations)
    own = any(n in digests for n in one.citations)
    words = verbatim(one.text) if one.verbatim and not own else plainly(one.text)
    avoid = any(n in avoided for n in one.citations)
    before = f'<b class="avoid">{LABEL}</b>' if avoid and one.verbatim else ""
    label = '<span class="lv own">据要点整理，非原文</span>' if own else ""
    # A model's own sentence may already say not to: then only where it was taken from is said.
    label += f'<b class="avoid">据“{AVOID}”</b>' if avoid and not one.verbatim else ""
    return f"<span>{before}{escape(words)}{marks}{label}</span>"
