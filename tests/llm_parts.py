"""A language model's endpoint on this machine that answers by a script: what it sends, and what it was sent."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Scripted:
    """``reply`` may be changed between requests; ``bodies`` are the requests as they came, decoded."""

    reply: Reply
    address: str = ""
    bodies: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Scripted

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.script.bodies.append(body)
        self.script.keys.append(self.headers.get("Authorization", ""))
        try:
            self.script.reply(self, json.loads(body))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing is written among a test's output."""

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def chunk(self, text: str, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        value = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [choice],
        }
        self.wfile.write(f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()


def saying(text: str, size: int = 3) -> Reply:
    """A model that says ``text``, a few letters at a time."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin()
        for at in range(0, len(text), size):
            handler.chunk(text[at : at + size])
        handler.chunk("", "stop")
        handler.wfile.write(b"data: [DONE]\n\n")

    return reply


def breaking_off(text: str) -> Reply:
    """A model whose connection ends in the middle of a sentence."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin()
        handler.chunk(text)

    return reply


def trickling(seconds: float) -> Reply:
    """A model that goes on sending a letter now and then, longer than anybody waits."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin()
        for _turn in range(int(seconds / 0.05)):
            handler.chunk("慢")
            time.sleep(0.05)

    return reply


def page(status: int, kind: str = "text/html", text: str = "<html>维护中</html>") -> Reply:
    """Something that is no reply of a model."""

    def reply(handler: Handler, _: dict[str, Any]) -> None:
        data = text.encode()
        handler.begin(status, kind, **{"Content-Length": str(len(data))})
        handler.wfile.write(data)

    return reply


@contextmanager
def endpoint(reply: Reply) -> Iterator[Scripted]:
    """The endpoint, on a port of its own, stopped afterwards."""
    script = Scripted(reply)
    handler = type("Own", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    script.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def sent_user(body: str) -> str:
    """The user's message of a request."""
    return str(json.loads(body)["messages"][1]["content"])
