"""Pure: the composition blocks -> text, clauses, passages, nodes, places of one document."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import outline, passages
from ingest.framing import Role, roles_of
from ingest.lines import Line, Pages, lay_out, places_of
from ingest.model import Block, Clause, Node, NodeRole, Parse, Passage
from ingest.nesting import Knot
from ingest.series import starts_clause

_ROLES = {Role.TITLE: NodeRole.HEADING, Role.CONTENTS: NodeRole.CONTENTS, Role.PREAMBLE: NodeRole.PREAMBLE}


def parse(blocks: Sequence[Block], title: str, *, maximum: int = passages.MAX_CHARACTERS) -> Parse:
    """Parse one document.

    ``Parse.text`` is the blocks' texts joined by newlines, unchanged; the nodes tile it. ``title`` is
    looked for among the first lines: it and what stands above it belong to no passage.
    ``maximum`` is the size of a passage in characters.
    """
    text, lines = lay_out(blocks)
    roles = roles_of(lines, title)
    roles = _without_orphan_labels(lines, roles)
    knots = outline.build(lines, [role is Role.BODY for role in roles])
    places = places_of(blocks)
    pages = Pages(places)
    clauses = _clauses(lines, knots, pages)
    owned = {i for knot in knots for i in (*knot.lines, *([] if knot.head is None else [knot.head]))}
    free = [i for i, role in enumerate(roles) if role is Role.BODY and i not in owned]
    frame = [line.start for line, role in zip(lines, roles, strict=True) if role is not Role.BODY]
    cut = passages.cut(text, lines, free, knots, clauses, frame, pages, maximum)
    nodes = _tile(text, _marked(lines, roles, knots, cut))
    return Parse(text, clauses, nodes, cut, places)


def _without_orphan_labels(lines: Sequence[Line], roles: list[Role]) -> list[Role]:
    """Short words above everything else (column heads of a flattened table) are frame, not text."""
    body = [i for i, role in enumerate(roles) if role is Role.BODY]
    lead = []
    for i in body:
        if lines[i].level or starts_clause(lines[i]):
            break
        lead.append(i)
    if lead and len(lead) < len(body) and all(_is_bare(lines[i].text) for i in lead):
        for i in lead:
            roles[i] = Role.PREAMBLE
    return roles


def _is_bare(text: str) -> bool:
    return len(text) <= 15 and not any(c in text for c in "，。；：！？,;:!?")


def _clauses(lines: Sequence[Line], knots: Sequence[Knot], pages: Pages) -> tuple[Clause, ...]:
    ends = [0] * len(knots)
    for k in range(len(knots) - 1, -1, -1):
        knot = knots[k]
        own = [*knot.lines, *([] if knot.head is None else [knot.head])]
        ends[k] = max([ends[k], knot.start, *(lines[i].end for i in own)])
        if knot.parent is not None:
            ends[knot.parent] = max(ends[knot.parent], ends[k])
    return tuple(
        Clause(knot.kind, knot.label, knot.title, knot.parent, knot.start, end, *pages.of(knot.start, end))
        for knot, end in zip(knots, ends, strict=True)
    )


def _marked(
    lines: Sequence[Line], roles: Sequence[Role], knots: Sequence[Knot], cut: Sequence[Passage]
) -> list[Node]:
    marked = [
        Node(_ROLES[role], line.start, line.end)
        for line, role in zip(lines, roles, strict=True)
        if role is not Role.BODY
    ]
    for k, knot in enumerate(knots):
        if knot.heading and knot.head is not None:
            line = lines[knot.head]
            marked.append(Node(NodeRole.HEADING, line.start, line.end, k))
    marked += [Node(NodeRole.PASSAGE, p.start, p.end, p.clause) for p in cut]
    return sorted(marked, key=lambda node: node.start)


def _tile(text: str, marked: Sequence[Node]) -> tuple[Node, ...]:
    """Fill what lies between the marked spans with separators."""
    nodes: list[Node] = []
    at = 0
    for node in marked:
        if node.start > at:
            nodes.append(Node(NodeRole.SEPARATOR, at, node.start))
        nodes.append(node)
        at = node.end
    if at < len(text):
        nodes.append(Node(NodeRole.SEPARATOR, at, len(text)))
    return tuple(nodes)
