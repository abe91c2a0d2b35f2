"""Markdown with front matter, and web pages full of menus."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import StudioError
from ingest.model import BlockKind, Source
from ingest.readers import read
from ingest.readers.markdown import plain


def markdown(tmp_path: Path, text: str) -> Source:
    path = tmp_path / "文.md"
    path.write_text(text, encoding="utf-8")
    return read(path)


def page(tmp_path: Path, body: str, title: str = "") -> list[str]:
    path = tmp_path / "页.html"
    path.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>", encoding="utf-8")
    return [block.text for block in read(path).blocks]


def test_front_matter_is_data_and_the_rest_is_text(tmp_path: Path):
    source = markdown(tmp_path, "---\nkind: case\nupdated: 2026-11-21\n---\n# 标题\n正文\n")
    assert source.front_matter == {"kind": "case", "updated": date(2026, 11, 21)}
    assert [(b.kind, b.level, b.text) for b in source.blocks if b.text] == [
        (BlockKind.HEADING, 1, "标题"),
        (BlockKind.PARAGRAPH, 0, "正文"),
    ]


def test_broken_front_matter_names_the_line(tmp_path: Path):
    with pytest.raises(StudioError, match="第 [34] 行"):
        markdown(tmp_path, "---\nkind: case\ntags: [请假\nstage: x\n---\n正文\n")


def test_rules_between_paragraphs_are_no_front_matter(tmp_path: Path):
    source = markdown(tmp_path, "---\n一段话而已\n---\n后文\n")
    assert source.front_matter == {}
    assert [b.text for b in source.blocks if b.text] == ["一段话而已", "后文"]


def test_comments_and_zero_width_characters_go(tmp_path: Path):
    source = markdown(tmp_path, "第一条\u200b 内容<!-- 内部\n批注 -->。\n")
    assert [b.text for b in source.blocks if b.text] == ["第一条 内容。"]


def test_markdown_table(tmp_path: Path):
    source = markdown(tmp_path, "| 时间 | 地点 | 人员 |\n|---|---|---|\n| 周一 | **操场** | 全班 |\n")
    assert source.blocks[1].text == "时间：周一；地点：操场；人员：全班"


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("**第一条** 说明", "第一条 说明"),
        ("见[办法](http://a.cn/(1).html)。", "见办法。"),
        ("2*3*4=24", "2*3*4=24"),
        ("`代码` 与 *强调*", "代码 与 强调"),
        (r"1\. 事项", "1. 事项"),
        ("a_b_c 与 __重点__", "a_b_c 与 重点"),
        ("我想借你的____，用到____，可以吗？", "我想借你的____，用到____，可以吗？"),
        ("姓名__________ 班级_______", "姓名__________ 班级_______"),
    ],
)
def test_marks_are_dropped_and_words_kept(marked: str, words: str):
    assert plain(marked) == words


@pytest.mark.parametrize("unit", ["**a", "[a", "![", "<p", "<!--", "`x", "[a](("])
def test_hostile_lines_take_linear_time(tmp_path: Path, unit: str):
    start = time.perf_counter()
    markdown(tmp_path, unit * 60_000 + "终")
    assert time.perf_counter() - start < 5


MENU = "<ul class='nav'>" + "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(60)) + "</ul>"


def test_main_text_without_menus(tmp_path: Path):
    body = (
        f"<div id='top'>{MENU}</div><div class='wrap'><div class='left'>{MENU}</div><div class='content'>"
        "<p>第一条&nbsp;为规范手机管理，制定本规定。</p>"
        "<p>第二条 学生不得将手机带入课堂，<br>违者按规定处理。</p>"
        "</div></div><div class='footer'>版权所有 地址：某路1号</div>"
    )
    assert page(tmp_path, body, "手机管理规定--德育处-某某中学") == [
        "手机管理规定",
        "第一条 为规范手机管理，制定本规定。",
        "第二条 学生不得将手机带入课堂，",
        "违者按规定处理。",
    ]


def test_title_that_stands_in_the_text_is_not_doubled(tmp_path: Path):
    body = "<div><h1>请假制度</h1><p>请假须经班主任同意，并通知家长，按时返校。</p></div>"
    assert page(tmp_path, body, "请假制度-某校")[0:2] == [
        "请假制度",
        "请假须经班主任同意，并通知家长，按时返校。",
    ]


def test_merged_cells_of_a_page_are_carried_down(tmp_path: Path):
    rows = (
        "<tr><th>一级指标</th><th>二级指标</th><th>说明</th></tr>"
        f"<tr><td rowspan='2'>总体</td><td>领导</td><td>{'学校重视，定期研究，' * 6}</td></tr>"
        f"<tr><td>定位</td><td>{'目标清楚，措施得当，' * 6}</td></tr>"
    )
    path = tmp_path / "表.html"
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    assert [block.path for block in read(path).blocks][1:] == [("总体", "领导"), ("总体", "定位")]


def test_declared_legacy_encoding(tmp_path: Path):
    path = tmp_path / "旧.html"
    html = "<html><head><meta charset='gb2312'></head><body><p>校规校纪，人人遵守。</p></body></html>"
    path.write_bytes(html.encode("gb18030"))
    assert [block.text for block in read(path).blocks] == ["校规校纪，人人遵守。"]


def test_deep_nesting_is_one_error(tmp_path: Path):
    path = tmp_path / "深.html"
    path.write_text("<div>" * 30_000 + "底" + "</div>" * 30_000, encoding="utf-8")
    try:
        assert "底" in "".join(block.text for block in read(path).blocks)
    except StudioError as error:
        assert "嵌套" in str(error) or "没有读到文字" in str(error)
