"""Notes beside an answer: that age decides, and that of a rule only the digest is there."""

from __future__ import annotations

import pytest

from app.assistant import ask
from app.model import Answer
from ingest.model import Form, Kind, Level
from tests.index_parts import TODAY, Studio, document

HIRED = "任何单位不得招用未满十六周岁的学生到餐馆打工。"


def answer(studio: Studio, question: str) -> Answer:
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    return ask(question, searcher=searcher, catalog=studio.catalog, today=TODAY)


@pytest.fixture
def studio(home) -> Studio:
    studio = Studio.at(home)
    studio.publish(document("用工规定", HIRED, level=Level.LAW))
    return studio


def test_an_age_that_decides_is_pointed_out_in_the_rules_own_words(studio: Studio):
    found = answer(studio, "餐馆能招用学生打工吗")
    assert found.notes == ("年龄不同，规定不同：引用 1 适用于“未满十六周岁”。问题里没有说年龄，请核对。",)
    assert "未满十六周岁" in found.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "餐馆能招用15岁的学生打工吗",
        "学生几岁才能到餐馆打工",
        "餐馆能招用小学生打工吗",
        "学生才十五，餐馆能招用他打工吗",
    ],
)
def test_no_note_where_the_question_settles_or_asks_the_age(studio: Studio, question: str):
    found = answer(studio, question)
    assert found.answered
    assert found.notes == ()


def test_a_stage_with_pupils_on_both_sides_settles_nothing(studio: Studio):
    assert answer(studio, "餐馆能招用中职学生打工吗").notes


def test_a_definition_is_no_condition(home):
    studio = Studio.at(home)
    studio.publish(document("保护法", "本法所称未成年人是指未满十八周岁的公民。", level=Level.LAW))
    assert answer(studio, "未成年人是什么意思").notes == ()


def test_a_case_with_an_age_is_no_rule(home):
    studio = Studio.at(home)
    studio.publish(document("餐馆打工案例", "学生A已满十六周岁，到餐馆打工。", kind=Kind.CASE))
    assert answer(studio, "学生到餐馆打工怎么办").notes == ()


def digest(studio: Studio) -> None:
    sentence = "学生在校受伤，学校应当及时救助。"
    title = "《学生伤害事故处理办法》要点整理（非原文）"
    studio.publish(document(title, sentence, form=Form.DIGEST, level=Level.MINISTRY))


def test_a_digest_without_its_original_is_named(home):
    studio = Studio.at(home)
    digest(studio)
    (note,) = answer(studio, "学生在校受伤学校要救助吗").notes
    assert note == (
        "《学生伤害事故处理办法》只收了要点整理（非原文），资料库里没有原文；请核对原文，或提交给主持人补充。"
    )


def test_a_digest_beside_its_original_is_not(home):
    studio = Studio.at(home)
    digest(studio)
    studio.publish(document("学生伤害事故处理办法", "发生学生伤害事故，学校应当及时救助受伤害学生。"))
    assert answer(studio, "学生在校受伤学校要救助吗").notes == ()
