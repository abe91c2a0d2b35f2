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

from app import admin_routes, doc_routes, keeping_routes, login_routes, rest
from app.accounts import Accounts
from app.accounts_setup import SetUp
from app.desk import Desk
from app.evaluation import Evaluations
from app.gap_recheck import Rechecks
from app.gate import Gate, opens
from app.jobs import Jobs
from app.pages import ask, evaluate, frame, gaps, judging, keeping, library, standard
from app.routes import PAGES
from app.serving import DAY_SECONDS, sweep, uploads_of
from app.studio import Studio, today

CALENDAR_SECONDS = 600.0
"""How often the server looks whether a new day has begun."""


def build(studio: Studio) -> FastAPI:
    """The application over one open home. The caller closes the studio.

    ``server.state.setup`` is the making of the first account, with the code to print where there is none.
    """
    accounts, jobs = Accounts(studio.catalog), Jobs(studio.catalog)
    desk = Desk(studio, after_publish=Rechecks(jobs).start)
    setup = SetUp(accounts)
    stop = threading.Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keeper = threading.Thread(
            target=_keep_calendar, args=(desk, jobs, stop), name="calendar", daemon=True
        )
        keeper.start()
        yield
        stop.set()
        jobs.close()

    server = FastAPI(title="班主任工作室 · 知识助手", lifespan=lifespan, openapi_url=None)
    server.state.setup = setup
    server.add_middleware(Gate, accounts=accounts, setup=setup, settings=studio.settings)
    server.include_router(login_routes.router(accounts, setup))
    server.include_router(admin_routes.router(accounts))
    server.include_router(rest.router(desk))
    server.include_router(doc_routes.router(desk))
    server.include_router(keeping_routes.router(desk))
    evaluations = _evaluations(desk)
    built: dict[str, Any] = {
        "/library": library.build(desk, jobs),
        "/gaps": gaps.build(desk),
        "/standard": standard.build(desk),
        # Before "/evaluate", which would take its addresses.
        "/evaluate/review": judging.build(desk, jobs, evaluations),
        "/evaluate": evaluate.build(desk, jobs, evaluations),
        "/keeping": keeping.build(desk, jobs),
        "/": ask.build(desk),
    }
    acts = {page.path: page.act for page in PAGES}
    for path, page in built.items():
        if path != "/":
            # The page at "/" would answer 404 for the address without its last slash.
            server.add_api_route(path, _to(f"{path}/"), include_in_schema=False)
        gr.mount_gradio_app(
            server,
            page,
            path=path,
            auth_dependency=opens(acts[path]),
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


def _evaluations(desk: Desk) -> Evaluations:
    """The question sets and recorded runs of the open home, those that it has made of reviews among them."""
    from eval.shown import Shown

    return Shown(desk)


def _keep_calendar(desk: Desk, jobs: Jobs, stop: threading.Event) -> None:
    """What a new day in China brings, and the start: rules take effect and expire at midnight there, and
    what was kept long enough is deleted."""
    day = None
    while True:
        if today() != day:
            day = today()
            try:
                desk.refresh()
                desk.history.expire()
                jobs.tidy()
                sweep(uploads_of(desk.studio.home), DAY_SECONDS)
            except Exception:  # a failed night must not end the thread: tomorrow it tries again
                logging.getLogger("studio").exception("calendar failed")
        if stop.wait(CALENDAR_SECONDS):
            return
