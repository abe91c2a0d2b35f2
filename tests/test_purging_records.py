"""What evaluations and a studio's own question sets quote of a purged document goes with it; the rest stays."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from app import judging_gold, purging_records
from app.purging import Purging, told
from app.purging_records import GONE
from eval import runs
from eval.dataset import load, names
from eval.run import run_set
from index.locking import exclusive
from ingest.catalog_jobs import JobState, JobTable
from ingest.catalog_purging import TITLE as EMPTIED
from ingest.errors import StudioError
from tests.access_parts import Served, opened
from tests.test_purging import SEEN, TITLE, holding, published
from tests.test_reviewing import by

OTHER = "操场开放规定\n第一条 操场周末对住校生开放。\n第二条 本规定自2025年9月1日起施行。\n"
TODAY = date(2026, 11, 21)


def asked(id_: str, question: str, *documents: tuple[str, str]) -> dict[str, object]:
    gold = [{"document": name, "path": [], "quote": quote, "relevance": 2} for name, quote in documents]
    return {"id": id_, "question": question, "type": "definition", "split": "test", "gold": gold}


@pytest.fixture
def place(home: Path):
    with opened(home) as found:
        yield found


def test_a_run_and_a_set_of_reviews_forget_a_purged_document(place: Served, tmp_path: Path):
    host, home = by(place.studio, "host"), place.studio.home
    id_ = published(host, tmp_path)
    kept = published(host, tmp_path, "操场.txt", OTHER)
    lines = [
        asked("a", "去年玻璃门怎么了", (id_, SEEN)),
        asked("b", "雨天进出门要怎样", (id_, "收伞慢行"), (kept, "收伞慢行")),
        asked("c", "操场周末开不开", (kept, "操场周末对住校生开放")),
    ]
    judging_gold.append(home, lines)
    studio = place.studio
    made = run_set(
        judging_gold.NAME, searcher=studio.searcher, catalog=studio.catalog, today=TODAY, home=home
    )
    run = runs.save(home, made)
    assert SEEN in (home / runs.FOLDER / f"{run.id}.json").read_text("utf-8")
    host.desk.withdraw(id_)
    assert "evaluations" in holding(home)

    done = Purging(host.desk).purge(id_, 1, "看得出学生")

    assert done.whole and holding(home) == []
    left = load(str(judging_gold.folder(home) / f"{judging_gold.NAME}.jsonl"))
    assert [one.id for one in left] == ["b", "c"]
    assert [[gold.document for gold in one.gold] for one in left] == [[kept], [kept]]
    again = runs.load(home, run.id)
    assert [one.question for one in again.outcomes] == [one.question for one in run.outcomes]
    quoted = [one for outcome in again.outcomes for one in outcome.citations]
    assert {(one.title, one.quote) for one in quoted if one.document == id_} == {(EMPTIED, GONE)}
    others = [one for outcome in run.outcomes for one in outcome.citations if one.document == kept]
    assert others and others == [one for one in quoted if one.document == kept]


def test_a_run_that_was_under_way_forgets_what_was_purged_meanwhile(place: Served, tmp_path: Path):
    host, home, studio = by(place.studio, "host"), place.studio.home, place.studio
    id_ = published(host, tmp_path)
    judging_gold.append(home, [asked("a", "去年玻璃门怎么了", (id_, SEEN))])

    def purged(done: int, total: int) -> None:
        host.desk.withdraw(id_)
        Purging(host.desk).purge(id_, 1, "看得出学生")

    whole = tmp_path / "whole.jsonl"
    whole.write_bytes((judging_gold.folder(home) / f"{judging_gold.NAME}.jsonl").read_bytes())
    made = run_set(str(whole), searcher=studio.searcher, catalog=studio.catalog, today=TODAY, progress=purged)
    cited = [one for outcome in made.outcomes for one in outcome.citations if one.document == id_]
    assert cited and {one.quote for one in cited} == {GONE}
    runs.save(home, made)
    assert holding(home) == []


def test_a_set_of_ones_own_that_names_the_file_forgets_it_too(place: Served, tmp_path: Path):
    host, home, studio = by(place.studio, "host"), place.studio.home, place.studio
    id_ = published(host, tmp_path)
    source = Path(studio.catalog.states(id_)[0].source_name).stem
    kept = published(host, tmp_path, "操场.txt", OTHER)
    after = asked("c", "那周末呢", (kept, "操场周末对住校生开放")) | {"type": "follow_up", "follows": "a"}
    lines = [asked("a", "去年玻璃门怎么了", (source, SEEN)), asked("b", "操场开不开", (kept, "操场")), after]
    own = judging_gold.folder(home) / "own.jsonl"
    own.parent.mkdir(parents=True)
    own.write_text(
        "".join(f"{json.dumps(line)}\n" for line in lines), "utf-8"
    )  # \\u: as other programs write it
    host.desk.withdraw(id_)
    assert Purging(host.desk).purge(id_, 1, "看得出学生").whole
    assert [one.id for one in load(str(own))] == ["b", "c"]
    assert json.dumps(SEEN).strip('"') not in own.read_text("utf-8")
    run = run_set(str(own), searcher=studio.searcher, catalog=studio.catalog, today=TODAY)
    assert len(run.outcomes) == 2


def test_what_a_job_told_of_its_title_goes_too(place: Served, tmp_path: Path):
    host, home = by(place.studio, "host"), place.studio.home
    id_ = published(host, tmp_path)
    table = JobTable(place.studio.catalog.engine)
    table.add("one", "evaluate", "host")
    told_ = {"rows": [{"first": f"《{TITLE}》第二条", "rank": 1}, {"first": "《别的》第一条", "rank": 2}]}
    table.finish("one", JobState.DONE, told_)
    host.desk.withdraw(id_)
    Purging(host.desk).purge(id_, 1, "看得出学生")
    job = table.one("one")
    assert job and job.result == {
        "rows": [{"first": EMPTIED, "rank": 1}, {"first": "《别的》第一条", "rank": 2}]
    }
    assert holding(home, TITLE) == [] == holding(home, json.dumps(TITLE).strip('"'))


def test_a_record_that_cannot_be_read_is_named_and_stops_no_other(place: Served, tmp_path: Path):
    host, home = by(place.studio, "host"), place.studio.home
    id_ = published(host, tmp_path)
    folder = home / runs.FOLDER
    (folder / "sets").mkdir(parents=True)
    (folder / "broken.json").write_text(f"{{{id_} {SEEN}", "utf-8")
    (folder / "other.json").write_text("{", "utf-8")
    (folder / "killed.partial").write_text(SEEN, "utf-8")
    (folder / "sets" / "odd.jsonl").write_text(json.dumps({"gold": [id_]}) + "\n", "utf-8")
    (folder / "whole.json").write_text(json.dumps({"document": id_, "quote": SEEN}), "utf-8")
    host.desk.withdraw(id_)
    done = Purging(host.desk).purge(id_, 1, "看得出学生")
    assert done.left == ("broken.json",) and not done.whole
    assert "broken.json 读不出来" in told(done)
    assert json.loads((folder / "whole.json").read_text("utf-8")) == {"document": id_, "quote": GONE}
    assert not (folder / "killed.partial").exists()


def test_while_another_program_writes_the_sets_nothing_is_purged(
    place: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    host, home = by(place.studio, "host"), place.studio.home
    id_ = published(host, tmp_path)
    judging_gold.append(home, [asked("a", "怎么了", (id_, SEEN))])
    host.desk.withdraw(id_)
    monkeypatch.setattr(purging_records, "exclusive", partial(exclusive, wait=0.0))
    with exclusive(home / judging_gold.LOCK), pytest.raises(StudioError, match="请稍后再试"):
        Purging(host.desk).purge(id_, 1, "看得出学生")
    assert "originals" in holding(home)
    assert judging_gold.NAME in names(home)
    assert Purging(host.desk).purge(id_, 1, "看得出学生").whole
    assert holding(home) == []
    assert judging_gold.NAME not in names(home)
