from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.merging import TOGETHER, alike, merged
from app.model import Quote
from ingest.model import Form, Kind
from tests.test_quotes import hit

RULE = "遵守财务制度，合理使用经费，定期报告经费使用情况。"


def quote(text: str, document: str, *, form: Form = Form.ORIGINAL, kind: Kind = Kind.POLICY) -> Quote:
    return Quote(hit(text, document=document, form=form, kind=kind), 100, 100 + len(text), text, 1.0)


def groups(*quotes: Quote) -> list[list[str]]:
    return [[one.hit.document for one in group] for group in merged(quotes)]


def test_documents_that_say_the_same_share_a_statement():
    near = "严格" + RULE.replace("，", ",")
    other = quote("成员每学期至少读两本书。", "c")
    assert groups(quote(RULE, "a"), other, quote(near, "b")) == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("主持人应当具备六年以上班主任工作年限。", "主持人应当具备九年以上班主任工作年限。"),
        ("学生的手机可以带入校园但应当统一保管。", "学生的手机不可以带入校园但应当统一保管。"),
        ("申请人应当在十日以内向学校提出书面申请。", "申请人可以在十日以内向学校提出书面申请。"),
        ("小学教师具有中级及以上的专业技术职称和资格。", "中学教师具有中级及以上的专业技术职称和资格。"),
        ("手机放在柜中。", "例会每月一次。"),
    ],
)
def test_what_differs_in_what_matters_stays_apart(one: str, other: str):
    assert not alike(one, other)


def test_the_number_of_an_article_or_item_does_not_matter():
    assert alike(f"第二十七条 {RULE}", f"第八条 {RULE}")
    assert alike(f"（三）{RULE}", f"2.{RULE}")


def test_a_digest_never_stands_with_a_rule_nor_a_case_with_a_policy():
    apart = quote(RULE, "b", form=Form.DIGEST), quote(RULE, "c", kind=Kind.CASE)
    assert groups(quote(RULE, "a"), *apart) == [["a"], ["b"], ["c"]]


def test_one_document_gives_a_statement_one_citation():
    assert groups(quote(RULE, "a"), quote(RULE, "a")) == [["a"], ["a"]]


texts = st.sampled_from([RULE, "严格" + RULE, "手机放在柜中。", "手机放在柜中", ""])


@given(st.lists(st.builds(quote, texts, st.sampled_from("abcdefg")), max_size=12))
def test_nothing_is_lost_and_no_statement_has_more_than_a_few(given_quotes: list[Quote]):
    found = merged(given_quotes)
    assert sorted(id(one) for group in found for one in group) == sorted(map(id, given_quotes))
    assert all(0 < len(group) <= TOGETHER for group in found)


@given(st.text(max_size=30), st.text(max_size=30))
def test_alike_works_both_ways(one: str, other: str):
    assert alike(one, other) == alike(other, one)
