"""The same studio with its vectors on a Chroma server: in, found, withdrawn; and a server that is away."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import operator
from app.desk import Desk
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from index.vectors import VectorDatabase
from ingest.errors import StudioError
from tests.pipeline_parts import law, write
from tests.test_vectors import connect, free_port

pytestmark = pytest.mark.slow
QUESTION = "手机由学校统一保管"


class Server:
    """A real Chroma server on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, folder: Path | None = None) -> None:
        chroma = str(Path(sys.executable).with_name("chroma"))
        where = ["--path", str(folder or self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [chroma, "run", *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        connect(self.url).close()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
        self._process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(home: Path, server: Server) -> Settings:
    return Settings(home=home, encoder="hashed", chroma_url=server.url)


def published(desk: Desk, tmp_path: Path) -> str:
    files = write(tmp_path / "in", {"a.txt": law("某校手机管理规定", "2025年1月1日")})
    [row] = desk.upload([files / "a.txt"], kind=None)
    assert row.ok, row.error
    desk.publish(row.documents[0].id)
    return row.documents[0].id


def vectors(server: Server) -> int:
    database = VectorDatabase(Path("unused"), server.url)
    count = sum(database.collection(name).size for name in database.names())
    database.close()
    return count


def test_in_found_and_withdrawn(settings, server, tmp_path, home):
    with open_studio(settings, starter=False) as studio:
        desk = Desk(studio, operator("host"))
        id_ = published(desk, tmp_path)
        [hit, *_] = desk.search(QUESTION, 3, Filters())
        assert hit.document == id_ and hit.clause == "第三条" and hit.parts["vector"][0] == 1
        assert vectors(server) == studio.searcher.counts()["vector"] == 5
    assert not (home / "index" / "chroma").exists(), "nothing lies in the folder"
    with open_studio(settings, starter=False) as again:
        desk = Desk(again, operator("host"))
        assert desk.search(QUESTION, 1, Filters())[0].document == id_
        desk.withdraw(id_)
        assert desk.search(QUESTION, 3, Filters()) == []
        assert vectors(server) == 0


def test_two_homes_share_a_server(settings, server, tmp_path):
    other = Settings(home=tmp_path / "other", encoder="hashed", chroma_url=server.url)
    with open_studio(settings, starter=False) as one, open_studio(other, starter=False) as two:
        published(Desk(one, operator("host")), tmp_path)
        id_ = published(Desk(two, operator("host")), tmp_path)
        Desk(two, operator("host")).withdraw(id_)
        assert Desk(one, operator("host")).search(QUESTION, 1, Filters()) and vectors(server) == 5


def test_a_server_that_goes_away_is_told_in_chinese_and_nothing_is_lost(settings, server, tmp_path):
    with open_studio(settings, starter=False) as studio:
        desk = Desk(studio, operator("host"))
        id_ = published(desk, tmp_path)
        server.stop()
        with pytest.raises(StudioError, match="没有正常应答"):
            desk.search(QUESTION, 3, Filters())
        with pytest.raises(StudioError, match="没有正常应答"):
            desk.withdraw(id_)
        server.start()
        assert desk.search(QUESTION, 3, Filters()) == [], "the catalog has withdrawn it"
        desk.publish(id_)
        assert desk.search(QUESTION, 3, Filters())[0].document == id_
        assert vectors(server) == 5
    server.stop()
    with (
        pytest.raises(StudioError, match="连不上"),
        open_studio(settings, starter=False) as studio,
    ):
        Desk(studio, operator("host")).search(QUESTION, 3, Filters())


def test_a_server_that_lost_its_vectors_gets_them_anew(settings, server, tmp_path):
    with open_studio(settings, starter=False) as studio:
        desk = Desk(studio, operator("host"))
        id_ = published(desk, tmp_path)
        server.stop()
        server.start(tmp_path / "empty")
        began = time.monotonic()
        [hit, *_] = desk.search(QUESTION, 3, Filters())
        assert hit.document == id_ and hit.parts["vector"] and vectors(server) == 5
        assert time.monotonic() - began < 30
