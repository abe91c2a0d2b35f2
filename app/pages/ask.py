"""提问: a teacher asks, reads quotes, and clicks a number to see it in its text."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from app.desk import Desk
from app.dialogue import Asked
from app.pages import answer_view, ask_layout, asking, frame, source_view, waiting_view
from app.pages.ask_layout import Parts
from app.pages.turns import Turn, asked_in
from index.model import Filters

AT_ONCE = 16
"""Questions that are answered at the same time."""
_ASKED = "(...given) => { document.dispatchEvent(new CustomEvent('studio:asked', { detail: given[0] })); return given; }"
"""Tells the page's scripts that a question is on its way; the inputs go on as they are."""
_OPTIONS: dict[str, Any] = {"show_progress": "hidden"}


def build(desk: Desk) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/``."""
    with gr.Blocks(title="提问 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/")
        turns = gr.State([])
        parts = ask_layout.lay_out()
        results = [turns, parts.thread, parts.box, parts.error, parts.source, parts.past]
        _questions(desk, turns, parts, results)
        _answers(desk, turns, parts)
        _past(desk, parts, results)

        def welcome(request: gr.Request) -> tuple[str, str, str]:
            mine = frame.mine(desk, request)
            documents = mine.published()
            return answer_view.welcome(documents), asking.rail(mine), waiting_view.waiting(documents)

        page.load(frame.safely(welcome), None, [parts.thread, parts.past, parts.waiting], **_OPTIONS)
    return page


def _questions(desk: Desk, turns: Any, parts: Parts, results: list[Any]) -> None:
    """A question typed, or one of the page's own."""

    def answered(
        mine: Desk, question: str, filters: Filters, turns: list[Turn], previous: list[Asked]
    ) -> Iterator[tuple[Any, ...]]:
        """The quotes at once; with a language model the same answer again as its words grow."""
        panel: Any = source_view.empty()
        stored: int | None = None
        for answer in mine.asking(question, filters, previous):
            grown = [*turns, asking.turn(mine, answer)]
            rail: Any = gr.skip() if answer.asked == stored else asking.rail(mine)
            stored = answer.asked
            yield grown, answer_view.thread(grown), "", "", panel, rail
            panel = gr.skip()

    def asked(
        question: str,
        kinds: list[str],
        stage: str,
        levels: list[str],
        day: str,
        turns: list[Turn],
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        mine, before = frame.mine(desk, request), [asked_in(turn) for turn in turns[-1:]]
        yield from answered(mine, question, asking.filters(kinds, stage, levels, day), turns, before)

    def picked(
        event: gr.EventData,
        kinds: list[str],
        stage: str,
        levels: list[str],
        day: str,
        turns: list[Turn],
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """A question of the page's own, or one that is not to follow up: it stands alone."""
        question, filters = str(event._data["question"]), asking.filters(kinds, stage, levels, day)
        yield from answered(frame.mine(desk, request), question, filters, turns, [])

    narrowing = [parts.kinds, parts.stage, parts.levels, parts.day, turns]
    # A language model may take half a minute: one teacher's answer must not hold up the others'.
    together: dict[str, Any] = {**_OPTIONS, "concurrency_limit": AT_ONCE}
    typed = parts.box.submit(_in_place(asked), [parts.box, *narrowing], results, js=_ASKED, **together)
    chosen = parts.thread.submit(_in_place(picked), narrowing, results, **together)
    parts.waiting.stop(None, None, None, cancels=[typed, chosen])


def _answers(desk: Desk, turns: Any, parts: Parts) -> None:
    """What is done with an answer: opened at its source, exported, rated, handed over to the hosts."""

    def on_turns(act: Callable[..., Any]) -> Callable[..., Any]:
        def run(turns: list[Turn], event: gr.EventData, request: gr.Request) -> Any:
            return act(frame.mine(desk, request), turns, event._data)

        return frame.safely(run)

    thread = parts.thread
    # Gradio drops a click while the one before it is on its way, unless told otherwise.
    each: dict[str, Any] = {**_OPTIONS, "trigger_mode": "multiple"}
    thread.download(on_turns(asking.exported), [turns], [parts.handed], **each)
    thread.select(on_turns(asking.opened), [turns], [parts.source], **each)
    thread.like(on_turns(asking.rated), [turns], [turns, parts.told], **each)
    thread.apply(on_turns(asking.submitted), [turns], [turns, parts.told], **each)
    parts.source.clear(source_view.empty, None, [parts.source], **_OPTIONS)


def _past(desk: Desk, parts: Parts, results: list[Any]) -> None:
    """What was asked before: opened again, deleted, left behind for a topic of its own."""

    def afresh(request: gr.Request) -> tuple[Any, ...]:
        mine = frame.mine(desk, request)
        return [], answer_view.welcome(mine.published()), "", "", source_view.empty(), asking.rail(mine)

    def reopened(event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        shown = [asking.reopened(frame.mine(desk, request), int(event._data["id"]))]
        return shown, answer_view.thread(shown), gr.skip(), "", source_view.empty(), gr.skip()

    def deleted(event: gr.EventData, request: gr.Request) -> str:
        mine = frame.mine(desk, request)
        mine.history.forget_mine(int(event._data["id"]))
        return asking.rail(mine)

    def wiped(request: gr.Request) -> tuple[Any, ...]:
        frame.mine(desk, request).history.forget_mine()
        return afresh(request)

    parts.fresh.click(frame.safely(afresh), None, results, **_OPTIONS)
    parts.past.select(frame.safely(reopened), None, results, **_OPTIONS)
    parts.past.delete(frame.safely(deleted), None, [parts.past], **_OPTIONS)
    parts.past.clear(frame.safely(wiped), None, results, **_OPTIONS)


def _in_place(event: Callable[..., Any]) -> Callable[..., Any]:
    """What goes wrong is said above the question's box, where the question still stands."""

    @functools.wraps(event)
    def run(*given: Any) -> Iterator[tuple[Any, ...]]:
        try:
            yield from frame.safely(event)(*given)
        except gr.Error as problem:
            same = gr.skip()
            yield same, same, same, waiting_view.refused(problem.message), same, same

    return run
