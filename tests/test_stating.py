"""Questions that compare: every document that states the thing has its say, and the rest stays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.assistant import ask
from app.comparing import compares, subject
from app.model import Answer
from app.reading import closely, listing
from app.stating import DOCUMENTS, OF_A_DOCUMENT, ROOM, statements
from index.model import Filters
from index.tokens import lexical_terms
from ingest.model import Form, Kind, Level
from tests.index_parts import TODAY, Studio, document

MEETING = "工作室每两周召开一次例会。"
COMPARED = "工作室多久召开一次例会，各份文件写的一样吗"
PLACES = "东南西北中甲乙丙丁戊己庚辛壬"


@pytest.fixture
def studio(home) -> Studio:
    return Studio.at(home)


def answer(studio: Studio, question: str, filters: Filters | None = None) -> Answer:
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    return ask(question, filters, searcher=searcher, catalog=studio.catalog, today=TODAY)


def titles(found: Answer) -> set[str]:
    return {citation.title for citation in found.citations}


def statements_of(studio: Studio, question: str) -> list[str]:
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    said = statements(
        question,
        searcher.search(question, 40, today=TODAY),
        words=lexical_terms,
        closely=closely(question, searcher.encoder),
        listing=listing(question, searcher.encoder),
    )
    return [quote.text for quote in said]


def publish_many(studio: Studio, places: Sequence[str]) -> set[str]:
    named = {f"{place}校工作室方案" for place in places}
    for title in sorted(named):
        studio.publish(document(title, MEETING, "经费单独列支，专款专用。", level=Level.STUDIO))
    return named


def test_nine_documents_that_state_it_are_all_shown(studio: Studio):
    named = publish_many(studio, PLACES[:9])
    found = answer(studio, COMPARED)
    assert titles(found) == named
    quoting = {citation.title for citation in found.citations if MEETING in citation.quote}
    assert quoting == named


def test_no_more_documents_are_shown_than_a_reader_takes_in(studio: Studio):
    publish_many(studio, PLACES)
    said = answer(studio, COMPARED).citations
    assert DOCUMENTS <= len({citation.document for citation in said}) <= len(PLACES)
    per_document = [citation.document for citation in said[: DOCUMENTS * OF_A_DOCUMENT]]
    assert max(map(per_document.count, per_document)) <= OF_A_DOCUMENT


def test_an_original_does_not_silence_the_digest_of_its_scope(studio: Studio):
    digest = "例会：工作室每两周召开1次例会。"
    for title, text, form in (
        ("学校工作室方案", MEETING, Form.ORIGINAL),
        ("学校工作室方案要点", digest, Form.DIGEST),
    ):
        parsed = document(title, text, level=Level.STUDIO, form=form)
        studio.publish(replace(parsed, metadata=replace(parsed.metadata, scope="学校级")))
    assert titles(answer(studio, COMPARED)) == {"学校工作室方案", "学校工作室方案要点"}


def test_that_a_document_rules_nothing_is_its_answer(studio: Studio):
    silent = "方案没有规定工作室多久召开例会。"
    studio.publish(document("学校工作室方案", MEETING, level=Level.STUDIO))
    studio.publish(document("全市工作室方案", "例会由主持人召集。", silent, level=Level.STUDIO))
    assert any(silent in citation.quote for citation in answer(studio, COMPARED).citations)


def test_what_documents_state_stands_before_the_rest_of_the_answer(studio: Studio):
    studio.publish(
        document("全区工作室办法", "例会的记录由专人保管，例会的地点由工作室定。", level=Level.STUDIO)
    )
    named = publish_many(studio, PLACES[:3])
    first = answer(studio, COMPARED).citations[:3]
    assert {citation.title for citation in first} == named


def test_a_question_how_it_is_done_is_read_on_only_where_nearly_all_that_is_found_are_rules(studio: Studio):
    publish_many(studio, PLACES[:9])
    how = "工作室怎样召开例会"
    among_rules = len(answer(studio, how).citations)
    for place in "南北东":
        studio.publish(document(f"{place}校例会", f"{place}校的工作室召开例会。", kind=Kind.CASE))
    rules = [one for one in answer(studio, how).citations if one.kind is Kind.POLICY]
    assert len(rules) < 9 <= among_rules


@pytest.mark.parametrize("plain", ["工作室多久召开一次例会", "工作室几周召开一次例会"])
def test_a_plain_question_for_a_value_is_read_on(studio: Studio, plain: str):
    named = publish_many(studio, PLACES[:9])
    assert titles(answer(studio, plain)) == named


def test_a_plain_question_keeps_its_first_statement_first(studio: Studio):
    publish_many(studio, PLACES[:3])
    studio.publish(document("全区例会办法", "例会由主持人召集，召开前三天通知。", level=Level.STUDIO))
    first = answer(studio, "例会召开前几天通知").citations[0]
    assert first.title == "全区例会办法"


def test_what_holds_no_number_stands_behind_where_a_number_is_asked_for(studio: Studio):
    publish_many(studio, PLACES[:3])
    bare = "工作室按时召开例会，由主持人召集。"
    studio.publish(document("全区工作室方案", bare, level=Level.STUDIO))
    said = statements_of(studio, "工作室多久召开一次例会")
    assert all(MEETING in text for text in said[:3])
    assert all(bare in text for text in said[3:])


def test_a_statement_stands_with_its_neighbours_as_far_as_there_is_room(studio: Studio):
    before, after = "工作室设例会制度。", "例会由主持人召集，成员轮流记录。"
    studio.publish(
        document("全区工作室方案", before + MEETING + after + "会" * ROOM + "。", level=Level.STUDIO)
    )
    (said,) = statements_of(studio, "工作室多久召开一次例会")
    assert said.endswith(before + MEETING + after)


@pytest.mark.parametrize("said", ["积分不设扣分栏。", "扣分这一项没有。", "积分才扣一次。"])
def test_what_is_not_allowed_may_be_said_without_a_modal_verb(studio: Studio, said: str):
    studio.publish(document("积分细则", said, "积分写在存折里。", kind=Kind.HANDBOOK))
    assert any(said in text for text in statements_of(studio, "班级积分能扣分吗"))


def test_a_short_sentence_may_state_the_value(studio: Studio):
    studio.publish(document("班委制度", "班委的任期为一学期。", level=Level.SCHOOL))
    studio.publish(document("班级建设方案", "班委由全班选出。任期十周。", level=Level.SCHOOL))
    assert any("任期十周" in text for text in statements_of(studio, "班委任期多长"))


def test_who_filters_for_cases_gets_no_rules(studio: Studio):
    publish_many(studio, PLACES[:2])
    studio.publish(document("例会上的争执", "工作室每两周召开一次例会，两人争了起来。", kind=Kind.CASE))
    assert titles(answer(studio, COMPARED, Filters(kinds=(Kind.CASE,)))) <= {"例会上的争执"}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("不得歧视学生，各部法和教育部文件分别是怎么写的", "不得歧视学生"),
        ("不准体罚学生，哪些法律和文件写了，说法有什么不同", "不准体罚学生"),
        ("给成员建档案这件事，哪些文件提了，各自怎么要求", "给成员建档案这件事"),
        ("多大的学生能去岗位实习，实习规定和未保法分别卡几岁", "多大的学生能去岗位实习"),
        ("公约和制度定的比例一样吗", "公约和制度定的比例一样吗"),
    ],
)
def test_a_clause_that_names_the_documents_compared_finds_nothing(question: str, asked: str):
    assert subject(question) == asked


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪些文件提到家访", True),
        ("哪几部法律写了欺凌", True),
        ("学生去打工，满没满十六有什么两样", True),
        ("这两样能带进考场吗", False),
        ("公安对严重不良行为能用哪些法子", False),
    ],
)
def test_asking_which_documents_say_it_compares(question: str, told: bool):
    assert compares(question) is told
