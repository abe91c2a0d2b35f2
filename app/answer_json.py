"""Pure: hits and answers as the JSON of the command-line and REST contract."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.avoiding import AVOID, to_avoid
from app.model import Answer, Citation, Statement
from index.model import Hit
from ingest.masking import mask_text


def hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage": hit.passage,
        "document": hit.document,
        "version": hit.version,
        "title": hit.title,
        "kind": hit.kind.value,
        "clause": hit.clause,
        "path": list(hit.path),
        "page": hit.page,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "avoid": to_avoid(hit.path),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "quote": citation.quote,
        "title": citation.title,
        "document": citation.document,
        "version": citation.version,
        "kind": citation.kind.value,
        "form": citation.form.value,
        "level": citation.level.value if citation.level else None,
        "scope": citation.scope,
        "number": citation.number,
        "clause": citation.clause,
        "path": list(citation.path),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "passage": citation.passage,
        "source": citation.source,
        "in_force": citation.in_force,
        "fictional": citation.fictional,
        "avoid": citation.avoid,
    }


def _statement(statement: Statement, avoided: frozenset[int]) -> dict[str, Any]:
    """``avoid``, and ``label`` in words, where the document lists it as what not to do."""
    avoid = statement.citations[0] in avoided
    return {
        "text": statement.text,
        "citations": list(statement.citations),
        "avoid": avoid,
        "label": AVOID if avoid else "",
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    avoided = frozenset(citation.n for citation in answer.citations if citation.avoid)
    return {
        "question": answer.question,
        "understood": answer.understood,
        "as_of": str(answer.as_of) if answer.as_of else None,
        "narrowed": list(answer.narrowed),
        "answered": answer.answered,
        "reason": answer.reason or None,
        "emergency": asdict(answer.emergency) if answer.emergency else None,
        "sections": [
            {
                "kind": section.kind.value,
                "title": section.kind.label,
                "statements": [_statement(one, avoided) for one in section.statements],
            }
            for section in answer.sections
        ],
        "differences": [asdict(difference) for difference in answer.differences],
        "notes": list(answer.notes),
        "citations": [citation_json(citation) for citation in answer.citations],
        "nearest": [hit_json(hit) for hit in answer.nearest],
        "related": list(answer.related),
        "phrasing": asdict(answer.phrasing) if answer.phrasing else None,
        "milliseconds": answer.milliseconds,
    }


def search_json(question: str, hits: list[Hit]) -> dict[str, Any]:
    """The hits of a search; its question without personal data, as it may be kept with them."""
    return {"query": mask_text(question), "hits": [hit_json(hit) for hit in hits]}
