"""When nothing is answered, and what the asker is told then."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from app import silence
from app.assistant import found_for
from app.silence import Calibration, Reason
from app.silence_features import Found
from index.encoder import HashedEncoder, open_encoder
from index.model import Encoder, ReadingEncoder
from ingest.model import Kind
from tests.index_parts import TODAY, Studio, document
from tests.test_beside_card import hit

HASHED = HashedEncoder(64)
NOTHING = Found([], {}, [])


@pytest.fixture
def studio(home) -> Studio:
    studio = Studio.at(home)
    studio.publish(document("手机规定", "学生手机进校后交班主任统一保管。", kind=Kind.POLICY))
    return studio


def found(studio: Studio, question: str, encoder: Encoder = HASHED) -> Found:
    searcher = studio.searcher(encoder)
    searcher.sync(today=TODAY)
    return found_for(question, searcher, studio.catalog, today=TODAY)


def reason(studio: Studio, question: str, encoder: Encoder = HASHED) -> Reason | None:
    return silence.judge(question, found(studio, question, encoder), encoder).reason


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
    assert reason(studio, question, open_encoder()) is why
    assert reason(studio, question) is why


def test_every_reason_has_words_of_its_own():
    assert len({one.words for one in Reason}) == len(Reason)
    assert all(one.words.endswith("。") for one in Reason)


def test_the_probability_by_hand():
    one, half = np.ones(1), np.array([0.5])
    fitted = Calibration(
        "static", np.array([1.0]), np.array([2.0]), np.array([[1.0]]), one, -0.5, half[0], 2, 1, 0.5, 0.8
    )
    # (5 - 1) / 2 = 2, from the vector 1 away: exp(-0.5) - 0.5; twice that and 1
    expected = 1 / (1 + math.exp(-(2 * (math.exp(-0.5) - 0.5) + 1)))
    assert fitted.probability({"a": 5.0}) == pytest.approx(expected)
    # 99 stands as far as the farthest: 3 deviations, 2 from the vector
    farthest = 1 / (1 + math.exp(-(2 * (math.exp(-2.0) - 0.5) + 1)))
    assert fitted.probability({"a": 99.0}) == pytest.approx(farthest)


@pytest.mark.parametrize("of", [silence.QUESTIONS, silence.PHRASES])
def test_the_calibration_that_ships_knows_every_feature(studio: Studio, of: str):
    fitted = silence.calibration(of)
    question, encoder = "学生手机由谁保管", open_encoder()
    assert isinstance(encoder, ReadingEncoder)
    told = silence.features(question, found(studio, question, encoder), encoder, silence.kinds_of(question))
    assert list(told) == json.loads(silence.MODEL.read_text(encoding="utf-8"))["features"]
    assert fitted.vectors.shape == (len(fitted.weights), len(told))
    assert 0 < fitted.threshold < fitted.sure < 1


def test_bare_words_and_questions_have_machines_of_their_own():
    assert silence.machine_for("防溺水主题班会") == silence.PHRASES
    assert silence.machine_for("防溺水主题班会怎么开") == silence.QUESTIONS
    assert silence.calibration(silence.PHRASES).threshold != silence.calibration(silence.QUESTIONS).threshold


def test_a_rule_that_holds_what_is_asked_for_makes_an_answer_likelier(studio: Studio):
    """Of two rules near the question only one says how many."""
    encoder, question = open_encoder(), "一间学生宿舍最多住几个人"
    kinds = silence.kinds_of(question)
    studio.publish(document("宿舍规定", "学生宿舍由生活教师管理，保持整洁，按时熄灯。"))
    before = silence.probability(question, found(studio, question, encoder), encoder, kinds)
    studio.publish(document("宿舍标准", "学生宿舍每间居住人数最多不超过八人。"))
    after = silence.probability(question, found(studio, question, encoder), encoder, kinds)
    assert before is not None and after is not None
    assert before < silence.calibration(silence.QUESTIONS).threshold < after


def test_no_calibration_fits_another_encoder(studio: Studio):
    question = "学生手机由谁保管"
    kinds = silence.kinds_of(question)
    assert silence.probability(question, found(studio, question), HASHED, kinds) is None
    assert silence.probability(question, NOTHING, HASHED, kinds) == 0.0


def test_what_may_be_beside_the_question_is_said_to_be():
    said = [silence.Judgement(None, sure=sure).notes for sure in (True, False)]
    assert said == [(), (silence.DOUBT,)]
    assert silence.Judgement(Reason.NO_BASIS, sure=False).notes == ()


def test_no_hits_no_answer():
    assert silence.judge("学生手机由谁保管", NOTHING, HASHED).reason is Reason.NO_BASIS


def test_beside_a_refusal_stand_two_excerpts_and_beside_one_for_personal_data_none():
    five = [hit(Kind.CASE, f"学生A第 {n} 次月考三十七分。") for n in range(5)]
    for reason in Reason:
        expected = () if reason is Reason.PERSONAL else tuple(five[:2])
        assert silence.nearest(reason.words, five) == expected
