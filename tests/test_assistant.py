"""From a question to an answer: what is quoted, what stands first, what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import emergency
from app.assistant import ask
from app.dialogue import Asked
from app.model import Answer, SectionKind
from ingest import curation
from ingest.model import Form, Kind, ParsedDocument
from tests.index_parts import TODAY, Studio, document

YEARS = "主持人应当具备六年以上班主任工作年限。"


def card() -> ParsedDocument:
    parsed = document("应急卡一：自伤", "守住他，一步不离。", "打120，同时打110。", kind=Kind.EMERGENCY)
    extra: dict[str, object] = {
        "situation": "自伤自杀",
        "hotlines": ["120", "12356"],
        "hotlines_checked": "2026-11-20",
    }
    return replace(parsed, metadata=replace(parsed.metadata, extra=extra))


@pytest.fixture
def studio(home) -> Studio:
    studio = Studio.at(home)
    studio.publish(document("学校工作室方案", YEARS, "建设周期为三年，由学校组织评审。"))
    studio.publish(document("方案要点整理", "主持人班主任年限六年以上。", form=Form.DIGEST))
    studio.publish(
        document("心理班会", "学生说不想活了的时候，班会上怎么开口。", "画一幅画。", kind=Kind.LESSON)
    )
    return studio


def answer(studio: Studio, question: str) -> Answer:
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    return ask(question, searcher=searcher, catalog=studio.catalog, today=TODAY)


def test_the_rule_is_quoted_before_the_digest_of_it(studio: Studio):
    found = answer(studio, "申请主持人要当几年班主任")
    assert found.answered
    assert found.citations[0].quote.endswith(YEARS)
    assert found.citations[0].form is Form.ORIGINAL


def test_every_quote_is_the_span_it_names(studio: Studio):
    for citation in answer(studio, "主持人的班主任年限和建设周期").citations:
        text = studio.catalog.version(citation.document, citation.version).parse.text
        assert text[citation.start : citation.end] == citation.quote


def test_what_two_documents_say_alike_is_one_statement_with_two_citations(studio: Studio):
    studio.publish(document("区工作室方案", YEARS))
    found = answer(studio, "申请主持人要当几年班主任")
    [first, *_] = found.sections[0].statements
    cited = [found.citations[n - 1] for n in first.citations]
    assert {citation.title for citation in cited} == {"学校工作室方案", "区工作室方案"}
    assert first.text == cited[0].quote


STORY = "四年级学生连续三周周一迟到，谈话无效。"


def told(studio: Studio) -> None:
    studio.publish(document("周一总迟到的孩子", STORY, "先领他去食堂吃早饭，再谈迟到的事。", kind=Kind.CASE))
    studio.publish(document("作息规定", "学生应当按时到校，迟到的由班主任登记。"))


def test_the_group_with_the_best_quote_is_read_first(studio: Studio):
    told(studio)
    found = answer(studio, "班上有个四年级的孩子，连着三周周一都迟到，谈话也无效，怎么办")
    assert found.sections[0].kind is SectionKind.CASE
    assert [citation.n for citation in found.citations] == list(range(1, len(found.citations) + 1))
    assert found.citations[0].kind is Kind.CASE


def test_a_short_general_question_is_not_answered_by_a_case_first(studio: Studio):
    told(studio)
    assert answer(studio, "学生迟到怎么办").sections[0].kind is SectionKind.POLICY
    assert answer(studio, "周一总迟到的案例").sections[0].kind is SectionKind.CASE


def test_what_rules_say_is_read_first_where_they_are_compared(studio: Studio):
    told(studio)
    found = answer(studio, "学生周一迟到由谁登记，各级规定一样吗")
    assert found.sections[0].kind is SectionKind.POLICY


def test_an_emergency_shows_the_whole_card_first_in_its_order(studio: Studio):
    studio.publish(card())
    found = answer(studio, "有学生说不想活了")
    assert found.emergency is not None
    assert found.emergency.hotlines == ("120", "12356")
    first = found.sections[0]
    assert first.kind is SectionKind.EMERGENCY
    steps = [statement.text.partition(" ")[2] for statement in first.statements]
    assert steps == ["守住他，一步不离。", "打120，同时打110。"]


def test_an_emergency_without_a_card_still_names_the_lines_to_call(studio: Studio):
    found = answer(studio, "有学生说不想活了")
    assert found.emergency is not None
    assert found.emergency.document == ""
    assert found.emergency.hotlines == ("110", "120")


def test_what_might_tell_of_one_names_the_card_in_a_line(studio: Studio):
    question = "怀疑学生被欺凌谁来认定"
    found = answer(studio, question)
    assert emergency.recognise(question) is None and emergency.suspected(question) is not None
    assert found.emergency is None
    assert found.notes[0].startswith("如果有学生正处在危险中") and "110" in found.notes[0]
    assert not any("危险" in note for note in answer(studio, "手机由谁保管").notes)


def test_a_follow_up_that_tells_of_an_emergency_brings_the_card(studio: Studio):
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    before = [Asked("主持人的建设周期是几年")]
    found = ask("那他要是跳楼呢", previous=before, searcher=searcher, catalog=studio.catalog, today=TODAY)
    assert found.emergency is not None
    assert found.emergency.situation == "自伤自杀"


def test_a_follow_up_is_answered_with_its_subject(studio: Studio):
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    before = [Asked("申请主持人要当几年班主任")]
    found = ask("有依据吗", previous=before, searcher=searcher, catalog=studio.catalog, today=TODAY)
    assert found.question == "有依据吗"
    assert "主持人" in found.understood
    assert any(citation.quote.endswith(YEARS) for citation in found.citations)


def test_the_card_that_was_published_first_stands_until_it_is_withdrawn(studio: Studio):
    first = studio.publish(card())
    extra = {**card().metadata.extra, "hotlines": ["99999"]}
    other = document("甲级应急卡", "不用打电话。", kind=Kind.EMERGENCY)
    second = studio.publish(replace(other, metadata=replace(other.metadata, extra=extra)))
    standing = answer(studio, "有学生说不想活了").emergency
    assert standing is not None and standing.document == first
    curation.withdraw(studio.catalog, first, actor="host")
    standing = answer(studio, "有学生说不想活了").emergency
    assert standing is not None and standing.document == second


def test_a_withdrawn_card_is_not_shown(studio: Studio):
    document_id = studio.publish(card())
    curation.withdraw(studio.catalog, document_id, actor="host")
    found = answer(studio, "有学生说不想活了")
    assert found.emergency is not None
    assert found.emergency.document == ""


def test_an_ordinary_question_never_quotes_a_card(studio: Studio):
    studio.publish(card())
    found = answer(studio, "打电话一步不离怎么办")
    assert found.emergency is None
    assert all(citation.kind is not Kind.EMERGENCY for citation in found.citations)


def test_what_the_corpus_does_not_say_is_not_answered(studio: Studio):
    found = answer(studio, "量子纠缠超导材料")
    assert not found.answered
    assert found.reason
    assert found.citations == ()
