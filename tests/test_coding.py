"""The compressed content column gives back what it was given."""

from __future__ import annotations

import json
import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.coding import metadata_from_json, metadata_to_json, pack, to_json, unpack
from ingest.model import (
    Clause,
    ClauseKind,
    Form,
    Kind,
    Level,
    Metadata,
    Node,
    NodeRole,
    Parse,
    Passage,
    Place,
    Removal,
    Stage,
    TypicalQuestion,
    Visibility,
)

words = st.text(max_size=12)
sides = st.floats(0, 1).map(lambda side: round(side, 5))
boxes = st.none() | st.tuples(sides, sides, sides, sides)
pages = st.none() | st.integers(1, 500)


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    text = draw(st.text(min_size=1, max_size=80))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    clauses: list[Clause] = []
    for place in range(draw(st.integers(0, 5))):
        start, end = draw(spans)
        parent = draw(st.none() | st.integers(0, place - 1)) if place else None
        kind = draw(st.sampled_from(ClauseKind))
        clauses.append(Clause(kind, draw(words), draw(words), parent, start, end, draw(pages), draw(pages)))
    owners = st.none() | st.integers(0, len(clauses) - 1) if clauses else st.none()
    tree = Parse(text, tuple(clauses), (), ())
    passages = []
    for ordinal in range(draw(st.integers(0, 4))):
        start, end = draw(spans)
        owner = draw(owners)
        path = draw(st.just(tree.path(owner)) | st.lists(words, max_size=3).map(tuple))
        found = (draw(pages), draw(pages), draw(words))
        passages.append(Passage(ordinal, path, start, end, text[start:end], owner, *found))
    nodes = st.builds(
        lambda role, span, owner: Node(role, span[0], span[1], owner),
        st.sampled_from(NodeRole),
        spans,
        owners,
    )
    places = st.builds(
        lambda span, page, box: Place(span[0], span[1], page, box), spans, st.integers(1, 99), boxes
    )
    many_nodes, many_places = draw(st.lists(nodes, max_size=4)), draw(st.lists(places, max_size=4))
    return Parse(text, tuple(clauses), tuple(many_nodes), tuple(passages), tuple(many_places))


removals = st.lists(st.builds(Removal, words, words, pages, words), max_size=3).map(tuple)


@given(parses(), removals)
def test_content_comes_back_as_it_was(parse, removed):
    assert unpack(pack(parse, removed)) == (parse, removed)


def test_an_unknown_format_is_refused():
    packed = pack(Parse("文", (), (), ()))
    content = json.loads(zlib.decompress(packed)) | {"format": 99}
    with pytest.raises(ValueError, match="99"):
        unpack(zlib.compress(to_json(content).encode()))


def test_a_law_is_stored_in_a_fraction_of_its_text():
    text = "".join(f"第{number}条 学校应当依法保障未成年人的合法权益。\n" for number in range(500))
    assert len(pack(Parse(text, (), (), ()))) < len(text.encode()) / 5


days = st.none() | st.dates()
metadata = st.builds(
    Metadata,
    title=words,
    kind=st.sampled_from(Kind),
    form=st.sampled_from(Form),
    level=st.none() | st.sampled_from(Level),
    scope=words,
    issuer=words,
    number=words,
    promulgated=days,
    effective=days,
    expires=days,
    history=st.lists(words, max_size=2).map(tuple),
    stages=st.lists(st.sampled_from(Stage), unique=True).map(tuple),
    visibility=st.sampled_from(Visibility),
    case_type=words,
    work_areas=st.lists(words, max_size=2).map(tuple),
    tags=st.lists(words, max_size=2).map(tuple),
    questions=st.lists(st.builds(TypicalQuestion, words, words), max_size=2).map(tuple),
    extra=st.dictionaries(words, words | st.integers() | st.lists(words, max_size=2), max_size=3),
)


@given(metadata)
def test_metadata_comes_back_as_it_was(given_metadata):
    stored = json.loads(to_json(metadata_to_json(given_metadata)))
    assert metadata_from_json(stored, given_metadata.questions) == given_metadata


def test_days_inside_extra_become_text():
    stored = metadata_to_json(Metadata("甲", extra={"updated": date(2026, 11, 21)}))
    assert stored["extra"] == {"updated": "2026-11-21"}
