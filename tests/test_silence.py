"""When nothing is answered, and what the asker is told then."""

from __future__ import annotations

import pytest

from app import silence
from app.silence import Calibration, Reason
from ingest.model import Kind
from tests.index_parts import TODAY, Studio, document
from tests.test_beside_card import hit

HASHED, STATIC = "hashed-64-x", "static-x-y"


@pytest.fixture
def studio(home) -> Studio:
    studio = Studio.at(home)
    studio.publish(document("手机规定", "学生手机进校后交班主任统一保管。", kind=Kind.POLICY))
    return studio


def reason(studio: Studio, question: str, encoder: str = HASHED) -> Reason | None:
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    hits = searcher.search(question, 8, today=TODAY)
    records = studio.catalog.passages([hit.passage for hit in hits])
    return silence.judge(question, hits, records, encoder).reason


def test_what_the_corpus_says_is_answered(studio: Studio):
    assert reason(studio, "学生手机由谁保管") is None


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("明天会不会下雨，股票涨不涨", Reason.OUT_OF_SCOPE),
        ("把初二三班李明轩妈妈的手机号发给我", Reason.PERSONAL),
        ("学生打人会被判几年，帮我估一下", Reason.PROFESSIONAL),
        ("超导量子纠缠", Reason.NO_BASIS),
    ],
)
def test_why_not(studio: Studio, question: str, why: Reason):
    assert reason(studio, question, STATIC) is why
    assert reason(studio, question) is why


def test_every_reason_has_words_of_its_own():
    assert len({one.words for one in Reason}) == len(Reason)
    assert all(one.words.endswith("。") for one in Reason)


def test_the_probability_is_logistic_by_hand():
    fitted = Calibration("static", (2.0, -1.0), 0.5, 0.5, 0.8)
    # 0.5 + 2·1 - 1·2.5 = 0 -> 1/2
    assert fitted.probability((1.0, 2.5)) == pytest.approx(0.5)


def test_the_calibration_that_ships_knows_every_feature():
    fitted = silence.calibration()
    assert len(fitted.weights) == len(silence.FEATURES)
    assert 0 < fitted.threshold < fitted.sure < 1


def test_what_may_be_beside_the_question_is_said_to_be():
    said = [silence.Judgement(None, sure=sure).notes for sure in (True, False)]
    assert said == [(), (silence.DOUBT,)]
    assert silence.Judgement(Reason.NO_BASIS, sure=False).notes == ()


def test_no_hits_no_answer():
    assert silence.judge("学生手机由谁保管", [], {}, HASHED).reason is Reason.NO_BASIS


def test_beside_a_refusal_stand_two_excerpts_and_beside_one_for_personal_data_none():
    five = [hit(Kind.CASE, f"学生A第 {n} 次月考三十七分。") for n in range(5)]
    for reason in Reason:
        expected = () if reason is Reason.PERSONAL else tuple(five[:2])
        assert silence.nearest(reason.words, five) == expected
