"""人工复核: evaluators judge answers and their citations, two by themselves, a third where they differ."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.desk import Desk
from app.evaluation import Evaluations
from app.jobs import Jobs
from app.judging import Judging
from app.judging_exchange import exported, imported
from app.judging_sources import CLUSTER, DISLIKED, REAL, SET, Sources
from app.pages import frame, judging_fill
from app.pages.judging_side import aside, queue, tools, top
from app.pages.judging_view import nothing, refused, task_view
from app.pages.render import message
from app.studio import today
from ingest.errors import StudioError

_NONSENSE = "不认识这个操作。请刷新页面再试。"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: HTML to say, the item to show next (None: whatever waits), a file to hand over.

    ``settled``: the item is shown with its conclusion, to be read. ``fills``: a job has begun to fill the queue.
    """

    said: str = ""
    item: int | None = None
    file: Mapping[str, str] | None = None
    settled: bool = False
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """The page's services for one account."""

    judging: Judging
    evaluations: Evaluations
    jobs: Jobs

    def act(self, data: Mapping[str, Any]) -> Done:
        """Do what was clicked. StudioError in words for the user."""
        acts: dict[object, Callable[[], Done]] = {
            "open": lambda: Done(item=_whole(data, "item")),
            "settled": lambda: Done(item=_whole(data, "item"), settled=True),
            "skip": lambda: Done(),
            "next": lambda: Done(),
            "submit": lambda: self._submitted(data),
            "drop": lambda: self._dropped(_whole(data, "item")),
            "fill": lambda: self._filled(data),
            "promote": self._promoted,
            "export": self._exported,
            "import": lambda: self._imported(str(data.get("text", ""))),
        }
        act = acts.get(data.get("act"))
        if act is None:
            raise StudioError(_NONSENSE)
        return act()

    def _submitted(self, data: Mapping[str, Any]) -> Done:
        citations, seconds = data.get("citations"), data.get("seconds")
        self.judging.submit(
            _whole(data, "item"),
            data.get("verdict"),
            citations if isinstance(citations, dict) else {},
            comment=str(data.get("comment", "")),
            seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
            decides=data.get("decides") is True,
        )
        return Done(message("已裁定。" if data.get("decides") else "已提交。", "ok"))

    def _dropped(self, item: int) -> Done:
        self.judging.drop(item)
        return Done(message("已移出队列。", "ok"))

    def _filled(self, data: Mapping[str, Any]) -> Done:
        sources, count = Sources(self.judging.desk), _whole(data, "count")
        source, item = data.get("source"), _whole(data, "item") if data.get("item") else None
        if source == SET:
            judging_fill.start(self.jobs, sources, self.evaluations, str(data.get("set", "")), count)
            return Done(item=item, fills=True)
        if source == CLUSTER:
            said = judging_fill.told(sources.clusters(count), "没进过队列的提问")
        elif source == DISLIKED:
            said = judging_fill.told(sources.disliked(count), "被评为没用、没进过队列的提问")
        elif source == REAL:
            said = judging_fill.told(sources.real(count), "没进过队列的提问")
        else:
            raise StudioError(_NONSENSE)
        return Done(message(said, "ok"), item)

    def _promoted(self) -> Done:
        done = self.judging.promote()
        if not done.written and not done.known:
            return Done(message("没有可收入的新题：只收“正确”且有引用支持的，和“应拒答”的。", "warn"))
        more = f"，{done.known} 题题集里已有" if done.known else ""
        silent = f"其中 {done.silent} 题应拒答，评估时只看沉默对不对。" if done.silent else ""
        return Done(message(f"已收入题集 reviewed {done.written} 题{more}。{silent}", "ok"))

    def _exported(self) -> Done:
        text, count = exported(self.judging)
        file = {
            "name": f"复核判断_{today()}.jsonl",
            "type": "application/x-ndjson;charset=utf-8",
            "data": base64.b64encode(text.encode()).decode(),
            "at": str(time.time_ns()),
        }
        return Done(message(f"已导出 {count} 题。", "ok"), file=file)

    def _imported(self, text: str) -> Done:
        done = imported(self.judging, text)
        lines = done.told().splitlines()
        return Done("".join(message(line, "warn" if done.skipped else "ok") for line in lines))

    def drawn(self, done: Done, skipped: Sequence[int]) -> str:
        """The whole page below the header. It differs each time: an act that changes nothing is seen to have ended."""
        said = done.said
        try:
            reads = done.settled and done.item
            task = self.judging.settled(done.item or 0) if reads else self.judging.task(done.item, skipped)
        except StudioError as problem:
            # Said once: the act that failed says why, the item that is gone by then needs no more words.
            said, task = said or refused(str(problem)), self.judging.task(None, skipped)
        seen = self.judging.overview()
        work = task_view(task) if task else nothing(seen.alone)
        current = task.id if task and not task.decided else None
        back = f' data-back="{seen.back}"' if seen.back else ""
        return (
            f'<div class="jd" data-at="{time.time_ns()}"{back}>{top(seen)}'
            f'<div class="told" aria-live="polite">{said}</div><div class="rv">'
            f"{queue(seen, current)}{work}{aside(seen, self.judging.name)}</div>"
            f"{tools(seen, self.evaluations.sets())}</div>"
        )


def build(desk: Desk, jobs: Jobs, evaluations: Evaluations) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/evaluate/review``."""
    title = "人工复核 · 班主任工作室知识助手"
    with gr.Blocks(title=title, fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/evaluate/")
        with gr.Column(elem_classes="body"):
            filling = gr.HTML(
                "", elem_id="filling", apply_default_css=False, js_on_load=frame.script("filling.js")
            )
            shown = gr.HTML(
                "", elem_id="judge", apply_default_css=False, js_on_load=frame.script("judging.js")
            )
        handed = gr.HTML(
            html_template="",
            visible="hidden",
            apply_default_css=False,
            js_on_load=frame.script("handed.js"),
        )
        clock = gr.Timer(judging_fill.LOOK_EVERY, active=False)

        def room(request: gr.Request) -> Room:
            return Room(Judging(frame.mine(desk, request)), evaluations, jobs)

        def seen(here: Room, *, ended: bool) -> tuple[str, Any]:
            """How far the filling is, and whether to look again. ``ended``: also what came of it."""
            job = judging_fill.latest(jobs, here.judging.desk)
            runs = job is not None and job.state.open
            return judging_fill.view(job) if runs or ended else "", gr.Timer(active=runs)

        def opened(request: gr.Request) -> tuple[Any, ...]:
            here = room(request)
            return here.drawn(Done(), ()), *seen(here, ended=False)

        def looked(request: gr.Request) -> tuple[Any, ...]:
            return seen(room(request), ended=True)

        def stopped(request: gr.Request) -> tuple[Any, ...]:
            here = room(request)
            judging_fill.stop(jobs, here.judging.desk)
            return seen(here, ended=True)

        def acted(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
            here, data = room(request), dict(event._data)
            skipped = [int(one) for one in data.get("skipped") or () if str(one).isdecimal()]
            try:
                done = here.act(data)
            except StudioError as problem:
                # A mistake is said in place, at the item where it was made.
                at = str(data.get("item", ""))
                done = Done(refused(str(problem)), int(at) if at.isdecimal() else None)
            # The job first: where it has ended already, the queue is drawn with what it brought.
            filled = seen(here, ended=True) if done.fills else (gr.skip(), gr.skip())
            return here.drawn(done, skipped), done.file or gr.skip(), *filled

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        gr.on(None, frame.safely(opened), None, [shown, filling, clock], **quiet)
        shown.apply(frame.safely(acted), None, [shown, handed, filling, clock], **quiet)
        filling.apply(frame.safely(stopped), None, [filling, clock], **quiet)
        clock.tick(frame.safely(looked), None, [filling, clock], **quiet)
    return page


def _whole(data: Mapping[str, Any], name: str) -> int:
    """A whole number that the page sent."""
    sent = str(data.get(name, ""))
    if not sent.isdecimal() or len(sent) > 9:
        raise StudioError("题数要写成整数。" if name == "count" else _NONSENSE)
    return int(sent)
