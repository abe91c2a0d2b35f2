"""`studio tune`: kept only where it is better, vectors made anew, search through it all, and the way back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import tuned
from app.cli import main
from app.cli_tune import run
from app.settings import Settings
from app.studio import Studio, open_studio, today
from app.tuning import learned, reset, tune_studio
from index import manifest, static_encoder
from index.encoder import open_encoder
from index.training.train import Recipe
from ingest.errors import StudioError
from ingest.model import TypicalQuestion
from ingest.starter import ACTOR
from tests.index_parts import Studio as Shelf
from tests.index_parts import document

PLACES = (
    "图书馆",
    "食堂",
    "操场",
    "宿舍楼",
    "实训室",
    "医务室",
    "传达室",
    "机房",
    "礼堂",
    "花圃",
    "车棚",
    "泳池",
)
TOPICS = (
    ("禁止携带手机入内，由管理员统一保管。", "砖头"),
    ("迟到学生应当登记，并通知班主任。", "掉链子"),
    ("家长来访应当预约，并出示证件。", "老爷子"),
)
GAIN = Recipe(steps=60, batch=48, rate=0.02, weight_rate=0.02, least_texts=1)
"""Enough to learn three words of slang from documents other than the one asked about."""


def fill(home: Path) -> None:
    """Twelve documents whose questions use slang that stands in none of them."""
    shelf = Shelf.at(home)
    for place in PLACES:
        asked = tuple(
            TypicalQuestion(f"{place}{slang}咋整", f"第{n}条")
            for n, (_, slang) in zip("一二三", TOPICS, strict=True)
        )
        rules = [f"{place}内{text}" for text, _ in TOPICS]
        shelf.publish(document(f"{place}管理办法", *rules, questions=asked))
    shelf.catalog.close()


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    fill(home)
    with open_studio(Settings(home=home), starter=False) as studio:
        studio.sync()
        yield studio


def manifest_encoder(home: Path) -> str:
    found = manifest.load(home / "index")
    assert found is not None
    return found.encoder


@pytest.mark.slow
def test_a_better_one_is_kept_served_and_reset(studio, home):
    shipped = open_encoder().id
    beside = open_studio(Settings(home=home), starter=False)  # a server that runs meanwhile
    beside.sync()
    told: list[str] = []

    def progress(what: str, _done: int, _total: int) -> None:
        told.append(what)
        hits = beside.searcher.search("手机由管理员保管", 3, today=today())
        assert len(hits) == 3 and all("vector" in hit.parts for hit in hits), "old vectors serve"

    report = tune_studio(studio, recipe=GAIN, progress=progress)
    assert report.kept and sum(report.after) > sum(report.before) and report.questions == 36
    assert {"交叉验证", "训练", "计算向量"} <= set(told)
    own = studio.searcher.encoder.id
    assert own != shipped and manifest_encoder(home) == own
    assert studio.searcher.counts()["vector"] == 2 * len(PLACES) * len(TOPICS)

    [folder] = [path for path in tuned.folder_of(home).iterdir() if path.is_dir()]
    assert folder.name in own and static_encoder.load(folder).id == own
    assert json.loads((tuned.folder_of(home) / tuned.POINTER).read_text("utf-8"))["questions"] == 36
    for opened in (studio, beside):
        hits = opened.searcher.search("手机由管理员保管", 3, today=today())
        assert opened.searcher.encoder.id == own and all("vector" in hit.parts for hit in hits)

    with open_studio(Settings(home=home), starter=False) as later:
        assert later.searcher.encoder.id == own
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as other:
        assert other.searcher.encoder.id.startswith("hashed"), "the setting wins"

    assert reset(studio) and not reset(studio)
    assert manifest_encoder(home) == studio.searcher.encoder.id == shipped
    assert beside.searcher.encoder.id == shipped
    assert beside.searcher.search("手机由管理员保管", 1, today=today())
    beside.close()


@pytest.mark.slow
def test_one_that_is_not_better_is_dropped(home, capsys, monkeypatch):
    fill(home)
    nothing = replace(GAIN, steps=1, rate=0.0, weight_rate=0.0)
    monkeypatch.setattr("index.training.tune.RECIPE", nothing)
    (home / "catalog.db").touch()
    assert main(["--home", str(home), "tune"]) == 0
    out = capsys.readouterr().out
    assert "没有换" in out and "原来" in out and "36 条" in out
    assert not tuned.folder_of(home).exists() and list((home / "tmp").iterdir()) == []
    assert manifest_encoder(home) == open_encoder().id


def test_too_few_questions_is_told_in_chinese(home):
    with open_studio(Settings(home=home), starter=False) as studio:
        studio.sync()
        with pytest.raises(StudioError, match="至少要 30 条"):
            tune_studio(studio)


def test_another_encoder_is_not_tuned(home):
    arguments = argparse.Namespace(reset=False, json=False)
    with pytest.raises(StudioError, match="STUDIO_ENCODER"):
        run(arguments, Settings(home=home, encoder="hashed"))


def test_what_ships_does_not_judge(studio):
    catalog = studio.catalog
    assert learned(studio) == set()
    [first, *_] = catalog.documents()
    asked = document("附带的", "手机交给谁。", questions=(TypicalQuestion("谁管", "第一条"),))
    catalog.add_version(asked, document="s-1", source_name="s.md", source_sha256="0", actor=ACTOR)
    assert learned(studio) == {("s-1", "谁管")} and first.id != "s-1"


def test_a_damaged_own_encoder_gives_way_to_what_ships(home, capsys):
    folder = tuned.folder_of(home)
    folder.mkdir()
    for text in ('{"folder": "gone"}', "{", "[]"):
        (folder / tuned.POINTER).write_text(text, "utf-8")
        with open_studio(Settings(home=home), starter=False) as studio:
            assert studio.searcher.encoder.id == open_encoder().id
        assert "读不出来" in capsys.readouterr().err


def test_reset_where_nothing_was_tuned(home, capsys):
    fill(home)
    assert main(["--home", str(home), "tune", "--reset", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"reset": False, "encoder": open_encoder().id}
