"""The review desk as HTML and what it takes: nothing of a user's is markup, nonsense is said in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk import Desk
from app.judging import Judging
from app.judging_sources import Sources
from app.pages.judging import Done, Room
from app.pages.judging_view import task_view
from eval.dataset import asked, names
from ingest import curation
from ingest.errors import StudioError
from tests.judging_parts import ASKED, FIRST, SECOND, THIRD, VAIN, ask, judge, opened, queued

TRICKY = '学生手机<img src=x onerror=alert(1)>"能不能带'


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with opened(home) as found:
        yield found


def room(desk: Desk) -> Room:
    return Room(Judging(desk), lambda: ["starter"], asked)


def test_what_users_write_is_no_markup(desk: Desk):
    [item] = queued(desk, TRICKY)
    drawn = room(desk.by(FIRST)).drawn(Done(), ())
    assert "<img" not in drawn and "&lt;img" in drawn
    silent = not Judging(desk.by(FIRST)).task(item).answer.answered  # type: ignore[union-attr]
    judge(desk, FIRST, item, "refuse" if silent else "incomplete", comment=TRICKY)
    assert "<img" not in room(desk.by(FIRST)).drawn(Done(item=item), ())
    judge(desk, SECOND, item, "wrong", comment=TRICKY)
    assert "<img" not in room(desk.by(THIRD)).drawn(Done(), ())
    judge(desk, THIRD, item, "wrong", comment=TRICKY, decides=True)
    assert "<img" not in room(desk.by(FIRST)).drawn(Done(), ())


def test_each_citation_stands_beside_its_source(desk: Desk):
    [item] = queued(desk, ASKED[1])
    task = Judging(desk.by(FIRST)).task(item)
    assert task
    html = task_view(task)
    assert html.count('class="sr2" role="group"') == len(task.rows) > 0
    assert html.count("<mark>") == len(task.rows) and "由学校统一保管" in html
    assert 'data-supports="yes" aria-pressed="false">' in html
    lost = task_view(replace(task, rows=tuple(replace(one, known=False) for one in task.rows)))
    assert "本机没有这份资料" in lost and "打开原文" not in lost


def test_what_is_out_of_force_can_only_be_refused_support(desk: Desk):
    ask(desk, ASKED[1])
    [record] = desk.studio.catalog.documents()
    curation.withdraw(desk.studio.catalog, record.id, actor="host")
    Sources(desk.by(FIRST)).real(5)
    task = Judging(desk.by(FIRST)).task()
    assert task
    html = task_view(task)
    assert html.count("data-outdated") == len(task.rows) and "已停用，只能判不支持" in html
    assert 'data-supports="yes" aria-pressed="false" disabled>' in html


def test_a_silent_answer_is_right_or_wrong(desk: Desk):
    [item] = queued(desk, VAIN)
    html = room(desk.by(FIRST)).drawn(Done(item=item), ())
    assert "没有作答" in html and html.count('data-verdict="') == 4
    assert 'data-verdict="correct" aria-pressed="false" disabled>' in html
    assert 'data-verdict="refuse" aria-pressed="false">' in html


def test_acts_go_through_and_nonsense_is_said_in_words(desk: Desk):
    ask(desk, ASKED[0], VAIN)
    mine = room(desk.by(FIRST))
    assert "加入 2 题" in mine.act({"act": "fill", "source": "asked", "count": "10"}).said
    assert "没有没进过队列的提问" in mine.act({"act": "fill", "source": "cluster", "count": 5}).said
    for data in (
        {},
        {"act": "explode"},
        {"act": "open", "item": "x"},
        {"act": "fill", "source": "elsewhere", "count": "1"},
        {"act": "fill", "source": "asked", "count": "-1"},
        {"act": "submit", "item": "1", "verdict": ["correct"], "citations": "all"},
        {"act": "submit", "item": "9" * 30, "verdict": "correct", "citations": {}},
        {"act": "import", "text": ""},
        {"act": "fill", "source": "set", "set": "没有", "count": "1"},
    ):
        with pytest.raises(StudioError):
            mine.act(data)
    handed = mine.act({"act": "export"})
    assert handed.file and handed.file["data"] == "" and handed.file["name"].endswith(".jsonl")
    assert "没有可收入" in mine.act({"act": "promote"}).said


def test_an_item_that_is_gone_gives_way_to_the_next(desk: Desk):
    first, second = queued(desk, *ASKED[:2])
    mine = room(desk.by(FIRST))
    judge(desk, SECOND, first, "correct")
    judge(desk, THIRD, first, "correct")
    drawn = mine.drawn(Done(item=first), ())
    assert "不用您判" in drawn and f'data-item="{second}"' in drawn


def test_a_reviewers_own_words_come_back_to_be_changed(desk: Desk):
    [item] = queued(desk, ASKED[0])
    judge(desk, FIRST, item, "wrong", comment="少了“一条”")
    html = room(desk.by(FIRST)).drawn(Done(item=item), ())
    assert f'data-back="{item}"' in html and "data-changes" in html
    found = html.split('data-earlier="')[1].split('"')[0].replace("&quot;", '"')
    assert json.loads(found)["verdict"] == "wrong"


def test_the_sets_offered_are_those_there_are(desk: Desk, home: Path):
    mine = Room(Judging(desk.by(FIRST)), lambda: names(home), asked)
    assert '<option value="starter"' in mine.drawn(Done(), ())
