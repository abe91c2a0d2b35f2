"""The index of matters: how its file is read, what a sentence is known by, and that what ships stands in the documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import matters
from app.matters import Place, mark, of_lines
from eval.benchmarks import homes
from eval.corpus.matters import Sentence, lost, stated

SENTENCE = "暂扣的手机当周由家长签字领走。"
LINES = (
    "M\t暂扣的手机多久还",
    "Q\t收上来的手机哪天能拿",
    f"S\t甲校手机制度\t第三条\t{mark(SENTENCE)}",
    f"S\t乙校手机制度\t第二条\t{mark('暂扣至学期末。')}",
    "M\t手机谁保管",
    "Q\t手机放谁那儿",
    f"S\t甲校手机制度\t第三条\t{mark(SENTENCE)}",
)


def test_a_matter_has_its_title_wordings_and_places():
    first, second = of_lines(LINES).matters
    assert (first.title, first.wordings) == ("暂扣的手机多久还", ("收上来的手机哪天能拿",))
    assert first.places[0] == Place("甲校手机制度", "第三条", mark(SENTENCE))
    assert (second.title, second.wordings, len(second.places)) == ("手机谁保管", ("手机放谁那儿",), 1)


def test_a_sentence_is_listed_by_every_matter_that_names_it_in_its_document_alone():
    index = of_lines(LINES)
    assert index.of("甲校手机制度", SENTENCE) == (0, 1)
    assert index.of("丙校手机制度", SENTENCE) == ()
    assert index.of("甲校手机制度", SENTENCE.replace("当周", "当天")) == ()


@pytest.mark.parametrize("line", ["Q\t没有事项的问法", "E\t资料\t12", "", "S\t资料\t条款"])
def test_a_line_that_is_none_is_named(line: str):
    with pytest.raises(ValueError, match="no line of the index of matters"):
        of_lines([line])


def test_a_matter_that_cannot_be_asked_for_is_an_error():
    with pytest.raises(ValueError, match="手机谁保管"):
        of_lines(["M\t手机谁保管"])


@given(st.text("暂扣手机当周家长签字领走", min_size=4), st.sampled_from(["3. ", "· ", "- ", ""]))
def test_a_mark_is_that_of_the_words_whatever_number_or_blank_stands_with_them(words: str, before: str):
    assert mark(f"{before}{words[:2]} {words[2:]}\n") == mark(words)


def test_blanks_are_not_what_tells_two_sentences_apart():
    assert mark("三 天\n内") == mark("三天内") != mark("两天内")


@pytest.fixture(scope="module")
def shipped() -> dict[str, list[Sentence]]:
    with homes.home_of(homes.CORPUS) as home:
        return {title: list(found) for title, found in stated(home.catalog)}


@pytest.mark.slow
def test_every_place_in_a_shipped_document_stands_in_it(shipped):
    """Whoever changes a document must change where it is listed."""
    assert lost(shipped) == []


@pytest.mark.slow
@pytest.mark.shared
def test_every_other_place_stands_in_a_national_law(shipped, shared):
    with homes.home_of(shared / "data" / homes.NATIONAL) as home:
        laws = {title: list(found) for title, found in stated(home.catalog)}
    named = {place.title for matter in matters.index().matters for place in matter.places}
    assert named <= set(shipped) | set(laws)
    assert lost(laws) == []


def test_a_changed_sentence_is_named():
    title = matters.index().matters[0].places[0].title
    assert {named for _, named, _ in lost({title: [("", "", "别的话。")]})} == {title}


def test_what_ships_lists_each_matter_in_several_documents_and_asks_for_it_in_many_words():
    every = matters.index().matters
    assert len(every) > 500
    assert all(len({place.title for place in matter.places}) > 1 for matter in every)
    assert sum(len(matter.wordings) >= 8 for matter in every) > 0.95 * len(every)
    assert len({matter.title for matter in every}) == len(every)


def test_no_wording_of_what_ships_is_that_of_two_matters_more_than_now_and_then():
    wordings = [wording for matter in matters.index().matters for wording in matter.wordings]
    assert len(set(wordings)) > 0.99 * len(wordings)


@pytest.mark.slow
def test_the_documents_that_ship_are_what_is_listed(shipped):
    """The index is of the shipped documents and of laws: most that ship are in it."""
    named = {place.title for matter in matters.index().matters for place in matter.places}
    assert len(named & set(shipped)) > 0.9 * len(shipped)
