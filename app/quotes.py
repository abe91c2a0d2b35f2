"""Pure: from hits to the sentences that answer, best first.

Of each of the likeliest passages the best sentence (``app.quoting``) with what it cannot be understood without. Part
of the text is chosen, never altered: every quote is a span of its passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.listed import Listing
from app.measures import Closely, Near, Words
from app.model import Quote
from app.question import COUNTED, AnswerType, held
from app.quoting import Passage, Wanted, passages, scores, wanted
from app.sentences import Spans, goes_on, item_ends, list_around, without_bullet
from index.model import Hit
from index.tokens import chinese_number
from ingest.model import Form

DIGEST, NEARLY = 0.5, 2.0
"""What a digest loses always beside a rule; how far it may be before a rule's own sentence that gives the same number.
Fitted weights alone would let it lead: on 669 answerable questions of the seen sets the very first statement is right
in .738 without, in .732 with .5 and .5, the first of some group in .792 with both; a ``DIGEST`` of 1 would cost another
.012. ``NEARLY`` is wide as it holds only for the same number."""
LONGEST, LONGEST_LIST = 220, 360
"""Characters of one quote: what a reader takes in at a glance (about six lines on a telephone); more
where a list is asked for."""
SHORT = 16
_LEAST = 1e-6
_NUMERAL = re.compile(r"[零一二三四五六七八九十百千两]+")


def quotes(
    question: str,
    hits: Sequence[Hit],
    *,
    words: Words,
    near: Near,
    close: Closely,
    listing: Listing,
    expansion: Iterable[str] = (),
) -> list[Quote]:
    """One quote per passage that is read closely, best first.

    ``words`` gives the content words of a text. A hit with score 0 was not found but read beside others.
    """
    if not hits:
        return []
    asked = wanted(question, words, expansion)
    read = passages(hits, asked, near)
    found = [
        _best(one, scored, asked)
        for one, scored in zip(read, scores(read, asked, near, close, listing), strict=True)
    ]
    return sorted(_behind_rules(found, asked), key=lambda quote: -quote.score)


def _behind_rules(found: Sequence[Quote], asked: Wanted) -> list[Quote]:
    """Digests a little behind, and not before a rule that gives the same number, where its sentence scores nearly as
    much."""
    found = [replace(one, score=one.score - DIGEST) if one.hit.form is Form.DIGEST else one for one in found]
    if asked.kind not in COUNTED:
        return found
    rules = [(quote, _numbers(quote.text, asked)) for quote in found if quote.hit.form is Form.ORIGINAL]
    ordered = []
    for quote in found:
        if quote.hit.form is Form.DIGEST:
            given = _numbers(quote.text, asked)
            same = (rule.score for rule, numbers in rules if numbers & given)
            near = (score for score in same if quote.score - NEARLY < score <= quote.score)
            quote = replace(quote, score=min(near, default=quote.score + _LEAST) - _LEAST)
        ordered.append(quote)
    return ordered


def _numbers(text: str, asked: Wanted) -> set[str]:
    """The numbers that ``text`` holds of what is asked for, in one spelling (六年, 6 年: 6年)."""
    spans = held(asked.kind, text, asked.unit)
    return {
        _NUMERAL.sub(lambda m: str(chinese_number(m.group())), "".join(text[a:b].split())) for a, b in spans
    }


def _best(read: Passage, scored: Sequence[float], asked: Wanted) -> Quote:
    text, spans = read.hit.text, read.spans
    best = max(range(len(spans)), key=lambda i: (scored[i], -i))
    start, end = _with_context(text, spans, best, whole=asked.kind is AnswerType.LIST)
    if "\n" not in text[start:end]:
        start = without_bullet(text, start, end)
    return Quote(
        hit=read.hit,
        start=read.hit.start + start,
        end=read.hit.start + end,
        text=text[start:end],
        score=scored[best],
    )


def _with_context(text: str, spans: Spans, chosen: int, *, whole: bool) -> tuple[int, int]:
    """The chosen sentence with what it cannot be understood without: its list, or a neighbour where short."""
    around = list_around(text, spans, chosen)
    if around and (found := _of_list(text, spans, chosen, around, whole=whole)):
        return found
    first = last = chosen
    while spans[last][1] - spans[first][0] < SHORT and (first or last + 1 < len(spans)):
        backward = first > 0 and (goes_on(text, spans, first) or last + 1 == len(spans))
        grown = (first - 1, last) if backward else (first, last + 1)
        if spans[grown[1]][1] - spans[grown[0]][0] > LONGEST:
            break
        first, last = grown
    return spans[first][0], spans[last][1]


def _of_list(
    text: str, spans: Spans, chosen: int, around: tuple[int, int], *, whole: bool
) -> tuple[int, int] | None:
    """A lead-in with all its items; where they are too many, to the chosen one, or as many as there is room for.

    None where even the chosen item stands too far from its lead-in: it is quoted by itself.
    """
    lead, last = around
    start = spans[lead][0]
    room = LONGEST_LIST if whole else LONGEST
    fits = [i for i in range(lead + 1, last + 1) if spans[i][1] - start <= room and item_ends(text, spans, i)]
    if not fits or fits[-1] < chosen:
        return None
    if fits[-1] == last or whole or chosen == lead:
        return start, spans[fits[-1]][1]
    return start, spans[next(i for i in fits if i >= chosen)][1]
