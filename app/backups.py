"""Backups in the home's own folder ``backups``: made with one click, listed, handed out, deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from app import archive, keeping
from app.access import Act
from app.archive import Manifest
from app.desk import Desk
from app.studio import CHINA, Progress, Studio
from ingest.errors import StudioError

_NAME = re.compile(r"studio-[0-9]{8}-[0-9]{6}\.zip")
_NOT_AS_WRITTEN = (
    "刚写下的备份读回来和原来不一样，已经删掉。磁盘可能坏了，请换一个盘备份：studio backup 文件。"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the folder. ``made`` is None, and the counts 0, where its manifest cannot be read."""

    name: str
    size: int
    made: datetime | None
    documents: int = 0
    files: int = 0
    missing: int = 0


def folder_of(home: Path) -> Path:
    """Where a home keeps its backups. No backup holds another: ``keeping`` takes files by name."""
    return home / "backups"


def make(studio: Studio, progress: Progress) -> tuple[Path, Manifest]:
    """Write a backup and read it back, every sum compared; where it is stopped or fails, nothing is left."""
    folder = folder_of(studio.home)
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.glob("*.partial"):  # of a server that was killed: one server a home, one job at a time
        left.unlink(missing_ok=True)
    place = folder / f"studio-{datetime.now(CHINA):%Y%m%d-%H%M%S}.zip"
    made = keeping.backup(studio, place, progress)
    try:
        _read_back(place, progress)
    except BaseException:  # also where the job is cancelled
        place.unlink(missing_ok=True)
        raise
    return place, made


def _read_back(place: Path, progress: Progress) -> None:
    try:
        with archive.opened(place) as (packed, manifest):
            archive.verify(packed, manifest, progress)
    except StudioError as error:
        raise StudioError(_NOT_AS_WRITTEN) from error


@dataclass(frozen=True, slots=True)
class Backups:
    """The folder, for the desk's account. Who may not back up is not told what is in it."""

    desk: Desk

    def listed(self) -> list[Backup]:
        """Newest first."""
        self.desk.require(Act.BACKUP)
        return [_described(path) for path in sorted(self._files(), reverse=True)]

    def file(self, name: str) -> Path | None:
        """The backup of that name, None where there is none. It holds originals as they came, unmasked."""
        self.desk.require(Act.BACKUP)
        self.desk.require(Act.ORIGINALS)
        return next((path for path in self._files() if path.name == name), None)

    def delete(self, name: str) -> None:
        """Delete a backup for good. StudioError where there is none of that name."""
        self.desk.require(Act.BACKUP)
        path = self.file(name)
        if path is None:
            raise StudioError(f"没有 {name} 这份备份，可能已经删掉了。")
        path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        folder = folder_of(self.desk.studio.home)
        return [path for path in folder.glob("*.zip") if _NAME.fullmatch(path.name) and path.is_file()]


def _described(path: Path) -> Backup:
    found = path.stat()
    return _read(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, size: int, _changed: int) -> Backup:
    """Remembered as long as the file is the same: a manifest names every file of a home."""
    try:
        with archive.opened(path) as (_, manifest):
            made, documents = datetime.fromisoformat(manifest.made), manifest.counts["documents"]
    except (StudioError, LookupError, TypeError, ValueError):
        return Backup(path.name, size, None)
    return Backup(path.name, size, made, documents, len(manifest.entries), len(manifest.missing))
