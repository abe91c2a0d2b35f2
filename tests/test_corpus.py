"""The shipped corpus passes its linter; and the linter sees what it is there for."""

from __future__ import annotations

import dataclasses

import pytest

from eval.corpus import library, lint, lint_library, lint_rules, report, statutes
from eval.corpus.library import Shipped
from ingest.standards import Indicator, standard


@pytest.fixture(scope="module")
def documents() -> list[Shipped]:
    return library.load()


@pytest.fixture(scope="module")
def indicators() -> list[Indicator]:
    return standard(library.CORPUS)


@pytest.fixture(scope="module")
def texts(shared) -> dict[str, statutes.Articles]:
    return statutes.load(shared / "data" / "policy" / "national")


def by_id(documents: list[Shipped], identifier: str) -> Shipped:
    return next(document for document in documents if document.id == identifier)


def edited(document: Shipped, old: str, new: str) -> Shipped:
    assert old in document.body
    return dataclasses.replace(document, body=document.body.replace(old, new))


def with_front(document: Shipped, **fields) -> Shipped:
    return dataclasses.replace(document, front={**document.front, **fields})


def test_front_matter_is_right(documents, indicators):
    names = [indicator.id for indicator in indicators]
    problems = [(d.id, problem) for d in documents for problem in lint.front_matter(d, names)]
    assert len(names) == 32 and problems == []


@pytest.mark.parametrize("check", lint.CHECKS, ids=lambda check: check.__name__)
def test_every_document(documents, check):
    assert [(d.id, problem) for d in documents for problem in check(d)] == []


LIBRARY_CHECKS = (
    lint_library.counts,
    lint_library.empty_cells,
    lint_library.repeated,
    lint_library.near_duplicates,
    lint_library.templates,
)


@pytest.mark.parametrize("check", LIBRARY_CHECKS, ids=lambda check: check.__name__)
def test_all_documents_together(documents, check):
    assert check(documents) == []


def test_every_indicator_has_a_document(documents, indicators):
    assert lint_library.uncovered(documents, indicators) == []


def test_lexicon():
    assert lint_library.lexicon((library.CORPUS / "lexicon.tsv").read_text(encoding="utf-8")) == []


@pytest.mark.shared
def test_articles_exist(documents, texts):
    assert lint_rules.dead_references(documents, texts) == []
    assert lint_rules.count_references(documents, texts)[0] > 600


@pytest.mark.shared
def test_articles_of_rules_we_lack_are_those_of_the_digests(documents, texts):
    assert lint_rules.unverified_references(documents, texts) == []


@pytest.mark.shared
def test_numbers_of_digests_stand_in_their_articles(documents, texts):
    assert lint_rules.foreign_numbers(documents, texts) == []


@pytest.mark.shared
def test_references_are_checked_against_the_versions_in_force(shared):
    newest = statutes.newest((shared / "data" / "policy" / "national").glob("*.md"))
    for rule, version in lint_rules.VERSIONS.items():
        assert newest[rule].stem.endswith(f"({version})")


def test_report_shows_every_kind_and_indicator(documents, indicators, tmp_path, capsys):
    done = report.main([str(tmp_path)])
    text = (tmp_path / report.NAME).read_text(encoding="utf-8")
    assert (
        f"| 合计 | {len(documents)} |" in text and "| 重点学生帮扶 | 3 / 3 | 3 / 3 | 3 / 3 | 8 / 8 |" in text
    )
    assert all(f"| {indicator.id} |" in text for indicator in indicators)
    drawn = (tmp_path / report.PICTURE).is_file()
    assert (done == 0) is drawn and ("中文字体" in capsys.readouterr().err) is not drawn


# What the checks see


def test_lint_sees_wrong_minutes(documents):
    lesson = by_id(documents, "lesson-05")
    assert lint.lesson_minutes(edited(lesson, "（13分钟）", "（15分钟）"))
    assert lint.lesson_minutes(edited(lesson, "（13分钟）", ""))


def test_lint_sees_a_thin_case_without_a_section(documents):
    case = edited(by_id(documents, "case-tf-03"), "## 分析", "## 想法")
    assert lint.sections(case)
    assert lint.lengths(dataclasses.replace(case, body=case.body[:300]))
    assert lint.fictional(with_front(case, fictional=False))


def test_lint_sees_an_unchecked_fact_and_a_digest_that_poses_as_the_rule(documents):
    digest = by_id(documents, "policy-y14-jiatingjiaoyu")
    assert lint.digest(edited(digest, "（第四条；核对：全文）", "（第四条）"))
    assert lint.digest(with_front(digest, title="家庭教育促进法"))
    assert lint.digest(with_front(digest, sources=[]))


def test_lint_sees_an_unknown_hotline(documents):
    card = by_id(documents, "emergency-zishang")
    assert lint.hotlines(edited(card, "12356", "12365"))
    assert lint.hotlines(edited(card, "12355 青少年", "12355 妇女"))


def test_lint_sees_a_name_and_a_number(documents):
    case = by_id(documents, "case-tf-03")
    for words in ("学生李小明，七年级。", "电话 13800138000。", "张某某说。", "身份证 11010519491231002X。"):
        assert lint.personal_data(edited(case, "## 情境\n", f"## 情境\n{words}"))


def test_lint_sees_a_question_without_its_section(documents):
    case = by_id(documents, "case-tf-03")
    assert lint.questions(with_front(case, questions=["甲", "乙", {"q": "丙", "at": "没有的小节"}]))
    assert lint.questions(with_front(case, questions=["甲", "乙"]))


def test_lint_sees_copies_and_templates(documents):
    first = by_id(documents, "case-bf-01")
    copies = [with_front(first, id=f"copy-{n}", title=f"第{n}") for n in range(5)]
    assert lint_library.near_duplicates(copies)
    assert lint_library.templates(copies)
    assert lint_library.repeated(copies[:2])


def test_lint_sees_a_dead_article_and_a_changed_number(documents):
    law = statutes.articles(
        "## 第一章\n\n第一条 未满十六周岁的不得招用。\n\n（一）甲；\n\n（二）乙。\n\n另一款。\n\n第二条　末条"
    )
    texts = {"某法": law}
    digest = with_front(by_id(documents, "policy-y14-jiatingjiaoyu"), rule="某法", basis=[])

    def problems(fact: str) -> tuple[list[str], list[str]]:
        made = [dataclasses.replace(digest, body=f"1. {fact}")]
        return lint_rules.dead_references(made, texts), lint_rules.foreign_numbers(made, texts)

    assert problems("不得招用未满16周岁的人（第一条第一款第二项；核对：全文）") == ([], [])
    assert problems("别的规则不查（《别法》第九十条；核对：全文）") == ([], [])
    assert problems("（第三条；核对：全文）")[0] == ["policy-y14-jiatingjiaoyu：《某法》第3条 不存在"]
    assert problems("（《某法》第一条、第九条；核对：全文）")[0]
    assert problems("（第一条第三款；核对：全文）")[0] and problems("（第一条第三项；核对：全文）")[0]
    assert problems("不得招用未满18周岁的人（第一条；核对：全文）")[1]


@pytest.mark.parametrize(
    ("text", "value"), [("七", 7), ("十", 10), ("二十一", 21), ("一百三十", 130), ("一千一百九十九", 1199)]
)
def test_numbers_of_articles(text, value):
    assert statutes.number(text) == value
