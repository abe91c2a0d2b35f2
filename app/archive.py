"""A backup's file: a zip whose ``manifest.json`` names every other file in it with its size and SHA-256.

What is read from such a file is trusted in nothing: its names must be those of a home, its sizes and sums
those of its manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from app.studio import Progress
from ingest.errors import StudioError

FORMAT = 1
CATALOG, MANIFEST = "catalog.db", "manifest.json"
_BLOCK = 1 << 20
_LONGEST_MANIFEST = 256 << 20
_NAME = re.compile(
    r"catalog\.db|lexicon\.tsv|originals/[0-9a-f]{2}/[0-9a-f]{64}[^/\\:\x00-\x1f]*"
    r"|(?:encoder|evaluations)(?:/[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*)+"
)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
)
"""What reading a zip or its manifest raises where the file is damaged or is something else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup under its place in the home."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``made`` is UTC; ``missing`` are originals that the home had lost or damaged."""

    made: str
    program: str
    schema: str
    counts: Mapping[str, int]
    missing: tuple[str, ...]
    entries: tuple[Entry, ...]


Described = Callable[[tuple[Entry, ...]], Manifest]
"""Makes the manifest when all files are in."""


def pack(target: Path, files: Sequence[tuple[str, Path]], described: Described, tell: Progress) -> Manifest:
    """Write a backup with ``files`` (name in the home, where it is): whole under its name, or not at all.

    Only the user who runs this may read it: originals are not masked.

    Raises:
        StudioError: a file cannot be read, or the backup not be written.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        with partial.open("wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                entries = []
                for done, (name, path) in enumerate(files):
                    tell("备份", done, len(files))
                    entries.append(_add(archive, name, path))
                manifest = described(tuple(entries))
                archive.writestr(MANIFEST, json.dumps({"format": FORMAT, **asdict(manifest)}))
            raw.flush()
            os.fsync(raw.fileno())
        partial.replace(target)
    except OSError as error:
        raise StudioError(
            f"备份没有写成（{error.strerror}：{error.filename or target}）。请检查磁盘空间和权限，再试一次。"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Entry:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        size, sha256 = _copy(source, target)
    return Entry(name, size, sha256)


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup with its manifest, its names and sizes checked.

    Raises:
        StudioError: it is damaged, no backup, or of a newer program.
    """
    with ExitStack() as stack:
        with _readable(path):
            archive = stack.enter_context(zipfile.ZipFile(path))
            manifest = _manifest(archive)
            _check_names(archive, manifest)
        yield archive, manifest


def _check_names(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """ValueError unless the archive holds what the manifest says, each file at a place of a home."""
    sizes = {info.filename: info.file_size for info in archive.infolist() if info.filename != MANIFEST}
    said = {entry.name: entry.size for entry in manifest.entries}
    if len(archive.namelist()) != len(manifest.entries) + 1 or sizes != said:
        raise ValueError("names or sizes are not those of the manifest")
    if not all(_NAME.fullmatch(name) for name in sizes) or CATALOG not in sizes:
        raise ValueError("names are not those of a home")


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as source:
        raw = source.read(_LONGEST_MANIFEST)
    told = json.loads(raw)
    if told.pop("format") != FORMAT:
        raise StudioError("这份备份是较新版本的程序做的，请先升级本程序。")
    entries = tuple(Entry(**entry) for entry in told.pop("entries"))
    return Manifest(**{**told, "missing": tuple(told["missing"]), "entries": entries})


def verify(archive: zipfile.ZipFile, manifest: Manifest, tell: Progress) -> None:
    """Read every file and compare its sum. StudioError for the first that differs."""
    with _readable(Path(archive.filename or "")):
        for done, entry in enumerate(manifest.entries):
            tell("核对备份", done, len(manifest.entries))
            _take(archive, entry, None)


def unpack(archive: zipfile.ZipFile, manifest: Manifest, home: Path, tell: Progress) -> None:
    """Write every file to its place in ``home``, which is empty before; empty again where it fails.

    The catalog comes last: a home without it is begun by no command (``app.studio``).
    """
    free = shutil.disk_usage(home).free
    needed = sum(entry.size for entry in manifest.entries)
    if needed > free:
        raise StudioError(f"磁盘空间不够：需要 {needed >> 20} MB，只剩 {free >> 20} MB。请腾出空间再恢复。")
    with ExitStack() as undo:
        undo.callback(_empty, home)
        ordered = sorted(manifest.entries, key=lambda entry: entry.name == CATALOG)
        try:
            for done, entry in enumerate(ordered):
                tell("恢复", done, len(ordered))
                _place(archive, entry, home / entry.name)
        except OSError as error:
            raise StudioError(
                f"恢复没有做完（{error.strerror}），已经清掉。请检查磁盘和权限再试。"
            ) from error
        undo.pop_all()


def _place(archive: zipfile.ZipFile, entry: Entry, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(place.name + ".partial")
    with partial.open("xb") as target:
        _take(archive, entry, target)
        target.flush()
        os.fsync(target.fileno())
    partial.replace(place)


def _take(archive: zipfile.ZipFile, entry: Entry, target: IO[bytes] | None) -> None:
    """Read a file of the archive, also into ``target``. StudioError where it is not what it was."""
    with archive.open(entry.name) as source:
        size, sha256 = _copy(source, target)
    if (size, sha256) != (entry.size, entry.sha256):
        raise StudioError(f"备份里的 {entry.name} 和当初写下的不一样，没有恢复。请换一份备份。")


def _copy(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    """Size and SHA-256 of all that ``source`` gives, written to ``target`` where there is one."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        digest.update(block)
        size += len(block)
        if target is not None:
            target.write(block)
    return size, digest.hexdigest()


def _empty(home: Path) -> None:
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise StudioError(f"{path} 不是本系统的备份，或者已经损坏。什么也没有改。请换一份备份。") from error
