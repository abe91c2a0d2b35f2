"""What was asked: kept masked, deleted in time and on request, and then in no file any more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.access import READER, Account, ForbiddenError, LoginNeededError, Role, operator
from app.desk import Desk
from app.dialogue import Asked
from app.history import NOT_KEPT, History
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from ingest.catalog import Catalog
from ingest.catalog_asked import AskedTable
from ingest.catalog_engine import driver_connection
from ingest.errors import StudioError
from ingest.pipeline import ingest
from ingest.schema_people import asked
from tests.catalog_parts import TODAY
from tests.pipeline_parts import law, write
from tests.test_cli import studio

TEACHER, OTHER = Account("李老师", Role.TEACHER), Account("周老师", Role.TEACHER)
QUESTION = "学生张雨桐带手机进教室，他家长电话13912345678打不通，怎么办"
ANYTHING = Filters()


def opened(home: Path, **settings: int) -> Iterator[Desk]:
    with open_studio(Settings(home=home, encoder="hashed", **settings), starter=False) as one:  # type: ignore[arg-type]
        folder = write(home.parent / "in", {"手机.txt": law("手机管理规定", "2021年3月1日")})
        ingest([folder], catalog=one.catalog, home=home, publish=True, actor="host", today=TODAY)
        one.sync()
        yield Desk(one)


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    yield from opened(home)


def stored(home: Path) -> bytes:
    """All that lies in the catalog's files."""
    return b"".join(path.read_bytes() for path in home.glob("catalog.db*"))


def test_a_question_is_kept_masked_with_its_answer(desk: Desk, home: Path):
    mine = desk.by(TEACHER)
    answer = mine.ask(QUESTION, ANYTHING)
    [kept] = mine.history.mine()
    assert kept.id == answer.asked > 0
    assert kept.answered == answer.answered
    assert [one["quote"] for one in kept.answer["citations"]] == [one.quote for one in answer.citations]
    assert kept.question == kept.answer["question"] == kept.question.replace("张雨桐", "学生A")
    assert "电话已隐去" in kept.question
    for secret in ("张雨桐", "13912345678"):
        assert secret.encode() not in stored(home)
        assert all(secret not in path.read_text("utf-8") for path in (home / "logs").iterdir())


def test_a_silent_answer_keeps_why(desk: Desk):
    mine = desk.by(TEACHER)
    mine.ask("红烧肉怎么炖才软烂", ANYTHING)
    [kept] = mine.history.mine()
    assert not kept.answered
    assert kept.reason


def test_a_follow_up_is_masked_in_both_wordings(desk: Desk):
    mine = desk.by(TEACHER)
    mine.ask("那几天内还呢", ANYTHING, [Asked("学生张雨桐的手机交给学校保管，怎么办")])
    [kept] = mine.history.mine()
    assert "学生A" in kept.understood
    assert "张雨桐" not in str(kept.answer)


def test_history_is_ones_own_and_deleted_on_request(desk: Desk, home: Path):
    mine, other = desk.by(TEACHER), desk.by(OTHER)
    first = mine.ask("手机藏在暖水瓶里被发现了怎么处理", ANYTHING)
    mine.ask("课间操手机能不能带", ANYTHING)
    other.ask("进校后手机交给谁", ANYTHING)
    mine.history.rate(first.asked, helpful=False, reason="不对题", comment="没说暖水瓶")
    assert [one.question for one in mine.history.mine()] == [
        "课间操手机能不能带",
        "手机藏在暖水瓶里被发现了怎么处理",
    ]
    assert len(other.history.mine()) == 1
    with pytest.raises(StudioError, match="不是您问的"):
        other.history.rate(first.asked, helpful=True)
    with pytest.raises(ForbiddenError):
        mine.history.forget(OTHER.name)
    assert "暖水瓶".encode() in stored(home)

    assert mine.history.forget_mine() == 2
    assert mine.history.mine() == []
    assert len(other.history.mine()) == 1
    assert "暖水瓶".encode() not in stored(home)
    assert "课间操".encode() not in stored(home)
    assert desk.studio.catalog.audit_trail()[-1].detail == "李老师：删除提问记录 2 条"


def test_what_was_handed_to_the_hosts_stays_without_a_name(desk: Desk):
    mine, table = desk.by(TEACHER), AskedTable(desk.studio.catalog.engine)
    answer = mine.ask("校车上能不能用平板", ANYTHING)
    mine.history.submit(answer.asked)
    assert mine.history.forget_mine() == 0
    left = table.one(answer.asked)
    assert left is not None
    assert left.submitted
    assert left.account == ""


def test_feedback_replaces_feedback_and_is_masked(desk: Desk):
    mine, table = desk.by(TEACHER), AskedTable(desk.studio.catalog.engine)
    id = mine.ask("进校后手机交给谁", ANYTHING).asked
    mine.history.rate(id, helpful=True)
    mine.history.rate(id, helpful=False, reason="过时", comment="张雨桐的妈妈电话13912345678")
    [kept] = table.feedback_on(id)
    assert not kept.helpful
    assert kept.reason == "过时"
    assert "13912345678" not in kept.comment
    mine.history.rate(id, helpful=False, reason="过时、太长", comment=None)
    assert [(said.reason, said.comment) for said in table.feedback_on(id)] == [("过时、太长", kept.comment)]
    mine.history.rate(id, helpful=True, comment=None)
    assert table.feedback_on(id)[0].comment == "", "a comment on why not says nothing of why"
    with pytest.raises(StudioError, match="太长"):
        mine.history.rate(id, helpful=True, comment="长" * 501)


def test_without_a_login_nothing_is_kept_by_name(desk: Desk):
    answer = desk.by(READER).ask("进校后手机交给谁", ANYTHING)
    kept = AskedTable(desk.studio.catalog.engine).one(answer.asked)
    assert kept is not None
    assert kept.account == ""
    with pytest.raises(LoginNeededError):
        desk.by(READER).history.mine()


def test_questions_go_after_their_time(desk: Desk, home: Path):
    mine = desk.by(TEACHER)
    old = mine.ask("午休时手机放在暖水瓶里", ANYTHING).asked
    new = mine.ask("课间操手机能不能带", ANYTHING).asked
    mine.history.rate(old, helpful=True)
    with desk.studio.catalog.engine.begin() as connection:
        moment = datetime.now(UTC) - timedelta(days=180, minutes=1)
        connection.execute(sa.update(asked).where(asked.c.id == old).values(at=moment))
    assert desk.history.expire() == 1
    assert [one.id for one in mine.history.mine()] == [new]
    assert "暖水瓶".encode() not in stored(home)


def test_nothing_is_kept_where_the_studio_wants_it_so(home: Path):
    for desk in opened(home, question_days=0):
        assert desk.by(TEACHER).ask("进校后手机交给谁", ANYTHING).asked == 0
        assert desk.by(TEACHER).history.mine() == []


def test_an_answer_comes_also_where_it_cannot_be_kept(desk: Desk):
    with driver_connection(desk.studio.catalog.engine) as connection:
        connection.execute("PRAGMA query_only = ON")
    shown, told = desk.by(TEACHER).asking("进校后手机交给谁", ANYTHING)
    assert shown.citations == told.citations != ()
    assert told.asked == 0 and told.notes[-1] == NOT_KEPT


def test_an_answer_does_not_wait_for_another_program_that_writes(desk: Desk):
    """The lock is held until the answer is there; the question is stored once it is free, in each way of asking."""
    mine, texts = desk.by(TEACHER), ("进校后手机交给谁", "课间操手机能不能带", "手机交到哪里登记")
    with Catalog.open(desk.studio.home / "catalog.db") as other:
        with other.writing():
            answers = mine.asking(texts[0], ANYTHING)
            shown = next(answers)
            assert shown.citations and shown.asked == 0
        assert [one.asked > 0 for one in answers] == [True]
        with other.writing():
            assert mine.ask(texts[1], ANYTHING).asked == 0
        with other.writing():
            left: Any = mine.asking(texts[2], ANYTHING)
            next(left)
            left.close()  # whoever asked has gone
    for thread in threading.enumerate():
        if thread.name == "settle":
            thread.join(30)
    assert sorted(one.question for one in mine.history.mine()) == sorted(texts)


def test_users_forget(desk: Desk, home: Path):
    desk.by(TEACHER).ask("手机藏在暖水瓶里", ANYTHING)
    done = studio("users", "forget", TEACHER.name, home=home)
    assert done.returncode == 0, done.stderr
    assert "1 条" in done.stdout
    with Catalog.open(home / "catalog.db") as catalog:
        assert History(catalog, operator("test"), 180).forget(TEACHER.name) == 0
    assert "暖水瓶".encode() not in stored(home)
