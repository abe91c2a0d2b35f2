"""Pure: an emergency card's own headings with what stands under each, in its order."""

from __future__ import annotations

from app.model import Answer, SectionKind, Statement


def parts(answer: Answer) -> list[tuple[str, list[Statement]]]:
    """(top heading, statements); the heading is empty for what stands under none."""
    paths = {citation.n: citation.path for citation in answer.citations}
    found: list[tuple[str, list[Statement]]] = []
    for section in answer.sections:
        for statement in section.statements if section.kind is SectionKind.EMERGENCY else ():
            path = paths[statement.citations[0]]
            heading = path[0] if path else ""
            if not found or found[-1][0] != heading:
                found.append((heading, []))
            found[-1][1].append(statement)
    return found
