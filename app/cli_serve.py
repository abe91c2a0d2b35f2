"""`studio serve`: the pages and REST, with the address printed when they are ready."""

from __future__ import annotations

import argparse
import socket

import uvicorn

from app.accounts_setup import SetUp
from app.cli_output import Bar
from app.origins import is_loopback
from app.quiet import hush, keep_uploads
from app.reachable import addresses, everywhere, invitation
from app.serving import DAY_SECONDS, only_server, sweep, uploads_of
from app.settings import Settings
from app.studio import open_studio
from ingest.errors import StudioError

LAST_PORT = 65535


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    host = arguments.host or settings.host
    port = settings.port if arguments.port is None else arguments.port
    settings.host, settings.port = host, port
    _not_open_to_all(settings)
    _free(host, port)
    hush()
    bar = Bar()
    with open_studio(settings, progress=bar) as studio, only_server(studio.home):
        studio.sync(bar)
        bar.close()
        sweep(uploads_of(studio.home))
        sweep(studio.home / "tmp", DAY_SECONDS)
        keep_uploads(uploads_of(studio.home))
        from app.server import build

        print("正在启动网页…", flush=True)
        server = build(studio)
        config = uvicorn.Config(server, host=host, port=port, log_config=None, access_log=False)
        Announcing(config, server.state.setup).run()
    return 0


class Announcing(uvicorn.Server):
    """A server that prints its address once it listens, and on a home without accounts the set-up code."""

    def __init__(self, config: uvicorn.Config, setup: SetUp) -> None:
        super().__init__(config)
        self._setup = setup

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            address = f"http://{_named(self.config.host)}:{self.config.port}"
            print(f"已启动：{address}/ （按 Ctrl+C 停止）", flush=True)
            for line in _invited(self.config.host, self.config.port):
                print(line, flush=True)
            if self._setup.open:
                print(f"首次使用：打开 {address}/setup ，输入设置码 {self._setup.code}", flush=True)


def _invited(host: str, port: int) -> list[str]:
    """How others reach the server, where they can."""
    if is_loopback(host):
        return []
    return invitation(host, port, addresses(host) if everywhere(host) else [_named(host)])


def _named(host: str) -> str:
    """The host as a browser on this machine writes it."""
    if everywhere(host):
        return "[::1]" if host == "::" else "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _not_open_to_all(settings: Settings) -> None:
    if settings.read_without_account and not is_loopback(settings.host):
        raise StudioError(
            f"设置了 STUDIO_READ_WITHOUT_ACCOUNT，不能监听 {settings.host}：谁都能提问和阅读。"
            "请去掉这个设置，或用 127.0.0.1。"
        )


def _free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise StudioError(f"没有权限用端口 {port}。请用 --port 换一个，例如 --port 7860。") from error
        except OSError as error:
            other = port + 1 if port < LAST_PORT else port - 1
            raise StudioError(f"端口 {port} 已被占用。请用 --port 换一个，例如 --port {other}。") from error
