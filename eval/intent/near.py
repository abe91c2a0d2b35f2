"""What the network that reads a question beside a sentence learns from: questions at the edge of what is answered.

``data/near.tsv.gz``: writer, block, 答 or 不答, question, document, what of it answers: our own sentence, or the article
of a law, which ships with nobody's words but ours. 11,586 lines written for this project by sixteen who saw the documents
and neither the program nor a set: in each block one matter that a document settles, asked in two ways, and two
questions that nothing in the library answers, as far as the writers could search it; the first eight put both right
beside that matter, the others one of them farther off. Of 446 that one writer had called unanswered another, shown
what the program finds, found 7 answered and 34 open to dispute; these are left out, and so are 41 too near to a
question of a set.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import silence_features
from app.assistant import found_for
from app.comparing import subject
from app.paired import Candidate
from app.unnamed import without_names
from eval.benchmarks import homes
from eval.intent.data import DATA
from index.model import ReadingEncoder

LINES = DATA / "near.tsv.gz"
ANSWERED = "答"
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A question, whether it is ``answered``, and by what: ``document`` and ``place``, a sentence or an article; both
    may be empty."""

    writer: str
    question: str
    answered: bool
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with the sentences nearest to it; ``gold``: places among them of those that hold the answer."""

    question: str
    candidates: tuple[Candidate, ...]
    answered: bool
    gold: tuple[int, ...] = ()


def lines() -> Iterator[Line]:
    with gzip.open(LINES, "rt", encoding="utf-8") as file:
        for line in file:
            writer, _block, label, question, document, place = line.rstrip("\n").split("\t")
            yield Line(writer, question, label == ANSWERED, document, place)


def lessons(shared: Path) -> list[Lesson]:
    """Of every line for which ``NEAREST`` sentences are found, asked of the library as it ships with the seeds and
    national laws of the design's data folder."""
    with (
        homes.home_of(homes.CORPUS, shared / "seeds", shared / homes.NATIONAL) as home,
        home.searcher() as searcher,
    ):
        encoder = searcher.encoder
        if not isinstance(encoder, ReadingEncoder):
            raise TypeError(f"{encoder.id} does not read word by word")
        found = []
        for line in lines():
            asked = without_names(subject(line.question))
            quotes = found_for(asked, searcher, home.catalog, today=home.today).quotes
            nearest = silence_features.nearest(asked, quotes, encoder)
            if len(nearest) == silence_features.NEAREST:
                found.append(Lesson(asked, nearest, line.answered, gold(line, nearest)))
    return found


def gold(line: Line, candidates: tuple[Candidate, ...]) -> tuple[int, ...]:
    """Places of the candidates that stand in the sentence that answers, or hold it, blanks aside; or in the article.

    Not quite exact: a short sentence may stand elsewhere too, and the name of one law in that of another.
    """
    if _ARTICLE.fullmatch(line.place):
        return tuple(
            at
            for at, one in enumerate(candidates)
            if line.document in one.above and one.above.split(" ")[-1] == line.place
        )
    told = "".join(line.place.split())
    texts = ["".join(one.text.split()) for one in candidates]
    return tuple(at for at, text in enumerate(texts) if told and (text in told or told in text))
