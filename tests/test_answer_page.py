"""What an answer's page says around the quotes: filters, wording, refusals, the way to the hosts, deleting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.access import Account, Role
from app.answer_json import answer_json
from app.answer_stored import restored
from app.citing import reference
from app.cli_output import answer_lines
from app.desk import Desk
from app.export import to_word
from app.export_markdown import to_markdown
from app.pages import asking, feedback_view, history_view
from app.pages.answer_view import turn
from app.pages.turns import Said, Turn
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from ingest.model import Form, Kind, Level, Stage
from tests.test_export import ASKED, answer, body, cite, shown


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A teacher's desk over the shipped corpus."""
    with open_studio(Settings(home=tmp_path_factory.mktemp("around") / "home")) as studio:
        yield Desk(studio, Account("李老师", Role.TEACHER))


def test_an_answer_says_with_which_filters_it_was_asked(desk: Desk):
    filters = Filters((Kind.POLICY,), (Stage("初中"),), (Level.NORMATIVE,))
    asked = desk.ask("作业每天不能超过多久", filters)
    assert asked.narrowed == ("政策", "初中", "规范性文件")
    told = "只查了：政策、初中、规范性文件"
    assert told in turn(Turn(asked), 0) and told in answer_lines(asked)
    assert told in shown(to_markdown(asked, ASKED)) and told in body(to_word(asked, ASKED))
    assert restored(answer_json(asked), 0).narrowed == asked.narrowed
    assert 'data-narrowed="政策、初中、规范性文件"' in turn(Turn(asked), 0)
    free = turn(Turn(desk.ask("作业每天不能超过多久", Filters())), 0)
    assert "只查了" not in free and 'data-narrowed=""' in free


def test_what_stands_above_a_group_is_true_of_digests_too():
    html = turn(Turn(answer(cite(1, "甲。"), cite(2, "乙（第二条；核对：摘录）", form=Form.DIGEST))), 0)
    assert "以下都出自资料库" in html and "都是资料里的原句" not in html
    assert "核对：" not in html and "只对照过网上的摘录" in html


def test_quotes_in_files_and_on_the_page_are_nested():
    made = answer(cite(1, "他说：「手机我来修。」"))
    nested = "「他说：『手机我来修。』」"
    for text in (turn(Turn(made), 0), body(to_word(made, ASKED)), shown(to_markdown(made, ASKED))):
        flat = text.replace('<span class="glue">', "")
        assert nested in flat and "「他说：「" not in flat
    assert any(line.startswith(nested) for line in answer_lines(made))


def test_a_refusal_for_a_pupils_data_shows_nothing_near(desk: Desk):
    refused = desk.ask("张小明上次月考多少分", Filters())
    assert not refused.answered and refused.nearest == ()
    assert "可能相关" not in turn(Turn(refused), 0)
    old = answer_json(desk.ask("班主任的体检费由谁报销", Filters())) | {"reason": refused.reason}
    assert old["nearest"] and restored(old, 0).nearest == (), "kept before this was so"


def test_what_is_missing_is_handed_over_right_under_the_first_sentence(desk: Desk):
    missing = desk.ask("班主任的体检费由谁报销", Filters())
    assert not missing.answered and 0 < len(missing.nearest) <= 2
    html = turn(Turn(missing, said=Said(asked=True)), 0)
    assert html.index("</h3>") < html.index("data-submit") < html.index("没有哪份资料直接回答")
    assert html.count("data-submit") == 1


def test_a_case_of_an_answer_kept_before_says_that_it_is_made_up(desk: Desk):
    asked = desk.ask("有没有学生沉迷手机的案例", Filters())
    before = replace(asked, citations=tuple(replace(one, fictional=False) for one in asked.citations))
    made = asking.turn(desk, before).answer
    cases = [one for one in made.citations if one.kind is Kind.CASE]
    assert cases and all("（虚构案例）" in reference(one) for one in cases)
    assert cases == [one for one in asked.citations if one.kind is Kind.CASE]


def test_deleting_says_that_the_rating_goes_too(desk: Desk):
    asked = desk.ask("值日怎么排", Filters())
    desk.history.rate(asked.asked, helpful=False, reason="太长")
    rail = history_view.rail(desk.history.recent(3), kept=True)
    assert "回答和您的评价" in rail and "主持人也看不到这些评价" in rail
    why = feedback_view.block(Turn(asked, said=Said(asked=True, helpful=False)), 0)
    assert "您删除这条提问，评价也一起删除" in why and 'placeholder="不要写学生真名"' in why
