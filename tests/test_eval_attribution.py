"""Citation precision and recall, and exactness of facts, by hand and against plain sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import Citation
from eval.attribution import exactness, precision, recall, relevance, stands_in
from eval.model import Gold
from ingest.model import Form, Kind

QUOTE = "每两周召开一次例会"


def citation(clause: str, quote: str = "别的话", document: str = "d") -> Citation:
    return Citation(
        n=1,
        quote=quote,
        title="规定",
        document=document,
        version=1,
        kind=Kind.POLICY,
        form=Form.ORIGINAL,
        level=None,
        scope="",
        number="",
        path=("第一章", clause),
        page=None,
        start=0,
        end=len(quote),
        passage="p",
        source="",
        in_force=True,
    )


def gold(clause: str, relevance: int = 2) -> Gold:
    return Gold.model_validate({"document": "d", "path": [clause], "quote": QUOTE, "relevance": relevance})


def test_a_citation_stands_in_gold_by_its_path_or_by_its_words():
    assert stands_in(gold("第二条"), citation("第二条"))
    assert stands_in(gold("第二条"), citation("第九条", f"例会。{QUOTE}，由主持人主持。"))
    assert stands_in(gold("第二条"), citation("第九条", "召开一次例会"))
    assert not stands_in(gold("第二条"), citation("第九条"))
    assert not stands_in(gold("第二条"), citation("第二条", document="other"))


def test_precision_and_recall_by_hand():
    wanted = [gold("第一条"), gold("第二条"), gold("第三条", relevance=1)]
    cited = [citation("第一条"), citation("第一条"), citation("第三条"), citation("第八条")]
    assert [relevance(wanted, one) for one in cited] == [2, 2, 1, 0]
    assert precision(wanted, cited) == 3 / 4  # two in 第一条, one in what helps, one astray
    assert recall(wanted, cited) == 1 / 2  # of 第一条 and 第二条 only the first; 第三条 does not answer


def test_without_citations_there_is_no_precision_and_no_recall():
    assert precision([gold("第一条")], []) is None
    assert recall([gold("第一条")], []) == 0.0
    assert recall([gold("第一条", relevance=1)], [citation("第一条")]) is None


@given(
    st.dictionaries(st.integers(0, 9), st.sampled_from([1, 2]), min_size=1),
    st.lists(st.integers(0, 9), min_size=1, max_size=12),
)
def test_agrees_with_sets_of_clauses(wanted: dict[int, int], cited: list[int]):
    golds = [gold(f"第{'甲乙丙丁戊己庚辛壬癸'[n]}条", r) for n, r in wanted.items()]
    citations = [citation(f"第{'甲乙丙丁戊己庚辛壬癸'[n]}条") for n in cited]
    assert precision(golds, citations) == pytest.approx(len([n for n in cited if n in wanted]) / len(cited))
    answers = {n for n, r in wanted.items() if r == 2}
    expected = len(answers & set(cited)) / len(answers) if answers else None
    assert recall(golds, citations) == expected


@pytest.mark.parametrize(
    ("answer", "text", "found"),
    [
        ("6年", "班主任工作年限在六年以上", True),
        ("六年", "具备 6 年以上(含 6 年)班主任工作年限", True),
        ("6年", "满16年的优先", False),
        ("5", "每班不超过50人", False),
        ("15%", "绩效的１５％", True),
        ("两周", "每2周一次", True),
        ("校长", "由校长批准", True),
        ("6年", "具备9年班主任工作经验", False),
    ],
)
def test_a_fact_is_found_in_any_spelling_of_its_number(answer: str, text: str, found: bool):
    assert exactness([answer], [text]) == float(found)


def test_exactness_is_the_share_of_the_facts_found():
    assert exactness(["6年", "9年"], ["满六年", "没有数字"]) == 1 / 2
    assert exactness(["6年"], []) == 0.0
    assert exactness([], ["满六年"]) is None
