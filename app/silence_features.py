"""What of a question and of what was found for it tells whether that answers it.

Beside a topic of the library much is said that sounds like an answer. What tells it from one is whether sentences
hold what is asked for (a number in its unit, a permission) and whether those of rules do, which words of the
question have nothing like them in the best sentence, what a network makes of the two side by side (``app.paired``),
how far the best stands out, and what kind of thing is asked. Nothing is told by the question alone but its kind and
length: a library that takes in what was missing must answer then.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app import paired
from app.comparing import compares
from app.fixing import fixes
from app.measures import coverage
from app.model import Quote
from app.paired import Candidate
from app.question import COUNTED, AnswerType, answer_type, asked_unit, held
from app.reading import closely
from app.sentences import sentences
from app.stating import RULES
from index import tokens
from index.fusion import LEXICAL, SENTENCE, TERMS, VECTOR
from index.model import Hit, ReadingEncoder
from index.tokens import lexical_terms
from ingest.records import PassageRecord

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Named = Iterator[tuple[str, float]]

QUOTED = 20
"""Quotes whose passages are read, best first: about a hundred sentences. With twelve, false answers in the sets left
out of fitting (``eval.intent.calibrate``) were as many, among pairs of neighbours .49 and not .46."""
NEAREST = 6
"""Sentences that are read in a pair with the question."""
_READ = 8
_APART = 5  # the sixth best: how far the best stands out
_NEARLY = 0.2  # below the best document's score
_UNLIKE = 0.5  # cosine below which a word has nothing like it in a sentence


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer is made of: hits, best first, their records, and a quote of each passage read, best first."""

    hits: Sequence[Hit]
    records: Mapping[str, PassageRecord]
    quotes: Sequence[Quote]


def features(question: str, found: Found, encoder: ReadingEncoder) -> dict[str, float]:
    """By name; the same names in the same order for every question. ``found`` must hold hits and quotes."""
    asked = answer_type(question)
    return {
        **dict(_retrieved(question, found)),
        **{f"asks for {kind.value}": float(asked is kind) for kind in AnswerType},
        **dict(_stated(question, found.quotes[:QUOTED], encoder)),
    }


def coverages(question: str, found: Found) -> list[float]:
    """How much of the question's words the first passages hold with their titles and questions, best first."""
    wanted = {word: float(len(word)) for word in lexical_terms(question)}
    read = [found.records[hit.passage] for hit in found.hits[:_READ] if hit.passage in found.records]
    texts = ["\n".join((r.title, *r.path, r.text, *r.questions)) for r in read]
    return sorted((coverage(text, wanted) for text in texts), reverse=True)


def _retrieved(question: str, found: Found) -> Named:
    """Best similarities, words held, how close the front passages come word by word; how much was asked."""
    hits = found.hits

    def of(part: str) -> list[float]:
        return [hit.parts.get(part, (0, 0.0))[1] for hit in hits]

    dense, read = _padded(of(VECTOR)), _padded(of(TERMS))
    words, scores = _padded(coverages(question, found)), _padded(hit.score for hit in hits)
    yield "best similarity", dense[0]
    yield "mean of eight", sum(dense[:_READ]) / _READ
    yield "drop to the sixth", dense[0] - dense[_APART]
    yield "best coverage", words[0]
    yield "second coverage", words[1]
    yield "words score per letter", max(of(LEXICAL)) / (sum(map(len, lexical_terms(question))) + 1)
    yield "closest word by word", read[0]
    yield "mean of eight word by word", sum(read[:_READ]) / _READ
    yield "closest sentence", max(of(SENTENCE))
    yield "first hit word by word", of(TERMS)[0]
    yield "score above the second", scores[0] - scores[1]
    yield "score above the sixth", scores[0] - scores[_APART]
    yield "rules among the first five", float(np.mean([hit.kind in RULES for hit in hits[:5]]))
    yield "letters", float(len(question))
    yield "compares", float(compares(question))


def _stated(question: str, quotes: Sequence[Quote], encoder: ReadingEncoder) -> Named:
    """What sentences say: the best of all, of those that hold or fix what is asked for, of those of rules."""
    read = [(quote.hit, text) for quote in quotes for text in _sentences(quote.hit)]
    texts = [text for _, text in read]
    above, close, like = _compared(question, read, encoder)
    both = (close + like).astype(np.float64)
    kind, unit = answer_type(question), asked_unit(question)
    holding = np.array([bool(held(kind, text, unit)) for text in texts])
    fixing = np.array([fixes(question, text) for text in texts])
    ruling = np.array([hit.kind in RULES for hit, _ in read])
    groups = {
        "all": np.ones(len(read), dtype=bool),
        "holding": holding,
        "ruling": ruling,
        "ruling and holding": ruling & holding,
        "fixing": fixing,
        "ruling and fixing": ruling & fixing,
    }
    yield "counted", float(kind in COUNTED)
    for name, of_group in groups.items():
        yield f"{name}: how many", math.log1p(of_group.sum())
        yield f"{name}: close", float(close[of_group].max(initial=0.0))
        yield f"{name}: like", float(like[of_group].max(initial=0.0))
    words = _Words.of(question, encoder)
    for name in _BEST_OF:
        at = _best(both, groups[name])
        yield f"best {name}: its place", math.log1p(len(read) if at is None else at)
        for of, flags in (("holds", holding), ("fixes", fixing), ("rules", ruling)):
            yield f"best {name}: {of}", 0.0 if at is None else float(flags[at])
        lacks = _NOTHING if at is None else words.held_by(f"{above[at]}\n{texts[at]}")
        yield from ((f"best {name}: {of}", value) for of, value in zip(_OF_WORDS, lacks, strict=True))
    yield from _in_pairs(question, _nearest(read, above, close, like), encoder)
    yield from _standing_out(both, [hit.document for hit, _ in read])


def nearest(question: str, quotes: Sequence[Quote], encoder: ReadingEncoder) -> tuple[Candidate, ...]:
    """The ``NEAREST`` sentences of what would be quoted, nearest first; fewer where there are no more."""
    read = [(quote.hit, text) for quote in quotes[:QUOTED] for text in _sentences(quote.hit)]
    return _nearest(read, *_compared(question, read, encoder))


def _compared(
    question: str, read: Sequence[tuple[Hit, str]], encoder: ReadingEncoder
) -> tuple[list[str], Floats, Floats]:
    """Of each sentence the headings, and how close word by word and how like the question it is."""
    above = [" ".join((hit.title, *hit.path)) for hit, _ in read]
    texts = [text for _, text in read]
    close = np.array(closely(question, encoder)(list(zip(above, texts, strict=True))))
    return above, close, encoder.encode_passages(texts) @ encoder.encode_queries([question])[0]


def _nearest(
    read: Sequence[tuple[Hit, str]], above: Sequence[str], close: Floats, like: Floats
) -> tuple[Candidate, ...]:
    order = np.argsort(-(close + like), kind="stable")[:NEAREST].tolist()
    return tuple(Candidate(above[at], read[at][1], float(close[at]), float(like[at])) for at in order)


def _in_pairs(question: str, candidates: Sequence[Candidate], encoder: ReadingEncoder) -> Named:
    """What the network makes of the question beside the nearest sentences."""
    scores = np.sort(np.array(paired.load().scores(question, candidates, encoder)))[::-1]
    yield "in pairs: mean odds", float(np.logaddexp.reduce(scores) - math.log(len(scores)))
    yield "in pairs: best", float(scores[0])
    yield "in pairs: second", float(scores[min(1, len(scores) - 1)])


def _standing_out(scores: Floats, documents: Sequence[str]) -> Named:
    """How far the best sentence and the best document are before the others."""
    ordered = np.sort(scores)[::-1]
    best: dict[str, float] = {}
    for document, score in zip(documents, scores.tolist(), strict=True):
        best[document] = max(best.get(document, score), score)
    others = sorted(best.values(), reverse=True)
    yield "best above the sixth", float(ordered[0] - ordered[min(_APART, len(ordered) - 1)])
    yield "best above the mean", float(ordered[0] - scores.mean())
    yield "spread", float(scores.std())
    yield "document above the next", others[0] - others[1] if len(others) > 1 else 0.0
    yield "documents nearly as good", float(sum(score > others[0] - _NEARLY for score in others))
    yield "sentences of the best document", float(documents.count(documents[int(scores.argmax())]))


_BEST_OF = ("all", "holding", "ruling", "ruling and holding")
_OF_WORDS = ("least held word", "second least", "mean of words", "share of words not held", "least held noun")
_NOTHING = (0.0, 0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Words:
    """The question's words without stop words: (n,) letters, (n,) whether a noun, (n, dimension) vectors."""

    letters: Floats
    nouns: Flags
    vectors: Floats
    encoder: ReadingEncoder

    @classmethod
    def of(cls, question: str, encoder: ReadingEncoder) -> _Words:
        words = _words(question)
        return cls(
            np.array([len(word) for word in words], dtype=np.float64),
            np.array([tokens.is_noun(word) for word in words], dtype=bool),
            encoder.encode_queries(words).astype(np.float64),
            encoder,
        )

    def held_by(self, text: str) -> tuple[float, ...]:
        """``_OF_WORDS`` by the cosine of each word with the likest word of ``text``."""
        others = _words(text)
        if not len(self.letters) or not others:
            return _NOTHING
        like = (self.vectors @ self.encoder.encode_passages(others).T).max(axis=1)
        ordered = np.sort(like)
        return (
            float(ordered[0]),
            float(ordered[min(1, len(ordered) - 1)]),
            float(like.mean()),
            float(self.letters[like < _UNLIKE].sum() / self.letters.sum()),
            float(like[self.nouns].min(initial=1.0)),
        )


def _words(text: str) -> list[str]:
    found = dict.fromkeys(tokens.long_words(tokens.normalise(text)))
    return [word for word in found if word not in tokens.STOP_WORDS]


def _sentences(hit: Hit) -> list[str]:
    return [hit.text[a:b] for a, b in sentences(hit.text)] or [hit.text]


def _best(scores: Floats, of_group: Flags) -> int | None:
    """Where the best of a group stands; None where the group is empty."""
    return int(np.where(of_group, scores, -np.inf).argmax()) if of_group.any() else None


def _padded(values: Iterable[float]) -> list[float]:
    """Best first, zeros behind."""
    return [*sorted(values, reverse=True), *([0.0] * _READ)]
