"""The lexicon: what people say becomes what rules write, unless it could mean anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import lexicon
from index.lexicon import WEIGHT, Entry, Lexicon
from ingest.errors import StudioError
from tests.conftest import ROOT

SHIPPED = ROOT / "corpus" / "lexicon.tsv"


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.load(SHIPPED)


def test_saying_becomes_formal_terms(shipped):
    assert ("手机管理", WEIGHT) in shipped.expand("学生上课玩手机怎么处理")


def test_terms_that_the_question_says_itself_are_not_added(shipped):
    assert "手机管理" not in dict(shipped.expand("手机管理：上课玩手机"))


def test_short_saying_needs_company(shipped):
    assert shipped.expand("打架") == []
    assert ("斗殴", WEIGHT) in shipped.expand("两个男生打架")


def test_saying_of_many_meanings_needs_its_topic():
    entries = [Entry("比赛", ("技能竞赛",), "职业"), Entry("考证书", ("职业资格证书",), "职业")]
    small = Lexicon.of(entries)
    assert small.expand("班里想办篮球比赛") == []
    assert ("技能竞赛", WEIGHT) in small.expand("考职业资格证书的比赛怎么报名")
    assert ("技能竞赛", WEIGHT) in small.expand("比赛和考证书")


def test_longer_saying_uses_up_the_shorter():
    small = Lexicon.of([Entry("收手机", ("暂扣",), "手机"), Entry("没收手机的", ("归还",), "手机")])
    assert small.expand("没收手机的老师") == [("归还", WEIGHT)]


def test_one_saying_on_two_lines_gives_both():
    small = Lexicon.of([Entry("起外号", ("侮辱",), "欺凌"), Entry("起外号", ("绰号",), "同伴")])
    assert dict(small.expand("给同学起外号")) == {"侮辱": WEIGHT, "绰号": WEIGHT}


def test_shipped_lexicon_is_well_formed(shipped):
    assert len(shipped.entries) >= 400
    assert len({entry.topic for entry in shipped.entries}) == 15


def test_every_bad_line_is_named(tmp_path):
    path = tmp_path / "lexicon.tsv"
    path.write_text("# 注释\n好说法\t规范\t类\n两列\t规范\n\n\t规范\t类\n", "utf-8")
    with pytest.raises(StudioError, match="第 3、5 行"):
        Lexicon.load(path)


def test_unreadable_lexicon_says_so(tmp_path):
    with pytest.raises(StudioError, match=r"没有\.tsv"):
        Lexicon.load(tmp_path / "没有.tsv")
    (tmp_path / "gbk.tsv").write_bytes("玩手机\t手机管理\t手机".encode("gbk"))
    with pytest.raises(StudioError, match="UTF-8"):
        Lexicon.load(tmp_path / "gbk.tsv")


def test_no_lexicon_expands_nothing():
    assert Lexicon.load(None).expand("上课玩手机") == []


@given(st.text(max_size=60))
def test_any_question_can_be_expanded(question):
    for term, weight in _SHIPPED.expand(question):
        assert term and 0 < weight < 1


_SHIPPED = Lexicon.of(lexicon.parse(Path(SHIPPED).read_text("utf-8")))
