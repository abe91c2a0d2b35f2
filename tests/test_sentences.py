from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.sentences import is_lead_in, sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_full_stops_and_semicolons_end_sentences():
    assert cut("应当报告。不得隐瞒；可以求助！") == ["应当报告。", "不得隐瞒；", "可以求助！"]


def test_a_line_end_ends_a_sentence():
    assert cut("第一步\n第二步") == ["第一步", "第二步"]


def test_a_quotation_is_not_cut_in_two():
    text = "班主任说「先坐下。我们慢慢谈。」学生点头。"
    assert cut(text) == ["班主任说「先坐下。我们慢慢谈。」", "学生点头。"]


def test_closing_quote_stays_with_its_sentence():
    assert cut("他说：“好。”然后走了。") == ["他说：“好。”", "然后走了。"]


def test_an_unclosed_bracket_does_not_swallow_the_rest():
    assert cut("（一）甲。\n（二乙。丙。") == ["（一）甲。", "（二乙。", "丙。"]


def test_lead_in():
    assert is_lead_in("有下列情形之一的：")
    assert not is_lead_in("应当报告。")


@given(st.text(alphabet="甲乙。；！\n「」（） 𠮷", max_size=80))
def test_spans_are_ordered_disjoint_and_lose_only_white_space(text: str):
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
