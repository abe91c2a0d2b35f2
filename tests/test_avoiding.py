"""What stands under a heading of what not to do says so everywhere; what stands elsewhere never does."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.answer_json import answer_json
from app.assistant import _advice_first
from app.avoiding import AVOID, LABEL, to_avoid
from app.citing import reference, transcript
from app.cli_output import answer_lines
from app.export import to_word
from app.export_markdown import to_markdown
from app.model import Answer, Quote, SectionKind
from app.pages.answer_view import turn
from app.pages.turns import Turn
from eval.corpus import library
from index.hits import hit_of
from ingest.model import Form, Kind, Visibility
from ingest.records import PassageRecord
from tests.test_export import ASKED, answer, body, cite, shown

HEADING = re.compile(r"^#{2,6} (.+)$", re.MULTILINE)
BAD = "叫伤者自己走去医务室。"


def test_of_the_corpus_headings_only_this_one_forbids():
    """Written by hand from the list of all its headings: 收礼六禁 and 做什么、不做什么 hold duties too."""
    headings = {found for one in library.load() for found in HEADING.findall(one.body)}
    assert len(headings) > 300
    assert {heading for heading in headings if to_avoid((heading,))} == {"不要这样做"}


@pytest.mark.parametrize(
    "heading",
    [
        "不要做",
        "禁忌",
        "三、常见误区",
        "（二）几种错误做法",
        "家长沟通禁忌",
        "反面案例",
        "不能说的话",
        "教师禁止行为",
        "✕ 不要",
        "1. 不要这样做",
    ],
)
def test_headings_that_others_write(heading: str):
    assert to_avoid(("第二章 沟通", heading, "3."))


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("做法", "1."),
        ("班主任做什么、不做什么",),
        ("谁不能去、哪里不能去",),
        ("走出误区",),
        ("常见误区与对策",),
        ("第三十八条",),
        ("别借出你的银行卡和电话卡",),
        ("不做作业怎么办",),
        ("能不能交出去",),
    ],
)
def test_a_place_without_such_a_heading(path: tuple[str, ...]):
    assert not to_avoid(path)


def quote(text: str, *path: str) -> Quote:
    record = PassageRecord(
        text, text, 1, "别叫他自己走", Kind.CASE, Form.ORIGINAL, None, "", (), Visibility.EVERYONE, None, None,
        path, None, 0, len(text), text,
    )  # fmt: skip
    return Quote(hit_of(record, score=1.0), 0, len(text), text, 1.0)


def test_it_never_stands_first_where_something_else_does():
    bad, good = [quote(BAD, AVOID)], [quote("请校医来看。", "做法")]
    worse = [quote("让小同学搀着去。", AVOID)]
    assert _advice_first(SectionKind.CASE, [bad, worse, good]) == [good, bad, worse]
    assert _advice_first(SectionKind.CASE, [good, bad]) == [good, bad]
    assert _advice_first(SectionKind.CASE, [bad, worse]) == [bad, worse]
    assert _advice_first(SectionKind.EMERGENCY, [bad, good]) == [bad, good], "a card keeps its order"


def answered() -> Answer:
    good = cite(2, "请校医来看。")
    return answer(replace(cite(1, BAD), path=(AVOID,)), replace(good, path=("做法",)))


def test_every_edge_says_it_in_our_words_outside_the_quote():
    made = answered()
    marked = f"{LABEL}「{BAD}」"
    assert shown(to_markdown(made, ASKED)).count(marked) == 1
    assert body(to_word(made, ASKED)).count(marked) == 1
    assert sum(line.startswith(marked) for line in answer_lines(made)) == 1
    html = turn(Turn(made), 0)
    assert f'<b class="avoid">{LABEL}</b>「' in html and html.count('class="avoid"') == 1
    for text in (to_markdown(made, ASKED), body(to_word(made, ASKED)), "\n".join(answer_lines(made))):
        assert text.count(LABEL) == 1, "the other quote is not marked"


def test_a_copied_reference_says_it_before_the_quote():
    bad, good = answered().citations
    assert reference(bad) == f"《某某条例》（国务院令第1号）不要这样做，✕ 不要这样做：“{BAD}”"
    assert reference(good) == "《某某条例》（国务院令第1号）做法：“请校医来看。”"
    assert transcript(answered()).count(LABEL) == 1


def test_rest_says_it_with_a_flag_and_in_words():
    told = answer_json(answered())
    first, second = told["sections"][0]["statements"]
    assert (first["avoid"], first["label"]) == (True, "不要这样做")
    assert (second["avoid"], second["label"]) == (False, "")
    assert [one["avoid"] for one in told["citations"]] == [True, False]
