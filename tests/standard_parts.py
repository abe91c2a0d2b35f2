"""A studio with papers of its own for the tests of the self-check: a summary of a year, its rules, a case, a law."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from app.access import Account, Role
from app.desk import Desk
from app.self_check import SelfCheck
from app.self_check_model import Candidate
from app.settings import Settings
from app.studio import open_studio
from ingest.catalog_standard import Span
from ingest.pipeline import ingest
from tests.catalog_parts import TODAY
from tests.pipeline_parts import write

HOST = Account("王主持", Role.HOST)
OTHER = Account("李主持", Role.HOST)
EVALUATOR = Account("赵评估", Role.EVALUATOR)
TEACHER = Account("钱老师", Role.TEACHER)
SUMMARY, CHARTER, MEETING = "2026年工作室年度总结", "工作室章程", "一次班会以后"
LIBRARY = "四（四）2"
PLANS = "三（三）1"

RECORD = """---
kind: record
title: 2026年工作室年度总结
indicators: ["三（三）1"]
author: 王主持
---

# 2026年工作室年度总结

## 计划与台账

年初定了工作计划和任务台账，十二项任务逐项销账，年终写了总结回顾。

## 案例

五类案例库收了三十一篇：班级文化建设、重点学生帮扶、典型学生教育、家校沟通协调、突发事件处置都有。
"""
RULES = """---
kind: policy
level: 工作室制度
number: 校发〔2025〕7号
title: 工作室章程
author: 王主持
effective: 2025-09-01
---

# 工作室章程

第一条 每年年初定工作计划和任务台账，年中逐项销账，年终写总结回顾。

第二条 本章程自2025年9月1日起施行。
"""
CASE = """---
kind: case
title: 一次班会以后
stage: [中职]
author: 王主持
case_type: 班级文化建设
indicators: ["四（四）2"]
---

# 一次班会以后

## 情境

开学第二周，实训课后班里两组人不说话。

## 做法

班主任请两组各出三个人，把案例库里的一篇案例读给大家听，再商量班规。
"""
LAW = """# 中华人民共和国职业教育法

第一条 职业学校应当建立年度工作计划和任务台账，逐项销账，年终总结回顾。

第二条 本法自2022年5月1日起施行。
"""


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with open_studio(Settings(home=home), starter=False) as studio:
        opened = Desk(studio)
        publish(opened, {"总结.md": RECORD, "章程.md": RULES, "班会.md": CASE, "法.md": LAW})
        yield opened


def publish(desk: Desk, files: dict[str, str]) -> None:
    """Take in and publish files as a host does."""
    studio = desk.studio
    folder = write(studio.home.parent / "".join(files), files)
    done = ingest([folder], catalog=studio.catalog, home=studio.home, publish=True, actor="host", today=TODAY)
    assert all(one.ok for one in done), done
    studio.sync()


def id_of(desk: Desk, title: str) -> str:
    """The document of that title; ids of a host's files are made by the pipeline."""
    [found] = [one.id for one in desk.studio.catalog.documents() if one.metadata.title == title]
    return found


def work(desk: Desk, account: Account = HOST) -> SelfCheck:
    return SelfCheck(desk.by(account))


def words(made: bytes) -> str:
    """All text of a Word document, tables too."""
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def span_of(one: Candidate) -> Span:
    cited = one.citation
    return Span(cited.document, cited.version, cited.start, cited.end)
