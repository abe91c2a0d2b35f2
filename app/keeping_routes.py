"""The route of 维护 that is no page: a backup's file, for those who may see what is in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from app.access import Account
from app.backups import Backups
from app.desk import Desk
from app.gate import form_token, visitor
from app.pages import render, shell

Visitor = Annotated[Account, Depends(visitor)]


def router(desk: Desk) -> APIRouter:
    """Routes over the desk."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/backup/{name}")
    def backup(request: Request, account: Visitor, name: str) -> Response:
        file = Backups(desk.by(account)).file(name)
        if file is None:
            top = render.header("", account, form_token(request.cookies))
            return HTMLResponse(shell.refused("没有这份备份，可能已经删掉了。", top), 404, shell.headers())
        return FileResponse(
            file, filename=name, media_type="application/zip", headers={"Cache-Control": "no-store"}
        )

    return routes
