"""A host's services: describe, submit, publish, take back; what is lacking; a second person; many at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import Account, ForbiddenError, Role
from app.bulk import Bulk
from app.desk import Desk
from app.pages.library_drawer import acted
from app.reviewing import Reviewing
from app.settings import Settings
from app.studio import Studio, open_studio
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import Status, TypicalQuestion
from tests.pipeline_parts import law, write

PUPIL = "钱小满"
LEVEL = {"level": "学校制度"}
TEXTS = {
    "a.txt": law("某校手机管理规定", "2025年1月1日"),
    "b.txt": "某校走廊办法\n第一条 课间在走廊右行，不追逐。\n"
    f"第二条 学生{PUPIL}在走廊摔伤，家长电话13800138000，当日已通知。\n第三条 值周教师每日巡查。\n",
}


def opened(home: Path, *, second_person: bool = False) -> Studio:
    return open_studio(Settings(home=home, encoder="hashed", second_person=second_person), starter=False)


def by(studio: Studio, name: str, role: Role = Role.HOST) -> Reviewing:
    return Reviewing(Desk(studio, Account(name, role)))


@pytest.fixture
def host(home: Path) -> Iterator[Reviewing]:
    with opened(home) as studio:
        yield by(studio, "王主持")


def taken(service: Reviewing, folder: Path, name: str, text: str = "") -> str:
    files = write(folder / "in", {name: text or TEXTS[name]})
    [row] = service.desk.upload([files / name], kind=None)
    assert row.ok, row.error
    return row.documents[0].id


def found(service: Reviewing, question: str) -> list[str]:
    return list({hit.document for hit in service.desk.search(question, 3, Filters())})


def test_what_lacks_something_is_not_published_until_it_is_filled_in(host, tmp_path):
    id_ = taken(host, tmp_path, "b.txt")
    assert host.open(id_).lacking == ("层级", "施行日期")
    with pytest.raises(StudioError, match="还差：层级、施行日期"):
        host.publish(id_, 1)
    assert host.save(id_, 1, {"effective": "昨天"}).problems
    assert not host.save(id_, 1, {**LEVEL, "effective": "2025-09-01"}).problems
    assert host.open(id_).publishable
    host.publish(id_, 1)
    assert found(host, "课间在走廊怎么走") == [id_]
    actions = [(entry.actor, entry.action) for entry in host.open(id_).history]
    assert actions == [("王主持", "add"), ("王主持", "describe"), ("王主持", "publish")]
    host.desk.withdraw(id_)
    assert found(host, "课间在走廊怎么走") == []


def test_findings_are_never_shown_and_what_is_none_is_kept_in_a_draft(host, tmp_path):
    id_ = taken(host, tmp_path, "b.txt")
    review = host.open(id_)
    assert review.version.masked
    findings = host.findings(id_, 1)
    assert {one.label for one in findings} == {"姓名", "电话"}
    assert PUPIL not in repr((review, findings)) and "13800138000" not in repr((review, findings))
    phone = next(one.number for one in findings if one.label == "电话")
    assert host.keep(id_, 1, [phone]) == 2
    text = host.open(id_).version.parse.text
    assert "13800138000" in text and PUPIL not in text
    with pytest.raises(StudioError, match="已经有第 2 版"):
        host.keep(id_, 1, [phone])


def test_a_second_person_publishes_what_the_first_submitted(home, tmp_path):
    with opened(home, second_person=True) as studio:
        first, other = by(studio, "王主持"), by(studio, "李主持")
        id_ = taken(first, tmp_path, "a.txt")
        first.save(id_, 1, LEVEL)
        assert "先提交审核" in first.open(id_).waits
        with pytest.raises(StudioError, match="先提交审核"):
            other.publish(id_, 1)
        first.submit(id_, 1)
        assert "您提交的" in first.open(id_).waits
        with pytest.raises(StudioError, match="提交人不能发布"):
            first.publish(id_, 1)
        assert Bulk(first).move("publish", [id_])[0][1]
        assert other.open(id_).publishable
        other.publish(id_, 1)
        assert first.open(id_).state.status is Status.PUBLISHED
        with pytest.raises(StudioError, match="不能直接改"):
            first.save(id_, 1, {"issuer": "德育处"})


def test_a_newer_version_is_announced_compared_published_and_rolled_back(host, tmp_path):
    id_ = taken(host, tmp_path, "a.txt")
    host.save(id_, 1, LEVEL)
    host.publish(id_, 1)
    newer = law("某校手机管理规定", "2026年1月1日").replace("手机", "手机和手表")
    assert taken(host, tmp_path, "a2.txt", newer.replace("手机和手表管理规定", "手机管理规定")) == id_
    review = host.open(id_)
    assert (review.version.number, review.against) == (2, 1)
    assert any("手表" in edit.text for one in host.compare(id_, 2, id_, 1) for edit in one.edits)
    assert "第 1 版不再被找到" in host.consequence("publish", id_, 2)
    host.save(id_, 2, LEVEL)
    host.publish(id_, 2)
    assert "第 2 版同时停用" in host.consequence("rollback", id_, 1)
    host.rollback(id_, 1)
    assert host.open(id_).moves.live == 1


def test_nearly_a_copy_is_named(host, tmp_path):
    id_ = taken(host, tmp_path, "a.txt")
    other = taken(host, tmp_path, "c.txt", law("某校平板管理规定", "2025年1月1日"))
    assert other != id_
    assert [(twin.document, twin.share > 0.8) for twin in host.open(other).twins] == [(id_, True)]


def test_a_copy_becomes_the_next_version_of_what_it_is_like(host, tmp_path):
    id_ = taken(host, tmp_path, "a.txt")
    host.save(id_, 1, LEVEL)
    host.publish(id_, 1)
    text = law("某校平板管理规定", "2025年9月1日", "平板放学后充电。")
    other = taken(host, tmp_path, "c.txt", text)
    host.desk.edit_questions(other, add=[TypicalQuestion("平板几点充电", "")])
    asked, changed, _ = acted(host, {"act": "join", "document": other, "version": 1, "other": id_})
    assert "新一版草稿" in asked and not changed and host.desk.document(other)
    data = {"act": "join", "document": other, "version": 1, "other": id_, "sure": True}
    html, changed, document = acted(host, data)
    assert "第 2 版" in html and changed and document == id_
    with pytest.raises(StudioError, match="没有编号"):
        host.desk.document(other)
    found_now = host.open(id_)
    assert (found_now.version.number, found_now.moves.live) == (2, 1)
    assert "平板放学后充电" in found_now.version.parse.text
    assert [one.question.text for one in host.desk.questions(id_)] == ["平板几点充电"]
    assert any(entry.action == "join" for entry in found_now.history)
    host.save(id_, 2, LEVEL)
    host.publish(id_, 2)
    assert "平板放学后充电" in host.desk.version(id_).parse.text
    with pytest.raises(StudioError, match="只有还没发布过"):
        host.join(id_, taken(host, tmp_path, "b.txt"))
    again = taken(host, tmp_path, "d.txt", text)
    assert again == id_, "its file is known as that document's from now on"


def test_of_many_what_can_be_published_is_and_the_rest_is_named(host, tmp_path):
    ready, lacking = taken(host, tmp_path, "a.txt"), taken(host, tmp_path, "b.txt")
    host.save(ready, 1, LEVEL)
    many = Bulk(host)
    said, button = many.consequence("publish", [ready, lacking])
    assert "1 份资料立即可以被提问找到" in said and "另有 1 份" in said and button == "发布 1 份"
    assert [bool(why) for _, why in many.move("publish", [ready, lacking, "nothing"])] == [False, True]
    assert many.move("publish", [ready])[0][1] == "没有等待发布的版本。"
    assert [why for _, why in many.move("withdraw", [ready, lacking])] == ["", "没有发布，不用停用。"]


def test_a_teacher_may_do_nothing_of_it(host, tmp_path):
    id_ = taken(host, tmp_path, "a.txt")
    teacher = by(host.desk.studio, "张老师", Role.TEACHER)
    for act in (
        lambda: teacher.open(id_),
        lambda: teacher.save(id_, 1, LEVEL),
        lambda: teacher.findings(id_, 1),
        lambda: teacher.keep(id_, 1, [1]),
        lambda: teacher.compare(id_, 1, id_, 1),
        lambda: teacher.consequence("publish", id_, 1),
        lambda: teacher.submit(id_, 1),
        lambda: teacher.send_back(id_, 1),
        lambda: teacher.publish(id_, 1),
        lambda: teacher.rollback(id_, 1),
        lambda: Bulk(teacher).move("publish", [id_]),
    ):
        with pytest.raises(ForbiddenError):
            act()
