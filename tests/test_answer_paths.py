"""The check of citations' articles catches a wrong one; the file's own lines are the gold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.model import Citation
from eval.benchmarks.answer_paths import articles, checked, right
from ingest.model import Form, Kind

LAW = """# 手机条例

## 第一章 总则

第一条 为了管好手机，制定本条例。

第二条 学校应当：

（一）保管手机；

（二）告知家长。

附：

保管登记表
"""
CITED = Citation(
    n=1, quote="（二）告知家长。", title="手机条例", document="d", version=1, kind=Kind.POLICY, form=Form.ORIGINAL,
    level=None, scope="", number="", path=("第一章 总则", "第二条", "（二）"), page=None, start=0, end=8,
    passage="p", source="手机条例.md", in_force=True,
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "手机条例.md").write_text(LAW, "utf-8")
    return tmp_path


def test_articles_end_where_the_next_or_a_heading_begins(folder: Path):
    assert articles(folder / "手机条例.md") == {
        "第一条": ["第一条为了管好手机，制定本条例。"],
        "第二条": ["第二条学校应当：（一）保管手机；（二）告知家长。"],
    }


@pytest.mark.parametrize(
    ("path", "quote", "expected"),
    [
        (("第一章 总则", "第二条", "（二）"), "（二）告知家长。", True),
        (("第一章 总则", "第一条"), "（二）告知家长。", False),
        (("附",), "保管登记表", True),
        (("附",), "（一）保管手机；", False),
        (("第二条",), "保管登记表", False),
    ],
)
def test_the_named_article_has_to_hold_the_quote(
    folder: Path, path: tuple[str, ...], quote: str, expected: bool
):
    citation = replace(CITED, path=path, quote=quote)
    assert right(citation, articles(folder / "手机条例.md")) is expected


def test_what_has_no_file_there_is_not_checked(folder: Path):
    wrong = replace(CITED, path=("第一条",))
    found = checked([CITED, wrong, replace(wrong, source="别的.md")], folder)
    assert (found.checked, found.wrong) == (2, ("手机条例 第一条",))
