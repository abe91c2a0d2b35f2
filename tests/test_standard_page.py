"""The page of the self-check without a browser: odd homes, odd texts, odd requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.pages.standard import done, drawn
from app.pages.standard_one import Shown
from app.self_check import NoStandardError, SelfCheck
from app.settings import Settings
from app.studio import open_studio
from ingest.errors import StudioError
from tests.standard_parts import HOST, LIBRARY, PLANS, RULES, desk, id_of, publish, work

__all__ = ["desk"]


def test_without_the_standards_data_the_page_says_so(home: Path):
    settings = Settings(home=home, corpus=home / "none")
    with open_studio(settings, starter=False) as studio:
        check = SelfCheck(Desk(studio, HOST))
        with pytest.raises(NoStandardError, match="STUDIO_CORPUS"):
            check.whole()
        assert "没有找到标准" in drawn(check, "", Shown())


def test_a_home_without_documents_has_indicators_and_no_evidence(home: Path):
    with open_studio(Settings(home=home), starter=False) as studio:
        check = SelfCheck(Desk(studio, HOST))
        assert len(check.whole().without_evidence) == 32
        html = drawn(check, LIBRARY, Shown())
        assert "没有找到更多本室的材料" in html and html.count('<button type="button" class="tile') == 32


def test_what_people_wrote_is_escaped(desk: Desk):
    check = work(desk)
    check.write(PLANS, "达到", "<script>alert(1)</script>", 0)
    check.cover({"学校": "<b>一中</b>"})
    publish(
        desk, {"怪.md": RULES.replace("工作室章程", "<i>章程</i>").replace("任务台账", "<u>任务台账</u>")}
    )
    check.add(PLANS, id_of(desk, "<i>章程</i>"), "第一条")
    html = drawn(check, PLANS, Shown())
    for bad in ("<script>", "<b>一中", "<i>章程", "<u>任务"):
        assert bad not in html


def test_nonsense_from_a_page_is_refused_in_words(desk: Desk):
    check = work(desk)
    for data in ({}, {"act": "fly"}, {"act": "take", "document": "x", "place": "1 b 3"}, {"act": "save"}):
        with pytest.raises(StudioError, match="刷新页面"):
            done(check, PLANS, data)
    assert drawn(check, "九（九）", Shown()).count("data-one=") == 1
