"""Routes of 账号: an administrator adds accounts, sets roles and passwords, disables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from app.access import Account, Role
from app.accounts import Accounts
from app.gate import form_token, visitor
from app.login_routes import check_form
from app.pages import admin_view, render, shell
from ingest.errors import StudioError

Field = Annotated[str, Form()]
Visitor = Annotated[Account, Depends(visitor)]


def router(accounts: Accounts) -> APIRouter:
    """Routes over the accounts; each form leads back to the list with a sentence on top."""
    routes = APIRouter(include_in_schema=False)

    def shown(request: Request, by: Account, said: str = "", tone: str = "ok") -> HTMLResponse:
        token = form_token(request.cookies)
        top = render.header("/admin", by, token)
        page = admin_view.admin_page(top, token, accounts.listed(by), said, tone, own=by.name)
        return HTMLResponse(page, 400 if tone == "bad" else 200, shell.headers())

    def done(
        request: Request, by: Account, token: str, work: Callable[[], object], said: str
    ) -> HTMLResponse:
        try:
            check_form(request, token)
            work()
        except StudioError as problem:
            return shown(request, by, str(problem), "bad")
        return shown(request, by, said)

    @routes.get("/admin")
    def listed(request: Request, by: Visitor) -> HTMLResponse:
        return shown(request, by)

    @routes.post("/admin/add")
    def add(
        request: Request,
        by: Visitor,
        name: Field = "",
        role: Field = "",
        password: Field = "",
        token: Field = "",
    ) -> HTMLResponse:
        return done(
            request,
            by,
            token,
            lambda: accounts.add(name, checked_role(role), password, by=by),
            f"已添加“{name}”。请把密码当面交给本人；第一次登录要先改成自己的密码。",
        )

    @routes.post("/admin/role")
    def set_role(
        request: Request, by: Visitor, name: Field = "", role: Field = "", token: Field = ""
    ) -> HTMLResponse:
        return done(
            request,
            by,
            token,
            lambda: accounts.set_role(name, checked_role(role), by=by),
            f"已改“{name}”的角色，本人要重新登录。",
        )

    @routes.post("/admin/password")
    def set_password(
        request: Request, by: Visitor, name: Field = "", password: Field = "", token: Field = ""
    ) -> HTMLResponse:
        return done(
            request,
            by,
            token,
            lambda: accounts.set_password(name, password, by=by),
            f"已重设“{name}”的密码，原来的登录和令牌都已失效"
            + ("。" if name == by.name else "；本人下次登录要先改成自己的密码。"),
        )

    @routes.post("/admin/disable")
    def disable(request: Request, by: Visitor, name: Field = "", token: Field = "") -> HTMLResponse:
        return done(
            request,
            by,
            token,
            lambda: accounts.set_disabled(name, True, by=by),
            f"已停用“{name}”，这个账号现在就不能用了。",
        )

    @routes.post("/admin/enable")
    def enable(request: Request, by: Visitor, name: Field = "", token: Field = "") -> HTMLResponse:
        return done(
            request, by, token, lambda: accounts.set_disabled(name, False, by=by), f"已启用“{name}”。"
        )

    return routes


def checked_role(value: str) -> Role:
    """The role that a form names. StudioError for any other word."""
    try:
        return Role(value)
    except ValueError as error:
        raise StudioError(f"没有“{value}”这个角色，请从列表里选。") from error
