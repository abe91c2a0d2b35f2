"""The draft of the self-assessment: whose words are whose, in Word and in Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.self_check_draft import RESTATED
from ingest.errors import StudioError
from ingest.model import Form
from tests.standard_parts import CHARTER, LIBRARY, PLANS, RULES, SUMMARY, desk, publish, words, work
from tests.test_cli import studio, value

__all__ = ["desk"]


def test_the_draft_says_whose_words_are_whose(desk: Desk):
    check = work(desk)
    check.cover({"学校": "第一职业中专", "主持人": "王主持", "自评时段": "2026年", "工作室": ""})
    check.add(PLANS, CHARTER, "第一条")
    check.write(PLANS, "部分达到", "有章程，今年的台账还差两项。", 0)
    said = words(check.file("docx"))
    quote = check.opened(PLANS).line.proofs[0].citation.quote
    assert f"《工作室章程》（校发〔2025〕7号）第一条：“{quote}”" in said
    text = next(one.indicator.text for one in check.whole().lines if one.indicator.id == PLANS)
    assert f"指标（{RESTATED}）：{text}" in said
    assert "自评：部分达到" in said and "说明：有章程，今年的台账还差两项。" in said
    assert "第一职业中专" in said and "（待填）" in said and "草稿" in said
    assert f"{LIBRARY}：还没有评。还没有证据。" in said
    assert "合计" in said and said.count(f"指标（{RESTATED}）") == len(check.whole().lines) == 32
    markdown = check.file("md").decode()
    assert "## 三、建设实践" in markdown and "校发〔2025〕7号" in markdown and "| 合计 | 32 |" in markdown
    with pytest.raises(StudioError, match="Word 或 Markdown"):
        check.file("pdf")


def test_a_digest_is_never_written_as_the_rule(desk: Desk):
    digest = RULES.replace("工作室章程", "章程要点").replace("kind: policy", "kind: policy\nform: digest")
    publish(desk, {"要点.md": digest})
    check = work(desk)
    check.add(PLANS, "章程要点", "第一条")
    [proof] = check.opened(PLANS).line.proofs
    assert proof.citation.form is Form.DIGEST
    said = words(check.file("docx"))
    assert f"《章程要点》要点整理（非原文），本工作室编写：{proof.citation.quote}" in said
    assert f"“{proof.citation.quote}”" not in said


def test_odd_characters_and_lines_of_a_statement_survive(desk: Desk):
    check = work(desk)
    check.add(PLANS, SUMMARY, "计划与台账")
    check.add(PLANS, CHARTER, "第一条")
    check.write(PLANS, "达到", "第一行\x07 *不是* <b>标记</b>\n1. 第二行", 0)
    said = words(check.file("docx"))
    assert "说明：第一行 *不是* <b>标记</b>\n1. 第二行" in said
    assert "\n1. 《" in said and "\n2. 《" in said
    markdown = check.file("md").decode()
    assert "\\*不是\\* \\<b\\>标记\\</b\\>\\\n  1\\. 第二行" in markdown


def test_the_command_line_lists_and_writes_the_draft(desk: Desk, tmp_path: Path):
    work(desk).add(PLANS, CHARTER, "第一条")
    work(desk).write(PLANS, "部分达到", "有章程。", 0)
    home, file = desk.studio.home, tmp_path / "自评.docx"
    done = studio("standard", "check", "--out", file, "--json", home=home)
    assert done.returncode == 0, done.stderr
    told = value(done)
    assert told["counts"] == {"达到": 0, "部分达到": 1, "未达到": 0, "未评": 31}
    assert told["without_evidence"] == 31
    [line] = [one for one in told["indicators"] if one["id"] == PLANS]
    [proof] = line["evidence"]
    assert proof["reference"].startswith("《工作室章程》（校发〔2025〕7号）第一条：“") and proof["in_force"]
    assert proof["reference"] in words(file.read_bytes())
    listed = studio("standard", "check", home=home)
    assert f"  {PLANS}  部分达到  证据 1 处\n" in listed.stdout
    assert "共 32 条：达到 0，部分达到 1，未达到 0，未评 31；没有现行证据 31。" in listed.stdout
    refused = studio("standard", "check", "--out", tmp_path / "自评.pdf", home=home)
    assert refused.returncode == 1 and "docx" in refused.stderr
