"""Chroma's graph files on disk: what they hold beyond their elements is blanked.

A new graph sets room aside for a hundred elements and writes all of it, never zeroed: whatever this process
had in memory before, a question or a pupil's name, then stands in ``data_level0.bin`` or ``length.bin``
(chroma-core/chroma issue 7688, open for 1.5.9). Chroma reads nothing from there: it clears an element's room
before it uses it. A graph that was never saved is begun anew by whoever reads it, which would write such memory
again: ``index.vectors`` has a new graph saved at once.

Layout of ``header.bin`` (hnswlib's ``persistHeader``): version int32, then as uint64 the offset of level 0, the
elements there is room for, the elements there are, and the bytes of an element.
"""

from __future__ import annotations

import logging
import struct
from pathlib import Path

_HEADER = struct.Struct("<iQQQQ")
_VERSION = 1
_LENGTH_BYTES = 4  # of an element in length.bin: a float32

log = logging.getLogger(__name__)


def blank_unused(folder: Path) -> list[Path]:
    """Overwrite with zeros what Chroma's graphs below ``folder`` have set aside and not used; the files changed.

    Only for whoever may write there. What cannot be read or written, or is not as it is known, is left and logged:
    the index is whole without this, and the next sync tries again.
    """
    changed = []
    for header in _headers(folder):
        try:
            changed += _blank_graph(header)
        except (OSError, ValueError) as error:
            log.warning("%s: not blanked: %s", header, error)
    return changed


def _headers(folder: Path) -> list[Path]:
    try:
        return sorted(folder.rglob("header.bin"))
    except OSError as error:
        log.warning("%s: not read: %s", folder, error)
        return []


def _blank_graph(header: Path) -> list[Path]:
    read = header.read_bytes()
    if len(read) < _HEADER.size:
        raise ValueError("unknown layout")
    version, offset, room, elements, size = _HEADER.unpack_from(read)
    if version != _VERSION or offset or elements > room or not size:
        raise ValueError("unknown layout")
    changed = []
    for name, each in (("data_level0.bin", size), ("length.bin", _LENGTH_BYTES)):
        path = header.with_name(name)
        if path.exists() and path.stat().st_size > elements * each:
            if path.stat().st_size != room * each:
                raise ValueError(f"unknown layout of {name}")
            # Another process may have saved meanwhile: then what counts as unused is no longer known.
            if header.read_bytes() == read and _blank(path, elements * each):
                changed.append(path)
    return changed


def _blank(path: Path, end: int) -> bool:
    """Zeros from byte ``end`` on; whether anything stood there."""
    with path.open("r+b") as file:
        file.seek(end)
        rest = file.read()
        if any(rest):
            file.seek(end)
            file.write(bytes(len(rest)))
    return any(rest)
