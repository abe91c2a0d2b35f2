"""The benchmarks of finding: their figures on inputs small enough to count by hand, and each end to end."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from eval.benchmarks import ablations, encoder, finding, homes, others, scale, scale_home
from eval.benchmarks.asking import (
    VECTORS,
    WORDS,
    Asker,
    clause_rank,
    document_rank,
    first_sentence,
    fused_by,
    milliseconds,
    seen,
    shares,
)
from eval.benchmarks.others_systems import SYSTEMS, Passage, System, Trial
from eval.model import Question
from index import fusion
from index.hits import hit_of
from index.model import Hit, Scored
from index.training import gather, pairs
from index.training.gather import Material, Mixture
from ingest.catalog import Catalog
from ingest.model import Form, Kind
from tests.catalog_parts import TODAY

PHONES = """---
id: plan-phones
kind: plan
title: 手机约定
stage: []
work_area: [班级管理工作]
tags: [手机管理, 惩戒边界]
indicators: []
basis: []
author: 本项目编写
updated: 2026-11-21
plan_type: 班级制度
questions:
  - {at: "保管", q: "早上收的机子归谁看着"}
---
# 手机约定

## 保管

进校时把手机放进班级的柜子，由值日班长上锁。放学时逐个领回并签名。

## 归还

家长有急事的，班主任当面交还，并记在本子上。
"""
CLEANING = PHONES.replace("plan-phones", "plan-clean").replace("手机约定", "值日约定").replace(
    "进校时把手机放进班级的柜子，由值日班长上锁。放学时逐个领回并签名。", "每天五名同学打扫教室。黑板随用随擦。"
).replace("家长有急事的，班主任当面交还，并记在本子上。", "扫把用后挂回墙上，簸箕倒空。").replace(
    "归谁看着", "谁来扫地"
)  # fmt: skip


def hit(passage: str, document: str = "a", text: str = "", path: tuple[str, ...] = ()) -> Hit:
    head = (passage, document, 1, document, Kind.POLICY, Form.ORIGINAL)
    return Hit(*head, None, "", path, None, 0, len(text), text, 0.0)


def question(*gold: dict[str, object]) -> Question:
    return Question.model_validate({"id": "q", "question": "谁保管手机", "type": "person", "gold": gold})


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "plan-phones.md").write_text(PHONES, "utf-8")
    (folder / "plan-clean.md").write_text(CLEANING, "utf-8")
    with homes.home_of(folder) as made:
        yield made


@pytest.fixture
def asked_set(tmp_path):
    """A question set of one question as a file."""
    gold = [{"document": "plan-phones", "path": ["归还"], "quote": "班主任当面交还", "relevance": 2}]
    line = {"id": "q1", "question": "家里有急事找班主任拿手机", "type": "procedure", "gold": gold}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", "utf-8")
    return str(path)


def test_ranks_of_clauses_and_documents():
    hits = [
        hit("1", "a", "甲"),
        hit("2", "a", "乙"),
        hit("3", "b", "由班长保管手机并上锁"),
        hit("4", "c", "丙"),
    ]
    one = question({"document": "b", "quote": "保管手机", "relevance": 1}, {"document": "c", "quote": "丙"})
    assert (clause_rank(one, hits), clause_rank(one, hits, 2)) == (3, 4)
    assert (document_rank(one, hits), document_rank(one, hits, 2)) == (2, 3)
    assert (clause_rank(one, hits[:2]), document_rank(one, [])) == (0, 0)


def test_shares_and_times():
    figures = shares([1, 5, 0, 20])
    assert figures == {"hit@1": 0.25, "hit@5": 0.5, "MRR": 0.3}  # (1 + 1/5) / 4; the twentieth is too late
    assert shares([], "answered") == {"answered@1": 0.0, "answered@5": 0.0, "answered MRR": 0.0}
    assert milliseconds([0.002] * 20 + [0.004]) == {"ms_p50": 2.0, "ms_p95": 3.8}  # place 20.9 of 21


def test_only_the_first_characters_are_read():
    one = question({"document": "a", "quote": "第十一个字起才是答案的原话"})
    hits = [hit("1", text="一" * 10), hit("2", text="第十一个字起才是答案的原话")]
    assert seen(one, hits, 30) and not seen(one, hits, 10) and not seen(one, hits, 15)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("一、流程\n先登记。再领。", "一、流程"), ("“好。”他说。", "“好。"), ("——\n\n甲；乙。丙", "甲；乙。"), ("…", "")],
)  # fmt: skip
def test_the_first_sentence(text, sentence):
    assert first_sentence(text) == sentence


def test_fusing_another_way_ends_with_the_block():
    rankings = {"lexical": [Scored("a", 2.0), Scored("b", 1.0)], "vector": [Scored("c", 0.5)]}
    with fused_by(WORDS):
        assert fusion.weighted(rankings, fusion.weights_for("static-1")) == {"a": 1.0, "b": 0.5}
    with fused_by(VECTORS):
        assert fusion.weighted(rankings, fusion.weights_for("hashed-1")) == {"c": 1.0}
    with fused_by(ranks=True):
        by_rank = fusion.weighted(rankings, fusion.weights_for("static-1"))
        assert by_rank == {"a": 1 / 61, "b": 1 / 62, "c": 1 / 61}
    assert fusion.weights_for("static-1") is fusion.WEIGHTS
    assert set(fusion.weighted(rankings, WORDS)) == {"a", "b", "c"}


def test_finding_over_a_small_home(home, asked_set):
    questions = home.questions(asked_set)
    for way in finding.WAYS:
        with finding.asked(home, way) as asker:
            assert asker.clauses(questions)["hit@1"] == 1.0, way
            assert asker.documents(questions)["answered@1"] == 1.0
            assert asker.reading(questions) == 1.0
    assert finding.first_sentences(home)["missed"] == []


def test_ablations_over_a_small_home(home, asked_set):
    assert any(record.questions for record in home.records())
    kept = {key: ablations.VARIANTS[key] for key in ("as shipped", "hashed encoder", "no typical questions")}
    figures = ablations.without(home, asked_set, Asker.clauses, kept)
    assert [figures[key]["hit@1"] for key in kept] == [1.0, 1.0, 1.0]
    assert not any(record.questions for record in home.records())


def test_the_table_of_ablations():
    figures = {"as shipped": {"hit@1": 0.5, "hit@5": 0.75}, "no words": {"hit@1": 0.48, "hit@5": 0.8}}
    lines = ablations.table({"laws_250": {"questions": 4, **figures}}).splitlines()
    assert lines[2] == "| 照发布的样子 | 0.500 | 0.750 |"
    assert lines[3] == "| 不用词 | 0.480 (-2.0) | 0.800 (+5.0) |"


def test_the_others_are_judged_by_the_same_passages(home, asked_set):
    records = home.records()
    gold = others.gold_passages(home.questions(asked_set), records)
    (right,) = gold.values()
    assert [record.path[-1] for record in records if record.id in right] == ["归还"]
    key = others.Key({"问": ["c"]}, frozenset("bc"))
    figures = key.judge({"问": ["a", "b", "c"]}, {"问": ["a", "b", "c"]})
    assert (figures["MRR"], figures["among_laws"]["MRR"]) == (0.3333, 0.5)


SLOW = [
    pytest.param(name, marks=pytest.mark.slow) for name in SYSTEMS if name.startswith(("llama", "studio"))
]


@pytest.mark.parametrize("name", ["chroma", "bm25s", *SLOW])
def test_another_system_end_to_end(home, asked_set, name):
    system = SYSTEMS[name]
    if absent := others.missing(system.needs):
        pytest.skip(f"not installed: {absent}")
    with home.searcher():
        pass
    trial, key = others.prepare(home, home.records(), asked_set)
    system.run(name, Trial.load(home.folder))
    answer = json.loads((home.folder / f"{name}.json").read_text("utf-8"))
    assert set(answer["found"]) == set(trial.questions)
    if name != "llama_index_bm25":  # its default tokens are whole clauses of Chinese
        assert key.judge(answer["found"], answer["deep"])["among_laws"]["hit@5"] == 1.0


def test_a_system_that_is_not_installed_is_named_with_how_to_install_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(
        SYSTEMS, "none", System("没有的", lambda trial, folder: lambda q, k: [], ("no.such",))
    )
    figures = others.measure("none", tmp_path, others.Key({}, frozenset()))
    out = capsys.readouterr().out
    assert figures == {"skipped": "没有装 no.such"} and "pip install -e '.[bench]'" in out


def test_a_trial_is_read_as_it_was_written(tmp_path):
    trial = Trial(tmp_path, [Passage("1", "甲")], ["问"])
    trial.save()
    assert Trial.load(tmp_path) == trial


def test_identical_text_is_gold():
    one = question({"document": "law", "quote": "由学校统一保管手机的"})
    other = hit("1", "copy", "第八条　由学校 统一保管手机的。")
    own = hit("2", "law", "第三条 由学校统一保管手机的。")
    same = {scale.wording(own.text)}
    assert scale.rank(one, [other, own], same) == 1
    assert scale.rank(one, [other, own], set()) == 2
    assert scale.rank(one, [hit("3")], same) == 0


def test_ratios_to_the_parts_alone():
    seconds = {"parsing": 10.0, "publishing": 5.0, "indexing": 25.0}
    figures = scale.ratios({"seconds": seconds, "parts_alone": {"words": 5.0, "encoding": 15.0}})
    assert (figures["ratio"], figures["ratio_with_parsing"]) == (1.5, 2.0)


def test_scale_on_a_few_articles(tmp_path):
    rows = [
        {
            "law": "手机法", "chapter": "第一章 总则", "article": f"第{n}条",
            "text": f"{w}归学校管。", "path": f"法/手机法({day}).md",
        }
        for day in ("2001-01-01", "2020-02-02") for n, w in (("一", "手机"), ("二", "手表"))
    ]  # fmt: skip
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "手机法(2020-02-02).md").write_text("# 手机法\n\n第一条 手机归学校管。\n", "utf-8")
    folder = tmp_path / "home"
    folder.mkdir()
    with Catalog.open(folder / "catalog.db") as catalog:
        home = homes.Home(folder, catalog, TODAY)
        figures, filled = scale.built(home, file, None)
        counts = [figures[key] for key in ("documents", "articles", "passages")]
        assert counts == [2, 4, 4]
        assert set(filled.names.values()) == {"手机法(2001-01-01)", "手机法(2020-02-02)"}
        assert set(scale_home.parts_alone(home.records(), tmp_path / "alone")) == {
            "rjieba_and_tantivy", "encoding", "chroma_add_of_ready_vectors",
        }  # fmt: skip
        assert scale_home.add_laws(catalog, laws, filled.names, {"手机法(2020-02-02)"}) == 1
        old = next(id_ for id_, name in filled.names.items() if "2001" in name)
        assert old not in {record.document for record in home.records()}
        assert "law-00-0" in {record.document for record in home.records()}


def test_wording_groups_of_a_topic_are_left_out():
    every = pairs.wording_groups()
    topic = every[0].topic
    rest = encoder.drawn(None, topic)
    assert len(rest) + sum(one.topic == topic for one in every) == len(every)
    assert not any(one.topic == topic for one in rest)
    assert len(encoder.drawn(400)) == 400 and encoder.drawn(0) == []


def test_the_curve_changes_nothing_but_the_wording_groups():
    material = Material(corpus=())
    few, none = (encoder.sources_with(material, (), encoder.drawn(count)) for count in (3, 0))
    names = [one.name for one in few]
    assert names == [one.name for one in gather.sources(material, Mixture())]
    assert [one.name for one in none] == [name for name in names if "wordings" not in name]
    assert len(next(one for one in few if one.name == "lay and official wordings").pairs) == 12


def test_hits_of_hand_are_like_found_ones(home):
    record = home.records()[0]
    made = hit_of(record)
    with home.searcher() as searcher:
        found = searcher.search(first_sentence(record.text), 1, today=home.today)[0]
    assert replace(found, score=0.0, rank=0, parts={}) == made
