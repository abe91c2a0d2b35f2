from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.listed import Listing, Nearest
from app.measures import coverage
from app.model import Quote
from app.quotes import LONGEST, LONGEST_LIST, quotes
from app.quoting import READ_CLOSELY
from index.fusion import VECTOR
from index.model import Hit
from ingest.model import Form, Kind, Level

NO_MATTERS = Listing(
    Nearest((), np.zeros((0, 5), dtype=np.float32)), lambda texts: pytest.fail("nothing is listed")
)


def hit(
    text: str,
    *,
    score: float = 1.0,
    start: int = 100,
    document: str = "d",
    kind: Kind = Kind.POLICY,
    form: Form = Form.ORIGINAL,
    path: tuple[str, ...] = ("第一条",),
) -> Hit:
    return Hit(
        passage=f"{document}-{start}",
        document=document,
        version=1,
        title="规定",
        kind=kind,
        form=form,
        level=Level.SCHOOL,
        scope="",
        path=path,
        page=None,
        start=start,
        end=start + len(text),
        text=text,
        score=score,
    )


def words(text: str) -> list[str]:
    return [word for word in ("主持人", "班主任", "手机", "例会") if word in text]


def far(texts: Sequence[object]) -> list[float]:
    """As if no text were like the question: words and types alone decide."""
    return [0.0] * len(texts)


def like(*words: str):
    """As if texts with any of these words were like the question."""
    return lambda texts: [float(any(word in text for word in words)) for text in texts]


def quoted(question: str, *hits: Hit, near=far) -> list[Quote]:
    return quotes(question, hits, words=words, near=near, close=far, listing=NO_MATTERS)


def test_the_sentence_with_the_period_is_quoted():
    text = "主持人应当师德高尚。主持人应当从事班主任工作6年以上。主持人由学校公布。"
    [quote] = quoted("主持人要当几年班主任", hit(text))
    assert quote.text == "主持人应当从事班主任工作6年以上。"


def test_the_sentence_that_is_like_the_question_is_quoted():
    text = (
        "学校统一管理智能终端产品的使用。把它们带入课堂须经任课教师的同意。其他事项由学校另行规定并且公布。"
    )
    [quote] = quoted("上课玩", hit(text), near=like("课堂"))
    assert quote.text == "把它们带入课堂须经任课教师的同意。"


def items(count: int, letters: int = 18) -> str:
    numerals = "一二三四五六七八九十"
    return "\n".join(f"（{numerals[i]}）{'甲乙丙丁戊己庚辛壬癸'[i] * letters}；" for i in range(count))


LEAD = "班主任有下列情形之一的，学校给予处分："


def test_a_lead_in_brings_its_list():
    text = "班主任有下列情形之一的：\n（一）甲；\n（二）乙。"
    [quote] = quoted("班主任", hit(text))
    assert quote.text == text


def test_an_item_brings_the_lead_in_without_which_it_means_nothing():
    text = f"总则在前面已经讲过了，这里不再重复一遍。\n{LEAD}\n{items(3)}"
    [quote] = quoted("什么情形", hit(text), near=like("丙丙"))
    assert quote.text == f"{LEAD}\n{items(3)}"


def test_of_a_long_list_what_is_read_goes_as_far_as_the_item_chosen():
    [quote] = quoted("能不能", hit(f"{LEAD}\n{items(10, 30)}"), near=like("丙丙"))
    assert quote.text == f"{LEAD}\n{items(3, 30)}"


def test_an_item_far_from_its_lead_in_stands_alone():
    [quote] = quoted("能不能", hit(f"{LEAD}\n{items(10, 30)}"), near=like("癸癸"))
    assert quote.text == f"（十）{'癸' * 30}；"


def test_who_asks_for_a_list_gets_more_of_it():
    [quote] = quoted("有哪些情形", hit(f"{LEAD}\n{items(10, 25)}"), near=like("丙丙"))
    assert quote.text == f"{LEAD}\n{items(10, 25)}"
    [cut] = quoted("有哪些情形", hit(f"{LEAD}\n{items(10, 60)}"), near=like("丙丙"))
    assert cut.text == f"{LEAD}\n{items(5, 60)}"


def test_a_short_sentence_is_quoted_with_its_neighbour_on_the_line():
    text = "第一条 每人每周至少开一次例会，由主持人召集。不得缺席。\n第二条 会后整理记录并交学校存档备查。"
    [quote] = quoted("缺席", hit(text), near=like("不得缺席。"))
    assert quote.text == "第一条 每人每周至少开一次例会，由主持人召集。不得缺席。"


def test_the_better_hit_comes_first_when_both_hold_the_answer():
    low = hit("例会每两周一次。", score=0.2, document="low")
    high = hit("例会每月一次。", score=1.0, document="high")
    assert [q.hit.document for q in quoted("例会多久一次", low, high)] == ["high", "low"]


def test_of_two_found_alike_the_one_whose_typical_question_is_nearer_comes_first():
    """The similarity a passage was found by is that of its nearest typical question, where it has a nearer one."""
    farther = replace(hit("手机放在柜中。", document="farther"), parts={VECTOR: (2, 0.4)})
    nearer = replace(hit("手机放在柜中。", document="nearer"), parts={VECTOR: (1, 0.8)})
    assert [q.hit.document for q in quoted("手机", farther, nearer)] == ["nearer", "farther"]


def test_a_passage_of_the_document_found_first_comes_before_one_of_another():
    own = hit("手机放在柜中。", score=0.5, document="found", start=10)
    other = hit("手机放在柜中。", score=0.5, document="other")
    first = hit("例会每月一次。", score=1.0, document="found", start=90)
    found = [q.hit.passage for q in quoted("手机", other, own, first)]
    assert found.index("found-10") < found.index("other-100")


def test_a_rule_comes_before_the_digest_that_says_the_same():
    digest = hit("例会每月一次。", document="digest", form=Form.DIGEST)
    rule = hit("例会每月一次。", document="rule")
    assert [q.hit.document for q in quoted("例会多久一次", digest, rule)] == ["rule", "digest"]


def test_a_rule_a_little_less_like_the_question_still_comes_before_its_digest():
    digest = hit("主持人班主任年限6年以上。", document="digest", form=Form.DIGEST)
    rule = hit("主持人应当具备 六 年以上班主任工作年限。", document="rule", score=0.82)
    other = hit("主持人应当具备九年以上班主任工作年限。", document="other", score=0.82)
    question = "主持人要当几年班主任"
    assert [q.hit.document for q in quoted(question, digest, rule)] == ["rule", "digest"]
    assert [q.hit.document for q in quoted(question, digest, other)] == ["digest", "other"]


@pytest.mark.parametrize(
    ("kind", "found_by", "asked_for"),
    [(Kind.CASE, "情境", "做法"), (Kind.LESSON, "目标", "一、演一遍（8分钟）")],
)
def test_of_a_case_or_lesson_what_was_done_comes_first(kind: Kind, found_by: str, asked_for: str):
    found = hit("学生上课玩手机。", kind=kind, path=(found_by,), score=1.0)
    done = hit("先收起来，课后谈。", kind=kind, path=(asked_for,), score=0.8, start=900)
    assert [q.hit.clause for q in quoted("遇到过吗", found, done)] == [asked_for, found_by]


def test_only_the_likeliest_passages_of_each_section_are_read():
    rules = [hit("例会每月一次。", score=1 - i / 100, start=100 * i + 1) for i in range(READ_CLOSELY + 5)]
    case = hit("先收手机。", score=0.1, document="case", kind=Kind.CASE)
    found = quoted("例会多久一次", *rules, case)
    assert {q.hit.passage for q in found} == {h.passage for h in rules[:READ_CLOSELY]} | {case.passage}


def test_coverage_is_the_weighted_share():
    assert coverage("主持人开例会", {"主持人": 3.0, "例会": 2.0, "手机": 2.0}) == 5 / 7
    assert coverage("甲", {}) == 0.0


def test_no_hits_no_quotes():
    assert quoted("手机") == []


@given(
    st.sampled_from(["手机怎么处理", "有哪些手机", "几年"]),
    st.text(alphabet="主持人手机例会。；：\n（一）1.𠮷6年", min_size=1, max_size=900),
    st.integers(0, 50),
)
def test_every_quote_is_the_span_it_names_and_no_longer_than_can_be_read(
    question: str, text: str, start: int
):
    whole = "x" * start + text
    for quote in quoted(question, hit(text, start=start)):
        assert whole[quote.start : quote.end] == quote.text
        sentence = max(map(len, text.replace("；", "\n").replace("。", "\n").split("\n")))
        assert len(quote.text) <= max(LONGEST, LONGEST_LIST if "哪些" in question else 0, sentence * 4 + 8)
