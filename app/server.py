"""The web server: FastAPI with one Gradio mount a page, REST beside them."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from app import rest
from app.desk import Desk
from app.evaluation import Progress, Report, Runner
from app.pages import ask, evaluate, frame, library
from app.studio import Studio, today

CALENDAR_SECONDS = 600.0
"""How often the server looks whether a new day has begun."""


def build(studio: Studio) -> FastAPI:
    """The application over one open home. The caller closes the studio."""
    desk = Desk(studio)
    stop = threading.Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keeper = threading.Thread(target=_keep_calendar, args=(desk, stop), name="calendar", daemon=True)
        keeper.start()
        yield
        stop.set()

    server = FastAPI(title="班主任工作室 · 知识助手", lifespan=lifespan, docs_url=None, redoc_url=None)
    server.include_router(rest.router(desk))
    pages: list[tuple[str, Any]] = [
        ("/library", library.build(desk)),
        ("/evaluate", evaluate.build(_runner(desk), _sets())),
        ("/", ask.build(desk)),
    ]
    for path, page in pages:
        if path != "/":
            # The page at "/" would answer 404 for the address without its last slash.
            server.add_api_route(path, _to(f"{path}/"), include_in_schema=False)
        gr.mount_gradio_app(
            server,
            page,
            path=path,
            theme=frame.theme(),
            css_paths=frame.STYLE_SHEETS,
            head=frame.HEAD,
            footer_links=[],
            run_history=False,
            show_error=False,
        )
    return server


def _to(address: str) -> Callable[[], RedirectResponse]:
    return lambda: RedirectResponse(address)


def _runner(desk: Desk) -> Runner:
    def run(name: str, progress: Progress) -> Report:
        from eval.run import run_set

        opened = desk.studio
        return run_set(
            name, searcher=opened.searcher, catalog=opened.catalog, today=today(), progress=progress
        ).report()

    return run


def _sets() -> list[str]:
    from eval.dataset import names

    return names()


def _keep_calendar(desk: Desk, stop: threading.Event) -> None:
    """Re-sync when the day changes in China: rules take effect and expire at midnight there."""
    day = today()
    while not stop.wait(CALENDAR_SECONDS):
        if today() == day:
            continue
        day = today()
        try:
            desk.refresh()
        except Exception:  # a failed night must not end the thread: tomorrow it tries again
            logging.getLogger("studio").exception("calendar sync failed")
