"""Pure: the sentences by which every rule and plan states what is asked, for questions that compare them.

An ordinary answer takes the best sentences wherever they stand. Where it is asked what several documents
say, each document has its say: its best sentences, as near to the question as its place lets one tell. What
is asked in a teacher's words (一期干几年) stands in the rules' words (建设周期为三年): documents that state
the same use the same words, so the sentences that lead help to find those of the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from app.model import Quote
from app.question import COUNTED, AnswerType, answer_type, asked_unit, held
from app.quotes import Comparable, Words, coverage
from app.sentences import is_lead_in, sentences, without_bullet
from app.values import asks_grade, grades
from index.model import Hit
from ingest.model import Kind

RULES = frozenset({Kind.POLICY, Kind.PLAN, Kind.HANDBOOK})
"""Kinds that say how something is to be done: cases and lessons tell how it was done once."""
LIKENESS, COVERAGE, COUNT, TYPED, SILENT, AGREEMENT, SHARED = 2.5, 0.6, 0.4, 0.25, 0.4, 0.4, 0.8
"""Weights beside a hit's share of the best hit's score: likeness to what is asked, its words held by the
sentence with title and headings, the number or else what is asked for, that nothing is ruled, likeness to the
leading sentences, and the words that several of them share.

From 130 questions: eval/sets/scope_plain (its tune part) and the scope questions of scope_many, scope_tune and
answers_tune. A quarter more or less of any changes how many have every document by three in a hundred; on 182
questions, those of scope_wide (its tune part) among them, no step away from them gained more than that.
"""
LEADING = 7
"""Documents whose best sentence is among the leading ones."""
LEAST_SHARE = 0.48
"""Of the best sentence's score: a document below it speaks of something else."""
SECOND = 0.75
"""Of its document's best sentence's score: what a further sentence of the document must reach. Who compares
scopes in one document has a sentence for each. With 0.8 two in 182 tuning questions fewer have every document."""
DOCUMENTS, OF_A_DOCUMENT = 14, 3
_SHORTEST = 5
_SILENT = re.compile(r"没有?(?:明?确?规定|写|给|设)|未(?:作)?规定")
"""That a document says nothing of it is its answer to a question what each says."""
_REGULARLY = re.compile("定期")
_PLAINLY = re.compile(r"[不没无勿禁未须要]|可(?!能)|杜绝|只[能有]|才")
"""How handbooks, plans and digests allow or forbid: 不设扣分栏, 没有处罚权, 一概不去, 才带到有成人看管的地方."""
_ORDINAL = re.compile(r"第\s*[0-9一二三四五六七八九十百千]+")


def statements(
    asked: str,
    hits: Sequence[Hit],
    *,
    words: Words,
    comparable: Callable[[Sequence[str]], Comparable],
    fixing: bool = False,
) -> list[Quote]:
    """At most ``OF_A_DOCUMENT`` sentences of each of the ``DOCUMENTS`` that state ``asked`` best.

    Document after document, the one with the best sentence first. ``fixing`` leaves out sentences without
    what is asked for: a number, a person, a permission, or that nothing is ruled.
    """
    kind, unit = answer_type(asked), asked_unit(asked)
    spans = [
        (hit, start, end)
        for hit in hits
        if hit.kind in RULES
        for start, end in _spans(hit.text)
        if not fixing or _fixes(asked, hit.text[start:end])
    ]
    if not spans:
        return []
    texts = [hit.text[start:end] for hit, start, end in spans]
    # A sentence of a list says its number and no more: what it is about, its headings say.
    placed = [" ".join((*hit.path[-2:], text)) for (hit, _, _), text in zip(spans, texts, strict=True)]
    alike = comparable(placed)
    top = max(hit.score for hit, _, _ in spans) or 1.0
    wanted = {word: float(len(word)) for word in words(asked)}
    typed = COUNT if kind in COUNTED else TYPED
    found = [
        Quote(
            hit,
            hit.start + start,
            hit.start + end,
            text,
            hit.score / top
            + LIKENESS * max(like, 0.0)
            + COVERAGE * coverage(f"{hit.title}\n{place}", wanted)
            + typed * bool(held(kind, text, unit))
            + SILENT * bool(_SILENT.search(text)),
        )
        for (hit, start, end), text, place, like in zip(spans, texts, placed, alike(asked), strict=True)
    ]
    leading = _leading(found)
    agreeing = alike("\n".join(placed[i] for i in leading))
    shared = _shared([words(texts[i]) for i in leading])
    return _of_every_document(
        sorted(
            (
                replace(
                    quote,
                    score=quote.score + AGREEMENT * max(like, 0.0) + SHARED * coverage(quote.text, shared),
                )
                for quote, like in zip(found, agreeing, strict=True)
            ),
            key=attrgetter("score"),
            reverse=True,
        )
    )


def with_context(said: Iterable[Quote], chosen: Sequence[Quote]) -> list[Quote]:
    """``said``, each in the longer quote of ``chosen`` that holds it, where one does; none twice."""
    return together([], (next((one for one in chosen if _holds(one, quote)), quote) for quote in said))


def together(chosen: Sequence[Quote], others: Iterable[Quote]) -> list[Quote]:
    """``chosen`` and behind them those of ``others`` that share no words with one before."""
    kept = list(chosen)
    for quote in others:
        if not any(_overlap(quote, one) for one in kept):
            kept.append(quote)
    return kept


def _fixes(asked: str, text: str) -> bool:
    """Whether a sentence holds a value such as is asked for, in whatever unit, or says that there is none.

    How often something is done may stand as 每学期, 一次 or 定期; who asks whether 中级 will do is answered by
    a rank as well as by 可以. What is not allowed is often said without a modal verb (``_PLAINLY``).
    """
    kind = answer_type(asked)
    if kind in COUNTED:
        unit, counted = asked_unit(asked), _ORDINAL.sub("", text)
        kinds = [held(one, counted, unit) or held(one, counted) for one in COUNTED]
        fixed = any(kinds) or bool(_REGULARLY.search(text))
    elif kind is AnswerType.PERMISSION or asks_grade(asked):
        fixed = bool(held(AnswerType.PERMISSION, text)) or (asks_grade(asked) and bool(grades(text)))
        fixed = fixed or (kind is AnswerType.PERMISSION and bool(_PLAINLY.search(text)))
    else:
        fixed = True
    return fixed or bool(_SILENT.search(text))


def _leading(found: Sequence[Quote]) -> list[int]:
    """Which are the best sentences of the ``LEADING`` documents that have the best ones."""
    best: dict[str, int] = {}
    for i in sorted(range(len(found)), key=lambda i: -found[i].score):
        best.setdefault(found[i].hit.document, i)
    return list(best.values())[:LEADING]


def _shared(leading: Sequence[Sequence[str]]) -> dict[str, float]:
    """The words of more than one leading sentence: what documents call what is asked. The more, the weightier."""
    counts = Counter(word for words in leading for word in {*words})
    return {word: float(len(word) * (n - 1)) for word, n in counts.items() if n > 1}


def _of_every_document(found: Sequence[Quote]) -> list[Quote]:
    """``found`` is best first. Of a digest too: it is a document of its own, shown as what it is."""
    documents: dict[str, list[Quote]] = {}
    for quote in found:
        if quote.score < LEAST_SHARE * found[0].score:
            break
        said = documents.setdefault(quote.hit.document, [])
        if not said or (len(said) < OF_A_DOCUMENT and quote.score >= SECOND * said[0].score):
            said.append(quote)
    return [quote for said in list(documents.values())[:DOCUMENTS] for quote in said]


def _spans(text: str) -> list[tuple[int, int]]:
    spans = [(without_bullet(text, start, end), end) for start, end in sentences(text)]
    return [(a, b) for a, b in spans if b - a >= _SHORTEST and not is_lead_in(text[a:b])]


def _overlap(one: Quote, other: Quote) -> bool:
    return _same(one, other) and one.start < other.end and other.start < one.end


def _holds(one: Quote, other: Quote) -> bool:
    return _same(one, other) and one.start <= other.start and other.end <= one.end


def _same(one: Quote, other: Quote) -> bool:
    return (one.hit.document, one.hit.version) == (other.hit.document, other.hit.version)
