"""What an index folder holds: written last and at once, so that it is the old index or the new one.

Layout under the index folder::

    manifest.json            what may be found; replaced atomically
    pending.json             editions that a sync in progress touches; there only meanwhile
    lock                     held by who writes
    <generation>/live        lexical index of what is in force
    <generation>/archive     lexical index of other published editions
    chroma/                  vectors; collections ``<index>-<generation>-<shelf>-<kind>``
    embeddings/              vectors by text, for encoders that are slow
    damaged/                 what a sync could not use and has built anew; may be deleted

A generation is one encoder with one tokeniser: when either changes, a new generation is built beside
the old one, which serves until the manifest names the new. So it is when an index is rebuilt; the
rebuilt generation's name has four digits more.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from index import tokens
from ingest.records import Edition

FORMAT = 1  # of the folder; an index of another format is rebuilt
VECTORS = 3  # how a passage and its questions become vectors, and are kept; where that changes, another generation is made
_NAMED = 8  # digits of a generation's name that say who made it
_GENERATION = re.compile(r"[0-9a-f]{8}(?:[0-9a-f]{4})?")


class Shelf(StrEnum):
    """``LIVE`` holds editions in force on the manifest's day, ``ARCHIVE`` the other published ones."""

    LIVE = "live"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Held:
    """An edition in the index: the catalog revision of its content, and its kind."""

    changed: int
    kind: str


Shelves = dict[Shelf, dict[str, Held]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A complete index: its generation, and for every shelf the editions that may be found."""

    index: str
    generation: str
    encoder: str
    revision: int
    day: date
    shelves: Shelves = field(default_factory=dict)

    def holds(self, shelf: Shelf) -> dict[str, Held]:
        return self.shelves.get(shelf, {})


def edition_key(document: str, version: int) -> str:
    """An edition's name in both indexes."""
    return f"{document}@{version}"


def split_key(key: str) -> tuple[str, int]:
    """Document and version of an edition's name."""
    document, _, version = key.rpartition("@")
    return document, int(version)


def wanted_shelves(editions: list[Edition]) -> Shelves:
    """What the index should hold, by the catalog."""
    shelves: Shelves = {shelf: {} for shelf in Shelf}
    for edition in editions:
        shelf = Shelf.LIVE if edition.live else Shelf.ARCHIVE
        held = Held(edition.changed, edition.kind.value)
        shelves[shelf][edition_key(edition.document, edition.version)] = held
    return shelves


def generation_of(encoder: str) -> str:
    """Short name of an encoder with this tokeniser, this way to make vectors and this folder format."""
    named = f"{FORMAT}\n{VECTORS}\n{tokens.version()}\n{encoder}"
    return hashlib.sha256(named.encode()).hexdigest()[:_NAMED]


def rebuilt_generation(encoder: str) -> str:
    """A name beside those that are there, for an index that is made anew by the same encoder."""
    return generation_of(encoder) + uuid.uuid4().hex[:4]


def maker_of(generation: str) -> str:
    """Which encoder and tokeniser made a generation, rebuilt or not: what ``generation_of`` calls them."""
    return generation[:_NAMED]


def is_generation(folder: Path) -> bool:
    """Whether a folder is named like a generation."""
    return _GENERATION.fullmatch(folder.name) is not None


def manifest_path(folder: Path) -> Path:
    return folder / "manifest.json"


def pending_path(folder: Path) -> Path:
    return folder / "pending.json"


def lexical_folder(folder: Path, generation: str, shelf: Shelf) -> Path:
    return folder / generation / shelf.value


def collection_name(index: str, generation: str, shelf: Shelf, kind: str) -> str:
    return f"{index}-{generation}-{shelf.value}-{kind}"


def load(folder: Path) -> Manifest | None:
    """The manifest, or None where there is none or it is of another format or damaged."""
    try:
        raw = json.loads(manifest_path(folder).read_text("utf-8"))
        if raw.pop("format") != FORMAT:
            return None
        shelves = {
            Shelf(shelf): {key: Held(**held) for key, held in editions.items()}
            for shelf, editions in raw.pop("shelves").items()
        }
        return Manifest(**{**raw, "day": date.fromisoformat(raw["day"]), "shelves": shelves})
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest, all or nothing."""
    raw = {
        "format": FORMAT,
        "index": manifest.index,
        "generation": manifest.generation,
        "encoder": manifest.encoder,
        "revision": manifest.revision,
        "day": manifest.day.isoformat(),
        "shelves": {
            shelf.value: {key: {"changed": held.changed, "kind": held.kind} for key, held in editions.items()}
            for shelf, editions in manifest.shelves.items()
        },
    }
    write_atomically(manifest_path(folder), json.dumps(raw, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Pending:
    """What a sync in progress touches: its index name and the editions by shelf, with their kinds."""

    index: str
    touched: dict[Shelf, dict[str, str]]


def load_pending(folder: Path) -> Pending | None:
    """What an interrupted sync left, or None."""
    try:
        raw = json.loads(pending_path(folder).read_text("utf-8"))
        return Pending(raw["index"], {Shelf(shelf): dict(keys) for shelf, keys in raw["touched"].items()})
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save_pending(folder: Path, pending: Pending) -> None:
    """Note what is about to be touched, before it is."""
    write_atomically(pending_path(folder), json.dumps(asdict(pending), ensure_ascii=False))


def write_atomically(path: Path, text: str) -> None:
    """Replace a file so that a crash, also of the machine, leaves the old text or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
