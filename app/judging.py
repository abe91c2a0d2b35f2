"""Human review: which answers wait for whom, what reviewers think of them, and what comes of it.

A reviewer sees the question and the answer, and neither where it came from nor what another thinks. The
rules are in ``app.judging_rules``; ``app.judging_sources`` fills the queue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app import judging_gold
from app.access import Act
from app.answer_stored import restored
from app.desk import Desk
from app.judging_items import Row, gold_line, promotable, rows
from app.judging_model import (
    Judged,
    Overview,
    Seen,
    Task,
    Waiting,
    citation_agreement,
    verdict_agreement,
)
from app.judging_rules import (
    LONGEST_COMMENT,
    LONGEST_SECONDS,
    State,
    both,
    check,
    checked,
    may_change,
    may_decide,
    may_judge,
    outcome,
    state,
)
from app.studio import CHINA
from ingest.catalog_judgements import ItemHead, ItemRecord, JudgementRecord, JudgementTable
from ingest.errors import StudioError
from ingest.masking import mask_text

AROUND = 110
"""Characters of the source that are shown before and after a quote."""
_GONE = "这一题已经不在复核队列里。请看下一题。"


@dataclass(frozen=True, slots=True)
class Judging:
    """The services over a desk, for the desk's account."""

    desk: Desk

    @property
    def table(self) -> JudgementTable:
        return JudgementTable(self.desk.studio.catalog.engine)

    @property
    def name(self) -> str:
        return self.desk.account.name

    def overview(self) -> Overview:
        """Everything but the item at hand."""
        self.desk.require(Act.JUDGE)
        heads, given = self.table.heads(), self._judgements()
        open_ones = [one for one in heads if may_judge(self.name, given[one.id])]
        # What another has judged comes first: a pair is worth more than two halves.
        open_ones.sort(key=lambda one: (-len(given[one.id]), one.id))
        judged = [self._judged(one, given[one.id]) for one in heads if len(both(given[one.id])) == 2]
        differing = [one for one in judged if one.decided is None]
        own = [one for some in given.values() for one in some if one.reviewer == self.name]
        changeable = [one for one in own if may_change(self.name, given[one.item])]
        return Overview(
            waiting=tuple(Waiting(one.id, one.question) for one in open_ones),
            decide=tuple(Waiting(one.head.id, one.head.question) for one in differing if one.mine),
            differing=tuple(differing),
            settled=tuple(one for one in judged if one.decided),
            today=sum(one.at >= _midnight() for one in own),
            back=max(changeable, key=lambda one: one.at).item if changeable else None,
            alone=len(changeable),
            verdicts=verdict_agreement(judged),
            citations=citation_agreement(judged),
        )

    def task(self, wanted: int | None = None, skipped: Sequence[int] = ()) -> Task | None:
        """The item that is asked for, else the next one that waits; None where nothing does.

        What was skipped comes last, and what was skipped first comes first of it.

        StudioError for an item that this account may neither judge, change nor decide now.
        """
        self.desk.require(Act.JUDGE)
        if wanted is None:
            seen = self.overview()
            ids = [one.id for one in (*seen.waiting, *seen.decide)]
            late = {id: place for place, id in enumerate(skipped)}
            wanted = min(ids, key=lambda id: late.get(id, -1), default=None)
        if wanted is None:
            return None
        item, there = self._item(wanted), self.table.judgements(wanted)
        decides = may_decide(self.name, there)
        if not decides and not may_judge(self.name, there) and not may_change(self.name, there):
            raise StudioError("这一题现在不用您判。请看下一题。")
        own = next((one for one in there if one.reviewer == self.name), None)
        return self._task(item, own, both(there) if decides else ())

    def settled(self, wanted: int) -> Task:
        """An item with its conclusion, to be read. StudioError for one that is still open."""
        self.desk.require(Act.JUDGE)
        item, there = self._item(wanted), self.table.judgements(wanted)
        decided = outcome(there)
        if decided is None:
            raise StudioError("这一题还没有结论。请看下一题。")
        return self._task(item, None, both(there), decided)

    def submit(
        self,
        item: int,
        verdict: object,
        citations: Mapping[str, object],
        *,
        comment: str = "",
        seconds: float = 0.0,
        decides: bool = False,
    ) -> None:
        """Store this account's judgement, or its decision between two others.

        StudioError where something is missing, or two others have judged meanwhile; nothing is stored then.
        """
        self.desk.require(Act.JUDGE)
        judged = self._item(item)
        if len(comment) > LONGEST_COMMENT:
            raise StudioError(f"说明有 {len(comment)} 字，太长了。请缩短到 {LONGEST_COMMENT} 字以内。")
        found, supports = checked(
            verdict,
            citations,
            wanted=[one["n"] for one in judged.answer["citations"]],
            outdated=judged.outdated or {},
            answered=judged.answer["answered"],
        )
        new = JudgementRecord(
            item=item,
            reviewer=self.name,
            verdict=found.value,
            citations=supports,
            comment=mask_text(comment.strip()),
            seconds=round(min(max(seconds, 0.0), LONGEST_SECONDS), 1),
            adjudicates=decides,
            at=datetime.now(UTC),
        )
        if not self.table.submit(new, lambda there: check(new, there)):
            raise StudioError(_GONE)

    def drop(self, item: int) -> None:
        """Take an item that nobody has judged out of the queue."""
        self.desk.require(Act.JUDGE)
        if not self.table.drop(item, actor=self.name):
            raise StudioError("这一题已有人判过，或已经不在队列里，没有移出。")

    def promote(self) -> judging_gold.Promoted:
        """Take every settled item that says what is right into the home's own question set."""
        self.desk.require(Act.JUDGE)
        with self.desk.changing():  # no purge between reading an answer and writing it down
            given = self._judgements()
            new = [
                one.id
                for one in self.table.heads()
                if not one.promoted and state(given[one.id]) is State.SETTLED
            ]
            ready = []
            for item in self.table.some(new):
                decided = outcome(given[item.id])
                if decided and promotable(item, decided):
                    ready.append((item, decided))
            lines = [self._gold(item, decided) for item, decided in ready]
            done = judging_gold.append(self.desk.studio.home, lines)
            if ready:
                detail = f"收入题集 {judging_gold.NAME}：{done.written} 题"
                self.table.promote([item.id for item, _ in ready], actor=self.name, detail=detail)
        return done

    def _gold(self, item: ItemRecord, decided: JudgementRecord) -> dict[str, object]:
        answer = restored(item.answer, 0)
        there = self.desk.studio.catalog.passages(one.passage for one in answer.citations)
        return gold_line(item, decided, answer, {id: passage.path for id, passage in there.items()})

    def _task(
        self,
        item: ItemRecord,
        own: JudgementRecord | None,
        two: tuple[JudgementRecord, ...],
        decided: JudgementRecord | None = None,
    ) -> Task:
        answer = restored(item.answer, 0)
        seen = tuple(self._seen(row, item.outdated or {}) for row in rows(answer))
        return Task(item.id, item.question, answer, seen, own, two, decided)

    def _item(self, item: int) -> ItemRecord:
        found = self.table.one(item)
        if found is None:
            raise StudioError(_GONE)
        return found

    def _judgements(self) -> defaultdict[int, list[JudgementRecord]]:
        given: defaultdict[int, list[JudgementRecord]] = defaultdict(list)
        for one in self.table.judgements():
            given[one.item].append(one)
        return given

    def _judged(self, head: ItemHead, there: Sequence[JudgementRecord]) -> Judged:
        return Judged(head, tuple(there), outcome(there), may_decide(self.name, there))

    def _seen(self, row: Row, outdated: Mapping[str, str]) -> Seen:
        why = outdated.get(str(row.citation.n), "")
        try:
            view = self.desk.source(row.citation)
        except StudioError:  # an item of another home: its document is not here
            return Seen(row, "", "", why, known=False)
        before, after = view.before[-AROUND:], view.after[:AROUND]
        return Seen(
            row,
            before if before == view.before else f"…{before}",
            after if after == view.after else f"{after}…",
            why,
            known=True,
        )


def _midnight() -> datetime:
    return datetime.now(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
