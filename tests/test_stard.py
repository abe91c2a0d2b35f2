"""The STARD benchmark: folds that share no gold article, and nDCG by hand."""

from __future__ import annotations

import gzip
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.benchmarks.stard import asked_about, by_article, by_question, ndcg, read
from index.fusion import LEXICAL, VECTOR
from index.model import Scored
from index.training.measure import Case, Found


def case(name: str, *gold: str) -> Case:
    return Case(name, frozenset(gold), name)


CASES = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=3), max_size=20).map(
    lambda each: [Case(str(number), gold, str(number)) for number, gold in enumerate(each)]
)


@given(CASES)
def test_folds_share_no_article_and_lose_no_question(cases):
    folds = by_article(cases, 3)
    articles = [{article for one in fold for article in one.gold} for fold in folds]
    assert sum(map(len, articles)) == len(set().union(*articles))
    assert sorted(one.group for fold in folds for one in fold) == sorted(one.group for one in cases)
    assert sorted(one.group for fold in by_question(cases, 3) for one in fold) == sorted(
        one.group for one in cases
    )


def test_questions_linked_by_a_third_stay_together():
    linked = [case("1", "a"), case("2", "b"), case("3", "c"), case("4", "a", "b")]
    assert sorted(sorted(one.group for one in fold) for fold in by_article(linked, 2)) == [
        ["1", "2", "4"],
        ["3"],
    ]


def test_seen_are_those_whose_every_article_is_asked_about():
    asked = [case("1", "a"), case("2", "b")]
    wanted = [case("3", "a"), case("4", "a", "b"), case("5", "a", "c")]
    assert asked_about(wanted, asked) == wanted[:2]


def test_ndcg_by_hand():
    found = Found(
        case("1", "a", "b"), (), tuple(Scored(*one) for one in (("x", 0.9), ("a", 0.8), ("y", 0.7)))
    )
    weights = {LEXICAL: 0.0, VECTOR: 1.0}
    assert ndcg(found, found.order(weights)) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert ndcg(found, found.order(weights), depth=1) == 0.0


def test_the_set_is_read_as_it_lies(tmp_path):
    rows = {"id": "law-1", "title": "手机法 第三条", "text": "手机归班长管。", "law": "手机法"}
    rows |= {"article": "第三条", "source": "手机法.md"}
    for name, row in (("corpus", rows), ("queries", {"id": "q1", "text": "谁管手机"})):
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    (tmp_path / "qrels.tsv").write_text("query_id\tdoc_id\trel\nq1\tlaw-1\t1\n", "utf-8")
    stard = read(tmp_path)
    assert stard.cases == (Case("谁管手机", frozenset({"law-1"}), "q1"),)
    [article] = stard.articles
    assert (article.title, article.path, article.text) == ("手机法", ("第三条",), "手机归班长管。")
