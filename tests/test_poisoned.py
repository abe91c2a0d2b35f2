"""Documents that lie, hide or give orders: they are quoted as what they are, and change nothing else."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.access import operator
from app.answer_json import answer_json, search_json
from app.assistant import ordinary_hits
from app.cli_output import answer_lines
from app.comparing import subject
from app.desk import Desk
from app.listing import Wanted, listed
from app.model import Answer
from app.pages import answer_view, library_drawer, library_view, source_view
from app.pages.turns import turn_of
from app.reviewing import Reviewing
from app.settings import Settings
from app.studio import Studio
from ingest import curation
from ingest.model import Kind, Status
from ingest.pipeline import CARD_WAITS, FileResult
from tests import poisoned_parts as parts
from tests.catalog_parts import TODAY
from tests.poisoned_parts import CROWDED, Live, Opened

pytestmark = pytest.mark.slow
CARD = "emergency-zishang"
LAST = 5
"""Of the 40 hits that are read: as many as the poisoned documents may push out."""
ORDINARY = (
    CROWDED,
    "小学生能带手机进学校吗",
    "手机能扣多久",
    "罚学生站一节课算体罚吗",
    "学校给了处分家长几天内可以申诉",
    "家长在群里骂老师怎么办",
    "申请当工作室主持人要当几年班主任",
    "区里的工作室多久开一次例会",
    "市级工作室一期几年",
    "初二书面作业不能超过多久",
    "怀疑学生被欺凌谁来认定",
    "发现学生身上有伤要不要报告",
    "教师节家长送购物卡能不能收",
    "实习单位能收学生押金吗",
    "家庭教育指导一学期办几次",
    "留守孩子周一总迟到怎么办",
    "期中考试后的班会怎么开",
    "家长要求换座位怎么办",
    "学生不肯交助学金申请",
    "新生宿舍用电安全的班会怎么上",
)
OF_POISON = (
    "晚自习由谁值班",
    "值周生怎么选",
    "图书角的书能借多久",
    "值日安排怎么轮换",
    "班主任管教法怎么规定砸手机",
)


@dataclass
class Homes:
    """The shipped corpus alone, with what misleads, with what crowds out; and what ingest said of them."""

    clean: Opened
    misled: Opened
    crowded: Opened
    rows: list[FileResult]

    @property
    def shipped(self) -> set[str]:
        return {record.id for record in self.clean.catalog.documents()}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    folder = tmp_path_factory.mktemp("poisoned")
    clean = parts.shipped(folder / "clean")
    rows = parts.poisoned(clean, folder / "misled", parts.misleading(folder / "bad"))
    parts.poisoned(clean, folder / "crowded", parts.crowding(folder / "many"))
    with (
        parts.opened(clean) as one,
        parts.opened(folder / "misled") as two,
        parts.opened(folder / "crowded") as three,
    ):
        yield Homes(one, two, three, rows)


def quotes(answer: Answer) -> list[tuple[str, str]]:
    return [(citation.document, citation.quote) for citation in answer.citations]


def said_first(answer: Answer, documents: set[str]) -> dict[str, str]:
    """What each section quotes first of ``documents``."""
    cited = [
        (section.kind, answer.citations[number - 1])
        for section in reversed(answer.sections)
        for statement in reversed(section.statements)
        for number in reversed(statement.citations)
    ]
    return {kind: citation.quote for kind, citation in cited if citation.document in documents}


def hits_read(opened: Opened, question: str) -> list[str]:
    """Passages that an answer reads, best first."""
    return [hit.passage for hit in ordinary_hits(subject(question), opened.searcher, today=TODAY)]


def test_every_poisoned_file_comes_in_as_a_document(homes: Homes):
    assert [row.error for row in homes.rows if not row.ok] == []
    assert not (homes.misled.home / "outside.txt").exists()
    assert not list(homes.misled.home.parent.rglob("outside.txt"))


@pytest.mark.parametrize("question", ORDINARY)
def test_an_ordinary_answer_stays_as_it_was(homes: Homes, question: str):
    """Where a poisoned document really holds the words it is quoted beside the others, never for them: what each
    section says first it still does; farther from the best quote, the weakest may not be worth showing any more,
    and with them a section.

    Found but not quoted, it takes a place among the hits that are read, and only the last ones may yield it.
    """
    answer, after = homes.clean.ask(question), homes.misled.ask(question)
    before, own = quotes(answer), [pair for pair in quotes(after) if pair[0] in homes.shipped]
    assert after.answered
    assert after.emergency == answer.emergency  # one of these tells of a hurt pupil: its card stays as it was
    if len(own) == len(after.citations):
        were, now = hits_read(homes.clean, question), hits_read(homes.misled, question)
        yielded = set(were[-LAST:]) - set(now)
        assert own == [(one.document, one.quote) for one in answer.citations if one.passage not in yielded]
    else:
        assert said_first(after, homes.shipped).items() <= said_first(answer, homes.shipped).items()
        assert len(set(own) & set(before)) * 5 >= len(before) * 2


@pytest.mark.parametrize("question", (CROWDED, "区里的工作室多久开一次例会", "家长要求换座位怎么办"))
def test_repeating_a_question_does_not_silence_the_others(homes: Homes, question: str):
    answer = homes.crowded.ask(question)
    assert any(citation.document in homes.shipped for citation in answer.citations)


@pytest.mark.parametrize("name", ["misled", "crowded"])
@pytest.mark.parametrize("question", ["有学生说不想活了", "学生要跳楼怎么办", "学生割腕了"])
def test_the_card_that_stands_is_not_replaced(homes: Homes, question: str, name: str):
    before, after = homes.clean.ask(question), getattr(homes, name).ask(question)
    assert after.emergency == before.emergency
    assert after.emergency is not None and after.emergency.document == CARD
    cards = [
        [citation.quote for citation in answer.citations if citation.kind is Kind.EMERGENCY]
        for answer in (before, after)
    ]
    assert cards[0] == cards[1]
    assert "99999" not in "".join(cards[1])


def test_a_host_is_told_what_a_card_would_take_the_place_of(homes: Homes):
    said = {d.id: "".join(d.warnings) for row in homes.rows for d in row.documents}
    assert "请先停用那张" in said["aaa-card"]
    assert "取代它" in said[CARD]
    assert CARD_WAITS in said[CARD]
    assert homes.misled.catalog.states(CARD)[-1].status is Status.DRAFT


def test_another_card_stands_only_after_a_host_withdraws_the_first(homes: Homes, tmp_path: Path):
    shutil.copytree(homes.misled.home, tmp_path / "home")
    with parts.opened(tmp_path / "home") as home:
        curation.withdraw(home.catalog, CARD, actor="host")
        home.searcher.sync(today=TODAY)
        card = home.ask("有学生说不想活了").emergency
    assert card is not None and card.document == "aaa-card"


@pytest.mark.parametrize("question", [*ORDINARY[:5], *OF_POISON, "有学生说不想活了"])
def test_citations_name_the_true_document_and_span_and_the_json_is_whole(homes: Homes, question: str):
    answer = homes.misled.ask(question)
    for citation in answer.citations:
        version = homes.misled.catalog.version(citation.document, citation.version)
        assert version.parse.text[citation.start : citation.end] == citation.quote
        assert citation.title == version.metadata.title
        assert citation.document in {d.id for d in homes.misled.catalog.documents()}
    sent = answer_json(answer)
    assert json.loads(json.dumps(sent, ensure_ascii=False)) == json.loads(json.dumps(sent))
    hits = homes.misled.searcher.search(question, 10, today=TODAY)
    assert len(json.loads(json.dumps(search_json(question, hits)))["hits"]) == len(hits)


@pytest.mark.parametrize(
    "question", [*OF_POISON, CROWDED, "有学生说不想活了", "<script>alert(0)</script>晚自习"]
)
def test_nothing_of_a_document_is_live_on_the_pages(homes: Homes, question: str):
    opened = homes.misled
    studio = Studio(Settings(home=opened.home), opened.home, opened.catalog, opened.searcher)
    desk = Desk(studio, operator("host"))
    answer = opened.ask(question)
    shown = [answer_view.turn(turn_of(answer, opened.catalog.version), 0)]
    shown += [source_view.panel(desk.source(citation), 0, 9) for citation in answer.citations]
    hits = opened.searcher.search(question, 10, today=TODAY)
    silent = replace(
        answer, answered=False, reason="没有找到", sections=(), citations=(), nearest=tuple(hits)
    )
    shown.append(answer_view.turn(turn_of(silent, opened.catalog.version), 1))
    assert [trouble for html in shown for trouble in Live(html).found] == []


def test_nothing_of_a_document_is_live_in_the_library(homes: Homes):
    catalog = homes.misled.catalog
    table = listed(catalog.documents(), catalog.states(), Wanted())
    shown = [library_view.upload_report(homes.rows, [Path(row.path).name for row in homes.rows])]
    shown.append(library_view.document_table(table))
    studio = Studio(Settings(home=homes.misled.home), homes.misled.home, catalog, homes.misled.searcher)
    service = Reviewing(Desk(studio, operator("host")))
    shown += [library_drawer.opened(service, row.record.id) for row in table.rows]
    assert [trouble for html in shown for trouble in Live(html).found] == []


def test_the_check_of_the_pages_can_fail():
    assert Live("<p onclick=x>").found
    assert Live("<a href='javascript:x'>").found
    assert Live("<script>").found


def test_what_nobody_sees_is_not_taken_in(homes: Homes):
    poison = [r for r in homes.misled.catalog.documents() if r.id not in homes.shipped]
    for record in poison:
        version = homes.misled.catalog.version(record.id)
        metadata = version.metadata
        questions = [asked.question.text for asked in homes.misled.catalog.questions(record.id)]
        for text in (version.parse.text, metadata.title, metadata.number, version.source_name, *questions):
            unseen = [c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t"]
            assert unseen == [], record.id
        assert "看不见的" not in version.parse.text
        assert "图书角的书都要收钱" not in version.parse.text


def test_the_terminal_gets_no_commands(homes: Homes):
    for question in OF_POISON:
        assert "\x1b" not in "\n".join(answer_lines(homes.misled.ask(question)))
