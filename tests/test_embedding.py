"""What is embedded of a passage, and how near its best sentence comes to a question."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.closeness import FIRST, SHARE, by_sentences, sentences
from index.embedding import QUESTION_SHARE, vector_ids, vector_text, vectors_of
from index.encoder import HashedEncoder, unit
from index.fusion import LEXICAL, VECTOR
from index.model import Scored
from ingest.model import Form, Kind, Visibility
from ingest.records import PassageRecord

ENCODER = HashedEncoder(64)
RULE = PassageRecord(
    id="rule",
    document="d",
    version=1,
    title="手机管理规定",
    kind=Kind.POLICY,
    form=Form.ORIGINAL,
    level=None,
    scope="",
    stages=(),
    visibility=Visibility.EVERYONE,
    effective=None,
    expires=None,
    path=("第一章 总则", "第3条"),
    page=None,
    start=0,
    end=0,
    text="手机由班主任保管。放学后交还家长。",
)
CASE = replace(RULE, id="case", kind=Kind.CASE, questions=("娃手机啥时候还", "谁收手机"))


def test_a_rule_speaks_for_itself_and_a_case_under_its_headings():
    assert vector_text(RULE) == RULE.text
    assert vector_text(replace(RULE, context="第一章 总则")) == f"第一章 总则\n{RULE.text}"
    assert vector_text(CASE) == f"手机管理规定\n第一章 总则\n第3条\n{RULE.text}"


def test_a_question_is_drawn_towards_its_passage():
    matrix = vectors_of([RULE, CASE, RULE], ENCODER.encode_passages)
    assert vector_ids([RULE, CASE, RULE]) == ["rule", "case", "case#q1", "case#q2", "rule"]
    assert np.linalg.norm(matrix, axis=1) == pytest.approx(np.ones(5))
    whole, case, *asked = ENCODER.encode_passages([RULE.text, vector_text(CASE), *CASE.questions])
    assert matrix[[0, 4]] == pytest.approx(np.stack([whole, whole])) and matrix[1] == pytest.approx(case)
    drawn = unit(QUESTION_SHARE * np.stack(asked) + (1 - QUESTION_SHARE) * case)
    assert matrix[2:4] == pytest.approx(drawn)


def test_a_text_without_features_gives_no_nonsense():
    matrix = vectors_of([replace(RULE, text="……", questions=("？？",))], ENCODER.encode_passages)
    assert not matrix.any()


def test_sentences_and_items():
    text = "第三条 学校应当：\n（一）登记；\n（二）通知家长；当日归还。好。"
    assert sentences(text) == ["第三条 学校应当：", "（一）登记；", "（二）通知家长；", "当日归还。"]


def scored(records: list[PassageRecord], question: str) -> dict[str, float]:
    """Vector scores of the passages as search has them, then drawn to their sentences."""
    query = ENCODER.encode_queries([question])[0]
    whole = ENCODER.encode_passages([record.text for record in records]) @ query
    ranking = [Scored(record.id, float(score)) for record, score in zip(records, whole, strict=True)]
    rankings = {LEXICAL: [Scored("by words", 3.0)], VECTOR: ranking}
    found = {record.id: record for record in records}
    drawn = by_sentences(rankings, ["by words", *found], found, query, ENCODER)
    assert drawn[LEXICAL] == rankings[LEXICAL]
    assert [one.score for one in drawn[VECTOR]] == sorted((one.score for one in drawn[VECTOR]), reverse=True)
    return {one.passage: one.score for one in drawn[VECTOR]}


def test_a_rule_is_as_close_as_its_sentences_say():
    other = replace(RULE, id="other", text="请假由班主任批准。学生离校应当登记。家长签名后离校。")
    case = replace(CASE, text=RULE.text)
    found = scored([RULE, other, case], "放学后交还家长")
    query = ENCODER.encode_queries(["放学后交还家长"])[0]
    whole, one, two = ENCODER.encode_passages([RULE.text, *sentences(RULE.text)]) @ query
    assert found["rule"] == pytest.approx((1 - SHARE) * whole + SHARE * max(one, two), abs=1e-6)
    assert found["case"] == pytest.approx(whole, abs=1e-6)
    assert found["case"] < found["rule"]


def test_a_sentence_never_lowers_its_passage():
    query, whole = ENCODER.encode_passages(["手机由班主任保管。放学后交还家长。", RULE.text])
    found = scored([RULE], "手机由班主任保管。放学后交还家长。")
    assert found["rule"] == pytest.approx(float(query @ whole), abs=1e-6)
    assert max(ENCODER.encode_passages(sentences(RULE.text)) @ query) < found["rule"]


def test_only_the_first_are_read_again():
    rules = [replace(RULE, id=f"r{number}") for number in range(FIRST + 2)]
    found = scored(rules, "放学后交还家长")
    assert len({round(found[f"r{number}"], 6) for number in range(FIRST)}) == 1
    assert found[f"r{FIRST}"] == found[f"r{FIRST + 1}"] < found["r0"]


def test_what_holds_no_sentence_keeps_its_score():
    short = replace(RULE, text="交还家长")
    query, whole = ENCODER.encode_passages(["放学后交还家长", short.text])
    assert scored([short], "放学后交还家长") == {"rule": pytest.approx(float(query @ whole), abs=1e-6)}
