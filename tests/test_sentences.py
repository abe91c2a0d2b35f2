from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.sentences import is_lead_in, list_around, sentences


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


def test_items_on_the_line_of_their_lead_in_are_sentences_of_their_own():
    assert cut("有下列情形的：（一）甲；（二）乙。") == ["有下列情形的：", "（一）甲；", "（二）乙。"]
    assert cut("他说：好；再见。") == ["他说：好；", "再见。"]
    assert cut("比例为 3：1.5。") == ["比例为 3：1.5。"]


def around(text: str, words: str) -> list[str] | None:
    """The sentences of the list in which the sentence that begins with ``words`` stands."""
    spans = sentences(text)
    at = next(i for i, (a, b) in enumerate(spans) if text[a:b].startswith(words))
    found = list_around(text, spans, at)
    return found and [text[slice(*span)] for span in spans[found[0] : found[1] + 1]]


LIST = "总则。\n有下列情形之一的：\n（一）甲。甲又；\n（二）乙；\n（三）丙。\n前款另行规定。"


def test_an_item_belongs_to_the_list_of_its_lead_in():
    whole = ["有下列情形之一的：", "（一）甲。", "甲又；", "（二）乙；", "（三）丙。"]
    assert around(LIST, "（二）") == around(LIST, "甲又") == around(LIST, "有下列") == whole


def test_what_stands_outside_the_list_does_not_belong_to_it():
    assert around(LIST, "总则") is None
    assert around(LIST, "前款") is None
    assert around("1. 甲\n2. 乙", "2.") is None


def test_lines_without_marks_belong_to_the_lead_in_but_do_not_call_for_it():
    assert around("练三句：\n我想借\n谢谢你", "练") == ["练三句：", "我想借", "谢谢你"]
    assert around("练三句：\n我想借\n谢谢你", "谢谢") is None


@given(st.text(alphabet="甲：（一）二1.、\n；。", max_size=60))
def test_a_list_holds_its_sentence_and_begins_with_a_lead_in(text: str):
    spans = sentences(text)
    for at in range(len(spans)):
        if found := list_around(text, spans, at):
            assert found[0] <= at <= found[1] < len(spans)
            assert is_lead_in(text[slice(*spans[found[0]])])


@given(st.text(alphabet="甲乙。；！：一1.\n「」（） 𠮷", max_size=80))
def test_spans_are_ordered_disjoint_and_lose_only_white_space(text: str):
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
