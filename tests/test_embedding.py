"""What is embedded of a passage and of its typical questions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.embedding import QUESTION_SHARE, vector_ids, vector_text, vectors_of
from index.encoder import HashedEncoder, unit
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
