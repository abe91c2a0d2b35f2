"""After a publication the gaps' questions are asked again: as a job, so that a host need not wait; in a command at once."""

from __future__ import annotations

from typing import Any

from app.access import operator
from app.desk import Desk
from app.gap_list import GapList
from app.jobs import Jobs, Report
from app.studio import Progress, Studio

KIND = "recheck"


def recheck(studio: Studio, actor: str, progress: Progress | None = None) -> int:
    """Ask the questions of the open gaps again, for a command; how many were closed."""

    def report(done: int, total: int, doing: str) -> None:
        if progress:
            progress(doing, done, total)

    return GapList(Desk(studio, operator(actor))).recheck_all(report)


class Rechecks:
    """Starts the job. Of many publications at once only those after which something is new are rechecked."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._checked = -1  # the catalog's revision that the last finished job began with

    def start(self, desk: Desk) -> str:
        """Queue a recheck in the name of the desk's account; the job's id."""

        def work(report: Report) -> dict[str, Any]:
            revision = desk.studio.catalog.revision()
            if revision == self._checked:
                return {"closed": 0}
            closed = GapList(desk).recheck_all(report)
            self._checked = revision
            return {"closed": closed}

        return self._jobs.start(KIND, work, desk.account)
