"""Pure: what of a sentence tells that it answers the question, and how much each counts.

The weights are fitted (``python -m eval.intent.quoting``) on tuning questions: pairs of a sentence that answers and
one that does not, by logistic regression without a bias. So a score means something only beside another one for the
same question. Only the likeliest passages of each section are read sentence by sentence.

Tried and left out, since cross-validation showed no gain: boosted trees, a small network, how close a sentence comes
to its passage's typical questions, the encoder's words read in context by convolutions, the encoder trained anew with
twice the typical questions, and as a cross-encoder a transformer of three layers that had been taught on two cores to
fill in 20 million characters of law (half an hour; it ranked far worse).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from app import intent, listed
from app.avoiding import to_avoid
from app.fixing import fixes
from app.listed import Listing
from app.measures import Closely, Near, Words, coverage
from app.model import SECTION_OF_KIND
from app.question import COUNTED, AnswerType, answer_type, asked_unit, holds
from app.sentences import Spans, sentences
from app.weighing import best_of, weights
from index.fusion import EXACT, VECTOR
from index.model import Hit, Matrix
from ingest.model import Form, Kind

MODEL = intent.SHIPPED / "quoting.json"
OF_PASSAGE = (
    "share of the best hit's score",
    "best share of its document",
    "likeness of the passage",
    "words the passage holds",
    "says what was done",
    "tells what happened",
    "step of a lesson or activity",
    "aside of a lesson or activity",
    "digest",
    "was found",
    "under what to avoid",
    "says what was done to one who asks for it",
    "tells what happened to one who asks what to do",
    "share of the usual best similarity",
)
OF_SENTENCE = (
    "likeness of the sentence",
    "likeness word by word",
    "the same below its passage's best",
    "the same below its document's best",
    "words held",
    "words held with title and headings",
    "number asked for",
    "else asked for",
    "fixes it",
    "letters",
    "scrap",
)
FEATURES = (*OF_PASSAGE, *OF_SENTENCE, *listed.COLUMNS)
READ_CLOSELY = 10
"""Passages of a section whose sentences are looked at: those behind can no longer come forward."""
PASSAGE, DOCUMENT, LIKENESS, HELD = 0.35, 0.35, 0.3, 0.1
DONE, STEP, DIGEST = 0.33, 0.13, 0.1
"""By which the likeliest passages are told: share of the best hit's score, its document's share, likeness, words held;
for standing where a case says what was done or a lesson its steps; what a digest loses."""
SCRAP = 8
"""Letters below which a heading or a bare lead-in answers nothing by itself."""
USUALLY_BEST = 0.76
"""Similarity of the best hit with the encoder that ships: the median of 80 tuning questions."""
_DONE = re.compile(r"做法|处理|处置|措施|对策|应对|过程|怎么做|实施")
_ASIDE = re.compile(r"反思|延伸|目标|一句话|安全|收尾|变式|依据|来源")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the question asks: words with weights, the kind of answer and, of a number, its unit."""

    question: str
    words: dict[str, float]
    kind: AnswerType
    unit: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A hit with the spans of its sentences; ``likely`` orders passages, ``told`` are the values of ``OF_PASSAGE``."""

    hit: Hit
    spans: Spans
    likely: float
    told: tuple[float, ...]


def wanted(question: str, words: Words, expansion: Iterable[str] = ()) -> Wanted:
    """``expansion`` are formal terms that count like words of the question at half weight."""
    weights = {word: float(len(word)) for word in words(question)}
    for word in expansion:
        weights.setdefault(word, len(word) / 2)
    return Wanted(question, weights, answer_type(question), asked_unit(question))


def passages(hits: Sequence[Hit], asked: Wanted, near: Near) -> list[Passage]:
    """Of each section the ``READ_CLOSELY`` passages that may hold its best sentences. A hit with score 0 was not
    found but read beside others."""
    shares, similarities = _shares(hits), _similarities(hits)
    documents: dict[tuple[str, int], float] = {}
    for hit, share in zip(hits, shares, strict=True):
        key = (hit.document, hit.version)
        documents[key] = max(documents.get(key, 0.0), share)
    texts = [" ".join((*hit.path, hit.text)) for hit in hits]
    read = [
        _passage(
            hit,
            (share, similar),
            documents[hit.document, hit.version],
            like,
            coverage(text, asked.words),
            asked,
        )
        for hit, share, similar, text, like in zip(
            hits, shares, similarities, texts, near(texts), strict=True
        )
    ]
    ordered = sorted(read, key=lambda one: (SECTION_OF_KIND[one.hit.kind], -one.likely))
    sections = groupby(ordered, key=lambda one: SECTION_OF_KIND[one.hit.kind])
    return [one for _, section in sections for one in list(section)[:READ_CLOSELY]]


def scores(
    read: Sequence[Passage], asked: Wanted, near: Near, close: Closely, listing: Listing
) -> list[list[float]]:
    """Of each passage how well each of its sentences answers; only differences mean anything."""
    flat = iter((features(read, asked, near, close, listing) @ weights(MODEL, FEATURES)).tolist())
    return [[next(flat) for _ in passage.spans] for passage in read]


def features(read: Sequence[Passage], asked: Wanted, near: Near, close: Closely, listing: Listing) -> Matrix:
    """(sentences of all passages, len(FEATURES)) float32, in the order of ``FEATURES``."""
    of = [at for at, passage in enumerate(read) for _ in passage.spans]
    texts = [passage.hit.text[a:b] for passage in read for a, b in passage.spans]
    above = [" ".join((passage.hit.title, *passage.hit.path)) for passage in read]
    documents = [(passage.hit.document, passage.hit.version) for passage in read]
    closeness = close([(above[at], text) for at, text in zip(of, texts, strict=True)])
    of_passage = best_of(of, closeness)
    of_document = best_of((documents[at] for at in of), closeness)
    counted = asked.kind in COUNTED
    holding = [holds(asked.kind, text, asked.unit) for text in texts]
    likeness = near(texts)
    rows = [
        (
            *read[at].told,
            likeness[n],
            closeness[n],
            closeness[n] - of_passage[at],
            closeness[n] - of_document[documents[at]],
            coverage(text, asked.words),
            coverage(f"{above[at]}\n{text}", asked.words),
            holding[n] and counted,
            holding[n] and not counted,
            fixes(asked.question, text),
            math.log1p(len(text)),
            len(text) < SCRAP,
        )
        for n, (at, text) in enumerate(zip(of, texts, strict=True))
    ]
    own = np.array(rows, dtype=np.float32).reshape(-1, len(OF_PASSAGE) + len(OF_SENTENCE))
    said = [(read[at].hit, text) for at, text in zip(of, texts, strict=True)]
    under = under_headings(said, near, close)
    return np.column_stack((own, listing.measured(said, under).columns(listed.shipped())))


def under_headings(said: Sequence[tuple[Hit, str]], near: Near, close: Closely) -> list[float]:
    """How close sentences come to the question under their headings: by the whole and word by word."""
    whole = near([" ".join((*hit.path[-2:], text)) for hit, text in said])
    words = close([(" ".join((hit.title, *hit.path)), text) for hit, text in said])
    return [one + other for one, other in zip(whole, words, strict=True)]


def _passage(
    hit: Hit, shares: tuple[float, float], best: float, like: float, held: float, asked: Wanted
) -> Passage:
    """``shares``: of the best hit's score and of the usual best similarity; ``best``: the former of its document."""
    share, similar = shares
    case, lesson = hit.kind is Kind.CASE, hit.kind in (Kind.LESSON, Kind.ACTIVITY)
    done = case and any(_DONE.search(name) for name in hit.path)
    aside = lesson and bool(_ASIDE.search(hit.clause))
    digest = hit.form is Form.DIGEST
    what_to_do = asked.kind in (AnswerType.STEPS, AnswerType.OTHER)
    likely = PASSAGE * share + DOCUMENT * best + LIKENESS * like + HELD * held
    told = (share, best, like, held, done, case and not done, lesson and not aside, aside, digest)
    more = (hit.score > 0, to_avoid(hit.path), what_to_do and done, what_to_do and case and not done)
    return Passage(
        hit,
        sentences(hit.text) or [(0, len(hit.text))],
        likely + DONE * done + STEP * (lesson and not aside) - DIGEST * digest,
        tuple(map(float, (*told, *more, similar))),
    )


def _shares(hits: Sequence[Hit]) -> list[float]:
    """Each hit's share of the best score, 0 to 1.

    One that holds the question word for word is scored above all others; it is first, but is no measure of
    them: whoever writes down a question would silence every document that answers it.
    """
    ordinary = [hit.score for hit in hits if EXACT not in hit.parts]
    top = max(ordinary or [hit.score for hit in hits]) or 1.0
    return [min(hit.score / top, 1.0) for hit in hits]


def _similarities(hits: Sequence[Hit]) -> list[float]:
    """Of each hit the similarity, of its text or of one of its typical questions, as a share of what is usual for the
    best; 0 where it was not found by it. Not of the best found: then a document that repeats what is often asked
    would move all others."""
    return [max(hit.parts.get(VECTOR, (0, 0.0))[1], 0.0) / USUALLY_BEST for hit in hits]
