"""Pure: from hits to the sentences that answer, best first.

A sentence's score is the hit's share of the best hit's score, plus how much of the question's
content it holds, plus a bonus where it holds what the question asks for (a period, a person, a
permission). Part of the text is chosen, never altered: every quote is a span of its passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.model import Quote
from app.question import AnswerType, answer_type, asked_of, asked_unit, held
from app.sentences import is_lead_in, sentences, without_bullet
from index.model import Hit
from ingest.model import Form

Words = Callable[[str], Sequence[str]]

RETRIEVAL, COVERAGE = 0.5, 0.35
TYPE = {AnswerType.PERIOD: 0.35, AnswerType.NUMBER: 0.35}
TYPE_OTHERWISE = 0.15
"""A number that is asked for stands in the sentence or it does not; 应当 and 可以 stand in most."""
NEAR = 16
"""Characters either side of a number in which the words stand that say what it counts."""
DIGEST, DIGEST_BESIDE_RULE = 0.1, 0.35
"""What a digest's sentence loses: always a little, and more where a rule itself answers as well."""
LONGEST = 220
"""Characters of one quote: what a reader takes in at a glance (about six lines on a telephone)."""
SHORT = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the question asks: words with weights, the kind of answer and, of a number, its unit.

    ``focus`` are the words of the thing counted (几年班主任: 班主任).
    """

    words: dict[str, float]
    kind: AnswerType
    unit: str
    focus: frozenset[str]


def wanted(question: str, words: Words, expansion: Iterable[str] = ()) -> Wanted:
    """``expansion`` are formal terms that count like words of the question at half weight."""
    weights = {word: float(len(word)) for word in words(question)}
    for word in expansion:
        weights.setdefault(word, len(word) / 2)
    focus = frozenset(words(asked_of(question)))
    return Wanted(weights, answer_type(question), asked_unit(question), focus)


def quotes(question: str, hits: Sequence[Hit], *, words: Words, expansion: Iterable[str] = ()) -> list[Quote]:
    """One quote per hit, best first. ``words`` gives the content words of a text."""
    if not hits:
        return []
    asked = wanted(question, words, expansion)
    top = max(hit.score for hit in hits) or 1.0
    found = [_best(hit, asked, hit.score / top) for hit in hits]
    return sorted(_rules_first(found, asked), key=lambda quote: -quote.score)


def coverage(sentence: str, words: dict[str, float]) -> float:
    """Share of the weight of ``words`` that occur in ``sentence``, 0 to 1."""
    total = sum(words.values())
    if not total:
        return 0.0
    return sum(weight for word, weight in words.items() if word in sentence) / total


def _rules_first(found: Sequence[Quote], asked: Wanted) -> list[Quote]:
    """Digests below the rules, far below where a rule's own sentence answers the question."""
    answered = asked.kind in TYPE and any(
        quote.hit.form is Form.ORIGINAL and quote.typed > TYPE[asked.kind] / 2 for quote in found
    )
    loss = DIGEST_BESIDE_RULE if answered else DIGEST
    return [
        replace(quote, score=quote.score - loss) if quote.hit.form is Form.DIGEST else quote
        for quote in found
    ]


def _best(hit: Hit, asked: Wanted, share: float) -> Quote:
    spans = sentences(hit.text) or [(0, len(hit.text))]
    scored = [(*_score(hit.text[a:b], asked), -i) for i, (a, b) in enumerate(spans)]
    best, typed, negative = max(scored)
    start, end = _with_context(hit.text, spans, -negative)
    if "\n" not in hit.text[start:end]:
        start = without_bullet(hit.text, start, end)
    return Quote(
        hit=hit,
        start=hit.start + start,
        end=hit.start + end,
        text=hit.text[start:end],
        score=RETRIEVAL * share + best,
        typed=typed,
    )


def _score(sentence: str, asked: Wanted) -> tuple[float, float]:
    """The sentence's score without its hit's share, and the part of it for the kind of answer."""
    typed = _typed(sentence, asked)
    # A heading or a bare lead-in answers nothing by itself.
    short = 0.5 if len(sentence) < SHORT / 2 else 1.0
    return short * (COVERAGE * coverage(sentence, asked.words) + typed), short * typed


def _typed(sentence: str, asked: Wanted) -> float:
    """The bonus for holding what is asked for; of a number, the more the nearer to what it counts."""
    places = held(asked.kind, sentence, asked.unit)
    if asked.kind not in TYPE:
        return TYPE_OTHERWISE if places else 0.0
    around = asked.focus or frozenset(asked.words)
    words = {word: asked.words.get(word, float(len(word))) for word in around}
    near = [coverage(sentence[max(a - NEAR, 0) : b + NEAR], words) for a, b in places]
    return TYPE[asked.kind] * (0.3 + 0.7 * max(near)) if near else 0.0


def _with_context(text: str, spans: list[tuple[int, int]], chosen: int) -> tuple[int, int]:
    """The chosen sentence, grown to its list where it leads one in, or to a neighbour where it is short."""
    start, end = spans[chosen]
    following = chosen + 1
    grows = is_lead_in(text[start:end]) or end - start < SHORT
    while grows and following < len(spans) and spans[following][1] - start <= LONGEST:
        end = spans[following][1]
        following += 1
        grows = is_lead_in(text[spans[chosen][0] : spans[chosen][1]]) or end - start < SHORT
    return start, end
