"""Files and a home for the pipeline's tests, and what must hold of a home at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.catalog import Catalog
from ingest.model import NodeRole
from ingest.originals import Originals
from ingest.pipeline import FileResult, ingest
from tests.catalog_parts import TODAY

ARTICLES = (
    "为了规范学生携带手机的行为，制定本规定。",
    "学生一般不得将手机带入校园；确有需要的，须经家长同意、书面提出申请。",
    "进校后应当将手机交由学校统一保管，禁止带入课堂。",
    "学校应当设置公共电话，方便学生与家长联系。",
)


def law(title: str, day: str, *extra: str) -> str:
    """A rule as plain text, in force from ``day``, with more articles than the usual four."""
    lines = [f"第{'一二三四五六七八九十'[place]}条 {text}" for place, text in enumerate([*ARTICLES, *extra])]
    return (
        "\n".join([title, "", *lines, f"第{'一二三四五六七八九十'[len(lines)]}条 本规定自{day}起施行。"])
        + "\n"
    )


CASE = """---
id: case-wh-01
kind: case
title: 借手机的人
stage: [中职]
work_area: [班级管理工作]
tags: [手机管理, 惩戒边界]
indicators: []
basis: []
author: 本项目编写
updated: 2026-11-21
questions:
  - 手机怎么管
  - 什么时候还
  - {at: "做法", q: "第一句怎么说"}
case_type: 典型学生教育
---

# 借手机的人

## 情境

晚自习前，学生甲把手机借给了同桌，两个人都说不是自己的。

## 做法

先请两个人各写一张纸条，写清楚手机从哪里来、要还给谁。

## 结果与反思

手机在周五放学时还给了家长，班里补了一条借物登记。
"""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def take_in(
    catalog: Catalog, home: Path, paths: Sequence[Path], *, publish: bool = False
) -> list[FileResult]:
    return ingest(paths, catalog=catalog, home=home, publish=publish, actor="host", today=TODAY)


def check_home(catalog: Catalog, home: Path) -> None:
    """Every version has its original, every original is whole, the text is tiled, no temporary is left."""
    originals = Originals(home / "originals", home / "tmp")
    used = set()
    for state in catalog.states():
        version = catalog.version(state.document, state.number)
        used.add(version.source_sha256)
        assert originals.find(version.source_sha256) is not None
        nodes = version.parse.nodes
        assert "".join(version.parse.text[node.start : node.end] for node in nodes) == version.parse.text
        assert any(node.role is NodeRole.PASSAGE for node in nodes)
        stored = catalog.passages_of(state.document, state.number)
        assert [item.text for item in stored] == [item.text for item in version.parse.passages]
    kept = {path.stem for path in (home / "originals").rglob("*") if path.is_file()}
    assert kept == used
    assert list((home / "tmp").glob("*.part")) == []
