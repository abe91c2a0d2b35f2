"""The self-check against the standard: what counts as evidence, what hosts do with it, who may."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.access import Act, ForbiddenError
from app.desk import Desk
from app.gap_list import GapList
from app.gaps import Step
from app.self_check import ChangedMeanwhileError, SelfCheck
from app.self_check_model import Attainment, Unfit, unfit
from ingest import curation
from ingest.catalog_standard import ACTION, Span
from ingest.errors import StudioError
from ingest.model import Kind, Level, Metadata
from ingest.starter import ACTOR as SHIPPED
from tests.standard_parts import (
    CASE,
    CHARTER,
    EVALUATOR,
    HOST,
    LIBRARY,
    MEETING,
    OTHER,
    PLANS,
    RECORD,
    RULES,
    SUMMARY,
    TEACHER,
    desk,
    id_of,
    publish,
    span_of,
    words,
    work,
)

__all__ = ["desk"]


def test_only_what_the_studio_made_or_decided_is_evidence():
    def why(kind: Kind, level: Level | None = None, *, by: str = "host", id: str = "x", **extra: object):
        return unfit(id, Metadata("题名", kind, level=level, extra=extra), by)

    for kind in (Kind.CASE, Kind.PLAN, Kind.LESSON, Kind.ACTIVITY, Kind.HANDBOOK, Kind.RECORD):
        assert why(kind) is None
        assert why(kind, by=SHIPPED) is Unfit.SHIPPED
        assert why(kind, author="本项目编写") is Unfit.SHIPPED
        assert why(kind, fictional=True) is Unfit.FICTIONAL
    for level in (Level.LAW, Level.MINISTRY, Level.NORMATIVE, None):
        assert why(Kind.POLICY, level) is Unfit.RULE
    assert why(Kind.POLICY, Level.SCHOOL) is None
    assert why(Kind.POLICY, Level.STUDIO) is None
    assert why(Kind.EMERGENCY) is Unfit.CARD
    assert why(Kind.POLICY, Level.STUDIO, id="studio-s04-biaozhun") is Unfit.RESTATEMENT
    standard = Metadata("《中等职业学校班主任工作室建设标准》（试行）", Kind.POLICY, level=Level.STUDIO)
    assert unfit("x", standard, "host") is Unfit.RESTATEMENT
    ours = Metadata("落实中等职业学校班主任工作室建设标准的方案", Kind.PLAN)
    assert unfit("x", ours, "host") is None


def test_evidence_is_found_by_words_and_by_what_names_the_indicator(desk: Desk):
    check = work(desk)
    found = {one.citation.title: one for one in reversed(check.opened(PLANS).candidates)}
    assert {SUMMARY, CHARTER} <= set(found)
    assert "中华人民共和国职业教育法" not in found
    assert found[SUMMARY].named and not found[CHARTER].named
    assert "台账" in found[SUMMARY].citation.quote
    for one in found.values():
        cited = one.citation
        text = desk.studio.catalog.version(cited.document, cited.version).parse.text
        assert text[cited.start : cited.end] == cited.quote
    named = {one.citation.title for one in check.opened(LIBRARY).candidates if one.named}
    assert named == {MEETING}


def test_what_ships_is_shown_as_a_sample_and_never_taken(desk: Desk):
    sample = CASE.replace(MEETING, "附带的一篇").replace("author: 王主持", "author: 本项目编写")
    made = f"""---
kind: case
title: 设想的一篇
fictional: true
indicators: ["{LIBRARY}"]
---

# 设想的一篇

## 做法

设想这样建五类案例库：每位成员每学期写两篇，主持人逐篇审。
"""
    publish(desk, {"样例.md": sample, "虚构.md": made})
    check = work(desk)
    shipped = id_of(desk, "附带的一篇")
    assert (shipped, "附带的一篇") in check.opened(LIBRARY).samples
    for indicator in (LIBRARY, PLANS):
        found = {one.citation.title for one in check.opened(indicator).candidates}
        assert not found & {"附带的一篇", "设想的一篇"}
    assert shipped not in check.titles()
    with pytest.raises(StudioError, match="随软件附带的样例"):
        check.add(LIBRARY, "附带的一篇", "做法")
    with pytest.raises(StudioError, match="情节是编写的"):
        check.add(LIBRARY, "设想的一篇", "做法")


def test_a_host_takes_refuses_and_takes_back(desk: Desk):
    check = work(desk)
    first, *others = check.opened(PLANS).candidates
    assert others
    check.decide(PLANS, span_of(first), take=True)
    check.decide(PLANS, span_of(others[0]), take=False)
    opened = check.opened(PLANS)
    [proof] = opened.line.proofs
    assert (proof.citation.quote, proof.citation.path) == (first.citation.quote, first.citation.path)
    assert (proof.account, proof.standing.in_force, proof.by_hand) == (HOST.name, True, False)
    assert [one.span for one in opened.line.refused] == [span_of(others[0])]
    left = {span_of(one) for one in opened.candidates}
    assert not left & {span_of(first), span_of(others[0])}
    check.decide(PLANS, span_of(others[0]), take=True)
    assert len(check.opened(PLANS).line.proofs) == 2
    check.drop(PLANS, span_of(first))
    assert [one.span for one in check.opened(PLANS).line.proofs] == [span_of(others[0])]
    with pytest.raises(StudioError, match="已经撤下"):
        check.drop(PLANS, span_of(first))
    steps = [one for one in desk.studio.catalog.audit_trail() if one.action == ACTION]
    assert [one.detail.split("，")[0] for one in steps] == [
        f"{PLANS}：采用证据",
        f"{PLANS}：不采用证据",
        f"{PLANS}：采用证据",
        f"{PLANS}：撤下证据",
    ]
    assert {one.actor for one in steps} == {HOST.name}


def test_a_page_cannot_pass_off_what_is_no_evidence(desk: Desk):
    check = work(desk)
    law, summary = id_of(desk, "中华人民共和国职业教育法"), id_of(desk, SUMMARY)
    with pytest.raises(StudioError, match="没有标成学校制度"):
        check.decide(PLANS, Span(law, 1, 0, 10), take=True)
    for start, end in ((-1, 4), (4, 4), (0, 100_000), (5, 2)):
        with pytest.raises(StudioError, match="位置不对"):
            check.decide(PLANS, Span(summary, 1, start, end), take=True)
    with pytest.raises(StudioError, match="已经换成第 1 版"):
        check.decide(PLANS, Span(summary, 7, 0, 4), take=True)
    with pytest.raises(StudioError, match="没有这一条指标"):
        check.decide("九（九）", Span(summary, 1, 0, 4), take=True)
    assert check.opened(PLANS).line.proofs == ()


def test_evidence_by_hand_is_a_clause_or_words_in_it(desk: Desk):
    check = work(desk)
    document, clauses = check.clauses(SUMMARY)
    assert document == id_of(desk, SUMMARY) and clauses == ["计划与台账", "案例"]
    check.add(LIBRARY, SUMMARY, "案例", "五类案例库收了三十一篇")
    check.add(LIBRARY, CHARTER, "第一条")
    by_words, by_clause = check.opened(LIBRARY).line.proofs
    assert by_words.citation.quote == "五类案例库收了三十一篇" and by_words.by_hand
    assert by_words.citation.path[-1] == "案例"
    assert by_clause.citation.quote.endswith("年终写总结回顾。")
    assert by_clause.citation.number == "校发〔2025〕7号"
    for document, clause, said, why in (
        ("没有的", "", "", "没有这份资料"),
        ("", "", "", "请先选一份"),
        (SUMMARY, "第九条", "", "没有“第九条”"),
        (SUMMARY, "计划与台账", "三十一篇", "没有这句话"),
        ("中华人民共和国职业教育法", "第一条", "", "没有标成学校制度"),
    ):
        with pytest.raises(StudioError, match=why):
            check.add(LIBRARY, document, clause, said)


def test_a_long_clause_is_quoted_by_whole_sentences(desk: Desk):
    long = RECORD.replace("年度总结", "学期总结")
    long = long.replace(
        "年终写了总结回顾。", "年终写了总结回顾。" + "每月开一次例会，记下谁来了、说了什么、下月做什么。" * 30
    )
    publish(desk, {"长.md": long})
    work(desk).add(PLANS, "2026年工作室学期总结", "计划与台账")
    [proof] = work(desk).opened(PLANS).line.proofs
    assert 300 < len(proof.citation.quote) <= 400 and proof.citation.quote.endswith("。")


def test_what_was_written_is_kept_masked_and_two_hosts_do_not_overwrite_each_other(desk: Desk):
    check = work(desk)
    check.write(PLANS, "部分达到", "台账由学生李小满的家长13800138000核对。", 0)
    line = check.opened(PLANS).line
    assert line.attainment is Attainment.PARTLY and line.revision == 1
    assert "13800138000" not in line.statement and "李小满" not in line.statement
    with pytest.raises(ChangedMeanwhileError, match="王主持 刚改过"):
        work(desk, OTHER).write(PLANS, "达到", "都做了。", 0)
    assert check.opened(PLANS).line == line
    work(desk, OTHER).write(PLANS, "达到", "都做了。", line.revision)
    again = check.opened(PLANS).line
    assert (again.attainment, again.statement, again.changed_by) == (Attainment.MET, "都做了。", OTHER.name)
    with pytest.raises(StudioError, match="太长了"):
        check.write(PLANS, "达到", "长" * 2001, again.revision)
    with pytest.raises(StudioError, match="选一个"):
        check.write(PLANS, "优秀", "", again.revision)


def test_what_is_replaced_or_withdrawn_says_so_and_stays_quoted(desk: Desk):
    check = work(desk)
    check.add(PLANS, CHARTER, "第一条")
    check.add(PLANS, SUMMARY, "计划与台账")
    check.write(PLANS, "达到", "有计划，有台账。", 0)
    assert check.opened(PLANS).line.open_items == ()
    revised = RULES.replace("2025-09-01", "2026-09-01").replace("任务台账，", "任务台账，每月公示，")
    publish(desk, {"章程.md": revised.replace("2025年9月", "2026年9月")})
    rule, record = check.opened(PLANS).line.proofs
    assert rule.standing.label == "已被新版本取代，现行的是第 2 版"
    assert "每月公示" not in rule.citation.quote and record.standing.in_force
    assert check.opened(PLANS).line.open_items == ("有 1 处证据不是现行的版本。",)
    curation.withdraw(desk.studio.catalog, id_of(desk, SUMMARY), actor="host")
    line = check.opened(PLANS).line
    assert line.proofs[1].standing.label == "已停用" and "台账" in line.proofs[1].citation.quote
    assert line.standing_proofs == 0
    assert PLANS in {one.indicator.id for one in check.whole().without_evidence}
    assert "〔已停用〕" in words(check.file("docx"))


def test_an_indicator_without_evidence_becomes_a_gap_once(desk: Desk):
    check = work(desk)
    number = check.gap(LIBRARY)
    assert check.gap(LIBRARY) == number
    gaps = GapList(desk.by(HOST))
    [gap] = gaps.listed().gaps
    assert gap.record.id == number and gap.title.startswith(f"对标 {LIBRARY}：") and gap.step is Step.WAITING
    assert check.opened(LIBRARY).line.gap == number
    assert check.opened(LIBRARY).line.attainment is Attainment.OPEN
    gaps.describe(number, title="", assigned_to="", document="", note="")
    gaps.listed()  # a gap without a name and without questions goes
    assert check.opened(LIBRARY).line.gap is None
    assert check.gap(LIBRARY) != number or gaps.listed().gaps


def test_hosts_write_evaluators_read_teachers_do_neither(desk: Desk):
    work(desk).add(PLANS, CHARTER, "第一条")
    reader = work(desk, EVALUATOR)
    assert len(reader.whole().lines) == 32 and reader.opened(PLANS).line.proofs and reader.file("docx")
    assert reader.opened(PLANS).candidates == ()
    charter = id_of(desk, CHARTER)
    writes: dict[str, Callable[[SelfCheck], object]] = {
        "decide": lambda one: one.decide(PLANS, Span(charter, 1, 0, 4), take=True),
        "add": lambda one: one.add(PLANS, CHARTER, ""),
        "drop": lambda one: one.drop(PLANS, Span(charter, 1, 0, 4)),
        "write": lambda one: one.write(PLANS, "达到", "", 0),
        "cover": lambda one: one.cover({}),
        "gap": lambda one: one.gap(PLANS),
        "clauses": lambda one: one.clauses(CHARTER),
        "titles": lambda one: one.titles(),
    }
    reads: dict[str, Callable[[SelfCheck], object]] = {
        "whole": lambda one: one.whole(),
        "opened": lambda one: one.opened(PLANS),
        "file": lambda one: one.file("md"),
    }
    public = {name for name in vars(SelfCheck) if not name.startswith("_")} - {"desk", "writes"}
    assert public == {*writes, *reads}
    for act in writes.values():
        for account in (EVALUATOR, TEACHER):
            with pytest.raises(ForbiddenError, match=Act.SELF_ASSESS.value):
                act(work(desk, account))
    for act in reads.values():
        with pytest.raises(ForbiddenError, match=Act.SELF_CHECK.value):
            act(work(desk, TEACHER))
