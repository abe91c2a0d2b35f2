"""Routes of the account's own pages: 登录, 退出, 首次设置, 修改密码."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.access import Account
from app.accounts import ABSOLUTE, Accounts
from app.accounts_setup import SetUp
from app.gate import FORM, SESSION, form_token, visitor
from app.origins import local
from app.pages import login_view, render, shell
from ingest.errors import StudioError

Field = Annotated[str, Form()]
Visitor = Annotated[Account, Depends(visitor)]


def router(accounts: Accounts, setup: SetUp) -> APIRouter:
    """Routes over the accounts. A form that fails is shown again with a sentence and status 400."""
    routes = APIRouter(include_in_schema=False)
    _coming_and_going(routes, accounts, setup)
    _beginning(routes, accounts, setup)
    _changing(routes, accounts)
    return routes


def _coming_and_going(routes: APIRouter, accounts: Accounts, setup: SetUp) -> None:
    @routes.get("/login")
    def login(request: Request, following: Annotated[str, Query(alias="next")] = "/") -> Response:
        if setup.open:
            return RedirectResponse("/setup", 303)
        return _shown(request, lambda top, token: login_view.login_page(top, token, local(following)))

    @routes.post("/login")
    def log_in(
        request: Request,
        name: Field = "",
        password: Field = "",
        token: Field = "",
        following: Annotated[str, Form(alias="next")] = "/",
    ) -> Response:
        try:
            check_form(request, token)
            secret = accounts.log_in(name, password, _address(request))
        except StudioError as problem:
            said = str(problem)
            return _shown(
                request, lambda top, t: login_view.login_page(top, t, local(following), name, said), 400
            )
        if old := request.cookies.get(SESSION):
            accounts.log_out(old)
        return _entered(request, secret, local(following))

    @routes.get("/logout")
    def stay() -> Response:
        """An address somebody typed: only the button in the header logs out."""
        return RedirectResponse("/", 303)

    @routes.post("/logout")
    def log_out(request: Request, token: Field = "") -> Response:
        answer = RedirectResponse("/login", 303)
        secret = request.cookies.get(SESSION)
        if secret and hmac.compare_digest(token.encode(), form_token(request.cookies).encode()):
            accounts.log_out(secret)
            answer.delete_cookie(SESSION)
        return answer


def _beginning(routes: APIRouter, accounts: Accounts, setup: SetUp) -> None:
    @routes.get("/setup")
    def first(request: Request) -> Response:
        if not setup.open:
            return RedirectResponse("/login", 303)
        return _shown(request, login_view.setup_page)

    @routes.post("/setup")
    def set_up(
        request: Request,
        code: Field = "",
        name: Field = "",
        password: Field = "",
        again: Field = "",
        token: Field = "",
    ) -> Response:
        try:
            check_form(request, token)
            same(password, again)
            setup.finish(code, name, password)
            secret = accounts.log_in(name, password, _address(request))
        except StudioError as problem:
            said = str(problem)
            return _shown(request, lambda top, t: login_view.setup_page(top, t, name, said, code), 400)
        return _entered(request, secret, "/admin")


def _changing(routes: APIRouter, accounts: Accounts) -> None:
    @routes.get("/password")
    def own(request: Request, account: Visitor) -> Response:
        first = account.must_change
        return _shown(
            request, lambda top, token: login_view.password_page(top, token, account.name, first=first)
        )

    @routes.post("/password")
    def change(
        request: Request,
        account: Visitor,
        old: Field = "",
        password: Field = "",
        again: Field = "",
        token: Field = "",
    ) -> Response:
        try:
            check_form(request, token)
            same(password, again)
            accounts.change_password(account, old, password, _address(request))
            secret = accounts.log_in(account.name, password, _address(request))
        except StudioError as problem:
            said = str(problem)
            return _shown(request, lambda top, t: login_view.password_page(top, t, account.name, said), 400)
        return _entered(request, secret, "/")


def check_form(request: Request, token: str) -> None:
    """StudioError unless the form was filled in on a page that this server showed to this browser."""
    expected = form_token(request.cookies)
    if not expected or not hmac.compare_digest(token.encode(), expected.encode()):
        raise StudioError("这个页面过期了，什么也没有做。请再填一次。")


def same(password: str, again: str) -> None:
    """StudioError where the two entries of a new password differ."""
    if password != again:
        raise StudioError("两次输入的新密码不一样，请再输一遍。")


def _shown(request: Request, view, status: int = 200) -> HTMLResponse:  # type: ignore[no-untyped-def]
    """A page with a form; a browser that has no cookie to make its token from gets one."""
    cookies = dict(request.cookies)
    fresh = "" if form_token(cookies) else secrets.token_urlsafe(24)
    token = form_token({FORM: fresh}) if fresh else form_token(cookies)
    page = HTMLResponse(view(render.header("", visitor(request), token), token), status, shell.headers())
    if fresh:
        page.set_cookie(FORM, fresh, httponly=True, samesite="lax", secure=_encrypted(request))
    return page


def _entered(request: Request, secret: str, following: str) -> RedirectResponse:
    answer = RedirectResponse(following, 303)
    answer.set_cookie(
        SESSION,
        secret,
        max_age=int(ABSOLUTE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=_encrypted(request),
    )
    return answer


def _encrypted(request: Request) -> bool:
    return request.url.scheme == "https"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
