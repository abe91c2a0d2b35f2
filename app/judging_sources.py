"""What comes into review: teachers' questions by lot, those with a 👎, one of each meaning, a question set.

Teachers' questions and answers are stored masked; an item keeps the exact answer that the teacher got. A
question set is asked now, as a teacher would.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.access import Act
from app.assistant import ask
from app.desk import Desk
from app.dialogue import Asked
from app.evaluation import Progress, SetQuestion
from app.gaps import group, plain
from app.history import masked
from app.judging_items import asked_as, digest
from app.standing import standing
from app.studio import today
from index.model import Filters, Matrix
from ingest.catalog_asked import AskedTable
from ingest.catalog_judgements import Candidate, JudgementTable, NewItem
from ingest.errors import StudioError
from ingest.model import Stage

MOST = 100
"""Items that come in at one time."""
READ = 600
"""The latest wordings that are grouped by meaning."""
REAL, DISLIKED, CLUSTER, SET, IMPORT = "asked", "disliked", "cluster", "set", "import"
_LONGEST_SOURCE, _LONGEST_RUN = 40, 64

QuestionsOf = Callable[[str], Sequence[SetQuestion]]
"""A question set by its name. StudioError where there is none."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of filling the queue: ``added`` items, of ``found`` that could have been taken.

    ``groups``: meanings among them, 0 where they were not grouped.
    """

    added: int
    found: int
    groups: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """The services over a desk, for the desk's account. ``lot`` draws the sample."""

    desk: Desk
    lot: random.Random = field(default_factory=random.SystemRandom)

    @property
    def _table(self) -> JudgementTable:
        return JudgementTable(self.desk.studio.catalog.engine)

    def real(self, count: int) -> Filled:
        """Stored questions by lot, each wording once."""
        return self._stored(count, REAL, "真实提问")

    def disliked(self, count: int) -> Filled:
        """Stored questions whose answer got a 👎, by lot."""
        return self._stored(count, DISLIKED, "被评为没用的提问")

    def clusters(self, count: int) -> Filled:
        """One stored question of each meaning that is not under review yet, what was asked most first."""
        self.desk.require(Act.JUDGE)
        count = _checked(count)
        found = self._table.candidates()
        times = Counter(plain(one.text) for one in found)
        latest = {plain(one.text): one for one in found}
        newest = sorted(latest, key=lambda wording: latest[wording].id, reverse=True)[:READ]
        new = self._vectors({wording: latest[wording].text for wording in newest})
        held = {head.id: self._vectors({plain(head.question): head.question}) for head in self._table.heads()}
        made = group(new, held).made
        often = sorted(made, key=lambda some: (-sum(times[one] for one in some), some))
        items = [
            self._item_of(latest[middle(some, new)], f"{CLUSTER}:{sum(times[one] for one in some)}")
            for some in often[:count]
        ]
        return Filled(self._add(items, "提问归组"), len(found), len(made))

    def of_set(
        self, name: str, questions: QuestionsOf, count: int, progress: Progress | None = None
    ) -> Filled:
        """Questions of a set by lot, answered now. What is answered when ``progress`` stops it comes in all the same."""
        self.desk.require(Act.JUDGE)
        count = _checked(count)
        found = [one for one in questions(name) if plain(one.text) not in self._known()]
        chosen = self.lot.sample(found, min(count, len(found)))
        source, made, added = f"{SET}:{name}"[:_LONGEST_SOURCE], list[NewItem | None](), 0
        try:
            for one in chosen:
                if progress:
                    progress(len(made), len(chosen))
                made.append(self._answered(one, source))
        finally:
            added = self._add(made, f"题集 {name}")
        return Filled(added, len(found))

    def typed(self, texts: Sequence[str]) -> Filled:
        """Questions that came in a file without an answer, answered now."""
        self.desk.require(Act.JUDGE)
        asked = [SetQuestion(text) for text in dict.fromkeys(texts)][:MOST]
        return Filled(self._add([self._answered(one, IMPORT) for one in asked], "导入的问题"), len(texts))

    def outdated(self, told: Mapping[str, Any]) -> dict[str, str]:
        """Citation number -> how its version stands, for those whose version does not hold today."""
        found = {}
        for one in told["citations"]:
            states = self.desk.studio.catalog.states(one["document"])
            if not states:
                if not one["in_force"]:
                    found[str(one["n"])] = "不是现行有效"
                continue
            now = standing(states, one["version"], today())
            if not now.in_force:
                found[str(one["n"])] = now.label
        return found

    def _stored(self, count: int, source: str, named: str) -> Filled:
        self.desk.require(Act.JUDGE)
        count, known = _checked(count), self._known()
        found = {
            plain(one.text): one
            for one in self._table.candidates(disliked=source == DISLIKED)
            if plain(one.text) not in known
        }
        chosen = self.lot.sample(list(found.values()), min(count, len(found)))
        return Filled(self._add([self._item_of(one, source) for one in chosen], named), len(found))

    def _known(self) -> set[str]:
        return {plain(head.question) for head in self._table.heads()}

    def _vectors(self, texts: Mapping[str, str]) -> dict[str, Matrix]:
        if not texts:
            return {}
        rows = self.desk.studio.searcher.encoder.encode_queries(list(texts.values()))
        return dict(zip(texts, rows, strict=True))

    def _item_of(self, candidate: Candidate, source: str) -> NewItem | None:
        """None where the question was deleted meanwhile."""
        record = AskedTable(self.desk.studio.catalog.engine).one(candidate.id)
        if record is None:
            return None
        return NewItem(
            source=source[:_LONGEST_SOURCE],
            question=asked_as(record.answer),
            answer=record.answer,
            answer_sha256=digest(record.answer),
            run=f"asked {record.at:%Y-%m-%d}",
            asked=record.id,
            outdated=self.outdated(record.answer),
        )

    def _answered(self, one: SetQuestion, source: str) -> NewItem:
        studio = self.desk.studio
        filters = Filters(stages=(Stage(one.stage),) if one.stage else ())
        answer = studio.mended(
            lambda: ask(
                one.text,
                filters,
                previous=[Asked(text) for text in one.before],
                searcher=studio.searcher,
                catalog=studio.catalog,
                today=today(),
            )
        )
        told = masked(answer)
        run = f"{today()} r{studio.catalog.revision()} {studio.searcher.encoder.id}"
        return NewItem(
            source, asked_as(told), told, digest(told), run[:_LONGEST_RUN], outdated=self.outdated(told)
        )

    def _add(self, items: Sequence[NewItem | None], named: str) -> int:
        made = [one for one in items if one is not None]
        return len(self._table.add(made, actor=self.desk.account.name, detail=named)) if made else 0


def middle(wordings: Sequence[str], vectors: Mapping[str, Matrix]) -> str:
    """The wording nearest to the mean of the group, the first by name among equals."""
    ordered = sorted(wordings)
    rows = np.array([vectors[one] for one in ordered])
    return ordered[int((rows @ rows.mean(axis=0)).argmax())]


def _checked(count: int) -> int:
    if not 1 <= count <= MOST:
        raise StudioError(f"一次取 1 到 {MOST} 题。请改一下题数。")
    return count
