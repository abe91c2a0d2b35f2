"""Three editions of one rule: each is found in its own time, and a page says which holds now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.access import operator
from app.desk import Desk
from app.model import Citation
from app.settings import Settings
from app.standing import standing
from app.studio import Studio, open_studio, today
from index.model import Filters
from ingest import curation
from ingest.pipeline import ingest
from tests.pipeline_parts import law, write

TITLE = "学生手机管理规定"
SPANS = {
    "一": ("2018年9月1日", "手机由值周生登记。", date(2018, 9, 1)),
    "二": ("2021年3月1日", "手机由班主任登记。", date(2021, 3, 1)),
    "三": ("2024年9月1日", "手机由年级组登记。", date(2024, 9, 1)),
}


@pytest.fixture(params=[("一", "二", "三"), ("三", "一", "二")], ids=["in order", "newest first"])
def studio(request: pytest.FixtureRequest, home: Path, tmp_path: Path) -> Iterator[Studio]:
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as opened:
        for place, name in enumerate(request.param):
            day, sentence, _ = SPANS[name]
            folder = write(tmp_path / str(place), {f"{name}.txt": law(TITLE, day, sentence)})
            [row] = ingest(
                [folder], catalog=opened.catalog, home=home, publish=True, actor="host", today=today()
            )
            assert row.ok, row.error
        assert len({state.document for state in opened.catalog.states()}) == 1
        opened.sync()
        yield opened


def found(studio: Studio, on: date | None) -> str:
    hits = studio.searcher.search("手机由谁登记", 10, Filters(as_of=on), today=today())
    texts = "".join(hit.text for hit in hits)
    return "".join(name for name, (_, sentence, _) in SPANS.items() if sentence in texts)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 8, 31), ""),
        (date(2018, 9, 1), "一"),
        (date(2021, 2, 28), "一"),
        (date(2021, 3, 1), "二"),
        (date(2024, 8, 31), "二"),
        (date(2024, 9, 1), "三"),
        (None, "三"),
    ],
)
def test_the_edition_of_the_day_is_found_and_no_other(studio, on, expected):
    assert found(studio, on) == expected


def cited(studio: Studio) -> Citation:
    answer = Desk(studio, operator("host")).ask("手机由谁登记", Filters())
    return next(citation for citation in answer.citations if "年级组" in citation.quote)


def test_the_source_says_how_a_citation_stands_now_not_when_it_was_made(studio, tmp_path):
    desk, citation = Desk(studio, operator("host")), cited(studio)
    assert citation.in_force
    assert desk.source(citation).standing.label == "现行有效"
    newer = write(tmp_path / "4", {"四.txt": law(TITLE, "2025年9月1日", "手机由政教处登记。")})
    ingest([newer], catalog=studio.catalog, home=studio.home, publish=True, actor="host", today=today())
    view = desk.source(citation)
    assert (view.citation.in_force, view.standing.current) == (False, 4)
    assert view.standing.label == "已被新版本取代，现行的是第 4 版"
    curation.withdraw(studio.catalog, citation.document, actor="host")
    assert desk.source(citation).standing.label == "已停用"


def test_an_edition_stands_differently_on_different_days(studio):
    states = studio.catalog.states()
    number = {state.effective: state.number for state in states}
    second, third = number[date(2021, 3, 1)], number[date(2024, 9, 1)]
    assert standing(states, second, date(2022, 1, 1)).in_force
    assert standing(states, third, date(2022, 1, 1)).label == (
        f"尚未施行（2024-09-01 起），现行的是第 {second} 版"
    )
    assert standing(states, second, date(2025, 1, 1)).current == third
    assert standing(states, second, date(2000, 1, 1)).label == "尚未施行（2021-03-01 起）"
