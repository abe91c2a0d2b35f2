"""Pure: an answer from the JSON that ``app.answer_json`` made of it, and what of it may be shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app import silence
from app.model import (
    Answer,
    CardLink,
    Citation,
    Difference,
    DifferenceRow,
    EmergencyCard,
    PhrasedSentence,
    Phrasing,
    Section,
    SectionKind,
    Statement,
)
from index.model import Hit
from ingest.model import Form, Kind, Level

Openable = Callable[[str, int], bool]
"""Whether a document's version may be opened now."""
_TOLD = ("clause", "avoid")
"""What follows from the path."""
_CLOSED = "有 {} 处引文的资料现在不对您开放，没有显示。"


def restored(told: Mapping[str, Any], asked: int) -> Answer:
    """``told``: the JSON of an answer; ``asked``: the number under which it is kept."""
    reason = told["reason"] or ""
    return Answer(
        question=told["question"],
        answered=told["answered"],
        reason=reason,
        sections=tuple(
            Section(
                SectionKind(section["kind"]),
                tuple(Statement(one["text"], tuple(one["citations"])) for one in section["statements"]),
            )
            for section in told["sections"]
        ),
        citations=tuple(map(_citation, told["citations"])),
        nearest=silence.nearest(reason, tuple(map(_hit, told["nearest"]))),
        related=tuple(told["related"]),
        milliseconds=told["milliseconds"],
        emergency=_card(told["emergency"]),
        differences=tuple(
            Difference(one["topic"], tuple(DifferenceRow(**row) for row in one["rows"]))
            for one in told["differences"]
        ),
        understood=told["understood"],
        notes=tuple(told["notes"]),
        phrasing=_phrasing(told["phrasing"]),
        asked=asked,
        as_of=date.fromisoformat(told["as_of"]) if told.get("as_of") else None,
        narrowed=tuple(told.get("narrowed", ())),
    )


def openable(answer: Answer, opens: Openable) -> Answer:
    """The answer without what stands in documents that may not be opened now: that was allowed once."""
    cited = {citation.n: citation for citation in answer.citations}
    kept = {n for n, one in cited.items() if opens(one.document, one.version)}
    nearest = tuple(hit for hit in answer.nearest if opens(hit.document, hit.version))
    if len(kept) == len(cited):
        return replace(answer, nearest=nearest)
    sections = (
        replace(section, statements=tuple(filter(None, (_kept(s, kept, cited) for s in section.statements))))
        for section in answer.sections
    )
    tables = (
        replace(one, rows=tuple(row for row in one.rows if row.citation in kept))
        for one in answer.differences
    )
    card = answer.emergency
    return replace(
        answer,
        sections=tuple(section for section in sections if section.statements),
        citations=tuple(cited[n] for n in sorted(kept)),
        nearest=nearest,
        emergency=card if card and (not card.document or opens(card.document, card.version)) else None,
        differences=tuple(one for one in tables if len(one.rows) > 1),
        notes=(*answer.notes, _CLOSED.format(len(cited) - len(kept))),
        phrasing=None,
    )


def _kept(statement: Statement, kept: set[int], cited: Mapping[int, Citation]) -> Statement | None:
    """The statement in the words of the first citation that is left; None where none is."""
    left = tuple(n for n in statement.citations if n in kept)
    return Statement(cited[left[0]].quote, left) if left else None


def _card(told: Mapping[str, Any] | None) -> EmergencyCard | None:
    """The card; one that was stored before cards named others names none."""
    if not told:
        return None
    links = tuple(CardLink(**one) for one in told.get("links", ()))
    return EmergencyCard(**{**_tupled(told), "links": links})


def _citation(told: Mapping[str, Any]) -> Citation:
    fields = {name: value for name, value in told.items() if name not in _TOLD}
    return Citation(
        **fields
        | {
            "kind": Kind(told["kind"]),
            "form": Form(told["form"]),
            "level": Level(told["level"]) if told["level"] else None,
            "path": tuple(told["path"]),
        }
    )


def _hit(told: Mapping[str, Any]) -> Hit:
    """A hit of the nearest: its form, level and scope are not told and nowhere shown."""
    fields = {name: value for name, value in told.items() if name not in _TOLD}
    known = {"kind": Kind(told["kind"]), "path": tuple(told["path"])}
    return Hit(**fields | known, form=Form.ORIGINAL, level=None, scope="")


def _phrasing(told: Mapping[str, Any] | None) -> Phrasing | None:
    if told is None:
        return None
    sentences = tuple(PhrasedSentence(**_tupled(one)) for one in told["sentences"])
    return Phrasing(**{**told, "sentences": sentences})


def _tupled(told: Mapping[str, Any]) -> dict[str, Any]:
    """JSON's lists as the values' tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
