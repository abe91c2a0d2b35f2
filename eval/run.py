"""Running a question set: every question is searched and asked as a teacher would, and judged by its gold.

Unanswerable questions are not ranked, since they have no gold; they count in whether answers are due.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app import silence
from app.assistant import ask, found_for
from app.comparing import subject
from app.dialogue import Asked
from app.model import Answer
from app.silence_features import coverages
from app.unnamed import without_names
from eval import attribution
from eval.dataset import load, located
from eval.matching import gold_key, matches, ranking
from eval.metrics import DEPTH, LEXICON, STEPS, evaluate, of_a_step
from eval.model import Question
from eval.naming import by_source, resolved
from eval.provenance import commit, machine
from eval.runs import FUSED, Cited, Found, Outcome, Run, forgotten
from index import fusion
from index.hits import hit_of
from index.lexicon import Lexicon
from index.model import Filters, Hit
from index.search import ANY, Searcher
from index.tokens import normalise
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.model import Kind, Status
from ingest.records import PassageRecord

_DEEP = 60
"""Passages of each retriever that are looked at: what a search starts from."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one question gave. ``alone`` are the passages of each retriever, best first, ``helped`` whether
    the lexicon says it in words of the gold."""

    question: Question
    asked: str
    hits: list[Hit]
    alone: dict[str, list[Hit]]
    helped: bool
    answer: Answer
    confidence: float
    search_ms: float


def run_set(
    name: str,
    *,
    searcher: Searcher,
    catalog: Catalog,
    today: date,
    split: str = "",
    home: Path | None = None,
    by: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Ask a set, or one half of it, and judge. ``home`` may have sets of its own, ``by`` is who asks.

    Of a set without gold only the silence is judged. Raises StudioError on a bad set.
    """
    began, purged = time.perf_counter(), _purged(catalog)
    everything, names = load(name, home), by_source(catalog)
    sha256 = hashlib.sha256(located(name, home).read_bytes()).hexdigest()
    questions = [resolved(one, names) for one in everything if split in ("", one.split)]
    if not questions:
        raise StudioError(f"题集 {name} 里没有“{split}”这一半的题目。请去掉 --split，或换一套题。")
    records = {record.id: record for record in catalog.documents()}
    wanted = {gold.document for question in questions for gold in question.gold} & records.keys()
    passages = {one: catalog.passages_of(one, records[one].version) for one in wanted}
    asker = _Asker(searcher, catalog, today, {one.id: one for one in everything}, passages)
    seen = []
    for question in questions:
        seen.append(asker(question))
        if progress:
            progress(len(seen), len(questions))
    kinds = {record.id: record.metadata.kind for record in records.values()}
    run = Run(
        id="",
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        set=name,
        sha256=sha256,
        split=split,
        revision=catalog.revision(),
        encoder=searcher.encoder.id,
        settings=_settings(searcher),
        commit=commit(),
        machine=machine(),
        outcomes=tuple(_judged(seen, kinds)),
        seconds=round(time.perf_counter() - began, 2),
        by=by,
    )
    return forgotten(run, {document for document, _ in _purged(catalog) - purged})


def _purged(catalog: Catalog) -> set[tuple[str, int]]:
    return {(state.document, state.number) for state in catalog.states() if state.status is Status.PURGED}


class _Once(Searcher):
    """A searcher for one question that does no search twice: what an answer has found is judged, too."""

    @classmethod
    def over(cls, searcher: Searcher) -> _Once:
        once = cls.__new__(cls)
        once.__dict__.update(searcher.__dict__)
        once._found = {}
        return once

    _found: dict[tuple[str, int, Filters, date], list[Hit]]

    def search(self, query: str, k: int = 10, filters: Filters = ANY, *, today: date) -> list[Hit]:
        key = (query, k, filters, today)
        if key not in self._found:
            self._found[key] = super().search(query, k, filters, today=today)
        return list(self._found[key])


@dataclass(frozen=True, slots=True)
class _Asker:
    searcher: Searcher
    catalog: Catalog
    today: date
    questions: Mapping[str, Question]
    passages: Mapping[str, Sequence[PassageRecord]]

    def __call__(self, question: Question) -> _Seen:
        filters = Filters(stages=(question.stage,) if question.stage else ())
        once = _Once.over(self.searcher)
        answer = ask(
            question.question,
            filters,
            previous=self._previous(question),
            searcher=once,
            catalog=self.catalog,
            today=self.today,
        )
        asked = answer.understood or question.question
        began = time.perf_counter()
        hits = self.searcher.search(asked, DEPTH, filters, today=self.today)
        search_ms = (time.perf_counter() - began) * 1000
        return _Seen(
            question=question,
            asked=asked,
            hits=hits,
            alone=self._alone(asked, filters),
            helped=self._helped(question, asked),
            answer=answer,
            confidence=self._sure(asked, filters, once),
            search_ms=search_ms,
        )

    def _previous(self, question: Question) -> list[Asked]:
        """The questions that it follows, the first one first."""
        before: list[Asked] = []
        while (
            question.follows and question.follows in self.questions
        ):  # a purge may have taken the one before
            question = self.questions[question.follows]
            before.insert(0, Asked(question.question))
        return before

    def _alone(self, asked: str, filters: Filters) -> dict[str, list[Hit]]:
        rankings = self.searcher.retrieved(asked, _DEEP, filters, today=self.today)
        records = self.catalog.passages([one.passage for ranked in rankings.values() for one in ranked])
        return {
            step: [hit_of(records[one.passage]) for one in ranked if one.passage in records]
            for step, ranked in rankings.items()
        }

    def _helped(self, question: Question, asked: str) -> bool:
        """Whether a term that the lexicon gives for the question stands in a gold passage."""
        terms = [term for term, _ in self.searcher.expand(asked)]
        return any(
            term in normalise(passage.text)
            for gold in question.gold
            for passage in self.passages.get(gold.document, ())
            if terms and matches(gold, hit_of(passage))
            for term in terms
        )

    def _sure(self, asked: str, filters: Filters, searcher: Searcher) -> float:
        """The probability that the corpus answers, by which ``app.silence`` decides; words held where none fits."""
        named = subject(asked)
        wanted = without_names(named)
        found = found_for(wanted, searcher, self.catalog, filters, today=self.today)
        likely = silence.probability(
            wanted, found, searcher.encoder, silence.kinds_of(named), silence.machine_for(asked)
        )
        return max(coverages(wanted, found), default=0.0) if likely is None else likely


def _judged(seen: Sequence[_Seen], kinds: Mapping[str, Kind]) -> list[Outcome]:
    ranked = [one for one in seen if one.question.gold]
    gold = {
        one.question.id: {gold_key(one.question, i): g.relevance for i, g in enumerate(one.question.gold)}
        for one in ranked
    }
    rankings = {one.question.id: ranking(one.question, one.hits) for one in ranked}
    each = evaluate(gold, rankings)[1] if ranked else {}
    return [_outcome(one, each.get(one.question.id, {}), kinds) for one in seen]


def _outcome(seen: _Seen, found: Mapping[str, float], kinds: Mapping[str, Kind]) -> Outcome:
    question, answer = seen.question, seen.answer
    steps = {step: seen.alone.get(step, []) for step in STEPS} | {FUSED: seen.hits}
    ranks = {step: _rank(question, hits) for step, hits in steps.items()} if question.gold else {}
    alone = {
        f"{step} {name}": value
        for step in STEPS
        if question.gold
        for name, value in of_a_step(ranks[step]).items()
    }
    helped = {LEXICON: float(seen.helped)} if question.gold else {}
    # A card stands beside an answer: alone it answers only a question whose gold is a card.
    answered = answer.answered and (
        bool(question.gold) or any(c.kind is not Kind.EMERGENCY for c in answer.citations)
    )
    return Outcome(
        id=question.id,
        question=question.question,
        understood=answer.understood,
        type=question.type,
        split=question.split,
        school=question.stage.value if question.stage else "",
        kinds=tuple(dict.fromkeys(kinds[g.document].label for g in question.gold if g.document in kinds)),
        gold=question.gold,
        reason=question.reason or "",
        ranks=ranks,
        values={**found, **alone, **helped, **_answer_values(question, answer, answered=answered)},
        hits=tuple(_found(question, hit) for hit in seen.hits),
        citations=tuple(
            Cited(c.document, c.title, c.path, c.quote, attribution.relevance(question.gold, c))
            for c in answer.citations
        ),
        answered=answered,
        said=answer.reason,
        confidence=round(seen.confidence, 6),
        search_ms=round(seen.search_ms, 2),
        answer_ms=answer.milliseconds,
    )


def _answer_values(question: Question, answer: Answer, *, answered: bool) -> dict[str, float]:
    if not question.gold:
        return {"silent": float(not answered)}
    said = attribution.statements(answer)
    values = {
        "citation precision": attribution.precision(question.gold, answer.citations),
        "citation recall": attribution.recall(question.gold, answer.citations),
        "exact first": attribution.exactness(question.answers, said[:1]),
        "exact any": attribution.exactness(question.answers, said),
        "answered": float(answered),
    }
    return {name: value for name, value in values.items() if value is not None}


def _found(question: Question, hit: Hit) -> Found:
    relevance = max((gold.relevance for gold in question.gold if matches(gold, hit)), default=0)
    ranks = {step: rank for step, (rank, _) in hit.parts.items()}
    return Found(hit.document, hit.title, hit.path, relevance, ranks)


def _rank(question: Question, hits: Sequence[Hit]) -> int:
    """Of the first gold hit, from 1; 0 for none."""
    return next((i for i, hit in enumerate(hits, 1) if any(matches(g, hit) for g in question.gold)), 0)


def _settings(searcher: Searcher) -> dict[str, str]:
    weights = fusion.weights_for(searcher.encoder.id)
    return {"fusion": json.dumps(dict(weights)), "lexicon": _digest(searcher.lexicon)}


def _digest(lexicon: Lexicon) -> str:
    rows = [[entry.saying, *entry.terms, entry.topic] for entry in lexicon.entries]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:12]
