from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.quotes import LONGEST, coverage, quotes
from index.model import Hit
from ingest.model import Form, Kind, Level


def hit(text: str, *, score: float = 1.0, start: int = 100, document: str = "d") -> Hit:
    return Hit(
        passage=f"{document}-{start}",
        document=document,
        version=1,
        title="规定",
        kind=Kind.POLICY,
        form=Form.ORIGINAL,
        level=Level.SCHOOL,
        scope="",
        path=("第一条",),
        page=None,
        start=start,
        end=start + len(text),
        text=text,
        score=score,
    )


def words(text: str) -> list[str]:
    return [word for word in ("主持人", "班主任", "手机", "例会") if word in text]


def test_the_sentence_with_the_period_is_quoted():
    text = "主持人应当师德高尚。主持人应当从事班主任工作6年以上。主持人由学校公布。"
    [quote] = quotes("主持人要当几年班主任", [hit(text)], words=words)
    assert quote.text == "主持人应当从事班主任工作6年以上。"


def test_a_lead_in_brings_its_list():
    text = "班主任有下列情形之一的：\n（一）甲；\n（二）乙。"
    [quote] = quotes("班主任", [hit(text)], words=words)
    assert quote.text == text


def test_the_better_hit_comes_first_when_both_hold_the_answer():
    low = hit("例会每两周一次。", score=0.2, document="low")
    high = hit("例会每月一次。", score=1.0, document="high")
    assert [q.hit.document for q in quotes("例会多久一次", [low, high], words=words)] == ["high", "low"]


def test_coverage_is_the_weighted_share():
    assert coverage("主持人开例会", {"主持人": 3.0, "例会": 2.0, "手机": 2.0}) == 5 / 7
    assert coverage("甲", {}) == 0.0


def test_no_hits_no_quotes():
    assert quotes("手机", [], words=words) == []


@given(st.text(alphabet="主持人手机例会。；：\n（一）𠮷6年", min_size=1, max_size=400), st.integers(0, 50))
def test_every_quote_is_the_span_it_names(text: str, start: int):
    whole = "x" * start + text
    for quote in quotes("手机怎么处理", [hit(text, start=start)], words=words):
        assert whole[quote.start : quote.end] == quote.text
        assert len(quote.text) <= max(LONGEST, len(text.split("\n")[0]), len(text))
