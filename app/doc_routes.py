"""The pages 阅读, 原文 and 变化: plain HTML over HTTP, so that every citation is an address that opens.

And what the originals give: pictures of a PDF's pages, and the file itself, for those who may see it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from app.access import Account
from app.desk import Desk
from app.gate import form_token, visitor
from app.page_image import picture
from app.pages import doc_view, reading_list_view, render, shell
from app.purging import removed
from app.reading_list import reading_list, sought
from ingest.difference import difference

_VERSIONED = re.compile(r"(.+)@([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")
Visitor = Annotated[Account, Depends(visitor)]


def router(desk: Desk) -> APIRouter:
    """Routes over the desk. What may not be opened is a 404 that says so, whatever the reason."""
    routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
    # Before the pages of the documents, whose id may be anything.
    _listing(routes, desk)
    _reading(routes, desk)
    return routes


def _listing(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/doc/")
    def shelf(
        request: Request,
        account: Visitor,
        text: str = "",
        kind: str = "",
        level: str = "",
        stage: str = "",
        page: str = "",
    ) -> HTMLResponse:
        found = reading_list(desk.by(account), sought(text, kind, level, stage, page))
        top = render.header(reading_list_view.PATH, account, form_token(request.cookies))
        return _page(reading_list_view.list_page(found, top))


def _reading(routes: APIRouter, desk: Desk) -> None:
    # Before the page itself: an id may hold a slash.
    @routes.get("/doc/{document:path}/diff")
    def changes(
        request: Request,
        account: Visitor,
        document: str,
        old: Annotated[str, Query(alias="from")] = "",
        new: Annotated[str, Query(alias="to")] = "",
    ) -> HTMLResponse:
        top = _top(request, account)
        if not (_NUMBER.fullmatch(old) and _NUMBER.fullmatch(new)):
            return _page(doc_view.not_found(top), 404)
        mine = desk.by(account)
        pair = [mine.reading(document, int(number)) for number in (old, new)]
        if pair[0] is None or pair[1] is None:
            return _missing(top, any(removed(mine, document, int(number)) for number in (old, new)))
        before, after = pair[0].version, pair[1].version
        return _page(doc_view.difference_page(before, after, difference(before.parse, after.parse), top))

    @routes.get("/doc/{name:path}")
    def read(request: Request, account: Visitor, name: str) -> HTMLResponse:
        top = _top(request, account)
        versioned = _VERSIONED.fullmatch(name)
        document, number = (versioned[1], int(versioned[2])) if versioned else (name, None)
        reading = desk.by(account).reading(document, number)
        if reading is None:
            return _missing(top, removed(desk.by(account), document, number))
        file = desk.by(account).original(document, reading.version.number)
        return _page(doc_view.reading_page(reading, top, original=file is not None))

    @routes.get("/page/{name:path}/{page}.png")
    def page_picture(account: Visitor, name: str, page: str) -> Response:
        mine = desk.by(account)
        file = _original(mine, name)
        made = picture(file, int(page)) if file and _NUMBER.fullmatch(page) else None
        if made is None:
            return Response(status_code=410 if _removed(mine, name) else 404)
        return Response(made, headers={"Cache-Control": "private, no-cache"}, media_type="image/png")

    @routes.get("/original/{name:path}")
    def original(request: Request, account: Visitor, name: str) -> Response:
        mine = desk.by(account)
        file = _original(mine, name)
        if file is None:
            return _missing(_top(request, account), _removed(mine, name))
        versioned = _VERSIONED.fullmatch(name)
        assert versioned is not None
        called = mine.version(versioned[1], int(versioned[2])).source_name
        # Never shown within the site: a file may be HTML with scripts of its own.
        return FileResponse(file, filename=Path(called).name, media_type="application/octet-stream")


def _original(mine: Desk, name: str) -> Path | None:
    """The file of ``document@version``; None where there is none for this account."""
    versioned = _VERSIONED.fullmatch(name)
    return mine.original(versioned[1], int(versioned[2])) if versioned else None


def _removed(mine: Desk, name: str) -> bool:
    versioned = _VERSIONED.fullmatch(name)
    return versioned is not None and removed(mine, versioned[1], int(versioned[2]))


def _missing(top: str, gone: bool) -> HTMLResponse:
    """What is not there; ``gone``: it was, and was purged."""
    return _page(doc_view.removed(top), 410) if gone else _page(doc_view.not_found(top), 404)


def _top(request: Request, account: Account) -> str:
    return render.header("", account, form_token(request.cookies))


def _page(html: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(html, status, shell.headers(kept=True))
