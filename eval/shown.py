"""What the evaluation page sees of question sets and recorded runs: ``app.evaluation.Evaluations`` over a home.

What is heavy is loaded when it is asked for: the server starts without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk import Desk
from app.evaluation import (
    Changed,
    Compared,
    Kept,
    Listed,
    Metric,
    Progress,
    Report,
    SetInfo,
    SetQuestion,
    Suffix,
)
from app.studio import today
from eval import dataset
from eval.set_titles import purpose_of, title_of
from ingest.errors import StudioError

if TYPE_CHECKING:
    from eval.comparison import Difference
    from eval.runs import Run

_SETTINGS = {"fusion": "合并权重", "lexicon": "词表"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Over the desk's open home."""

    desk: Desk

    @property
    def _home(self) -> Path:
        return self.desk.studio.home

    def sets(self) -> list[SetInfo]:
        found = ((name, dataset.located(name, self._home)) for name in dataset.names(self._home))
        return [_described(name, path, path.stat().st_mtime_ns) for name, path in found]

    def questions(self, name: str) -> list[SetQuestion]:
        return dataset.asked(self._known(name), self._home)

    def run(self, name: str, by: str, progress: Progress) -> Report:
        from eval import runs
        from eval.run import run_set

        opened = self.desk.studio
        made = run_set(
            self._known(name),
            searcher=opened.searcher,
            catalog=opened.catalog,
            today=today(),
            home=opened.home,
            by=by,
            progress=progress,
        )
        return runs.save(opened.home, made).report()

    def listed(self) -> Listed:
        from eval import runs

        found = [_kept(path, path.stat().st_mtime_ns) for path in runs.paths(self._home)]
        there = tuple(one for one in found if one)
        return Listed(there, len(found) - len(there))

    def report(self, id: str) -> Report:
        return self._run(id).report()

    def compare(self, one: str, other: str) -> Compared:
        from eval.comparison import compared

        first, second = sorted((self._run(one), self._run(other)), key=lambda run: (run.made, run.id))
        result = compared(first, second)
        return Compared(
            first=head_of(first),
            second=head_of(second),
            conditions=tuple(_conditions(first, second)),
            metrics=tuple(_metric(row) for row in result.metrics),
            changes=tuple(
                Changed(
                    change.question,
                    bool(change.after.gold),
                    (change.before.rank, change.after.rank),
                    (change.before.answered, change.after.answered),
                )
                for change in result.changes
            ),
            left_out=result.left_out,
        )

    def file(self, id: str, suffix: Suffix, against: str = "") -> bytes:
        from eval import report_html, report_xlsx
        from eval.comparison import compared

        wanted = self._run(id)
        comparison = compared(self._run(against), wanted) if against else None
        if suffix == "html":
            return report_html.page(wanted, comparison).encode()
        return report_xlsx.workbook(wanted, comparison)

    def _known(self, name: str) -> str:
        """``name``, which must be that of a set: a path from the page is none."""
        if name not in dataset.names(self._home):
            raise StudioError(f"没有题集“{name}”，可能已经移走。请刷新页面，再选一套。")
        return name

    def _run(self, id: str) -> Run:
        from eval import runs

        for path in runs.paths(self._home):
            if path.stem == id:
                return runs.load(self._home, str(path))
        raise StudioError("没有这次评估的记录，可能已经移走。请刷新页面，再选一次。")


def head_of(run: Run) -> Kept:
    from eval.telling import BRIEF

    metrics = run.metrics
    return Kept(
        id=run.id,
        made=datetime.fromisoformat(run.made),
        by=run.by,
        set=run.set,
        title=title_of(run.set) + (f"（{run.split}）" if run.split else ""),
        revision=run.revision,
        encoder=run.encoder,
        questions=len(run.outcomes),
        ranked=len(run.ranked),
        figures={name: metrics[name] for name in BRIEF if name in metrics},
        silent=run.silent,
    )


@lru_cache(maxsize=256)
def _kept(path: Path, _changed: int) -> Kept | None:
    """None where the record cannot be read. Remembered as long as the file is the same: it has every question."""
    from eval import runs

    try:
        return head_of(runs.load(path.parent, str(path)))
    except StudioError:
        return None


@lru_cache(maxsize=64)
def _described(name: str, path: Path, _changed: int) -> SetInfo:
    """Remembered as long as the file is the same."""
    try:
        questions = dataset.load(str(path))
    except StudioError as problem:
        return SetInfo(name, title_of(name), str(problem).partition("\n")[0], 0, 0)
    return SetInfo(
        name, title_of(name), purpose_of(name), len(questions), sum(bool(one.gold) for one in questions)
    )


def _conditions(first: Run, second: Run) -> list[tuple[str, str, str]]:
    """What the runs were made under, where it differs: a difference may come from there."""
    facts = [
        ("题集", first.set, second.set),
        ("题集内容", first.sha256[:12], second.sha256[:12]),
        ("哪一半", first.split or "全部", second.split or "全部"),
        ("资料修订", str(first.revision), str(second.revision)),
        ("向量模型", first.encoder, second.encoder),
        *(
            (label, first.settings.get(name, ""), second.settings.get(name, ""))
            for name, label in _SETTINGS.items()
        ),
        ("程序版本", first.commit, second.commit),
    ]
    return [(what, before, after) for what, before, after in facts if before != after]


def _metric(row: Difference) -> Metric:
    from eval.metrics import ALL

    return Metric(
        name=row.metric,
        meaning=ALL[row.metric],
        questions=row.questions,
        first=row.first,
        second=row.second,
        low=row.interval.low,
        high=row.interval.high,
        p=row.p,
        better=0 if not row.significant else 1 if row.difference > 0 else -1,
        verdict=row.verdict,
    )
