"""维护: hosts check the home, rebuild its index and train its encoder; an administrator backs it up as well.

Each is a job: the page may be closed meanwhile and shows what came of it when it is opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.access import Act
from app.backups import Backups
from app.desk import Desk
from app.jobs import Jobs
from app.pages import frame
from app.pages.keeping_view import TITLES, backups_view, card_view, job_view, state_view
from app.upkeep import BACKUP, CHECK, KINDS, Upkeep
from ingest.catalog_jobs import JobRecord

LOOK_EVERY = 1.0
"""Seconds between two looks at the jobs."""
Seen = Mapping[str, tuple[str, str, bool]]
"""Kind -> (id, state, open) of the job that the page shows: what has ended is drawn once and then left alone."""


@dataclass(frozen=True, slots=True)
class Card:
    """The components of one kind of job."""

    kind: str
    frame: Any
    start: Any
    stop: Any
    told: Any

    @property
    def parts(self) -> list[Any]:
        """What ``_card`` sets, in its order."""
        return [self.frame, self.start, self.stop, self.told]


def build(desk: Desk, jobs: Jobs) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/keeping``."""
    with gr.Blocks(title="维护 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/keeping/")
        with gr.Column(elem_classes="body", elem_id="keeping"):
            state = gr.HTML(apply_default_css=False, elem_id="state")
            cards = [_built(kind) for kind in KINDS]
            kept = gr.HTML(apply_default_css=False, elem_id="backups", js_on_load=frame.script("keeping.js"))
        seen, clock = gr.State({}), gr.Timer(LOOK_EVERY, active=False)
        parts = [seen, clock, state, kept, *(part for card in cards for part in card.parts)]

        def opened(request: gr.Request) -> list[Any]:
            return _drawn(frame.mine(desk, request), jobs, None)

        def looked(seen: Seen, request: gr.Request) -> list[Any]:
            return _drawn(frame.mine(desk, request), jobs, seen)

        def doing(act: Callable[[Upkeep, str], object], kind: str) -> Callable[..., list[Any]]:
            def done(seen: Seen, request: gr.Request) -> list[Any]:
                mine = frame.mine(desk, request)
                act(Upkeep(mine, jobs), kind)
                return _drawn(mine, jobs, seen)

            return frame.safely(done)

        def dropped(event: gr.EventData, request: gr.Request) -> str:
            mine = Backups(frame.mine(desk, request))
            mine.delete(str(event._data.get("drop", "")))
            return backups_view(mine.listed())

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        for card in cards:
            card.start.click(doing(Upkeep.start, card.kind), [seen], parts, **quiet)
            card.stop.click(doing(Upkeep.stop, card.kind), [seen], parts, **quiet)
        kept.select(frame.safely(dropped), None, [kept], **quiet)
        clock.tick(frame.safely(looked), [seen], parts, **quiet)
        page.load(frame.safely(opened), None, parts, **quiet)
    return page


def _built(kind: str) -> Card:
    with gr.Column(elem_classes="change", visible=kind != BACKUP) as around:
        gr.HTML(card_view(kind), apply_default_css=False)
        with gr.Row(elem_classes="acts"):
            variant: Any = "primary" if kind in (CHECK, BACKUP) else "secondary"
            start = gr.Button(TITLES[kind][0], variant=variant, elem_id=f"{kind}-start")
            stop = gr.Button("取消", visible=False, elem_id=f"{kind}-stop")
        told = gr.HTML(apply_default_css=False, elem_id=f"{kind}-told")
    return Card(kind, around, start, stop, told)


def _drawn(mine: Desk, jobs: Jobs, seen: Seen | None) -> list[Any]:
    """What changed since ``seen``; all of it where that is None. The home is looked at when a job has ended."""
    work, before = Upkeep(mine, jobs), seen or {}
    backs_up = Act.BACKUP in mine.account.acts
    latest = {kind: work.latest(kind) for kind in KINDS if kind != BACKUP or backs_up}
    now = {kind: (job.id, job.state.value, job.state.open) for kind, job in latest.items() if job}
    ended = seen is None or any(
        is_open and now.get(kind, ("", "", False)) != (id, state, True)
        for kind, (id, state, is_open) in before.items()
    )
    whole = _whole(mine, work, backs_up=backs_up) if ended else [gr.skip(), gr.skip()]
    drawn = [now, gr.Timer(active=any(is_open for _, _, is_open in now.values())), *whole]
    for kind in KINDS:
        same = seen is not None and now.get(kind) == before.get(kind)
        still = same and not (kind in now and now[kind][2])
        drawn += [gr.skip()] * 4 if still else _card(kind, latest.get(kind), shown=kind in latest)
    return drawn


def _whole(mine: Desk, work: Upkeep, *, backs_up: bool) -> list[Any]:
    """The home's state and its backups."""
    backups = Backups(mine).listed() if backs_up else []
    last = next((one for one in backups if one.made), None)
    return [state_view(work.state(), work.judging(), last, backs_up=backs_up), backups_view(backups)]


def _card(kind: str, job: JobRecord | None, *, shown: bool) -> list[Any]:
    runs = job is not None and job.state.open
    return [
        gr.Column(visible=shown),
        gr.Button(interactive=not runs),
        gr.Button(visible=runs),
        job_view(job),
    ]
