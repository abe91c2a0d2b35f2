"""Pure: from hits to the sentences that answer, best first.

A sentence's score is the hit's share of the best hit's score, plus how much of the question's
content it holds, plus a bonus where it holds what the question asks for (a period, a person, a
permission). Part of the text is chosen, never altered: every quote is a span of its passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from app.model import Quote
from app.question import AnswerType, answer_type, asked_unit, holds
from app.sentences import is_lead_in, sentences, without_bullet
from index.model import Hit
from ingest.model import Form

Words = Callable[[str], Sequence[str]]
Asked = tuple[AnswerType, str]
"""What kind of answer, and in which unit (empty: any)."""

RETRIEVAL, COVERAGE = 0.5, 0.35
TYPE = {AnswerType.PERIOD: 0.35, AnswerType.NUMBER: 0.35}
TYPE_OTHERWISE = 0.15
"""A number that is asked for stands in the sentence or it does not; 应当 and 可以 stand in most."""
DIGEST = 0.1
"""What a digest's sentence loses: where the rule itself answers as well, the rule is quoted."""
LONGEST = 220
"""Characters of one quote: what a reader takes in at a glance (about six lines on a telephone)."""


def quotes(question: str, hits: Sequence[Hit], *, words: Words, expansion: Iterable[str] = ()) -> list[Quote]:
    """One quote per hit, best first.

    ``words`` gives the content words of a text; ``expansion`` are formal terms that count like words
    of the question at half weight.
    """
    if not hits:
        return []
    wanted = {word: float(len(word)) for word in words(question)}
    for word in expansion:
        wanted.setdefault(word, len(word) / 2)
    asked = (answer_type(question), asked_unit(question))
    top = max(hit.score for hit in hits) or 1.0
    found = [_best(hit, wanted, asked, hit.score / top) for hit in hits]
    return sorted(found, key=lambda quote: -quote.score)


def coverage(sentence: str, wanted: dict[str, float]) -> float:
    """Share of the weight of ``wanted`` words that occur in ``sentence``, 0 to 1."""
    total = sum(wanted.values())
    if not total:
        return 0.0
    return sum(weight for word, weight in wanted.items() if word in sentence) / total


def _best(hit: Hit, wanted: dict[str, float], asked: Asked, share: float) -> Quote:
    spans = sentences(hit.text) or [(0, len(hit.text))]
    scored = [(_score(hit.text[a:b], wanted, asked), -i) for i, (a, b) in enumerate(spans)]
    best, negative = max(scored)
    start, end = _with_context(hit.text, spans, -negative)
    if "\n" not in hit.text[start:end]:
        start = without_bullet(hit.text, start, end)
    return Quote(
        hit=hit,
        start=hit.start + start,
        end=hit.start + end,
        text=hit.text[start:end],
        score=RETRIEVAL * share + best - (DIGEST if hit.form is Form.DIGEST else 0.0),
    )


def _score(sentence: str, wanted: dict[str, float], asked: Asked) -> float:
    kind, unit = asked
    typed = TYPE.get(kind, TYPE_OTHERWISE) if holds(kind, sentence, unit) else 0.0
    # A heading or a bare lead-in answers nothing by itself.
    short = 0.5 if len(sentence) < 8 else 1.0
    return short * (COVERAGE * coverage(sentence, wanted) + typed)


def _with_context(text: str, spans: list[tuple[int, int]], chosen: int) -> tuple[int, int]:
    """The chosen sentence, grown to its list where it leads one in, or to a neighbour where it is short."""
    start, end = spans[chosen]
    following = chosen + 1
    grows = is_lead_in(text[start:end]) or end - start < 16
    while grows and following < len(spans) and spans[following][1] - start <= LONGEST:
        end = spans[following][1]
        following += 1
        grows = is_lead_in(text[spans[chosen][0] : spans[chosen][1]]) or end - start < 16
    return start, end
