"""The whole server in this process with an account for every role, and its routes and events as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount

from app.access import Role
from app.server import build
from app.settings import Settings
from app.studio import Studio, open_studio
from tests.serving import add_accounts, enter

NOBODY = "nobody"
EVERYBODY = (NOBODY, *(role.value for role in Role))
ADDRESS = "http://127.0.0.1:7860"
HTML = {"accept": "text/html"}
CLOSED = "没有这个页面"
"""What the gate says of an address without a rule."""


@dataclass(frozen=True, slots=True)
class Served:
    """The server, its studio, and a client for nobody and for every role."""

    server: FastAPI
    studio: Studio
    clients: dict[str, TestClient]


@contextmanager
def opened(home: Path, **settings: Any) -> Iterator[Served]:
    with open_studio(Settings(home=home, encoder="hashed", **settings), starter=False) as studio:
        add_accounts(home)
        server = build(studio)
        clients = {who: client(server) for who in EVERYBODY}
        for who in EVERYBODY[1:]:
            enter(clients[who], who)
        yield Served(server, studio, clients)


def client(server: FastAPI, address: str = ADDRESS) -> TestClient:
    return TestClient(server, base_url=address, follow_redirects=False)


def routes(server: FastAPI) -> list[tuple[str, str]]:
    """(method, path) of every route of ours."""
    return [
        (method, str(route.path))
        for route in iter_route_contexts(server.routes)
        if not isinstance(route.route, Mount)
        for method in sorted(route.methods or ())
    ]


def mounts(server: FastAPI) -> dict[str, Any]:
    """Gradio's applications by the path of their page, "" for the one at the root."""
    return {route.path: route.app for route in server.routes if isinstance(route, Mount)}


def gradio_routes(application: Any) -> list[tuple[str, str]]:
    found = iter_route_contexts(application.routes)
    return [(method, str(route.path)) for route in found for method in sorted(route.methods or ())]


def filled(path: str) -> str:
    """The address of a route with something in the place of its parameters."""
    return re.sub(r"\{[^}]*\}", "x", path)


def let_in(response: Any) -> bool:
    """Whether the gate let a request through, whatever the route said then; checks how it was refused."""
    if response.status_code in (401, 403):
        words = response.json()["detail"] if "json" in response.headers["content-type"] else response.text
        assert re.search("[一-鿿]", words) or response.request.method == "HEAD"
        return False
    if response.status_code == 303 and response.headers["location"].startswith("/login?next="):
        return False
    unseen = response.request.method == "HEAD" or CLOSED in response.text
    return not (response.status_code == 404 and unseen)
