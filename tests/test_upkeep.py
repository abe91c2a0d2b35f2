"""维护: check, backup, rebuilding and re-training as jobs over a real home; what came of them outlives the server."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import backups, checking, keeping, tuned, upkeep
from app.access import Account, ForbiddenError, Role
from app.backups import Backups
from app.desk import Desk
from app.jobs import JobCancelledError, Jobs
from app.pages.keeping_view import job_view
from app.settings import Settings
from app.studio import Studio, open_studio, today
from app.tuning import reset, tune_studio
from app.tuning_child import train_beside
from app.upkeep import BACKUP, CHECK, REBUILD, RESET, TUNE, Upkeep
from index import manifest, static_encoder
from index.encoder import open_encoder
from index.locking import exclusive
from ingest.catalog_jobs import JobRecord, JobState
from ingest.errors import StudioError
from tests.test_jobs import PATIENCE, ended
from tests.test_keeping import at, filled, settings_of
from tests.test_tune import GAIN, fill

ADMIN, HOST = Account("管理员", Role.ADMIN), Account("王主持", Role.HOST)


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    filled(home)
    with at(home) as opened:
        yield opened


@pytest.fixture
def jobs(studio: Studio) -> Iterator[Jobs]:
    opened = Jobs(studio.catalog)
    yield opened
    opened.close()


def work_of(studio: Studio, jobs: Jobs, account: Account = ADMIN) -> Upkeep:
    return Upkeep(Desk(studio, account), jobs)


def done(work: Upkeep, kind: str) -> JobRecord:
    return ended(work.jobs, work.start(kind))


@dataclass
class StopAt:
    """Progress that is cancelled at one stage."""

    stage: str
    met: bool = False

    def __call__(self, what: str, _done: int, _total: int) -> None:
        if what == self.stage:
            self.met = True
            raise JobCancelledError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_what_a_job_gave_is_there_after_a_restart(studio: Studio, jobs: Jobs, home: Path, tmp_path: Path):
    work = work_of(studio, jobs)
    assert {kind: done(work, kind).state for kind in (CHECK, BACKUP)} == {
        CHECK: JobState.DONE,
        BACKUP: JobState.DONE,
    }
    jobs.close()
    [kept] = Backups(work.desk).listed()
    assert (kept.documents, kept.missing) == (3, 0)
    with at(home) as later:
        again = Jobs(later.catalog)
        found = work_of(later, again)
        checked, backed = (job_view(found.latest(kind)) for kind in (CHECK, BACKUP))
        assert found.latest(REBUILD) is None
        again.close()
    assert "全部正常" in checked
    assert "3 个原件都在" in checked
    assert kept.name in backed
    assert "校验和都核对过" in backed
    place = backups.folder_of(home) / kept.name
    assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0  # originals are not masked
    assert stat.S_IMODE(place.parent.stat().st_mode) & 0o077 == 0
    restored = keeping.restore(settings_of(tmp_path / "other"), place, lambda *_: None)
    assert restored.counts["documents"] == 3
    assert not any("backups" in entry.name for entry in restored.entries)


def test_a_check_says_what_is_wrong_and_what_to_do(studio: Studio, jobs: Jobs, home: Path):
    next(path for path in (home / "originals").rglob("*") if path.is_file()).unlink()
    said = done(work_of(studio, jobs), CHECK).result["rows"]
    assert said[0] == ["bad", "1 处有问题，见下面。"]
    [lost] = [line for tone, line in said[1:] if tone == "bad"]
    assert "不见了" in lost
    assert "请从备份里找回" in lost


def test_a_host_keeps_the_home_but_has_no_backups(studio: Studio, jobs: Jobs):
    work = work_of(studio, jobs, HOST)
    assert done(work, CHECK).state is JobState.DONE
    for act in (work.start, work.latest, work.stop):
        with pytest.raises(ForbiddenError, match="备份"):
            act(BACKUP)
    assert done(work_of(studio, jobs), BACKUP).state is JobState.DONE
    with pytest.raises(ForbiddenError):
        Backups(work.desk).listed()
    with pytest.raises(StudioError, match="不认识"):
        work.start("purge")


def test_backups_are_found_by_their_names_alone(studio: Studio, jobs: Jobs, home: Path):
    done(work_of(studio, jobs), BACKUP)
    mine = Backups(Desk(studio, ADMIN))
    folder = backups.folder_of(home)
    (folder / "studio-20260101-000000.zip").write_bytes(b"no zip")
    (folder / "else.zip").write_bytes(b"")
    made, broken = mine.listed()
    assert broken.made is None
    assert made.made is not None
    for name in ("../catalog.db", "else.zip", "", "studio-20200101-000000.zip"):
        assert mine.file(name) is None
        with pytest.raises(StudioError, match="没有"):
            mine.delete(name)
    mine.delete(made.name)
    assert [one.name for one in mine.listed()] == [broken.name]


def test_a_backup_that_is_stopped_leaves_no_file(studio: Studio, home: Path):
    for stop in (StopAt("备份"), StopAt("核对备份")):
        with pytest.raises(JobCancelledError):
            backups.make(studio, stop)
        assert stop.met
        assert names(backups.folder_of(home)) == []


def test_an_index_is_rebuilt_while_search_goes_on(studio: Studio, jobs: Jobs, home: Path):
    before = manifest.load(home / "index")
    hits = studio.searcher.search("登记表每周五交存", 3, today=today())
    said = done(work_of(studio, jobs), REBUILD).result["rows"]
    assert said[0][1].startswith("已重建：3 份资料、")
    after = manifest.load(home / "index")
    assert before and after and before.generation != after.generation
    assert studio.searcher.search("登记表每周五交存", 3, today=today()) == hits


def test_a_rebuilding_that_is_cancelled_leaves_nothing_behind(studio: Studio, home: Path):
    before = manifest.load(home / "index")
    stop = StopAt("更新索引")
    with pytest.raises(JobCancelledError):
        upkeep._WORKS[REBUILD](Desk(studio, ADMIN), stop)
    assert stop.met
    assert before and manifest.load(home / "index") == before
    folders = [path.name for path in (home / "index").iterdir() if manifest.is_generation(path)]
    assert folders == [before.generation]


def test_an_index_that_is_being_made_is_told_from_one_that_was_left(studio: Studio, home: Path):
    folder = home / "index"
    assert "完整" in checking.glance(studio)[0].found
    manifest.save_pending(folder, manifest.Pending("studio0", {}))
    assert "没有做完" in checking.glance(studio)[0].found
    with exclusive(folder / "lock"):
        assert "正在更新" in checking.glance(studio)[0].found
    studio.sync()
    assert "完整" in checking.glance(studio)[0].found


def test_a_job_that_waits_or_runs_is_cancelled_and_changes_nothing(studio: Studio, jobs: Jobs, home: Path):
    before = manifest.load(home / "index")
    work, begun, go = work_of(studio, jobs), threading.Event(), threading.Event()

    def busy(_report: object) -> dict[str, str]:
        begun.set()
        assert go.wait(PATIENCE)
        return {}

    jobs.start("evaluation", busy, ADMIN)
    assert begun.wait(PATIENCE)
    first = work.start(REBUILD)
    assert work.start(REBUILD) == first, "one at a time"
    assert "排队" in job_view(work.latest(REBUILD))
    work.stop(REBUILD)
    go.set()
    job = ended(jobs, first)
    assert job.state is JobState.CANCELLED
    assert "检索仍用原来的索引" in job_view(job)
    assert manifest.load(home / "index") == before


def test_training_needs_the_encoder_that_ships_and_enough_questions(
    studio: Studio, jobs: Jobs, tmp_path: Path
):
    for kind in (TUNE, RESET):
        with pytest.raises(StudioError, match="STUDIO_ENCODER"):
            work_of(studio, jobs).start(kind)
    with open_studio(Settings(home=tmp_path / "other"), starter=False) as other:
        others = Jobs(other.catalog)
        try:
            with pytest.raises(StudioError, match="只有 0 条，至少要 30 条"):
                work_of(other, others).start(TUNE)
            assert done(work_of(other, others), RESET).result["rows"] == [
                ["ok", "用的本来就是随软件附带的编码器。"]
            ]
        finally:
            others.close()


def test_an_encoder_whose_vectors_were_not_finished_is_not_the_homes(home: Path):
    fill(home)
    with open_studio(Settings(home=home), starter=False) as studio:
        studio.sync()
        shipped = studio.searcher.encoder.id
        made = home / "tmp" / "made"
        made.parent.mkdir(exist_ok=True)
        features, rows = static_encoder.read(static_encoder.SHIPPED)
        static_encoder.save(made, features, rows[::-1])
        with pytest.raises(JobCancelledError), tuned.taking_over(home, made, {}):
            assert studio.searcher.encoder.id != shipped
            raise JobCancelledError
        assert studio.searcher.encoder.id == shipped
        assert names(tuned.folder_of(home)) == []
        hits = studio.searcher.search("手机由管理员保管", 3, today=today())
        assert all("vector" in hit.parts for hit in hits)


@pytest.mark.slow
def test_training_beside_the_server(home: Path):
    fill(home)
    with open_studio(Settings(home=home), starter=False) as studio:
        studio.sync()
        told: list[str] = []

        def stop(what: str, done: int, _total: int) -> None:
            told.append(what)
            if what == "交叉验证" and done:
                raise JobCancelledError

        with pytest.raises(JobCancelledError):
            tune_studio(studio, recipe=GAIN, progress=stop, train=train_beside)
        assert "准备训练" in told
        assert names(home / "tmp") == []
        assert studio.searcher.encoder.id == open_encoder().id

        report = tune_studio(studio, recipe=GAIN, train=train_beside, changing=Desk(studio, ADMIN).changing)
        assert report.kept
        assert report.questions == 36
        assert studio.searcher.encoder.id != open_encoder().id
        assert "用 36 条典型问法检验" in checking.glance(studio)[1].found
        assert names(home / "tmp") == []

        def refuse(*_: object) -> None:
            raise JobCancelledError

        own = studio.searcher.encoder.id
        with pytest.raises(JobCancelledError):
            reset(studio, refuse)
        assert studio.searcher.encoder.id == own, "as before"
        assert reset(studio)
        assert studio.searcher.encoder.id == open_encoder().id
