"""What the corpus covers: cases by type and stage, the standard's indicators, what needs a host."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.coverage import SOON, coverage
from app.pages.coverage_view import BOUNDS, coverage_view, heat
from ingest.model import Form, Kind, Level, Metadata, Stage, Status
from ingest.records import DocumentRecord
from ingest.standards import RESTATEMENTS, Indicator, standard

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIRST, SECOND = Indicator("一（一）1", ("一",), "重视"), Indicator("一（二）", ("一",), "定位")


def record(
    id: str, metadata: Metadata, status: Status = Status.PUBLISHED, pending: int | None = None
) -> DocumentRecord:
    return DocumentRecord(id, metadata, 1, status, 3, f"{id}.md", NOW, NOW, pending=pending)


def case(id: str, case_type: str, *stages: Stage, names: tuple[str, ...] = ()) -> DocumentRecord:
    about = Metadata(
        id, Kind.CASE, case_type=case_type, stages=stages, extra={"indicators": list(names)} if names else {}
    )
    return record(id, about)


def test_published_cases_are_counted_by_type_and_stage():
    draft = replace(case("c4", "家校沟通协调", Stage.PRIMARY), status=Status.DRAFT)
    found = coverage(
        [
            case("c1", "家校沟通协调", Stage.PRIMARY, Stage.VOCATIONAL),
            case("c2", "家校沟通协调"),
            case("c3", "突发事件处置", Stage.VOCATIONAL),
            draft,
        ],
        [],
        {},
        TODAY,
    )
    counts = {name: [len(cases) for cases in row.values()] for name, row in found.cases.items()}
    assert counts["家校沟通协调"] == [2, 1, 1, 2]
    assert counts["突发事件处置"] == [0, 0, 0, 1]
    assert counts["班级文化建设"] == [0, 0, 0, 0]
    assert [one.id for one in found.drafts] == ["c4"]


def test_an_indicator_is_served_by_what_names_it_but_not_by_its_restatement():
    restated = case(next(iter(RESTATEMENTS)), "家校沟通协调", names=(FIRST.id, SECOND.id))
    found = coverage(
        [case("c1", "家校沟通协调", names=(FIRST.id, "九（九）")), restated], [FIRST, SECOND], {}, TODAY
    )
    assert [[one.id for one in served.documents] for served in found.indicators] == [["c1"], []]


def test_what_expires_within_ninety_days_is_listed_soonest_first():
    days = {"today": 0, "late": SOON.days, "later": SOON.days + 1, "soon": 10, "gone": -1}
    records = [
        record(name, Metadata(name, Kind.POLICY, expires=TODAY + timedelta(days=count)))
        for name, count in days.items()
    ]
    found = coverage([*records, record("ever", Metadata("ever"))], [], {}, TODAY)
    assert [(one.document.id, one.days) for one in found.expiring] == [("soon", 10), ("late", 90)]


def test_what_nobody_has_looked_at():
    digest = Metadata("《教师法》要点", Kind.POLICY, Form.DIGEST, Level.LAW)
    other = Metadata("《教育法》要点", Kind.POLICY, Form.DIGEST, Level.LAW)
    original = Metadata("中华人民共和国教育法", Kind.POLICY, Form.ORIGINAL, Level.LAW)
    card = Metadata("应急卡", Kind.EMERGENCY)
    found = coverage(
        [
            record("d1", digest, pending=2),
            record("d2", other),
            record("o", original),
            record("e1", card),
            record("e2", card),
            record("s", Metadata("待审的"), Status.SUBMITTED),
            record("w", Metadata("停用的"), Status.WITHDRAWN),
        ],
        [],
        {"e1": "通用指引，本校尚未审定。", "e2": "已审定。"},
        TODAY,
    )
    assert [one.id for one in found.drafts] == ["d1", "s"]
    assert found.digests == ("教师法",)
    assert [one.id for one in found.cards] == ["e1"]


def test_the_map_shows_counts_and_escapes_titles():
    cases = [case(f"c{n}", "家校沟通协调", Stage.PRIMARY) for n in range(BOUNDS[1])]
    bad = record("x", Metadata("<b>坏</b>", Kind.EMERGENCY))
    html = coverage_view(coverage([*cases, bad], [FIRST], {"x": "尚未审定"}, TODAY))
    assert f'aria-label="家校沟通协调，小学：{BOUNDS[1]} 篇">{BOUNDS[1]}</button>' in html
    assert "<b>坏</b>" not in html and "&lt;b&gt;坏" in html
    assert [heat(count) for count in (0, 1, 3, 6, 10, 99)] == ["c0", "c1", "c2", "c3", "c4", "c4"]


def test_a_corpus_without_a_standard_has_no_indicators(tmp_path: Path):
    assert standard(tmp_path) == []
