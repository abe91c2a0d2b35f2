"""The gate: every request passes here. Who is it, what does the address need, and is the request a page's of ours?

ASGI middleware around routes and Gradio's mounts alike, so that nothing a library serves by itself is open.
Services check the role again (``app.desk``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access import (
    NOBODY,
    READER,
    Account,
    Act,
    ForbiddenError,
    LoginNeededError,
    PasswordNeededError,
    require,
)
from app.accounts import Accounts
from app.accounts_setup import SetUp
from app.origins import SAFE_METHODS, host_of, is_forwarded, is_loopback, is_ours
from app.pages import render, shell
from app.routes import UnknownAddress, needed
from app.settings import Settings

SESSION, FORM = "studio_session", "studio_form"
"""Cookies: who is logged in; and, where nobody is, what the forms' tokens are made from."""
_ABROAD = "这个请求来自别的网站，没有执行。请从本系统的页面上操作。"
_UNKNOWN_BEARER = (
    "没有这个令牌，或者它已经失效（收回令牌，或者改密码、改角色、停用账号，都会使它失效）。"
    "请管理员重新发放：studio users token 名字 --label 给谁用。"
)
_GUARDS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
}


@dataclass(slots=True)
class Gate:
    """Lets a request through with ``request.state.account`` set, or answers in its place."""

    app: ASGIApp
    accounts: Accounts
    setup: SetUp
    settings: Settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no page of ours speaks WebSocket: the server refuses the handshake
        answer = await run_in_threadpool(self._stopped, Request(scope))
        await (answer or self.app)(scope, receive, _guarded(send))

    def _stopped(self, request: Request) -> Response | None:
        """None where the request may go on."""
        request.state.account = account = self._who(request)
        try:
            act = needed(request.url.path)
            if request.method not in SAFE_METHODS and not is_ours(request.headers):
                return refusal(request, 403, _ABROAD)
            if act is not None:
                require(account, act)
        except UnknownAddress:
            return refusal(request, 404, "没有这个页面。请从上面的导航重新打开。")
        except LoginNeededError as problem:
            return self._to_log_in(request, str(problem))
        except ForbiddenError as problem:
            return _kept_out(request, problem)
        return None

    def _who(self, request: Request) -> Account:
        secret = _bearer(request)
        if secret is not None:
            return self.accounts.bearer(secret) or NOBODY
        cookie = request.cookies.get(SESSION)
        account = self.accounts.session(cookie) if cookie else None
        return account or (READER if self._reads_without(request) else NOBODY)

    def _reads_without(self, request: Request) -> bool:
        """Only on this machine itself: a page elsewhere that gives itself a name for it has another Host."""
        return (
            self.settings.read_without_account
            and is_loopback(self.settings.host)
            and is_loopback(host_of(request.headers))
            and not is_forwarded(request.headers)
        )

    def _to_log_in(self, request: Request, said: str) -> Response:
        if _bearer(request) is not None:
            return refusal(request, 401, _UNKNOWN_BEARER)
        if not _is_visit(request):
            return refusal(request, 401, said)
        if self.setup.open:
            return RedirectResponse("/setup", 303)
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(asked, safe='/')}", 303)


def _bearer(request: Request) -> str | None:
    """What a program sends in place of a login; None where it sends nothing of the kind."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def visitor(request: Request) -> Account:
    """Whose request it is: a FastAPI dependency, for routes."""
    account: Account = getattr(request.state, "account", NOBODY)
    return account


def opens(act: Act):  # type: ignore[no-untyped-def]
    """Gradio's ``auth_dependency`` of a page: the account's name, None where it may not open the page."""

    def user(request: Request) -> str | None:
        account = visitor(request)
        return account.name if act in account.acts else None

    return user


def form_token(cookies: dict[str, str]) -> str:
    """What a form of ours carries: made from a cookie that no other site can read. Empty without one."""
    secret = cookies.get(SESSION) or cookies.get(FORM)
    return hashlib.sha256(f"form:{secret}".encode()).hexdigest() if secret else ""


def refusal(request: Request, status: int, said: str) -> Response:
    """A sentence, as a page where a person looks and as JSON elsewhere."""
    if not _is_visit(request) and not _is_form(request):
        return JSONResponse({"detail": said}, status, {"Cache-Control": "no-store"})
    top = render.header("", visitor(request), form_token(request.cookies))
    return HTMLResponse(shell.refused(said, top), status, shell.headers())


def _kept_out(request: Request, problem: ForbiddenError) -> Response:
    if isinstance(problem, PasswordNeededError) and _is_visit(request):
        return RedirectResponse("/password", 303)
    return refusal(request, 403, str(problem))


def _is_visit(request: Request) -> bool:
    """Whether a person opens an address in a browser."""
    if request.method not in ("GET", "HEAD") or request.url.path.startswith("/api/"):
        return False
    mode = request.headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("accept", "")


def _is_form(request: Request) -> bool:
    return request.method == "POST" and "text/html" in request.headers.get("accept", "")


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            extra = [(name, value) for name, value in _GUARDS.items() if name not in given]
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return guarded
