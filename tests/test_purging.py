"""A version that showed a pupil is purged: in no file of the home any more, and its links say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import checking
from app.access import Account, Role
from app.pages.library_drawer import acted
from app.purging import Purging, told
from app.reviewing import Reviewing
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import Status
from tests.access_parts import HTML, Served, opened
from tests.test_cli import studio
from tests.test_reviewing import LEVEL, by, taken
from tests.test_reviewing import opened as opened_home

SEEN = "穿格子雨衣的转学生把玻璃门撞裂了"
TITLE = "雨天进出门规定"
HOST, TEACHER = Account("host", Role.HOST), Account("teacher", Role.TEACHER)


def text(more: str = "") -> str:
    return f"{TITLE}\n第一条 雨天进出门收伞慢行。\n第二条 去年{SEEN}，各班引以为戒。\n{more}第九条 本规定自2025年9月1日起施行。\n"


@pytest.fixture
def place(home: Path) -> Iterator[Served]:
    with opened(home) as found:
        yield found


@pytest.fixture
def host(home: Path) -> Iterator[Reviewing]:
    with opened_home(home) as one:
        yield by(one, "host")


def published(host: Reviewing, folder: Path, name: str = "门.txt", whole: str = "") -> str:
    id_ = taken(host, folder, name, whole or text())
    number = host.open(id_).version.number
    host.save(id_, number, LEVEL)
    host.publish(id_, number)
    return id_


def holding(home: Path, words: str = SEEN) -> list[str]:
    """The home's files with the words, by their first folder."""
    files = [path for path in home.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
    return sorted({path.relative_to(home).parts[0].split("-")[0] for path in files})


def test_what_was_purged_is_in_no_file_and_its_links_say_so(place: Served, tmp_path: Path):
    host = by(place.studio, "host")
    home, teacher = place.studio.home, place.clients["teacher"]
    id_ = published(host, tmp_path)
    mine = host.desk.by(TEACHER)
    answer = mine.ask("去年玻璃门撞裂了各班引以为戒什么", Filters())
    assert SEEN in str(answer.sections)
    assert holding(home) == ["catalog.db", "originals"]
    host.desk.withdraw(id_)
    addresses = (f"/doc/{id_}", f"/doc/{id_}@1", f"/original/{id_}@1")
    assert [teacher.get(one, headers=HTML).status_code for one in addresses[:2]] == [200, 200]

    done = Purging(host.desk).purge(id_, 1, "第二条让人认得出学生")
    assert done.whole
    assert holding(home) == []
    for one in addresses:
        page = teacher.get(one, headers=HTML)
        assert page.status_code == 410 and "已清除" in page.text and TITLE not in page.text, one
    assert teacher.get(f"/page/{id_}@1/1.png").status_code == 410
    assert teacher.get(f"/doc/{id_}@2", headers=HTML).status_code == 404
    [kept] = mine.history.mine()
    assert kept.id == answer.asked and SEEN not in str(kept.answer)
    entry = host.desk.studio.catalog.audit_trail(id_)[-1]
    assert (entry.action, entry.actor, entry.detail) == ("purge", "host", "第二条让人认得出学生")
    assert all(TITLE not in one.detail for one in host.desk.studio.catalog.audit_trail(id_))
    assert [row for row in checking.check(place.studio, lambda *_: None) if not row.ok] == []


def test_a_purged_version_comes_back_in_no_way_but_by_its_file(host: Reviewing, tmp_path: Path):
    id_ = published(host, tmp_path)
    host.desk.withdraw(id_)
    Purging(host.desk).purge(id_, 1, "看得出学生")
    for move in (lambda: host.publish(id_, 1), lambda: host.rollback(id_, 1), lambda: host.findings(id_, 1)):
        with pytest.raises(StudioError):
            move()
    with pytest.raises(StudioError, match="已清除，没有清除"):
        Purging(host.desk).purge(id_, 1, "再来一次")
    html, _, _ = acted(host, {"act": "open", "document": id_, "version": 1})
    assert "已清除" in html and "do-publish" not in html
    again = published(host, tmp_path)
    assert SEEN in host.desk.version(again).parse.text


def test_of_two_versions_one_is_purged_and_the_other_is_found(place: Served, tmp_path: Path):
    host = by(place.studio, "host")
    id_ = published(host, tmp_path)
    clean = text().replace(SEEN, "有人把玻璃门撞裂了").replace("2025年9月", "2026年1月")
    assert taken(host, tmp_path, "新门.txt", clean) == id_
    host.save(id_, 2, LEVEL)
    host.publish(id_, 2)
    with pytest.raises(StudioError, match="只有停用了的版本"):
        Purging(host.desk).purge(id_, 1, "看得出学生")
    host.desk.withdraw(id_)
    Purging(host.desk).purge(id_, 1, "看得出学生")
    host.publish(id_, 2)
    assert place.clients["teacher"].get(f"/doc/{id_}", headers=HTML).status_code == 200
    assert place.clients["teacher"].get(f"/doc/{id_}@1", headers=HTML).status_code == 410
    assert place.clients["teacher"].get(f"/doc/{id_}/diff?from=1&to=2", headers=HTML).status_code == 410
    assert {state.number: state.status for state in host.desk.states(id_)} == {
        1: Status.PURGED,
        2: Status.PUBLISHED,
    }
    assert host.desk.by(TEACHER).search("雨天进出门收伞", 3, Filters())[0].version == 2
    assert holding(place.studio.home) == []


def test_an_original_of_two_versions_stays_and_it_is_said(host: Reviewing, tmp_path: Path):
    id_ = taken(host, tmp_path, "门.txt", text("第三条 学生张雨桐的家长电话13912345678。\n"))
    host.save(id_, 1, LEVEL)
    host.publish(id_, 1)
    host.keep(id_, 1, [1])
    host.desk.withdraw(id_)
    done = Purging(host.desk).purge(id_, 1, "看得出学生")
    assert done.purged.shared == ((id_, 2),) and "第 2 版" in told(done) and "原件没有删" in told(done)


def test_a_host_confirms_with_a_reason(host: Reviewing, tmp_path: Path):
    id_ = published(host, tmp_path)
    host.desk.withdraw(id_)
    data = {"act": "purge", "document": id_, "version": 1, "number": 1, "values": {"reason": " "}}
    asked, changed, _ = acted(host, data)
    assert "不能恢复" in asked and 'name="reason"' in asked and not changed
    refused, changed, _ = acted(host, {**data, "sure": True})
    assert "请写明清除的原因" in refused and not changed
    done, changed, _ = acted(host, {**data, "sure": True, "values": {"reason": "学生张雨桐看得出"}})
    assert "第 1 版已清除" in done and changed
    assert "张雨桐" not in host.desk.studio.catalog.audit_trail(id_)[-1].detail


def test_by_command(host: Reviewing, home: Path, tmp_path: Path):
    id_ = published(host, tmp_path)
    command = ("docs", "purge", id_, "--version", "1", "--reason", "看得出学生")
    assert "停用了的版本" in studio(*command, "--yes", home=home).stderr
    host.desk.withdraw(id_)
    done = studio(*command, home=home)
    assert done.returncode == 1 and "不能恢复" in done.stdout and holding(home)
    done = studio(*command, "--yes", home=home)
    assert done.returncode == 0 and "已清除" in done.stdout
    assert holding(home) == []
