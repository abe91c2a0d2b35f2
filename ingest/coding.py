"""Values of the house as JSON and back; a version's content as one compressed column.

The content column is zlib over compact JSON: ``{"format": 1, "text", "clauses", "nodes", "passages",
"places", "removals"}``, rows as arrays. A passage's text is the span it names and is not repeated;
its path is kept only where it is not the path of its clause.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ingest.model import (
    Clause,
    ClauseKind,
    Form,
    Kind,
    Level,
    Metadata,
    Node,
    NodeRole,
    Outline,
    Parse,
    Passage,
    Place,
    Removal,
    Stage,
    TypicalQuestion,
    Visibility,
)

FORMAT = 1
_BEHIND_OUTLINE = ',"nodes":['
"""Where ``pack`` ends text and clauses. No string of them can hold it: there quotation marks are escaped."""
ZLIB_LEVEL = 3
"""Half the time of the default for a tenth more bytes."""
BOX_DIGITS = 5
"""Boxes are fractions of a page: 5 digits are a hundredth of a point on A4."""

# To ask an enumeration for each row takes longer than all else of it.
_CLAUSE_KINDS = {kind.value: kind for kind in ClauseKind}
_NODE_ROLES = {role.value: role for role in NodeRole}

# One encoder for all: json.dumps would make a new one for every passage of a version.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def to_json(value: object) -> str:
    """Compact JSON with Chinese as it is; dates as ISO days, other unknown things as text."""
    return _ENCODER.encode(value)


def from_json(text: str) -> Any:
    """What ``to_json`` was given. Most columns are empty lists, and a search reads hundreds of them."""
    return [] if text == "[]" else json.loads(text)


def pack(parse: Parse, removals: Iterable[Removal] = ()) -> bytes:
    """The content column of a version. Passages must be spans of the text."""
    paths = [parse.path(index) for index in range(len(parse.clauses))]
    content = {
        "format": FORMAT,
        "text": parse.text,
        "clauses": [_clause_row(clause) for clause in parse.clauses],
        "nodes": [[node.role, node.start, node.end, node.clause] for node in parse.nodes],
        "passages": [_passage_row(passage, paths) for passage in parse.passages],
        "places": [_place_row(place) for place in parse.places],
        "removals": [[item.step, item.text, item.page, item.note] for item in removals],
    }
    return zlib.compress(to_json(content).encode("utf-8", "surrogatepass"), ZLIB_LEVEL)


def unpack(packed: bytes) -> tuple[Parse, tuple[Removal, ...]]:
    """What ``pack`` was given, boxes rounded to ``BOX_DIGITS``."""
    content = _content(packed)
    text: str = content["text"]
    clauses = tuple(_clause(row) for row in content["clauses"])
    bare = Outline(text, clauses)
    paths = [bare.path(index) for index in range(len(clauses))]
    parse = Parse(
        text=text,
        clauses=clauses,
        nodes=tuple(
            Node(_NODE_ROLES[role], start, end, owner) for role, start, end, owner in content["nodes"]
        ),
        passages=tuple(_passage(row, text, paths) for row in content["passages"]),
        places=tuple(
            Place(start, end, page, tuple(box) if box else None)
            for start, end, page, box in content["places"]
        ),
    )
    return parse, tuple(Removal(*row) for row in content["removals"])


def unpack_outline(packed: bytes) -> Outline:
    """Text and clauses alone, which is all that a citation needs: a fifth of the time of ``unpack``.

    They stand in front; nodes, passages and places are most of the rest, and are not read.
    """
    content = zlib.decompress(packed).decode("utf-8", "surrogatepass")
    end = content.find(_BEHIND_OUTLINE)
    whole = _checked(json.loads(f"{content[:end]}}}" if end >= 0 else content))
    return Outline(whole["text"], tuple(_clause(row) for row in whole["clauses"]))


def _content(packed: bytes) -> dict[str, Any]:
    return _checked(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))


def _checked(content: dict[str, Any]) -> dict[str, Any]:
    if content["format"] != FORMAT:
        raise ValueError(f"content format {content['format']} is not {FORMAT}")
    return content


def _clause_row(clause: Clause) -> list[object]:
    return [
        clause.kind,
        clause.label,
        clause.title,
        clause.parent,
        clause.start,
        clause.end,
        clause.page_start,
        clause.page_end,
    ]


def _clause(row: list[Any]) -> Clause:
    return Clause(_CLAUSE_KINDS[row[0]], *row[1:])


def _place_row(place: Place) -> list[object]:
    box = [round(side, BOX_DIGITS) for side in place.box] if place.box else None
    return [place.start, place.end, place.page, box]


def _passage_row(passage: Passage, paths: list[tuple[str, ...]]) -> list[object]:
    inherited = paths[passage.clause] if passage.clause is not None else ()
    return [
        passage.ordinal,
        None if passage.path == inherited else passage.path,
        passage.start,
        passage.end,
        passage.clause,
        passage.page_start,
        passage.page_end,
        passage.context,
    ]


def _passage(row: list[Any], text: str, paths: list[tuple[str, ...]]) -> Passage:
    ordinal, own_path, start, end, clause, page_start, page_end, context = row
    inherited = paths[clause] if clause is not None else ()
    return Passage(
        ordinal=ordinal,
        path=inherited if own_path is None else tuple(own_path),
        start=start,
        end=end,
        text=text[start:end],
        clause=clause,
        page_start=page_start,
        page_end=page_end,
        context=context,
    )


def metadata_to_json(metadata: Metadata) -> dict[str, Any]:
    """Metadata as JSON values; typical questions are left out, they have rows of their own."""
    return {
        "title": metadata.title,
        "kind": metadata.kind.value,
        "form": metadata.form.value,
        "level": metadata.level.value if metadata.level else None,
        "scope": metadata.scope,
        "issuer": metadata.issuer,
        "number": metadata.number,
        "promulgated": _day(metadata.promulgated),
        "effective": _day(metadata.effective),
        "expires": _day(metadata.expires),
        "history": list(metadata.history),
        "stages": [stage.value for stage in metadata.stages],
        "visibility": metadata.visibility.value,
        "case_type": metadata.case_type,
        "work_areas": list(metadata.work_areas),
        "tags": list(metadata.tags),
        "extra": json.loads(to_json(metadata.extra)),
    }


def metadata_from_json(stored: Mapping[str, Any], questions: tuple[TypicalQuestion, ...] = ()) -> Metadata:
    """The inverse of ``metadata_to_json``; days inside ``extra`` stay ISO text."""
    return Metadata(
        title=stored["title"],
        kind=Kind(stored["kind"]),
        form=Form(stored["form"]),
        level=Level(stored["level"]) if stored["level"] else None,
        scope=stored["scope"],
        issuer=stored["issuer"],
        number=stored["number"],
        promulgated=_to_day(stored["promulgated"]),
        effective=_to_day(stored["effective"]),
        expires=_to_day(stored["expires"]),
        history=tuple(stored["history"]),
        stages=tuple(Stage(value) for value in stored["stages"]),
        visibility=Visibility(stored["visibility"]),
        case_type=stored["case_type"],
        work_areas=tuple(stored["work_areas"]),
        tags=tuple(stored["tags"]),
        questions=questions,
        extra=stored["extra"],
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _to_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
