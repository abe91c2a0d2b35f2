"""`studio` as a program whose server writes down all that it answers: run as a module, ``RECORD`` names the file."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: where it came from, its status, its headers and body as they left the server."""

    path: str
    status: int
    headers: str
    body: bytes


def recorded(file: Path) -> Iterator[Answered]:
    for line in file.read_text("utf-8").splitlines():
        told = json.loads(line)
        yield Answered(told["path"], told["status"], told["headers"], bytes.fromhex(told["body"]))


class Recorder:
    """ASGI around everything. Nothing is compressed, so that words can be looked for."""

    def __init__(self, app: Any, file: Path) -> None:
        self._app, self._file, self._lock = app, file, threading.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        told: dict[str, Any] = {"path": scope["path"], "status": 0, "headers": ""}
        body: list[bytes] = []

        async def written(message: Any) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                told["headers"] = str([(n.decode(), v.decode("latin-1")) for n, v in message["headers"]])
            elif message["type"] == "http.response.body":
                body.append(message.get("body", b""))
            await send(message)

        try:
            await self._app({**scope, "headers": plain}, receive, written)
        finally:
            with self._lock, self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({**told, "body": b"".join(body).hex()}) + "\n")


def main() -> int:
    from app import cli, server

    build = server.build

    def recording(studio: Any) -> Any:
        built = build(studio)
        built.add_middleware(Recorder, file=Path(os.environ["RECORD"]))
        return built

    server.build = recording
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
