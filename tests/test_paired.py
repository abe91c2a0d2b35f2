"""The network that reads a question beside a sentence: what numpy makes of it, and what it was taught."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paired
from app.paired import UNREAD, Candidate
from eval.intent import near
from eval.intent.near import Line, gold
from index.encoder import open_encoder

ENCODER = open_encoder()
RULE = Candidate("学生宿舍管理办法 第二章 第五条", "寝室钥匙由值周班长保管，每间住六人。", 0.6, 0.5)
OTHER = Candidate("家访记录", "三个人说了半宿的话。", 0.2, 0.1)


def scores(question: str, *candidates: Candidate) -> list[float]:
    return paired.load().scores(question, candidates, ENCODER)


def test_a_sentence_that_says_what_is_asked_is_told_from_one_that_does_not():
    says, does_not = scores("寝室钥匙由谁保管", RULE, OTHER)
    assert says > does_not


@pytest.mark.parametrize(
    ("answered", "beside"),
    [("寝室钥匙由谁保管", "寝室钥匙丢了赔多少钱"), ("一间寝室住几个人", "一间寝室装几台空调")],
)
def test_the_same_sentence_answers_one_question_and_not_its_neighbour(answered: str, beside: str):
    assert scores(answered, RULE) > scores(beside, RULE)


def test_each_sentence_is_read_for_itself():
    alone, (first, second) = scores("寝室钥匙由谁保管", OTHER), scores("寝室钥匙由谁保管", RULE, OTHER)
    assert second == pytest.approx(alone[0], abs=1e-5)
    assert first != pytest.approx(second)


def test_what_has_no_words_says_nothing():
    assert scores("？", RULE) == [UNREAD]
    assert scores("钥匙", Candidate("规定", "。", 0.0, 0.0)) == [UNREAD]


@pytest.mark.parametrize(
    ("asked", "beside", "says"),
    [
        ("寝室钥匙丢了赔多少钱", "寝室钥匙由值周班长保管，每间住六人。", "寝室钥匙丢失的，照价赔偿二十元。"),
        ("一间寝室装几台空调", "寝室钥匙由值周班长保管，每间住六人。", "每间寝室装空调一台。"),
        ("工作室的牌子做多大", "工作室挂牌运行。", "工作室的牌子长60厘米，宽40厘米。"),
    ],
)
def test_what_was_missing_is_told_once_it_is_taken_in(asked: str, beside: str, says: str):
    """With the encoder's cosines alike, so that the words alone tell."""
    missing, taken_in = (Candidate("管理办法", text, 0.6, 0.5) for text in (beside, says))
    assert scores(asked, taken_in) > scores(asked, missing)


@given(question=st.text(max_size=60), above=st.text(max_size=30), text=st.text(max_size=90))
def test_any_text_can_be_read(question: str, above: str, text: str):
    assert all(map(math.isfinite, scores(question, Candidate(above, text, 0.3, 0.3))))


def test_a_network_is_saved_and_read_back_alike(tmp_path):
    paired.save(tmp_path, "again", paired.load())
    again = paired.load("again", tmp_path).scores("寝室钥匙由谁保管", [RULE, OTHER], ENCODER)
    assert again == pytest.approx(scores("寝室钥匙由谁保管", RULE, OTHER), abs=1e-6)


def test_numpy_reads_a_network_as_torch_does():
    torch = pytest.importorskip("torch")
    from eval.intent.paired import Network, Words, padded, taken

    torch.manual_seed(0)
    network = Network(ENCODER.dimension).eval()
    with torch.no_grad():
        network.places.normal_()
        network.axes.copy_(torch.linalg.qr(torch.randn(network.axes.shape))[0])
        for parameter in network.judge.parameters():
            parameter.mul_(3)
    lessons = [
        near.Lesson(question, (RULE, OTHER, Candidate("", "一句很长的话，" * 30, 0.1, 0.9)), answered=True)
        for question in ("寝室钥匙由谁保管", "钥匙" * 40)
    ]
    read = Words(lessons, ENCODER)
    with torch.no_grad():
        rows = torch.from_numpy(read.vectors) @ network.axes
        expected = network(*padded([0, 1], lessons, read), rows).tolist()
    model = taken(network)
    for lesson, line in zip(lessons, expected, strict=True):
        assert model.scores(lesson.question, lesson.candidates, ENCODER) == pytest.approx(line, abs=1e-5)


def test_where_the_answer_stands_is_known_by_its_sentence_or_its_article():
    by_sentence = Line("一", "谁管钥匙", True, "su-she", "（一）寝室钥匙由 值周班长保管，每间住六人。")
    by_article = Line("一", "谁管钥匙", True, "学生宿舍管理办法", "第五条")
    elsewhere = Line("一", "谁管钥匙", True, "学生宿舍管理办法", "第十五条")
    titles = {"su-she": "学生宿舍管理办法"}
    assert [gold(one, (OTHER, RULE), titles) for one in (by_sentence, by_article, elsewhere)] == [
        (1,),
        (1,),
        (),
    ]
    assert gold(Line("一", "谁管灯", False, "", ""), (OTHER, RULE), titles) == ()


def test_neither_a_longer_name_nor_the_same_words_elsewhere_are_where_the_answer_stands():
    laws = tuple(
        Candidate(f"{law} 第五条", "国家尊重教师。", 0.1, 0.1)
        for law in ("中华人民共和国义务教育法", "中华人民共和国教育法")
    )
    assert gold(Line("一", "尊重谁", True, "教育法", "第五条"), laws, {}) == (1,)
    told = Line("一", "尊重谁", True, "jiao-yu", "国家尊重教师。")
    assert gold(told, laws, {"jiao-yu": "中华人民共和国义务教育法"}) == (0,)


def test_lessons_are_of_both_kinds_and_none_is_there_twice():
    lines = list(near.lines())
    questions = [line.question for line in lines]
    assert len(set(questions)) == len(questions) > 16_000
    for writer in {line.writer for line in lines}:
        answered = [line.answered for line in lines if line.writer == writer]
        assert 0.4 < sum(answered) / len(answered) < 0.6
    assert not any(line.place for line in lines if not line.answered)
