"""`studio serve`: the pages and REST, with the address printed when they are ready."""

from __future__ import annotations

import argparse
import ipaddress
import socket

import uvicorn

from app.cli_output import Bar
from app.quiet import hush
from app.settings import Settings
from app.studio import open_studio
from ingest.errors import StudioError

LAST_PORT = 65535


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    host = arguments.host or settings.host
    port = settings.port if arguments.port is None else arguments.port
    _only_here(host)
    _free(host, port)
    hush()
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        bar.close()
        from app.server import build

        print("正在启动网页…", flush=True)
        config = uvicorn.Config(build(studio), host=host, port=port, log_config=None, access_log=False)
        Announcing(config).run()
    return 0


class Announcing(uvicorn.Server):
    """A server that prints its address once it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"已启动：http://{self.config.host}:{self.config.port}/ （按 Ctrl+C 停止）", flush=True)


def _only_here(host: str) -> None:
    """Until there are accounts, whoever reaches the pages can publish: this machine only."""
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise StudioError(f"现在还没有账号，不能监听 {host}：谁都能改资料。请用 127.0.0.1。")


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
