"""What the network that reads a question beside a sentence learns from: questions at the edge of what is answered.

``data/near.tsv.gz``: writer, block, 答 or 不答, question, document, what of it answers: our own sentence, or the article
of a law, which ships with nobody's words but ours. 16,960 lines written for this project by twenty-four who saw the
documents and neither the program nor a set: in each block one matter that a document settles, asked in two ways, and
two questions that nothing in the library answers, as far as the writers could search it; the first eight put both
right beside that matter, the next one of them farther off, the last took turns. Of 446 that one writer had called
unanswered another, shown what the program finds, found 7 answered and 34 open to dispute; these are left out, so are
186 of which the last eight writers said that they were not sure, and 86 too near to a question of a set.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
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
_BEFORE_A_NAME = ("", "中华人民共和国", "中华人民共和国民法典 ", "最高人民法院")
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
        titles = {record.document: record.title for record in home.records()}
        found = []
        for line in lines():
            asked = without_names(subject(line.question))
            quotes = found_for(asked, searcher, home.catalog, today=home.today).quotes
            nearest = silence_features.nearest(asked, quotes, encoder)
            if len(nearest) == silence_features.NEAREST:
                found.append(Lesson(asked, nearest, line.answered, gold(line, nearest, titles)))
    return found


def gold(line: Line, candidates: tuple[Candidate, ...], titles: Mapping[str, str]) -> tuple[int, ...]:
    """Places of the candidates that stand in the sentence that answers, or hold it, blanks aside; or in the article.

    ``titles``: of documents by id; a law is known by its own name.
    """
    if not line.place:
        return ()
    title = titles.get(line.document, line.document)
    article, told = bool(_ARTICLE.fullmatch(line.place)), "".join(line.place.split())

    def holds(one: Candidate) -> bool:
        text = "".join(one.text.split())
        return one.above.split(" ")[-1] == line.place if article else text in told or told in text

    return tuple(at for at, one in enumerate(candidates) if _stands_under(title, one.above) and holds(one))


def _stands_under(title: str, above: str) -> bool:
    return any(f"{above} ".startswith(f"{before}{title} ") for before in _BEFORE_A_NAME)
