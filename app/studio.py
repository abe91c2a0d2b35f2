"""A home folder, opened: the catalog, the searcher and the settings that belong together."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from app import log, tuned
from app.generate import Endpoint
from app.settings import Settings
from index.damage import DamagedIndexError
from index.encoder import open_encoder
from index.lexicon import Lexicon
from index.lexicon_file import joined, own_entries
from index.model import Encoder
from index.rerank import open_reranker
from index.search import Searcher
from ingest.catalog import Catalog
from ingest.errors import StudioError

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
CHINA = ZoneInfo("Asia/Shanghai")
"""Rules take effect on a day in China, wherever the server's clock is set."""


def today() -> date:
    return datetime.now(CHINA).date()


@dataclass(slots=True)
class Studio:
    """An open home. Close it, or use it as a context manager."""

    settings: Settings
    home: Path
    catalog: Catalog
    _searcher: Searcher | None = None
    _tuned: tuple[int, int] = (0, 0)

    @property
    def searcher(self) -> Searcher:
        """The indexes, opened on first use: listing documents needs none of them.

        When ``studio tune`` has changed the home's encoder meanwhile, the searcher goes on with that.
        """
        now = tuned.stamp(self.home)
        if self._searcher is None:
            self._tuned = now
            self._searcher = Searcher.open(
                self.home,
                self.catalog,
                encoder=self._encoder(),
                lexicon=self._lexicon(),
                chroma_url=self.settings.chroma_url or None,
                reranker=open_reranker(self.settings.reranker),
            )
        elif now != self._tuned and not self.settings.encoder:
            self._tuned = now
            self._searcher.learn(self._encoder())
        return self._searcher

    def shipped_lexicon(self) -> Lexicon:
        """The lexicon that comes with the corpus, empty where there is none."""
        path = self.settings.corpus / "lexicon.tsv"
        return Lexicon.load(path if path.is_file() else None)

    def use_lexicon(self) -> None:
        """Search by the home's own lexicon as it is now."""
        self.searcher.use_lexicon(self._lexicon())

    def _lexicon(self) -> Lexicon:
        """Both lexicons; searching goes on where the home's own is damaged."""
        try:
            own = own_entries(self.home)
        except StudioError as error:
            _tell(str(error))
            own = []
        return joined(self.shipped_lexicon().entries, own)

    @property
    def model(self) -> Endpoint | None:
        """The language model, where one is configured."""
        settings = self.settings
        if not settings.llm_url:
            return None
        return Endpoint(
            settings.llm_url, settings.llm_model, settings.llm_timeout, settings.llm_key.get_secret_value()
        )

    def _encoder(self) -> Encoder:
        """The setting's encoder, else the home's own, else the one that ships."""
        if self.settings.encoder:
            return open_encoder(self.settings.encoder)
        try:
            return tuned.load(self.home) or open_encoder()
        except StudioError as error:
            logging.getLogger("studio").warning("tuned encoder", exc_info=error)
            _tell("再训练过的编码器读不出来，先用随软件附带的。可以重新运行 studio tune。")
            return open_encoder()

    def sync(self, progress: Progress | None = None) -> None:
        """Bring both indexes up to the catalog; at once when nothing changed."""
        if self.searcher.sync(today=today(), progress=progress).mended:
            aside = self.home / "index" / "damaged"
            _tell(f"索引损坏，已从目录库重建，资料没有丢。损坏的索引文件移到了 {aside}，可以删除。")

    def mended(self, work: Callable[[], T], progress: Progress | None = None) -> T:
        """What ``work`` gives; if it meets a damaged index, that is rebuilt and the work done again."""
        try:
            return work()
        except DamagedIndexError as error:
            logging.getLogger("studio").warning("damaged index", exc_info=error)
            _tell("索引损坏，正在从目录库重建，请稍候…")
            self.sync(progress)
            return work()

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
        self.catalog.close()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _tell(line: str) -> None:
    """A line for whoever runs the command or the server; standard output belongs to results."""
    logging.getLogger("studio").warning(line)
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def open_studio(settings: Settings, *, starter: bool = True, progress: Progress | None = None) -> Studio:
    """Open ``settings.home``; an empty one first gets the shipped corpus, unless ``starter`` is False.

    Raises StudioError when the folder cannot be used.
    """
    _usable(settings)
    home = settings.home.expanduser().resolve()
    if home.exists() and not home.is_dir():
        raise StudioError(f"数据目录 {home} 是一个文件，不是文件夹。请换一个 --home。")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudioError(
            f"无法建立数据目录 {home}（{error.strerror}）。请检查权限或换一个 --home。"
        ) from error
    log.configure(home, settings.log_level)
    if not settings.catalog_url:
        _not_lost(home)
    # The mark outlives a crash between the first row and the last: the next command starts over.
    unfinished = home / "starter.unfinished"
    if starter and not (home / "catalog.db").exists():
        if not settings.corpus.is_dir():
            raise StudioError(
                f"找不到附带的资料 {settings.corpus}。请设置 STUDIO_CORPUS，或加 --no-starter。"
            )
        unfinished.touch()
    studio = Studio(settings, home, Catalog.open(settings.catalog_url or home / "catalog.db"))
    if starter and unfinished.exists():
        _publish_starter(studio, progress)
        unfinished.unlink(missing_ok=True)  # another command may have finished it too
    return studio


def _usable(settings: Settings) -> None:
    """A language model is configured whole or not at all."""
    if settings.llm_url and not re.match(r"https?://[^/\s]+", settings.llm_url):
        raise StudioError(
            "STUDIO_LLM_URL 应写成 http:// 或 https:// 开头的地址，例如 http://127.0.0.1:8000/v1。"
        )
    if settings.llm_url and not settings.llm_model:
        raise StudioError(
            "设置了 STUDIO_LLM_URL，没有设置 STUDIO_LLM_MODEL。请写上模型的名字，或两个都去掉。"
        )
    if not settings.llm_key.get_secret_value().isascii():
        raise StudioError("STUDIO_LLM_KEY 里有不能用作密钥的字符。请重新复制密钥；没有密钥就去掉这一项。")


def _not_lost(home: Path) -> None:
    """A home whose originals are there and whose catalog is not must not be begun anew over them."""
    catalog = home / "catalog.db"
    if catalog.exists() and catalog.stat().st_size > 0:
        return
    originals = home / "originals"
    if originals.is_dir() and any(path.is_file() for path in originals.rglob("*")):
        state = "是空的" if catalog.exists() else "不见了"
        raise StudioError(
            f"目录库 {catalog} {state}，但原件还在。没有改动任何文件。请从备份恢复 catalog.db；"
            "要从头开始，请换一个 --home。"
        )


def _publish_starter(studio: Studio, progress: Progress | None) -> None:
    # Only a new home needs the pipeline: a cold question must not wait for its imports.
    from ingest.starter import publish_starter

    def report(done: int, total: int, _: str) -> None:
        if progress:
            progress("发布附带的资料", done, total)

    publish_starter(studio.catalog, studio.home, studio.settings.corpus, today(), progress=report)
    studio.sync(progress)
