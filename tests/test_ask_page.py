"""提问 without a browser: its examples, answers from storage, what can be said of them, where errors go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from app import answer_stored
from app.access import READER, Account, Role
from app.answer_json import answer_json
from app.desk import Desk
from app.model import Answer, SectionKind
from app.pages import asking, feedback_view, history_view
from app.pages.answer_view import EXAMPLES, turn
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from ingest import curation
from ingest.errors import StudioError
from ingest.model import Kind, Level, Stage

TEACHER = Account("李老师", Role.TEACHER)
SECTIONS = {
    "政策": {SectionKind.POLICY},
    "怎么做": {SectionKind.PRACTICE, SectionKind.POLICY},
    "案例": {SectionKind.CASE},
    "班会": {SectionKind.LESSON},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A teacher's desk over the shipped corpus."""
    with open_studio(Settings(home=tmp_path_factory.mktemp("page") / "home")) as studio:
        yield Desk(studio, TEACHER)


@pytest.mark.parametrize(("group", "question"), [(name, text) for name, texts in EXAMPLES for text in texts])
def test_an_example_is_answered_by_what_it_is_for(desk: Desk, group: str, question: str):
    answer = desk.ask(question, Filters())
    assert answer.answered and answer.emergency is None
    assert SECTIONS[group] & {section.kind for section in answer.sections}


@pytest.mark.parametrize(
    "question",
    [
        "申请当工作室主持人要当几年班主任",
        "学生说不想活了，手上有划痕",
        "红烧肉怎么炖才软烂",
        "班主任的体检费由谁报销",
    ],
)
def test_an_answer_comes_back_from_storage_as_it_was(desk: Desk, question: str):
    answer = replace(desk.ask(question, Filters()), as_of=date(2022, 5, 1))
    again = answer_stored.restored(json.loads(json.dumps(answer_json(answer))), answer.asked)
    nearest = [(hit.passage, hit.text) for hit in answer.nearest]
    assert [(hit.passage, hit.text) for hit in again.nearest] == nearest
    assert replace(again, nearest=()) == replace(answer, nearest=())


def cited(answer: Answer) -> set[int]:
    return {n for section in answer.sections for one in section.statements for n in one.citations}


def test_what_may_not_be_opened_any_more_is_not_shown_again(desk: Desk):
    answer = desk.ask("学生上课玩手机怎么处理", Filters())
    closed = answer.citations[0].document
    left = answer_stored.openable(answer, lambda document, _: document != closed)
    assert closed not in {citation.document for citation in left.citations}
    assert cited(left) == {citation.n for citation in left.citations}
    quotes = {citation.n: citation.quote for citation in left.citations}
    assert all(s.text == quotes[s.citations[0]] for section in left.sections for s in section.statements)
    assert "不对您开放" in left.notes[-1]
    assert answer_stored.openable(answer, lambda *_: True) == answer
    nothing = answer_stored.openable(answer, lambda *_: False)
    assert (
        not nothing.sections and not nothing.citations and closed not in turn(asking.turn(desk, nothing), 0)
    )


def test_reopened_it_says_of_which_day_it_is_and_keeps_what_was_said(desk: Desk):
    answer = desk.ask("初二每天书面作业不能超过多久", Filters())
    desk.history.rate(answer.asked, helpful=False, reason="太长")
    again = asking.reopened(desk, answer.asked)
    assert again.answer.citations == answer.citations
    html = turn(again, 0)
    assert "的回答，资料可能已经更新" in html and "现行有效" in html
    assert 'data-rate="0" aria-pressed="true"' in html and "主持人会看到" in html
    with pytest.raises(StudioError, match="不是您问的"):
        asking.reopened(desk.by(Account("周老师", Role.TEACHER)), answer.asked)


def test_a_withdrawn_source_is_told_in_a_reopened_answer(desk: Desk):
    answer = desk.ask("考试诚信的班会怎么开", Filters(kinds=(Kind.LESSON,)))
    document = answer.citations[0].document
    curation.withdraw(desk.studio.catalog, document, actor="host")
    try:
        assert "现在无效" in turn(asking.reopened(desk, answer.asked), 0)
    finally:
        curation.publish(desk.studio.catalog, document, actor="host")


def test_only_what_is_missing_is_handed_to_the_hosts(desk: Desk):
    missing, beside = (
        asking.turn(desk, desk.ask(question, Filters()))
        for question in ("班主任的体检费由谁报销", "红烧肉怎么炖才软烂")
    )
    assert "提交给主持人" in feedback_view.block(missing, 0)
    assert "提交给主持人" not in feedback_view.block(beside, 0)
    [changed], told = asking.submitted(desk, [missing], {"turn": 0})
    assert desk.history.one(missing.answer.asked).submitted and changed.said.submitted
    assert "已提交" in told["html"] and "data-submit" not in told["html"]


def test_reasons_are_those_of_the_page_only(desk: Desk):
    one = asking.turn(desk, desk.ask("家长在群里骂老师怎么办", Filters()))
    wanted = {"turn": 0, "helpful": False, "reasons": ["太长", "<b>别的</b>"], "comment": ""}
    asking.rated(desk, [one], wanted)
    rating = desk.history.rating(one.answer.asked)
    assert rating is not None and rating.reason == "太长"


def test_clicks_that_overtake_each_other_lose_nothing(desk: Desk):
    none = asking.turn(desk, desk.ask("家长在群里骂老师怎么办", Filters()))
    rate: dict[str, object] = {"turn": 0, "at": 1.0, "helpful": False}
    why = {**rate, "at": 2.0, "reasons": ["引文不对"]}
    for order in ((rate, why), (why, rate)):
        turns = [none]
        for click in order:
            turns, told = asking.rated(desk, turns, click)
        rating = desk.history.rating(none.answer.asked)
        assert rating is not None and (rating.helpful, rating.reason) == (False, "引文不对")
        assert 'data-reason="引文不对" aria-pressed="true"' in told["html"]
    turns, told = asking.rated(desk, turns, {**why, "at": 3.0, "comment": "早就改了"})
    assert "data-reason" not in told["html"]
    turns, told = asking.rated(desk, turns, {**rate, "at": 4.0})
    rating = desk.history.rating(none.answer.asked)
    assert rating is not None and (rating.reason, rating.comment) == ("引文不对", "早就改了")
    turns, _ = asking.rated(desk, turns, {**rate, "at": 5.0, "helpful": True})
    rating = desk.history.rating(none.answer.asked)
    assert rating is not None and rating.helpful and (rating.reason, rating.comment) == ("", "")


def test_without_an_account_nothing_is_offered_that_would_be_refused(desk: Desk):
    reader = desk.by(READER)
    one = asking.turn(reader, reader.ask("家长在群里骂老师怎么办", Filters()))
    assert feedback_view.block(one, 0) == "" and asking.rail(reader) == ""
    assert "最近提问" in asking.rail(desk)


def test_what_was_asked_is_shown_as_text(desk: Desk):
    desk.ask("<script>alert(1)</script>晚自习", Filters())
    html = history_view.rail(desk.history.recent(3), kept=True)
    assert "<script" not in html and "&lt;script" in html


def test_deleting_one_question_leaves_the_others(desk: Desk):
    mine = desk.by(Account("陈老师", Role.TEACHER))
    first, second = (mine.ask(text, Filters()).asked for text in ("值日怎么排", "座位怎么排"))
    assert desk.history.forget_mine(first) == 0, "not somebody else's"
    assert mine.history.forget_mine(first) == 1
    assert [one.id for one in mine.history.recent(9)] == [second]


def test_filters_of_the_page():
    found = asking.filters(["政策"], "初中", ["国家法律", "学校制度"], " 2021-05-01 ")
    assert found == Filters((Kind.POLICY,), (Stage("初中"),), (Level.LAW, Level.SCHOOL), date(2021, 5, 1))
    assert asking.filters([], "全部", [], "") == Filters()
    with pytest.raises(StudioError, match="2021-05-01"):
        asking.filters([], "全部", [], "去年")
