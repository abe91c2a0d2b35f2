"""What rules of several scopes say differently: which are set against each other, cited, and shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answer_json import answer_json
from app.assistant import ask
from app.cli_output import answer_lines
from app.comparing import compares, named, subject
from app.model import Answer
from app.pages import differences_view
from app.values import values
from ingest.model import Form, Kind, Level, ParsedDocument
from tests.index_parts import TODAY, Studio, document

ASKED = "申请主持人要当几年班主任"
SCHOOL = "主持人应当具备六年以上班主任工作年限。"
CITY = "主持人应当具备9年及以上班主任工作年限。"


def scoped(title: str, scope: str, *sentences: str, form: Form = Form.ORIGINAL) -> ParsedDocument:
    parsed = document(title, *sentences, form=form, level=Level.STUDIO)
    return replace(parsed, metadata=replace(parsed.metadata, scope=scope))


@pytest.fixture
def studio(home) -> Studio:
    studio = Studio.at(home)
    studio.publish(scoped("学校工作室方案", "学校级", SCHOOL, "工作室建设周期为三年。", "规划期为五年。"))
    studio.publish(scoped("全市工作室实施方案", "地市级", CITY, "每期工作室建设周期为2年。"))
    return studio


def answer(studio: Studio, question: str) -> Answer:
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    return ask(question, searcher=searcher, catalog=studio.catalog, today=TODAY)


def rows(found: Answer) -> list[tuple[str, str]]:
    return [(row.scope, row.value) for one in found.differences for row in one.rows]


def test_two_plans_with_other_years_make_a_table_widest_scope_first(studio: Studio):
    assert rows(answer(studio, ASKED)) == [("地市级", "9年及以上"), ("学校级", "六年以上")]


def test_every_row_is_in_the_quote_it_cites(studio: Studio):
    found = answer(studio, "工作室建设周期是几年，各级分别怎么写")
    cited = {citation.n: citation for citation in found.citations}
    assert rows(found) == [("地市级", "2年"), ("学校级", "三年")]
    for row in found.differences[0].rows:
        citation = cited[row.citation]
        assert row.value in citation.quote
        assert row.title == citation.title
        text = studio.catalog.version(citation.document, citation.version).parse.text
        assert text[citation.start : citation.end] == citation.quote


def test_the_same_number_in_another_spelling_is_no_difference(home):
    studio = Studio.at(home)
    studio.publish(scoped("学校工作室方案", "学校级", SCHOOL))
    studio.publish(scoped("全市工作室实施方案", "地市级", "主持人应当具备 6 年及以上班主任工作年限。"))
    found = answer(studio, ASKED)
    assert found.answered
    assert found.differences == ()


def test_years_of_something_else_are_no_difference(home):
    studio = Studio.at(home)
    studio.publish(scoped("学校工作室方案", "学校级", SCHOOL))
    studio.publish(scoped("全市工作室实施方案", "地市级", "每期工作室建设周期为2年，由主持人负责。"))
    assert answer(studio, ASKED).differences == ()


def test_a_digest_beside_its_original_is_no_second_voice(home):
    studio = Studio.at(home)
    studio.publish(scoped("学校工作室方案", "学校级", SCHOOL))
    digest = "主持人应当具备8年以上班主任工作年限。"
    studio.publish(scoped("《学校工作室方案》要点整理（非原文）", "学校级", digest, form=Form.DIGEST))
    assert answer(studio, ASKED).differences == ()


def test_the_scope_that_is_named_stands_first(studio: Studio):
    assert rows(answer(studio, "校级工作室主持人要当几年班主任"))[0] == ("学校级", "六年以上")


def test_a_question_that_compares_gets_a_statement_of_every_document(studio: Studio):
    studio.publish(scoped("全区工作室方案", "区县级", "主持人应当具备六年以上班主任工作年限，并有中级职称。"))
    found = answer(studio, "主持人要当几年班主任，各级分别怎么规定")
    titles = {citation.title for citation in found.citations}
    assert titles == {"学校工作室方案", "全区工作室方案", "全市工作室实施方案"}


def test_the_contract_and_the_command_line_show_the_table(studio: Studio):
    found = answer(studio, ASKED)
    shown = answer_json(found)
    table = shown["differences"][0]
    assert set(table) == {"topic", "rows"}
    assert set(table["rows"][0]) == {"scope", "title", "value", "citation"}
    assert isinstance(shown["notes"], list)
    lines = "\n".join(answer_lines(found))
    assert "【不同文件要求不同】" in lines
    assert "地市级：9年及以上，《全市工作室实施方案》" in lines


def test_the_page_marks_the_value_and_narrows_to_the_named_scope(studio: Studio):
    page = differences_view.tables(answer(studio, ASKED), 0)
    assert "<mark>9年及以上</mark>" in page
    assert " hidden>" not in page
    narrowed = differences_view.tables(answer(studio, "校级工作室主持人要当几年班主任"), 0)
    assert 'data-of="地市级" hidden>' in narrowed
    assert 'data-scope="学校级" aria-pressed="true"' in narrowed


def test_the_page_escapes_what_documents_say(home):
    studio = Studio.at(home)
    studio.publish(scoped("学校<b>方案", "学校级", SCHOOL))
    studio.publish(scoped("全市方案", "地市级", "主持人<i>应当具备9年以上班主任工作年限。"))
    page = differences_view.tables(answer(studio, ASKED), 0)
    assert "学校&lt;b&gt;方案" in page
    assert "<i>" not in page


@pytest.mark.parametrize(
    "asked", ["学生能不能携带手机进入校园", "学生能不能携带手机进入校园，各份文件说法一样吗"]
)
def test_what_one_rule_allows_and_another_forbids_makes_a_table(home, asked: str):
    studio = Studio.at(home)
    studio.publish(document("学校手机办法", "学生不得携带手机进入校园。", level=Level.SCHOOL))
    studio.publish(document("家校手机协议", "学生可以携带手机进入校园。", level=Level.STUDIO))
    found = answer(studio, asked)
    assert {(row.title, row.value) for row in found.differences[0].rows} == {
        ("学校手机办法", "不得"),
        ("家校手机协议", "可以"),
    }


@pytest.mark.parametrize("asked", ["成绩能不能公布", "成绩能不能排名公布，各份文件口径一致吗"])
def test_permissions_for_other_things_are_no_difference(home, asked: str):
    studio = Studio.at(home)
    studio.publish(
        document("学校保护规定", "成绩和名次可以让本人和家长方便知道，不得公开。", level=Level.SCHOOL)
    )
    studio.publish(document("减负措施", "不得以考试成绩给学生排名。", level=Level.NORMATIVE))
    studio.publish(document("评价办法", "学校可以禁止以考试成绩排座位。", level=Level.SCHOOL))
    assert answer(studio, asked).differences == ()


def test_every_document_that_states_a_value_has_its_row(home):
    studio = Studio.at(home)
    studio.publish(document("体育条例", "学生每天有1小时体育活动的时间。", level=Level.NORMATIVE))
    for title in ("心理措施", "体质通知"):
        studio.publish(document(title, "学生每天体育活动的时间不低于2小时。", level=Level.NORMATIVE))
    found = answer(studio, "学生每天体育活动的时间有几个小时")
    assert {(row.title, row.value) for row in found.differences[0].rows} == {
        ("体育条例", "1小时"),
        ("心理措施", "不低于2小时"),
        ("体质通知", "不低于2小时"),
    }


def test_regularly_is_another_answer_to_how_often_than_every_term(home):
    studio = Studio.at(home)
    studio.publish(scoped("学校工作室方案", "学校级", "定期组织跨区域的交流活动。"))
    studio.publish(scoped("全市工作室方案", "地市级", "每学期组织跨区域的交流活动。"))
    assert rows(answer(studio, "跨区域的交流活动多久组织一次")) == [("地市级", "每学期"), ("学校级", "定期")]


def test_numbers_alike_among_themselves_but_not_what_answers_are_no_table(home):
    studio = Studio.at(home)
    studio.publish(document("班委任期办法", "班委任期一学期，期满改选。", level=Level.SCHOOL))
    studio.publish(document("班级建设方案甲", "班委每周碰头十五分钟。", level=Level.STUDIO))
    studio.publish(document("班级建设方案乙", "班委每周碰头四十分钟。", level=Level.STUDIO))
    assert answer(studio, "班委任期多久，期满怎么改选").differences == ()


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("工作室搞几年算一轮，各级有啥差别", "工作室搞几年算一轮"),
        ("手机能不能带进学校，法律和通知的说法一样吗", "手机能不能带进学校"),
        ("主持人要当几年班主任", "主持人要当几年班主任"),
        ("各级分别怎么写", "各级分别怎么写"),
    ],
)
def test_the_subject_is_what_is_left_without_whose_rules_are_compared(question: str, asked: str):
    assert subject(question) == asked


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("校级市级差多少", True),
        ("几份文件说得不一样", True),
        ("学生跟同学打架怎么办", False),
        ("学生各种违纪怎么处理", False),
        ("家长有不同意见怎么办", False),
    ],
)
def test_what_compares(question: str, told: bool):
    assert compares(question) is told


def test_scopes_are_named_widest_first():
    assert named("校级和市级的工作室") == ("地市级", "学校级")
    assert named("学生在学校打架") == ()


@given(
    st.text(alphabet="几年三6 市校级各分别一样，不得可以每两周以上（）第条", max_size=40),
    st.text(max_size=40),
)
def test_values_lie_within_the_sentence(sentence: str, question: str):
    for asked in (question, "要几年", "多久一次", "能不能", "职称要求"):
        for value in values(asked, sentence):
            assert 0 <= value.start < value.end <= len(sentence)
            assert value.meaning


def test_an_article_number_is_no_value():
    assert [v.meaning for v in values("要几年", "第三年起满6 年以上，三至六年级除外")] == ["6年"]


def test_class_plans_that_repeat_a_rule_do_not_speak_for_themselves(home):
    studio = Studio.at(home)
    studio.publish(document("学校作业办法", "书面作业每天不超过六十分钟。", level=Level.SCHOOL))
    repeated = "按《作业通知》，书面作业每天不超过九十分钟。"
    studio.publish(document("班级建设方案", repeated, kind=Kind.PLAN))
    assert answer(studio, "书面作业每天几分钟").differences == ()
