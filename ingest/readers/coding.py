"""A ``Source`` as JSON values and back, for the pipe between the worker and its parent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ingest.model import Block, BlockKind, Piece, Source


def encode_source(source: Source) -> dict[str, Any]:
    """Values that ``json.dumps`` takes; lone surrogates survive because JSON escapes them."""
    return {
        "blocks": [_encode_block(block) for block in source.blocks],
        "reader": source.reader,
        "page_unit": source.page_unit,
        "warnings": list(source.warnings),
        "front_matter": _plain(source.front_matter),
    }


def decode_source(data: dict[str, Any]) -> Source:
    """The inverse of ``encode_source``.

    Raises:
        KeyError, TypeError, ValueError: the data is not what ``encode_source`` gives.
    """
    return Source(
        blocks=tuple(_decode_block(block) for block in data["blocks"]),
        reader=str(data["reader"]),
        page_unit=str(data["page_unit"]),
        warnings=tuple(str(warning) for warning in data["warnings"]),
        front_matter={str(key): _rich(value) for key, value in data["front_matter"].items()},
    )


def _encode_block(block: Block) -> list[Any]:
    pieces = [[piece.length, piece.page, piece.box] for piece in block.pieces]
    path = list(block.path)
    return [block.text, block.kind.value, block.level, path, block.size, block.bold, pieces, block.confidence]


def _decode_block(data: list[Any]) -> Block:
    text, kind, level, path, size, bold, pieces, confidence = data
    return Block(
        text=str(text),
        kind=BlockKind(kind),
        level=int(level),
        path=tuple(str(name) for name in path),
        size=None if size is None else float(size),
        bold=bool(bold),
        pieces=tuple(Piece(int(length), int(page), _box(box)) for length, page, box in pieces),
        confidence=None if confidence is None else float(confidence),
    )


def _box(data: list[Any] | None) -> tuple[float, float, float, float] | None:
    if data is None:
        return None
    x0, y0, x1, y1 = data
    return float(x0), float(y0), float(x1), float(y1)


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _rich(value: Any) -> object:
    if isinstance(value, dict):
        if set(value) == {"$date"}:
            return date.fromisoformat(value["$date"])
        if set(value) == {"$datetime"}:
            return datetime.fromisoformat(value["$datetime"])
        return {key: _rich(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rich(item) for item in value]
    return value
