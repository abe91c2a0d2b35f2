"""Gold after a re-parse: what stands where it stood, what has moved, what has changed, what is gone."""

from __future__ import annotations

import json

import pytest

from eval import migration
from eval.dataset import load
from eval.migration import Fate, Library
from ingest.catalog import Catalog
from ingest.starter import publish_starter
from tests.catalog_parts import TODAY
from tests.pipeline_parts import CASE, write

OTHER = CASE.replace("case-wh-01", "case-wh-02").replace("借手机的人", "空着的座位").split("## 情境")[0]
OTHER += "## 情境\n\n早读时第三排空着一个座位，没有人知道他去了哪里。\n\n## 做法\n\n先给家里打电话。\n"
CHANGED = (
    CASE.replace("## 做法", "## 第一天")
    .replace("晚自习前，学生甲把手机借给了同桌，", "")
    .replace("班里补了一条借物登记", "班里补了两条借物登记")
    + "\n晚自习前，学生甲把手机借给了同桌，事情就从这里开始。\n"
)
QUOTES = {
    "stays": ("case-wh-01", ["情境"], "两个人都说不是自己的"),
    "renamed": ("case-wh-01", ["做法"], "先请两个人各写一张纸条"),
    "moved": ("case-wh-01", ["情境"], "学生甲把手机借给了同桌"),
    "changed": ("case-wh-01", ["结果与反思"], "班里补了一条借物登记"),
    "gone": ("case-wh-01", ["延伸"], "每月开一次借物复盘会"),
    "pathless": ("case-wh-01", [], "手机在周五放学时还给了家长"),
    "quoteless": ("case-wh-01", ["情境"], ""),
    "renumbered": ("case-wh-09", ["情境"], "早读时第三排空着一个座位"),
}


def row(name: str) -> dict[str, object]:
    document, path, quote = QUOTES[name]
    gold = {"document": document, "path": path, "quote": quote}
    return {"id": name, "question": f"{name} 怎么样了", "type": "case", "gold": [gold]}


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(row(name), ensure_ascii=False) for name in QUOTES), encoding="utf-8")
    return load(str(path))


@pytest.fixture
def corpus(tmp_path):
    return write(tmp_path / "corpus", {"case-wh-01.md": CASE, "case-wh-02.md": OTHER})


@pytest.fixture
def catalog(home, corpus):
    with Catalog.open(home / "catalog.db") as opened:
        rows = publish_starter(opened, home, corpus, TODAY)
        assert all(row.ok for row in rows), [row.error for row in rows]
        yield opened


def fates(questions, catalog) -> dict[str, Fate]:
    return {one.question: one.fate for one in migration.checks(questions, Library.of(catalog))}


def revise(catalog, home, corpus) -> None:
    write(corpus, {"case-wh-01.md": CHANGED})
    [done] = publish_starter(catalog, home, corpus, TODAY)
    assert done.ok, done.error


def test_before_the_change_all_that_is_there_is_found(questions, catalog):
    assert fates(questions, catalog) == {
        **dict.fromkeys(QUOTES, Fate.FOUND),
        "gone": Fate.LOST,
        "renumbered": Fate.MOVED,  # its document has another id: the only one with this quote
    }


def test_renamed_headings_and_moved_text_are_followed(questions, catalog, home, corpus):
    revise(catalog, home, corpus)
    assert fates(questions, catalog) == {
        "stays": Fate.FOUND,
        "renamed": Fate.MOVED,
        "moved": Fate.MOVED,
        "changed": Fate.CHANGED,
        "gone": Fate.LOST,
        "pathless": Fate.FOUND,
        "quoteless": Fate.FOUND,
        "renumbered": Fate.MOVED,
    }


def test_the_migrated_set_is_found_but_for_what_a_person_must_see(questions, catalog, home, corpus):
    revise(catalog, home, corpus)
    library = Library.of(catalog)
    mended = migration.migrated(questions, migration.checks(questions, library))
    left = {one.question: one.fate for one in migration.checks(mended, library)}
    assert left == {**dict.fromkeys(QUOTES, Fate.FOUND), "changed": Fate.CHANGED, "gone": Fate.LOST}
    places = {question.id: question.gold[0] for question in mended}
    assert places["renamed"].path == ("第一天",)
    assert places["moved"].path == ("结果与反思",)
    assert places["renumbered"].document == "case-wh-02"
    assert places["changed"] == questions[3].gold[0]


def test_two_anchors_that_meet_become_one(questions, catalog):
    twice = questions[0].model_copy(update={"gold": questions[0].gold * 2})
    checked = migration.checks([twice], Library.of(catalog))
    assert migration.migrated([twice], checked) == [questions[0]]


def test_a_short_quote_is_not_looked_for_in_other_documents(questions, catalog):
    gold = questions[-1].gold[0].model_copy(update={"quote": "空着一个座位"})
    assert migration.check("q", gold, Library.of(catalog)).fate is Fate.LOST


def test_a_quote_that_two_other_documents_have_is_lost(questions, catalog, home, corpus):
    write(corpus, {"case-wh-03.md": OTHER.replace("case-wh-02", "case-wh-03").replace("打电话", "发消息")})
    [done] = publish_starter(catalog, home, corpus, TODAY)
    assert done.ok, done.error
    assert fates(questions, catalog)["renumbered"] is Fate.LOST


def test_the_report_names_old_place_new_place_and_the_nearest_sentence(questions, catalog, home, corpus):
    revise(catalog, home, corpus)
    first, *lines = migration.report(migration.checks(questions, Library.of(catalog)))
    assert first == "8 处依据：找到 3、移位 3、改字 1、丢失 1"
    assert "case-wh-01 / 做法" in lines[0] and "→ case-wh-01 / 第一天" in lines[0]
    [changed] = [line for line in lines if "改字" in line]
    assert "班里补了两条借物登记" in changed


def test_the_command_writes_the_migrated_set_and_says_what_is_left(
    questions, catalog, home, corpus, tmp_path, capsys
):
    revise(catalog, home, corpus)
    target = tmp_path / "mended.jsonl"
    given = [str(tmp_path / "set.jsonl"), "--home", str(home), "--write", str(target)]
    assert migration.main(given) == 1  # one changed, one lost
    assert "移位 3" in capsys.readouterr().out
    kept = [question for question in load(str(target)) if question.id not in ("changed", "gone")]
    migration.write(target, kept)
    assert migration.main([str(target), "--home", str(home)]) == 0


def test_an_unknown_set_is_one_sentence(home, capsys):
    assert migration.main(["no-such-set", "--home", str(home)]) == 2
    assert "没有题集" in capsys.readouterr().err
