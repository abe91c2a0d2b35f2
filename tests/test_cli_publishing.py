"""Publishing by command: it obeys the second person as the page does, and asks the gaps' questions again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.access import Account, Role, operator
from app.desk import Desk
from app.gap_list import GapList
from app.gaps import Step
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from ingest import curation
from ingest.catalog import Catalog
from tests.pipeline_parts import law
from tests.test_cli import studio, value
from tests.test_gaps import KITE, RULE


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "风筝社管理规定.md"
    path.write_text(RULE, encoding="utf-8")
    return path


def taken_in(home: Path, path: Path) -> str:
    done = studio("ingest", path, "--no-starter", "--json", home=home)
    return str(value(done)["files"][0]["documents"][0]["id"])


def undone(home: Path) -> int:
    with open_studio(Settings(home=home), starter=False) as opened:
        return GapList(Desk(opened, operator("test"))).listed().counts[None]


def solved(home: Path) -> int:
    with open_studio(Settings(home=home), starter=False) as opened:
        return GapList(Desk(opened, operator("test"))).listed(Step.CLOSED).counts[Step.CLOSED]


def test_a_gap_closes_when_what_answers_it_is_published_by_command(home: Path, tmp_path: Path, rule: Path):
    other = tmp_path / "手机规定.txt"
    other.write_text(law("手机管理规定", "2021年3月1日"), encoding="utf-8")
    assert studio("ingest", other, "--publish", "--no-starter", home=home).returncode == 0
    with open_studio(Settings(home=home), starter=False) as opened:
        mine = Desk(opened, Account("李老师", Role.TEACHER))
        assert not mine.ask(KITE, Filters()).answered
    assert undone(home) == 1
    document = taken_in(home, rule)
    assert undone(home) == 1
    done = studio("docs", "publish", document, home=home)
    assert done.returncode == 0 and "1 组" in done.stdout
    assert (undone(home), solved(home)) == (0, 1)


def test_a_command_obeys_the_second_person(home: Path, rule: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STUDIO_SECOND_PERSON", "1")
    done = studio("ingest", rule, "--publish", "--no-starter", home=home)
    assert done.returncode == 1 and "第二人审核" in done.stderr and not (home / "catalog.db").exists()
    document = taken_in(home, rule)
    done = studio("docs", "publish", document, home=home)
    assert done.returncode == 1 and "先提交审核" in done.stderr
    with Catalog.open(home / "catalog.db") as catalog:
        curation.submit(catalog, document, 1, actor="王主持")
    monkeypatch.setenv("STUDIO_ACTOR", "王主持")
    assert "提交人不能发布" in studio("docs", "publish", document, home=home).stderr
    monkeypatch.setenv("STUDIO_ACTOR", "周主持")
    assert studio("docs", "publish", document, home=home).returncode == 0
