"""The review desk as HTML and what it takes: nothing of a user's is markup, nonsense is said in words."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from app.desk import Desk
from app.jobs import JobCancelledError, Jobs
from app.judging import Judging
from app.judging_gold import folder
from app.judging_sources import Sources
from app.pages import judging_fill
from app.pages.judging import Done, Room
from app.pages.judging_view import task_view
from eval.shown import Shown
from ingest import curation
from ingest.catalog_jobs import JobRecord
from ingest.errors import StudioError
from tests.judging_parts import ASKED, FIRST, SECOND, THIRD, VAIN, ask, judge, opened, queued, sources

TRICKY = '学生手机<img src=x onerror=alert(1)>"能不能带'


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with opened(home) as found:
        yield found


@pytest.fixture
def jobs(desk: Desk) -> Iterator[Jobs]:
    found = Jobs(desk.studio.catalog)
    yield found
    found.close()


def room(desk: Desk, jobs: Jobs | None = None) -> Room:
    """``jobs`` are needed only to fill from a set."""
    return Room(Judging(desk), Shown(desk), jobs)  # type: ignore[arg-type]


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
        {"act": "settled", "item": "x"},
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


def test_the_sets_offered_are_those_there_are(desk: Desk):
    drawn = room(desk.by(FIRST)).drawn(Done(), ())
    assert '<option value="starter" selected>起步题集（80 题）</option>' in drawn


def test_a_set_fills_the_queue_behind_the_page(desk: Desk, jobs: Jobs):
    own = folder(desk.studio.home) / "own.jsonl"
    own.parent.mkdir(parents=True)
    line = {"type": "unanswerable", "reason": "没有依据"}
    lines = [{"id": str(n), "question": question, **line} for n, question in enumerate(ASKED)]
    own.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    mine = room(desk.by(FIRST), jobs)
    for wrong in ({"set": "没有", "count": "1"}, {"set": "own", "count": "101"}):
        with pytest.raises(StudioError):
            mine.act({"act": "fill", "source": "set", **wrong})
    done = mine.act({"act": "fill", "source": "set", "set": "own", "count": "4"})
    assert done.fills and done.said == ""
    job = ended(jobs, desk.by(FIRST))
    assert "这套题里没进过队列的有 5 题，加入 4 题。" in judging_fill.view(job)
    assert len(Judging(desk).table.heads()) == 4
    assert judging_fill.latest(jobs, desk.by(SECOND)) is None


def test_what_is_answered_when_the_filling_is_stopped_stays(desk: Desk):
    def progress(done: int, total: int) -> None:
        if done == 2:
            raise JobCancelledError

    with pytest.raises(JobCancelledError):
        sources(desk).of_set("starter", Shown(desk).questions, 10, progress)
    assert len(Judging(desk).table.heads()) == 2


def test_the_third_one_begins_with_what_both_agree_on(desk: Desk):
    [item] = queued(desk, ASKED[0])
    judge(desk, FIRST, item, "correct")
    judge(desk, SECOND, item, "incomplete")
    html = room(desk.by(THIRD)).drawn(Done(), ())
    found = json.loads(unescape(html.split('data-earlier="')[1].split('"')[0]))
    assert found == {"verdict": "", "cites": {"1": True}}
    assert "两人一致的已经填好，可以改" in html
    task = Judging(desk.by(THIRD)).task(item)
    assert task
    one, other = task.two
    one, other = (
        replace(one, verdict="wrong", citations={"1": True, "2": False, "3": True}),
        replace(other, verdict="wrong", citations={"1": True, "2": False, "3": False}),
    )
    assert replace(task, two=(one, other)).agreed == ("wrong", {"1": True, "2": False})


def test_a_conclusion_opens_its_question_to_be_read(desk: Desk):
    first, second = queued(desk, *ASKED[:2])
    judge(desk, FIRST, first, "wrong", comment="说的是别的事")
    judge(desk, SECOND, first, "correct")
    with pytest.raises(StudioError, match="还没有结论"):
        Judging(desk.by(FIRST)).settled(first)
    judge(desk, THIRD, first, "wrong", decides=True)
    mine = room(desk.by(FIRST))
    assert f'class="mini" data-settled="{first}"' in mine.drawn(Done(), ())
    html = mine.drawn(mine.act({"act": "settled", "item": str(first)}), ())
    work = html[html.index('<section class="card wk"') : html.index("</section>")]
    assert f'data-settled="{first}"' in work and "data-item" not in work and "data-verdict" not in work
    assert "结论：错误（两人意见不同，由第三人裁定）" in work and "说的是别的事" in work
    assert "乙评估" not in work and "甲评估" not in work
    assert f'data-item="{second}"' in mine.drawn(mine.act({"act": "next"}), ())


def test_the_page_says_what_support_means(desk: Desk):
    [item] = queued(desk, ASKED[1])
    html = room(desk.by(FIRST)).drawn(Done(item=item), ())
    assert "<b>这个问题</b>的答案作依据" in html and 'data-act="rest">其余都不支持' in html


def test_a_promotion_says_what_questions_to_be_refused_are_good_for(desk: Desk):
    [item] = queued(desk, VAIN)
    for who in (FIRST, SECOND):
        judge(desk, who, item, "refuse")
    mine = room(desk.by(FIRST))
    assert "只看该沉默时沉默了没有" in mine.drawn(Done(), ())
    assert "已收入题集 reviewed 1 题。其中 1 题应拒答" in mine.act({"act": "promote"}).said


def ended(jobs: Jobs, desk: Desk) -> JobRecord:
    """The account's filling, when it has ended."""
    for _ in range(600):
        job = judging_fill.latest(jobs, desk)
        if job and not job.state.open:
            return job
        time.sleep(0.05)
    raise AssertionError("the filling did not end")
