"""Files that are taken in by a job: what is stored of it names nobody, and nothing is left in the upload folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.access import operator
from app.desk import Desk
from app.jobs import JobCancelledError
from app.pages.library_upload import worker
from app.settings import Settings
from app.studio import open_studio
from tests.pipeline_parts import law, write

PUPIL = "钱小满"


def test_every_file_has_its_row_without_names_and_the_uploads_are_gone(home: Path, tmp_path: Path):
    folder = write(
        tmp_path / "uploads",
        {
            "a.txt": law("某校手机管理规定", "2025年1月1日"),
            "b.txt": "只有一行",
            f"学生{PUPIL}.txt": "",
            # Only the text tells that this is a name.
            "关于向阳红.txt": "走访记录\n第一条 学生：向阳红，近日情绪低落。\n第二条 每周约谈一次。\n",
        },
    )
    said: list[str] = []
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        work = worker(Desk(studio, operator("王主持")), sorted(folder.iterdir()), None)
        rows = work(lambda done, total, doing: said.append(f"{done}/{total} {doing}"))["rows"]
        assert sorted(tone for tone, _ in rows) == ["bad", "bad", "ok", "ok"]
        names = [record.source_name for record in studio.catalog.documents()]
    assert [line[:3] for line in said] == ["0/4", "1/4", "2/4", "3/4"]
    assert PUPIL not in repr((rows, said, names)) and "向阳红" not in repr((rows, said, names))
    assert not folder.exists() or not list(folder.iterdir())


def test_one_that_is_stopped_leaves_no_upload_behind(home: Path, tmp_path: Path):
    folder = write(tmp_path / "uploads", {"a.txt": law("甲规定", "2025年1月1日"), "b.txt": "另一份"})

    def report(done: int, _total: int, _doing: str) -> None:
        if done:
            raise JobCancelledError

    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        with pytest.raises(JobCancelledError):
            worker(Desk(studio, operator("王主持")), sorted(folder.iterdir()), None)(report)
        assert [record.metadata.title for record in studio.catalog.documents()] == ["甲规定"]
    assert not folder.exists() or not list(folder.iterdir())
