"""REST: the same questions and the same JSON as the command line, and health."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from app.access import Account
from app.answer_json import answer_json, search_json
from app.desk import Desk
from app.dialogue import MOST_PREVIOUS, Asked
from app.gate import visitor
from app.rest_errors import sentence
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import Kind, Level, Stage

Visitor = Annotated[Account, Depends(visitor)]


def _day(value: object) -> object:
    """YYYY-MM-DD only: pydantic would read a bare number as seconds since 1970."""
    if value is None or (isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        return value
    raise ValueError("日期应写成 2025-11-20 这样")


class _Filtered(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: list[Kind] = []
    stage: list[Stage] = []
    level: list[Level] = []
    as_of: Annotated[date | None, BeforeValidator(_day)] = None

    def filters(self) -> Filters:
        return Filters(tuple(self.kind), tuple(self.stage), tuple(self.level), self.as_of)


class SearchRequest(_Filtered):
    """``question`` as in ``AskRequest``; ``query`` is its older name."""

    query: str = Field(validation_alias=AliasChoices("question", "query"))
    k: int = Field(10, ge=1, le=100)


class AskRequest(_Filtered):
    question: str
    previous: list[str] = Field([], max_length=MOST_PREVIOUS)


class _Plainly(APIRoute):
    """A route that says what is wrong with a request in one sentence for people."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as problem:
                raise HTTPException(422, sentence(problem.errors(), _fields(self))) from problem

        return handled


def _fields(route: APIRoute) -> list[str]:
    """What a request to the route may hold, under the names to write."""
    wanted = SearchRequest if route.path.endswith("search") else AskRequest
    names = {name: "question" if name == "query" else name for name in wanted.model_fields}
    return sorted(names.values(), key=lambda name: name != "question")


def router(desk: Desk) -> APIRouter:
    """Routes over the desk. A StudioError is a 400 with its Chinese sentence, nonsense a 422 with one."""
    routes = APIRouter(route_class=_Plainly)

    @routes.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok", "revision": desk.studio.catalog.revision()}

    @routes.post("/api/search")
    def search(request: SearchRequest, account: Visitor) -> dict[str, Any]:
        try:
            hits = desk.by(account).search(request.query, request.k, request.filters())
        except StudioError as error:
            raise HTTPException(400, str(error)) from error
        return search_json(request.query.strip(), hits)

    @routes.post("/api/ask")
    def ask(request: AskRequest, account: Visitor) -> dict[str, Any]:
        try:
            previous = [Asked(question) for question in request.previous]
            return answer_json(desk.by(account).ask(request.question, request.filters(), previous))
        except StudioError as error:
            raise HTTPException(400, str(error)) from error

    return routes
