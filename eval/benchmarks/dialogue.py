"""Follow-ups: recognised, taken as meant, found; and questions that stand alone, left alone.

    python -m eval.benchmarks.dialogue

Two sets of the same form, JSON lines, one line:

    {"id": "dt-001", "previous": ["小学生能带手机进学校吗"], "asked": "中职呢", "follows": true,
     "must": ["中职", "手机"], "must_not": ["小学"], "documents": ["policy-y05-shouji"], "emergency": ""}

``previous``: 1 to 3 questions as they were asked, the last one last; they may be follow-ups themselves.
``asked``: the question that is judged. ``follows``: whether it needs the subject of what was asked before.
Of a follow-up, ``must`` are words that the full question has to have (of both questions), ``must_not`` those
it must not have any more (the alternative that was replaced); both empty where it stands alone.
``documents``: ids of documents of the shipped corpus that answer the follow-up, any of them; empty where
none does. ``emergency``: the situation (``ingest.vocabulary.SITUATIONS``) whose card has to be named, or "".

``dialogue_train`` (the same form) teaches the model of ``app.follow_up`` and is not measured here:
``python -m eval.intent.dialogue`` reports its cross-validation and a third held out. ``dialogue_tune`` chose
the rules and words of ``app.dialogue``; ``dialogue_test``, by another hand, reports.
"typical questions" are all those of the shipped corpus, each after one of another document: a hard measure
of what is left alone, since some of them are elliptic themselves. The model learned from them too, after
others; that command reports them by models that did not.
Writes ``eval/results/dialogue.json``.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from app.assistant import ordinary_hits
from app.dialogue import MOST_PREVIOUS, Asked, understood
from app.emergency import recognise_either
from eval.benchmarks import homes
from eval.benchmarks.homes import Home, home_of
from eval.benchmarks.report import write_result
from eval.dataset import SETS
from index.search import Searcher

TUNE, TEST = "dialogue_tune", "dialogue_test"
DEPTH = 5
_APART = 97
"""How far apart in the corpus a typical question and the one before it stand: in other documents."""


class Pair(BaseModel):
    """One line of a set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    previous: tuple[str, ...] = Field(min_length=1, max_length=MOST_PREVIOUS)
    asked: str = Field(min_length=1)
    follows: bool
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    emergency: str = ""

    @property
    def taken(self) -> str:
        return understood(self.asked, [Asked(question) for question in self.previous])


def load(name: str) -> list[Pair]:
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Pair.model_validate_json(line) for line in lines if line.strip()]


def score(pairs: Sequence[Pair]) -> dict[str, float | int]:
    """What the rules make of the pairs, without an index."""
    follow_ups = [pair for pair in pairs if pair.follows]
    alone = [pair for pair in pairs if not pair.follows]
    urgent = [pair for pair in pairs if pair.emergency]
    return {
        "follow-ups": len(follow_ups),
        "recognised": share([bool(pair.taken) for pair in follow_ups]),
        "taken as meant": share([as_meant(pair) for pair in follow_ups]),
        "questions that stand alone": len(alone),
        "left alone": share([not pair.taken for pair in alone]),
        "emergencies": len(urgent),
        "emergency named": share([_alarmed(pair) for pair in urgent]),
    }


def as_meant(pair: Pair) -> bool:
    """Whether the full question has the words it must have and none of those replaced."""
    taken = pair.taken
    held = all(word in taken for word in pair.must)
    return bool(taken) and held and not any(word in taken for word in pair.must_not)


def found(pairs: Sequence[Pair], home: Home, searcher: Searcher) -> dict[str, float | int]:
    """hit@5 of the gold documents: asked in full as the rules took it, and as it was typed."""
    asked = [pair for pair in pairs if pair.follows and pair.documents]

    def hit(pair: Pair, question: str) -> bool:
        hits = ordinary_hits(question, searcher, today=home.today)[:DEPTH]
        return any(one.document in pair.documents for one in hits)

    return {
        "follow-ups with gold": len(asked),
        "hit@5 with the subject carried": share([hit(pair, pair.taken or pair.asked) for pair in asked]),
        "hit@5 as typed": share([hit(pair, pair.asked) for pair in asked]),
    }


def typical(home: Home) -> dict[str, float | int]:
    """Typical questions of the corpus, each after one of another document."""
    asked = list(dict.fromkeys(q for record in home.records() for q in record.questions))
    pairs = [(asked[(place + _APART) % len(asked)], question) for place, question in enumerate(asked)]
    left = [not understood(question, [Asked(before)]) for before, question in pairs]
    return {"typical questions": len(asked), "left alone": share(left)}


def share(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _alarmed(pair: Pair) -> bool:
    alarm = recognise_either(pair.asked, pair.taken)
    return alarm is not None and pair.emergency in (alarm.situation, *alarm.others)


def main() -> None:
    names = [name for name in (TUNE, TEST) if (SETS / f"{name}.jsonl").is_file()]
    with home_of(homes.CORPUS) as home, home.searcher() as searcher:
        figures: dict[str, object] = {
            name: {**score(load(name)), **found(load(name), home, searcher)} for name in names
        }
        figures["corpus"] = typical(home)
    write_result("dialogue", "python -m eval.benchmarks.dialogue", figures, show=True)


if __name__ == "__main__":
    main()
