"""Pure: from hits to the sentences that answer, best first.

A quote's score says how well retrieval liked its passage and its document, how like the question its
passage and its sentence are, how much of the question's content they hold, whether the sentence holds
what is asked for (a period, a person, a permission), and whether its place is where a case or a lesson
says what was done. Part of the text is chosen, never altered: every quote is a span of its passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.model import SECTION_OF_KIND, Quote
from app.question import COUNTED, AnswerType, answer_type, asked_unit, held
from app.sentences import Spans, goes_on, item_ends, list_around, sentences, without_bullet
from index.fusion import EXACT
from index.model import Hit
from index.tokens import chinese_number
from ingest.model import Form, Kind

Words = Callable[[str], Sequence[str]]
Near = Callable[[Sequence[str]], Sequence[float]]
"""Likeness of texts to the question, -1 to 1."""
Closely = Callable[[Sequence[tuple[str, str]]], Sequence[float]]
"""For (headings, text): how close the question's words come to it, word by word, -1 to 1 (``app.reading.closely``)."""
NearTo = Callable[[str], Near]
"""Likeness of texts to a text."""
Comparable = Callable[[str], Sequence[float]]
"""Likeness of some texts to a text."""

# Means of what was fitted on each half of eval/sets/answers_tune.jsonl and checked on the other, rounded;
# small steps away from them change the evidence that stands first by at most three in a hundred.
PASSAGE, DOCUMENT, LIKENESS, HELD = 0.35, 0.35, 0.3, 0.1
"""Of the passage: its share of the best hit's score, its document's share, likeness, words held."""
SENTENCE, WORDS, COUNT, OTHERWISE = 0.32, 0.3, 0.5, 0.1
"""Of the sentence: all of it; in it words held and, beside likeness and word-by-word closeness, what is asked for: a
number, or else."""
DONE, STEP = 0.33, 0.13
"""For standing where a case says what was done, where a lesson or activity says what is done."""
DIGEST, NEARLY = 0.1, 0.05
"""What a digest loses always; how far it may be before a rule's own sentence that says the same."""
READ_CLOSELY = 10
"""Passages of a section whose sentences are looked at: those behind can no longer come forward."""
LONGEST, LONGEST_LIST = 220, 360
"""Characters of one quote: what a reader takes in at a glance (about six lines on a telephone); more
where a list is asked for."""
SHORT = 16
_DONE = re.compile(r"做法|处理|处置|措施|对策|应对|过程|怎么做|实施")
_LEAST = 1e-6
_NUMERAL = re.compile(r"[零一二三四五六七八九十百千两]+")
_ASIDE = re.compile(r"反思|延伸|目标|一句话|安全|收尾|变式|依据|来源")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the question asks: words with weights, the kind of answer and, of a number, its unit."""

    words: dict[str, float]
    kind: AnswerType
    unit: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage with its score before its sentences are looked at."""

    hit: Hit
    score: float


def wanted(question: str, words: Words, expansion: Iterable[str] = ()) -> Wanted:
    """``expansion`` are formal terms that count like words of the question at half weight."""
    weights = {word: float(len(word)) for word in words(question)}
    for word in expansion:
        weights.setdefault(word, len(word) / 2)
    return Wanted(weights, answer_type(question), asked_unit(question))


def quotes(
    question: str,
    hits: Sequence[Hit],
    *,
    words: Words,
    near: Near,
    close: Closely,
    expansion: Iterable[str] = (),
) -> list[Quote]:
    """One quote per hit, best first; of each section the ``READ_CLOSELY`` likeliest passages.

    ``words`` gives the content words of a text. A hit with score 0 was not found but read beside others.
    """
    if not hits:
        return []
    asked = wanted(question, words, expansion)
    spans = [
        (read, sentences(read.hit.text) or [(0, len(read.hit.text))]) for read in _likely(hits, asked, near)
    ]
    placed = [
        (" ".join((read.hit.title, *read.hit.path)), read.hit.text[a:b])
        for read, of_passage in spans
        for a, b in of_passage
    ]
    texts = [text for _headings, text in placed]
    likely = [like + closeness for like, closeness in zip(near(texts), close(placed), strict=True)]
    scores = iter([_score(*one, asked) for one in zip(texts, likely, strict=True)])
    found = [_best(read, of_passage, [next(scores) for _ in of_passage], asked) for read, of_passage in spans]
    return sorted(_behind_rules(found, asked), key=lambda quote: -quote.score)


def coverage(sentence: str, words: dict[str, float]) -> float:
    """Share of the weight of ``words`` that occur in ``sentence``, 0 to 1."""
    total = sum(words.values())
    if not total:
        return 0.0
    return sum(weight for word, weight in words.items() if word in sentence) / total


def _shares(hits: Sequence[Hit]) -> list[float]:
    """Each hit's share of the best score, 0 to 1.

    One that holds the question word for word is scored above all others; it is first, but is no measure of
    them: whoever writes down a question would silence every document that answers it.
    """
    ordinary = [hit.score for hit in hits if EXACT not in hit.parts]
    top = max(ordinary or [hit.score for hit in hits]) or 1.0
    return [min(hit.score / top, 1.0) for hit in hits]


def _likely(hits: Sequence[Hit], asked: Wanted, near: Near) -> list[_Read]:
    """The passages of each section that may hold its best sentences."""
    shares = _shares(hits)
    documents: dict[tuple[str, int], float] = {}
    for hit, share in zip(hits, shares, strict=True):
        key = (hit.document, hit.version)
        documents[key] = max(documents.get(key, 0.0), share)
    texts = [" ".join((*hit.path, hit.text)) for hit in hits]
    read = [
        _Read(
            hit,
            PASSAGE * share
            + DOCUMENT * documents[hit.document, hit.version]
            + LIKENESS * likeness
            + HELD * coverage(text, asked.words)
            + _of_place(hit)
            - DIGEST * (hit.form is Form.DIGEST),
        )
        for hit, share, text, likeness in zip(hits, shares, texts, near(texts), strict=True)
    ]
    ordered = sorted(read, key=lambda one: (SECTION_OF_KIND[one.hit.kind], -one.score))
    sections = groupby(ordered, key=lambda one: SECTION_OF_KIND[one.hit.kind])
    return [one for _, section in sections for one in list(section)[:READ_CLOSELY]]


def _behind_rules(found: Sequence[Quote], asked: Wanted) -> list[Quote]:
    """Digests not before a rule that gives the same number, where its sentence scores nearly as much."""
    if asked.kind not in COUNTED:
        return list(found)
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


def _of_place(hit: Hit) -> float:
    """Who asks for a case asks what was done; who asks for a lesson, what is done in it."""
    if hit.kind is Kind.CASE:
        return DONE if any(_DONE.search(name) for name in hit.path) else 0.0
    if hit.kind in (Kind.LESSON, Kind.ACTIVITY):
        return 0.0 if _ASIDE.search(hit.clause) else STEP
    return 0.0


def _score(sentence: str, likeness: float, asked: Wanted) -> float:
    typed = COUNT if asked.kind in COUNTED else OTHERWISE
    holds = bool(held(asked.kind, sentence, asked.unit))
    score = likeness + WORDS * coverage(sentence, asked.words) + typed * holds
    # A heading or a bare lead-in answers nothing by itself.
    return score / 2 if len(sentence) < SHORT / 2 else score


def _best(read: _Read, spans: Spans, scores: Sequence[float], asked: Wanted) -> Quote:
    text = read.hit.text
    best = max(range(len(spans)), key=lambda i: (scores[i], -i))
    start, end = _with_context(text, spans, best, whole=asked.kind is AnswerType.LIST)
    if "\n" not in text[start:end]:
        start = without_bullet(text, start, end)
    return Quote(
        hit=read.hit,
        start=read.hit.start + start,
        end=read.hit.start + end,
        text=text[start:end],
        score=read.score + SENTENCE * scores[best],
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
