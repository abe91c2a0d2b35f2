"""What the pages show, as values to HTML: no browser needed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.listing import Moves, moves_of
from app.model import Answer, Citation, EmergencyCard, Section, SectionKind, Statement
from app.pages.answer_view import turn
from app.pages.library_view import upload_report
from app.pages.render import unnested
from app.pages.turns import LINES, Turn, shown
from ingest.model import Form, Kind, Metadata, Status
from ingest.pipeline import FileResult, IngestedDocument
from ingest.records import DocumentRecord, VersionState

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def cite(n: int, quote: str, kind: Kind = Kind.CASE, form: Form = Form.ORIGINAL) -> Citation:
    return Citation(
        n=n,
        quote=quote,
        title="题名",
        document="case-1",
        version=1,
        kind=kind,
        form=form,
        level=None,
        scope="",
        number="",
        path=("做法",),
        page=None,
        start=0,
        end=len(quote),
        passage="p",
        source="a.md",
        in_force=True,
    )


def answer(citation: Citation | None, emergency: EmergencyCard | None = None) -> Answer:
    sections = (Section(SectionKind.CASE, (Statement(citation.quote, (1,)),)),) if citation else ()
    return Answer(
        question="问",
        answered=citation is not None,
        reason="" if citation else "资料库中没有找到依据",
        sections=sections,
        citations=(citation,) if citation else (),
        nearest=(),
        related=(),
        milliseconds=1.0,
        emergency=emergency,
    )


def words(html: str) -> str:
    """The text of the first quote, without its numbers."""
    quote = html[html.index("<li") :].split("<p>")[1].split("</p>")[0]
    return unescape(re.sub(r"<button.*?</button>|<[^>]+>", "", quote, flags=re.S))


@given(st.text(min_size=1))
def test_a_quote_is_shown_letter_by_letter(text: str):
    assert words(turn(Turn(answer(cite(1, text))), 0)) == f"「{text}」"


def test_a_digest_has_no_quotation_marks_and_says_what_it_is():
    html = turn(Turn(answer(cite(1, "学校收手机", Kind.POLICY, Form.DIGEST))), 0)
    assert words(html) == "学校收手机"
    assert "要点整理，非原文" in html


@pytest.mark.parametrize("fictional", [True, False])
def test_only_a_made_up_case_is_called_made_up(fictional: bool):
    documents = frozenset({"case-1"}) if fictional else frozenset()
    assert ("虚构案例" in turn(Turn(answer(cite(1, "一句")), documents), 0)) is fictional


def test_whom_to_call_is_shown_even_where_nothing_is_found():
    html = turn(Turn(answer(None, EmergencyCard(situation="严重暴力"))), 0)
    assert 'href="tel:110"' in html
    assert html.index("tel:110") < html.index("<h3>资料库中没有找到依据")


@given(st.lists(st.lists(st.integers(1, 220), min_size=1, max_size=6), max_size=5))
def test_every_section_shows_something_and_first_quotes_come_first(lengths: list[list[int]]):
    counts = shown(lengths)
    assert all(1 <= count <= len(texts) for count, texts in zip(counts, lengths, strict=True))
    extra = sum(
        2 + -(-texts[i] // 38) for count, texts in zip(counts, lengths, strict=True) for i in range(1, count)
    )
    assert extra <= LINES


def test_short_answers_are_not_folded():
    assert shown([[20, 20], [30]]) == [2, 1]
    assert shown([[220] * 4] * 4) == [1] * 4


def test_brackets_are_not_doubled():
    assert unnested("《《手机通知》要点整理（非原文）》带不带") == "《手机通知》要点整理（非原文）带不带"
    assert unnested("《班级管理》第一节") == "《班级管理》第一节"
    assert unnested("没有结果") == "没有结果"


def state(number: int, status: Status) -> VersionState:
    return VersionState(
        document="d",
        number=number,
        status=status,
        title="规定",
        kind=Kind.POLICY,
        effective=date(2026, 1, 1),
        expires=None,
        passages=1,
        warnings=(),
        source_name="a.md",
        source_sha256="",
        text_sha256="",
        created=NOW,
        created_by="host",
        submitted_by="",
        published_at=None,
        withdrawn_at=None,
        masked=False,
    )


def record(version: int, status: Status) -> DocumentRecord:
    return DocumentRecord("d", Metadata("规定"), version, status, 1, "a.md", NOW, NOW)


@pytest.mark.parametrize(
    ("shown_version", "statuses", "moves"),
    [
        ((1, Status.DRAFT), [Status.DRAFT], Moves(None, 1)),
        ((1, Status.PUBLISHED), [Status.PUBLISHED], Moves(1, None)),
        ((1, Status.PUBLISHED), [Status.PUBLISHED, Status.DRAFT], Moves(1, 2)),
        ((1, Status.PUBLISHED), [Status.PUBLISHED, Status.WITHDRAWN], Moves(1, None)),
        ((2, Status.WITHDRAWN), [Status.WITHDRAWN, Status.WITHDRAWN], Moves(None, 2)),
    ],
)
def test_what_can_be_done_with_a_document(
    shown_version: tuple[int, Status], statuses: list[Status], moves: Moves
):
    states = [state(number, status) for number, status in enumerate(statuses, 1)]
    assert moves_of(record(*shown_version), states) == moves


def test_names_of_files_are_escaped_and_a_known_document_is_no_success():
    name = "<b>值日.md"
    known = IngestedDocument(
        "d", "值日规定", Kind.POLICY, 1, ("文件内容与已有资料完全相同，没有新增版本：x",)
    )
    html = upload_report([FileResult(name, ok=True, documents=(known,))], [name])
    assert escape(name) in html
    assert name not in html
    assert "内容与《值日规定》相同，没有新建" in html
    assert 'class="message warn"' in html
