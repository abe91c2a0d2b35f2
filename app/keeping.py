"""A home kept and brought back: one file with all that cannot be made again. Indexes are left out: they can."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from app import archive, tuned
from app.archive import CATALOG, Entry, Manifest
from app.paths import checked_file
from app.settings import Settings
from app.studio import Progress, Studio
from ingest.catalog_copy import Copied, copy_to, is_sqlite
from ingest.errors import StudioError
from ingest.originals import file_hash
from ingest.pipeline import originals_of
from ingest.schema import HEAD

LEXICON, EVALUATIONS = "lexicon.tsv", "evaluations"
_OWN_TOOLS = (
    "目录库不在数据目录里（设置了 STUDIO_CATALOG_URL）。请用数据库自己的工具备份和恢复它，"
    "再另外保存数据目录里的 originals、encoder 和 evaluations。"
)


@dataclass(frozen=True, slots=True)
class _Originals:
    """Originals that a catalog names: where they are, and the hashes of those that are lost or damaged."""

    files: tuple[tuple[str, Path], ...]
    missing: tuple[str, ...]


def backup(studio: Studio, target: Path, progress: Progress) -> Manifest:
    """Write all that the home holds, as it is at one moment, to ``target``; people may go on working.

    A home that has lost an original is backed up without it; the manifest says so.

    Raises:
        StudioError: ``target`` exists or cannot be written, or the catalog is no file of the home.
    """
    if not is_sqlite(studio.catalog.engine):
        raise StudioError(_OWN_TOOLS)
    place = _free_place(target)
    scratch = studio.home / "tmp"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=scratch) as folder:
        copy = Path(folder) / CATALOG
        # The catalog first: the originals that it names are there already and never change.
        copied = copy_to(studio.catalog.engine, copy)
        originals = _originals(studio.home, copied, progress)
        files = [(CATALOG, copy), *originals.files, *_own_files(studio.home)]

        def described(entries: tuple[Entry, ...]) -> Manifest:
            made = datetime.now(UTC).isoformat(timespec="seconds")
            program = version("banzhuren-studio")
            return Manifest(made, program, copied.schema, copied.counts, originals.missing, entries)

        return archive.pack(place, files, described, progress)


def restore(settings: Settings, source: Path, progress: Progress) -> Manifest:
    """Fill the empty home of ``settings`` from a backup. Everything is verified before anything is written.

    The caller opens the home afterwards and brings its indexes up.

    Raises:
        StudioError: the backup is damaged or of a newer program, or the home is not empty.
    """
    if settings.catalog_url:
        raise StudioError(_OWN_TOOLS)
    home = settings.home.expanduser().resolve()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise StudioError(f"{home} 里已经有东西，没有恢复，也没有改动它。请用 --home 指定一个空的数据目录。")
    with archive.opened(checked_file(source)) as (packed, manifest):
        if manifest.schema > HEAD:
            raise StudioError("这份备份是较新版本的程序做的，请先升级本程序。")
        archive.verify(packed, manifest, progress)
        home.mkdir(parents=True, exist_ok=True)
        archive.unpack(packed, manifest, home, progress)
    return manifest


def summary(made: Manifest) -> str:
    """What a backup holds, in words."""
    counts = f"{made.counts['documents']} 份资料、{made.counts['accounts']} 个账号"
    return f"{counts}、{len(made.entries)} 个文件。里面有没隐去的原件，请妥善保管。"


def lost(made: Manifest) -> str:
    """What a backup lacks, in words; '' where it lacks nothing."""
    if not made.missing:
        return ""
    return f"注意：有 {len(made.missing)} 个原件不见了或被改动，没有备份到。"


def _free_place(target: Path) -> Path:
    """Where the backup goes. An earlier one is never overwritten: it may be the only good one."""
    place = target.expanduser().absolute()
    if not place.parent.is_dir():
        raise StudioError(f"没有文件夹 {place.parent}。请先建好，或换一个地方。")
    if place.exists():
        raise StudioError(f"{place} 已经在那里，没有覆盖。请换一个文件名。")
    return place


def _originals(home: Path, copied: Copied, progress: Progress) -> _Originals:
    stored, files, missing = originals_of(home), [], []
    for done, sha256 in enumerate(copied.originals):
        progress("核对原件", done, len(copied.originals))
        path = stored.find(sha256)
        if path is None or file_hash(path) != sha256:
            missing.append(sha256)
        else:
            files.append((path.relative_to(home).as_posix(), path))
    return _Originals(tuple(files), tuple(missing))


def _own_files(home: Path) -> Iterator[tuple[str, Path]]:
    """The home's own lexicon, the encoder trained further, the evaluations."""
    folders = [tuned.folder_of(home), home / EVALUATIONS]
    for path in (home / LEXICON, *(path for folder in folders for path in sorted(folder.rglob("*")))):
        if path.is_file() and path.suffix not in (".new", ".partial"):
            yield path.relative_to(home).as_posix(), path
