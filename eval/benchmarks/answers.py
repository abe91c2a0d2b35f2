"""Answers over corpus, seeds and national laws: evidence, silence, exactness of quotes.

    python -m eval.benchmarks.answers [--shared ../shared/data]

Asked of the shipped corpus with ``seeds`` and ``policy/national`` of the design's data in one home.
``eval/sets/answers_test.jsonl`` was written apart from the program and from the calibration set. An answer
has the right evidence where a citation stands in a gold clause (document and path, or the gold's words).
``APART`` were written by three others, in words that the library hardly uses and beside what it holds: nothing is
fitted on them, though what failed of the first was read. The sets that tune (``SEEN``) are asked as well and show
only that nothing is lost. Writes ``eval/results/answers.json``.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from tqdm import tqdm

from app.assistant import ask
from app.model import Answer, Citation, SectionKind
from app.silence import DOUBT
from eval.attribution import stands_in
from eval.benchmarks import answer_paths, homes
from eval.benchmarks.homes import home_of
from eval.benchmarks.report import write_result
from eval.dataset import load
from eval.model import Gold, Question, QuestionType
from eval.naming import by_source, resolved
from ingest.catalog import Catalog

SET = "answers_test"
APART = ("answers_spoken", "near_test")
SEEN = (
    "answers_tune",
    "answers_first",
    "answers_second",
    "near_tune",
    "scope_tune",
    "scope_many",
    "scope_plain",
    "scope_wide",
    "scope_topics",
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.answers", description=__doc__)
    parser.add_argument("--shared", type=Path, default=homes.DATA)
    shared: Path = parser.parse_args(arguments).shared
    with home_of(homes.CORPUS, shared / "seeds", shared / homes.NATIONAL) as home:
        names = by_title(home.catalog)
        with home.searcher() as searcher:

            def answered(name: str) -> list[tuple[Question, Answer]]:
                return [
                    (q, ask(q.question, searcher=searcher, catalog=home.catalog, today=home.today))
                    for q in tqdm([resolved(question, names) for question in load(name)], desc=name)
                ]

            pairs = answered(SET)
            others = {name: answered(name) for name in (*APART, *SEEN)}
        answers = [answer for told in (pairs, *others.values()) for _, answer in told]
        inexact = sum(
            home.catalog.version(c.document, c.version).parse.text[c.start : c.end] != c.quote
            for answer in answers
            for c in answer.citations
        )
    paths = answer_paths.checked((c for answer in answers for c in answer.citations), shared / homes.NATIONAL)
    figures = {
        "quotes that are not exact spans": inexact,
        "citations of laws": paths.checked,
        "their articles wrong": len(paths.wrong),
        **evidence(pairs),
        **silence(pairs),
    }
    figures |= {
        f"{'seen' if name in SEEN else 'apart'}: {name}": _told(told) for name, told in others.items()
    }
    milliseconds = sorted(answer.milliseconds for _, answer in pairs)
    figures["milliseconds p50"] = statistics.median(milliseconds)
    figures["milliseconds p95"] = milliseconds[int(0.95 * len(milliseconds))]
    write_result("answers", "python -m eval.benchmarks.answers", figures, show=True)


def by_title(catalog: Catalog) -> dict[str, str]:
    """File names and titles -> ids: parts of a compilation are named by their titles."""
    titles = {record.metadata.title: record.id for record in catalog.documents()}
    return titles | by_source(catalog)


def _told(pairs: list[tuple[Question, Answer]]) -> dict[str, object]:
    unanswerable = any(not q.gold for q, _ in pairs)
    return {**evidence(pairs), **(silence(pairs) if unanswerable else {})}


def evidence(pairs: list[tuple[Question, Answer]]) -> dict[str, float]:
    """Of the answerable: the right evidence in the first statement of a group, among all citations; of scope, every row."""
    asked = [(q, a) for q, a in pairs if q.gold]
    shown = [any(stands_in(g, c) for g in _answers(q) for c in a.citations) for q, a in asked]
    first = [any(stands_in(g, c) for g in _answers(q) for c in _firsts(a)) for q, a in asked]
    foremost = [any(stands_in(g, c) for g in _answers(q) for c in _firsts(a, most=1)) for q, a in asked]
    scope = [(q, a) for q, a in asked if q.type is QuestionType.SCOPE]
    every = [
        [any(stands_in(gold, c) for gold in golds for c in a.citations) for golds in _by_document(q)]
        for q, a in scope
    ]
    return {
        "answerable": len(asked),
        "right evidence in the first statement of a group": _share(first),
        "in that statement's first citation": _share(foremost),
        "in the very first statement": _share(
            [any(stands_in(g, c) for g in _answers(q) for c in _first(a)) for q, a in asked]
        ),
        "right evidence among the citations": _share(shown),
        "scope questions": len(scope),
        "scope: every document's row shown": _share([all(rows) for rows in every]),
        "scope: documents to be shown": sum(map(len, every)),
        "scope: of them shown": _share([row for rows in every for row in rows]),
        "citations of an answer": round(statistics.mean(len(a.citations) for _, a in asked), 1),
    }


def silence(pairs: list[tuple[Question, Answer]]) -> dict[str, object]:
    """False answers and refusals; a card alone is no false answer."""
    wrong = Counter(str(q.reason) for q, a in pairs if not q.gold and _answered(a))
    counts = Counter(str(q.reason) for q, _ in pairs if not q.gold)
    unwarned = [_answered(a) and DOUBT not in a.notes for q, a in pairs if not q.gold]
    warned = [a.answered and DOUBT in a.notes for q, a in pairs if q.gold]
    return {
        "unanswerable": sum(counts.values()),
        "false answers": round(sum(wrong.values()) / sum(counts.values()), 4),
        "false answers by reason": {reason: round(wrong[reason] / n, 4) for reason, n in counts.items()},
        "false answers without a word of doubt": _share(unwarned),
        "answerable ones answered with one": _share(warned),
        "false refusals": _share([not a.answered for q, a in pairs if q.gold]),
    }


def _answers(question: Question) -> list[Gold]:
    return [gold for gold in question.gold if gold.relevance > 1] or list(question.gold)


def _by_document(question: Question) -> list[list[Gold]]:
    """The gold of each document: one that says it in several sentences is shown with any of them."""
    return [list(golds) for _, golds in groupby(sorted(_answers(question), key=_document), key=_document)]


def _document(gold: Gold) -> str:
    return gold.document


def _firsts(answer: Answer, most: int | None = None) -> list[Citation]:
    """The citations of every group's first statement: what several documents say alike is one statement."""
    numbers = {number for section in answer.sections for number in section.statements[0].citations[:most]}
    return [citation for citation in answer.citations if citation.n in numbers]


def _first(answer: Answer) -> list[Citation]:
    """The citations of the statement that is read first; a card is no statement."""
    sections = [section for section in answer.sections if section.kind is not SectionKind.EMERGENCY]
    numbers = sections[0].statements[0].citations if sections else ()
    return [citation for citation in answer.citations if citation.n in numbers]


def _answered(answer: Answer) -> bool:
    return any(citation.kind.value != "emergency" for citation in answer.citations)


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    main()
