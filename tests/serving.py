"""A real server in a process of its own, for REST and browser tests."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from app.access import Role, operator
from app.accounts import Accounts
from ingest.catalog import Catalog

PASSWORD = "星期三下雨记得带把伞"
ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def add_accounts(home: Path) -> None:
    """An account for every role, named as the role, where there is none."""
    with Catalog.open(home / "catalog.db") as catalog:
        accounts = Accounts(catalog)
        known = {one.account.name for one in accounts.listed(operator("test"))}
        for role in Role:
            if role.value not in known:
                accounts.add(role.value, role, PASSWORD, by=operator("test"), must_change=False)


@cache
def _shipped() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="shipped-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    home = folder / "home"
    command = [sys.executable, "-m", "app.cli", "--home", str(home), "search", "手机", "--json"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    add_accounts(home)
    return home


def shipped_home(home: Path) -> Path:
    """``home`` with the shipped corpus and an account for every role: a copy of one that is made once a run."""
    shutil.copytree(_shipped(), home)
    return home


@contextmanager
def log_in(address: str, name: str) -> Iterator[httpx.Client]:
    """A client that has logged in through the form, as a browser does. An account is named as its role."""
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        enter(client, str(name))
        yield client


def enter(client: Any, name: str, password: str = PASSWORD) -> None:
    """Log in."""
    token = form_token(client.get("/login").text)
    done = client.post("/login", data={"name": name, "password": password, "token": token, "next": "/"})
    assert done.status_code == 303, done.text


def form_token(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', html)
    assert found, html
    return found[1]


@contextmanager
def served(home: Path, seconds: float = 90, module: str = "app.cli", **variables: str) -> Iterator[str]:
    """The address of `studio serve` over ``home`` with an account for every role, stopped afterwards.

    ``module`` is what runs the command; ``variables`` are added to the server's environment.
    """
    port = free_port()
    command = [sys.executable, "-m", module, "--home", str(home), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise AssertionError(f"server ended: {process.stdout.read() if process.stdout else ''}")
            try:
                if httpx.get(f"{address}/healthz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.2)
        else:
            raise AssertionError("server did not answer in time")
        add_accounts(home)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
