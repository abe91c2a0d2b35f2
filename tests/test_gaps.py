"""What was asked in vain: grouped by meaning, worked on by hosts, closed where it is answered now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access import Account, ForbiddenError, LoginNeededError, Role, operator
from app.accounts import Accounts
from app.desk import Desk
from app.gap_list import GapList
from app.gap_recheck import KIND, Rechecks
from app.gaps import LEAST, Step, group
from app.jobs import Jobs
from app.settings import Settings
from app.studio import open_studio
from index.encoder import open_encoder
from index.model import Filters, Matrix
from ingest.catalog_gaps import CLOSED, DISMISSED, OPEN, GapTable
from ingest.catalog_jobs import JobState
from ingest.errors import StudioError
from ingest.pipeline import ingest
from tests.catalog_parts import TODAY
from tests.pipeline_parts import law, write
from tests.test_jobs import ended

TEACHER = Account("李老师", Role.TEACHER)
HOST = Account("王主持", Role.HOST)
PASSWORD = "星期三下雨记得带把伞"
KITE = "放学后风筝社的器材由谁收进仓库"
KITES = "风筝社的器材放学后由谁收进仓库"
OVEN = "烘焙课的烤箱几点断电"
RULE = (
    "# 风筝社管理规定\n\n第一条 放学后风筝社的器材由社长收进仓库。\n\n第二条 本规定自2025年9月1日起施行。\n"
)

angles = st.floats(0, 3.1, allow_nan=False)
wordings = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), angles, max_size=9)


def vectors(found: dict[str, float]) -> dict[str, Matrix]:
    return {name: np.array([np.cos(angle), np.sin(angle)], dtype=np.float32) for name, angle in found.items()}


@given(wordings, wordings, st.randoms())
def test_the_order_of_new_questions_does_not_matter(new, held, random):
    gaps = {place + 1: {name: vector} for place, (name, vector) in enumerate(vectors(held).items())}
    first = group(vectors(new), gaps)
    shuffled = list(vectors(new).items())
    random.shuffle(shuffled)
    backwards = dict(reversed(gaps.items()))
    second = group(dict(shuffled), backwards)
    assert first.joins == second.joins
    assert set(first.made) == set(second.made)


@given(wordings, wordings)
def test_every_new_question_goes_to_one_place_and_near_enough(new, held):
    gaps = {place + 1: {name: vector} for place, (name, vector) in enumerate(vectors(held).items())}
    found, rows = group(vectors(new), gaps), vectors(new)
    assert sorted([*found.joins, *(name for made in found.made for name in made)]) == sorted(new)
    for name, gap in found.joins.items():
        near = float(rows[name] @ next(iter(gaps[gap].values())))
        assert name in gaps[gap] or near >= LEAST - 1e-6
    for made in found.made:
        others = [float(rows[one] @ rows[two]) for one in made for two in made if one < two]
        assert not others or max(others) >= LEAST - 1e-6


@given(wordings)
def test_what_is_in_a_gap_is_found_there_again(new):
    rows = vectors(new)
    made = group(rows, {}).made
    gaps = {place + 1: {name: rows[name] for name in names} for place, names in enumerate(made)}
    again = group(rows, gaps)
    assert again.made == ()
    assert all(name in gaps[gap] for name, gap in again.joins.items())


def test_a_wording_without_a_vector_is_alone_but_for_itself():
    nothing = np.zeros(2, dtype=np.float32)
    assert group({"a": nothing, "b": nothing}, {}).made == (("a",), ("b",))
    assert group({"a": nothing}, {7: {"a": nothing}}).joins == {"a": 7}


def test_the_encoder_that_ships_keeps_meanings_together_and_apart():
    asked = ["学生在课间摔伤了，家长要求学校赔偿", "课间摔伤，家长要学校赔钱怎么办", "班费能不能收，怎么公示"]
    rows = dict(zip(asked, open_encoder().encode_queries(asked), strict=True))
    assert {frozenset(made) for made in group(rows, {}).made} == {frozenset(asked[:2]), frozenset(asked[2:])}


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        folder = write(home.parent / "in", {"手机.txt": law("手机管理规定", "2021年3月1日")})
        ingest([folder], catalog=studio.catalog, home=home, publish=True, actor="host", today=TODAY)
        studio.sync()
        Accounts(studio.catalog).add(HOST.name, HOST.role or Role.HOST, PASSWORD, by=operator("test"))
        yield Desk(studio)


def in_vain(desk: Desk, *questions: str) -> None:
    for question in questions:
        assert not desk.by(TEACHER).ask(question, Filters()).answered


def uploaded(desk: Desk, home: Path, name: str, text: str) -> str:
    """The id of the draft that a host uploaded."""
    [result] = desk.by(HOST).upload(
        [*write(home / "uploads" / name, {f"{name}.md": text}).iterdir()], kind=None
    )
    [document] = result.documents
    return document.id


def published(desk: Desk, jobs: Jobs, rechecks: Rechecks, document: str) -> JobState:
    """Publish as the server does; how the recheck that follows ended."""
    started: list[str] = []
    host = Desk(desk.studio, HOST, lambda one: started.append(rechecks.start(one)))
    host.publish(document)
    return ended(jobs, started[0]).state


def test_what_was_asked_in_vain_closes_when_a_host_publishes_the_answer(desk: Desk, home: Path):
    in_vain(desk, KITE, KITES, KITE, OVEN)
    work = GapList(desk.by(HOST))
    listed = work.listed()
    assert listed.recent == 4
    assert [gap.asked for gap in listed.gaps] == [3, 1]
    kite, oven = listed.gaps
    assert kite.title == KITE and kite.step is Step.WAITING and kite.unanswered == 3
    assert [len(one.ids) for one in kite.wordings] == [2, 1]

    document = uploaded(desk, home, "风筝社管理规定", RULE)
    work.describe(
        kite.record.id, title="风筝社器材", assigned_to=HOST.name, document=document, note="等社长的规定"
    )
    assert not work.recheck(kite.record.id).closes
    [named] = work.listed(Step.LINKED).gaps
    assert named.title == "风筝社器材" and named.record.assigned_to == HOST.name

    jobs = Jobs(desk.studio.catalog)
    rechecks = Rechecks(jobs)
    assert published(desk, jobs, rechecks, document) is JobState.DONE
    [recorded] = jobs.listed(HOST, KIND)
    assert recorded.result == {"closed": 1}
    assert [gap.record.id for gap in work.listed(Step.CLOSED).gaps] == [kite.record.id]
    assert [gap.record.id for gap in work.listed().gaps] == [oven.record.id]
    trail = [entry.detail for entry in desk.studio.catalog.audit_trail() if entry.action == "gap"]
    assert "已解决" in trail[-1]
    assert not any(KITE in detail for detail in trail)

    work.move(kite.record.id, OPEN)
    assert ended(jobs, rechecks.start(desk.by(HOST))).result == {"closed": 0}  # nothing new was published
    assert len(work.listed().gaps) == 2
    jobs.close()


def test_a_question_stays_in_its_gap_and_a_new_one_opens_a_closed_gap_again(desk: Desk):
    in_vain(desk, KITE)
    work = GapList(desk.by(HOST))
    [gap] = work.listed().gaps
    work.move(gap.record.id, CLOSED)
    assert work.listed().gaps == ()
    in_vain(desk, KITES)
    [again] = work.listed().gaps
    assert again.record.id == gap.record.id and again.asked == 2
    work.move(gap.record.id, DISMISSED)
    in_vain(desk, f"{KITE}？")
    assert work.listed().gaps == ()
    [dismissed] = work.listed(Step.DISMISSED).gaps
    assert dismissed.asked == 3 and len(dismissed.wordings) == 2
    work.move(gap.record.id, OPEN)
    assert len(work.listed().gaps) == 1


def test_a_disliked_answer_is_a_gap_until_something_else_answers(desk: Desk, home: Path):
    mine = desk.by(TEACHER)
    answer = mine.ask("手机由谁保管", Filters())
    assert answer.answered
    work = GapList(desk.by(HOST))
    assert work.listed().gaps == ()
    mine.history.rate(answer.asked, helpful=False, reason="规定过时、太长", comment="学生张雨桐说没人管")
    [gap] = work.listed().gaps
    assert gap.disliked == 1 and gap.unanswered == 0
    assert dict(gap.reasons) == {"规定过时": 1, "太长": 1}
    assert gap.comments and "张雨桐" not in str(gap.comments)
    assert not work.recheck(gap.record.id).closes

    rule = (
        "# 手机保管细则\n\n第一条 手机由谁保管：手机由年级组保管。\n\n第二条 本细则自2025年9月1日起施行。\n"
    )
    desk.by(HOST).publish(uploaded(desk, home, "手机保管细则", rule))
    done = work.recheck(gap.record.id)
    assert done.closes and done.rows[0].by == "手机保管细则"


def test_what_is_out_of_scope_is_no_gap_unless_it_is_handed_over(desk: Desk):
    asked = desk.by(TEACHER).ask("帮我查一下张雨桐家长的电话号码", Filters())
    work = GapList(desk.by(HOST))
    [kept] = desk.by(TEACHER).history.mine()
    assert not kept.answered
    assert bool(work.listed().gaps) is (kept.reason == "没有依据")
    desk.by(TEACHER).history.submit(asked.asked)
    [gap] = work.listed().gaps
    assert "张雨桐" not in gap.title


def test_a_gap_goes_with_its_questions_unless_somebody_worked_on_it(desk: Desk):
    in_vain(desk, KITE, OVEN)
    work = GapList(desk.by(HOST))
    _, second = work.listed().gaps
    work.describe(second.record.id, title="", assigned_to="", document="", note="问过总务处")
    desk.by(TEACHER).history.forget_mine()
    [left] = work.listed().gaps
    assert left.record.id == second.record.id and left.asked == 0
    assert KITE not in left.title and OVEN not in left.title
    assert work.recheck(left.record.id).rows == ()
    assert GapTable(desk.studio.catalog.engine).one(second.record.id) is not None


def test_nonsense_is_refused_and_nothing_is_stored(desk: Desk):
    in_vain(desk, KITE)
    work = GapList(desk.by(HOST))
    [gap] = work.listed().gaps
    good = {"title": "", "assigned_to": "", "document": "", "note": ""}
    for wrong in (
        {"title": "长" * 101},
        {"note": "长" * 501},
        {"assigned_to": "没有这个人"},
        {"document": "没有这份"},
    ):
        with pytest.raises(StudioError):
            work.describe(gap.record.id, **{**good, **wrong})
    with pytest.raises(StudioError, match="不认识"):
        work.move(gap.record.id, "gone")
    with pytest.raises(StudioError, match="已经不在"):
        work.describe(99, **good)
    assert work.listed().gaps == (gap,)
    work.describe(gap.record.id, **{**good, "note": "学生张雨桐的家长也问过"})
    [noted] = work.listed().gaps
    assert "张雨桐" not in noted.record.note
    assert work.hosts() == [HOST.name]


def test_only_hosts_and_administrators(desk: Desk):
    services: tuple[Callable[[GapList], object], ...] = (
        lambda work: work.listed(),
        lambda work: work.describe(1, title="", assigned_to="", document="", note=""),
        lambda work: work.move(1, CLOSED),
        lambda work: work.recheck(1),
        lambda work: work.recheck_all(),
        lambda work: work.hosts(),
        lambda work: work.titles(),
        lambda work: work.coverage(),
    )
    for service in services:
        for account in (TEACHER, Account("评估者", Role.EVALUATOR)):
            with pytest.raises(ForbiddenError):
                service(GapList(desk.by(account)))
        with pytest.raises(LoginNeededError):
            service(GapList(desk))
