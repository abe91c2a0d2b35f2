"""Human review: two judge by themselves, a third decides, nobody sees too much; what comes in and what it becomes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.access import READER, Account, ForbiddenError, LoginNeededError, Role
from app.desk import Desk
from app.judging import Judging
from app.judging_exchange import exported, imported
from app.judging_items import digest, rows
from app.judging_rules import State, state
from app.judging_sources import Sources
from index.model import Filters
from ingest import curation
from ingest.catalog_asked import AskedTable
from ingest.errors import StudioError
from tests.judging_parts import (
    ASKED,
    FIRST,
    SECOND,
    TEACHER,
    THIRD,
    VAIN,
    ask,
    judge,
    opened,
    queued,
    sources,
)


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with opened(home) as found:
        yield found


def test_an_item_keeps_the_exact_answer_that_the_teacher_got(desk: Desk):
    [number] = ask(desk, ASKED[0])
    assert sources(desk).real(5).added == 1
    [item] = Judging(desk).table.some([1])
    kept = AskedTable(desk.studio.catalog.engine).one(number)
    assert kept and item.answer == kept.answer and item.asked == number
    assert item.answer_sha256 == digest(kept.answer)
    assert digest({**kept.answer, "milliseconds": 0.1}) == item.answer_sha256
    assert digest({**kept.answer, "reason": "别的"}) != item.answer_sha256
    task = Judging(desk.by(FIRST)).task()
    assert task and task.question == ASKED[0]
    assert [one.row.citation.n for one in task.rows] == [one["n"] for one in kept.answer["citations"]]
    first = task.rows[0]
    text = desk.by(FIRST).version(first.row.citation.document).parse.text
    around = first.before.removeprefix("…") + first.row.citation.quote + first.after.removesuffix("…")
    assert around in text and first.known and not first.outdated


def test_two_agree_and_the_item_is_settled(desk: Desk):
    [item] = queued(desk, ASKED[0])
    judge(desk, FIRST, item, "correct")
    assert Judging(desk.by(FIRST)).task() is None
    assert Judging(desk.by(FIRST)).overview().today == 1
    judge(desk, SECOND, item, "correct")
    seen = Judging(desk.by(THIRD)).overview()
    assert [one.head.id for one in seen.settled] == [item]
    assert seen.verdicts.count == 1 and seen.verdicts.value is None
    with pytest.raises(StudioError, match="不用您判"):
        Judging(desk.by(THIRD)).task(item)
    with pytest.raises(StudioError, match="已经有两位"):
        Judging(desk.by(THIRD)).submit(item, "wrong", {str(n): True for n in range(1, 30)})


def test_nobody_sees_what_another_thinks_before_both_have_submitted(desk: Desk):
    [item] = queued(desk, ASKED[0])
    judge(desk, FIRST, item, "wrong", comment="少引了一条")
    second = Judging(desk.by(SECOND))
    for told in (repr(second.task(item)), repr(second.overview())):
        assert "少引了一条" not in told and FIRST.name not in told and "wrong" not in told
        assert "asked 20" not in told  # where it came from, and when
    judge(desk, SECOND, item, "correct")
    assert "少引了一条" in repr(second.overview().differing)


def test_a_third_decides_and_neither_of_the_two(desk: Desk):
    [item] = queued(desk, ASKED[0])
    judge(desk, FIRST, item, "correct")
    with pytest.raises(StudioError, match="还没有两个人"):
        Judging(desk.by(THIRD)).submit(item, "correct", _all(desk, item), decides=True)
    judge(desk, SECOND, item, "correct", against=(1,))
    assert state(Judging(desk).table.judgements(item)) is State.DIFFERS
    for one in (FIRST, SECOND):
        assert not Judging(desk.by(one)).overview().decide
        with pytest.raises(StudioError, match="第三个人"):
            Judging(desk.by(one)).submit(item, "correct", _all(desk, item), decides=True)
    task = Judging(desk.by(THIRD)).task()
    assert task and task.decides and [one.verdict for one in task.two] == ["correct", "correct"]
    judge(desk, THIRD, item, "incomplete", decides=True)
    [settled] = Judging(desk.by(FIRST)).overview().settled
    assert settled.decided and settled.decided.verdict == "incomplete" and settled.decided.adjudicates
    with pytest.raises(StudioError, match="已经有结论"):
        Judging(desk.by(Account("丁", Role.ADMIN))).submit(item, "wrong", _all(desk, item), decides=True)
    assert Judging(desk.by(FIRST)).overview().verdicts.count == 1  # the third one is in no pair


def test_reviewers_at_once_make_no_third_judgement(desk: Desk):
    [item] = queued(desk, ASKED[0])
    crowd = [Account(f"评估{place}", Role.EVALUATOR) for place in range(6)]
    wanted, said = _all(desk, item), []
    ready = threading.Barrier(len(crowd))

    def submit(who: Account) -> None:
        ready.wait()
        try:
            Judging(desk.by(who)).submit(item, "correct", wanted)
        except StudioError as problem:
            said.append(str(problem))

    threads = [threading.Thread(target=submit, args=(who,)) for who in crowd]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(Judging(desk).table.judgements(item)) == 2
    assert len(said) == 4 and all("没有保存" in one for one in said)


def test_a_judgement_may_be_changed_until_the_other_has_judged(desk: Desk):
    [item] = queued(desk, ASKED[0])
    judge(desk, FIRST, item, "wrong")
    assert Judging(desk.by(FIRST)).overview().back == item
    task = Judging(desk.by(FIRST)).task(item)
    assert task and task.own and task.own.verdict == "wrong" and task.own.seconds == 12.5
    judge(desk, FIRST, item, "correct")
    [only] = Judging(desk).table.judgements(item)
    assert only.verdict == "correct"
    judge(desk, SECOND, item, "correct")
    assert Judging(desk.by(FIRST)).overview().back is None
    with pytest.raises(StudioError, match="另一位也判了"):
        Judging(desk.by(FIRST)).submit(item, "wrong", _all(desk, item))


def test_what_is_missing_is_named_and_nothing_is_stored(desk: Desk):
    [item, silent] = queued(desk, ASKED[0], VAIN)
    mine = Judging(desk.by(FIRST))
    for verdict, citations, words in (
        ("", _all(desk, item), "整个答案"),
        ("excellent", _all(desk, item), "整个答案"),
        ("correct", {}, "引用 1"),
        ("correct", {**_all(desk, item), "1": "yes"}, "引用 1"),
    ):
        with pytest.raises(StudioError, match=words):
            mine.submit(item, verdict, citations)
    with pytest.raises(StudioError, match="没有作答"):
        mine.submit(silent, "correct", {})
    with pytest.raises(StudioError, match="太长"):
        mine.submit(silent, "refuse", {}, comment="长" * 501)
    assert Judging(desk).table.judgements() == []
    with pytest.raises(StudioError, match="不在复核队列"):
        mine.submit(999, "correct", {})


def test_a_comment_is_masked_and_time_is_kept_within_an_hour(desk: Desk):
    [item] = queued(desk, VAIN)
    said = "学生张雨桐的家长电话13912345678"
    Judging(desk.by(FIRST)).submit(item, "refuse", {}, comment=said, seconds=1e9)
    [kept] = Judging(desk).table.judgements(item)
    assert "张雨桐" not in kept.comment and "13912345678" not in kept.comment
    assert kept.seconds == 3600


def test_a_citation_of_what_is_out_of_force_supports_nothing(desk: Desk):
    ask(desk, ASKED[0])
    [record] = desk.studio.catalog.documents()
    curation.withdraw(desk.studio.catalog, record.id, actor="host")
    desk.studio.sync()
    sources(desk).real(5)
    task = Judging(desk.by(FIRST)).task()
    assert task and all(one.outdated == "已停用" and one.known for one in task.rows)
    with pytest.raises(StudioError, match="只能判“不支持”"):
        judge(desk, FIRST, task.id, "wrong")
    judge(desk, FIRST, task.id, "wrong", against=tuple(one.row.citation.n for one in task.rows))


@pytest.mark.parametrize(("account", "error"), [(TEACHER, ForbiddenError), (READER, LoginNeededError)])
def test_the_services_ask_for_the_role(desk: Desk, account: Account, error: type[Exception]):
    judging, into = Judging(desk.by(account)), Sources(desk.by(account))
    for act in (
        judging.overview,
        judging.task,
        judging.promote,
        lambda: judging.drop(1),
        lambda: judging.submit(1, "correct", {}),
        lambda: exported(judging),
        lambda: imported(judging, "{}"),
        lambda: into.real(1),
        lambda: into.disliked(1),
        lambda: into.clusters(1),
        lambda: into.of_set("starter", lambda _: [], 1),
        lambda: into.typed(["问"]),
    ):
        with pytest.raises(error):
            act()


def test_what_is_skipped_comes_last_and_then_in_turn(desk: Desk):
    first, second, third = sorted(queued(desk, *ASKED[:3]))
    mine = Judging(desk.by(FIRST))

    def shown(*skipped: int) -> int:
        task = mine.task(None, skipped)
        assert task
        return task.id

    assert shown() == first
    assert shown(first) == second
    assert shown(first, second, third) == first
    assert shown(second, third, first) == second
    judge(desk, SECOND, third, "correct")
    assert shown() == third  # a pair is worth more than two halves


def test_every_citation_is_judged_once_in_the_order_of_reading(desk: Desk):
    answer = desk.by(TEACHER).ask(ASKED[0], Filters())
    found = [row.citation.n for row in rows(answer)]
    assert sorted(found) == [one.n for one in answer.citations] and len(set(found)) == len(found)
    bare = rows(replace(answer, sections=()))
    assert [row.citation.n for row in bare] == [one.n for one in answer.citations]


def _all(desk: Desk, item: int) -> dict[str, object]:
    found = Judging(desk).table.one(item)
    assert found
    return {str(one["n"]): True for one in found.answer["citations"]}
