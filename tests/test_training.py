"""Training: what is learned from, the same weights for the same seed, an equal export, tuning."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index import static_encoder
from index.hub import HubEncoder
from index.training import gather, outside, pairs
from index.training.__main__ import main, summary
from index.training.ensemble import reduce, train_together
from index.training.export import export, pretokenised
from index.training.measure import Bench, Case, hits
from index.training.outcome import LEAST_QUESTIONS, TuneReport
from index.training.pairs import LayQuestion, Pair, Source, WordingGroup
from index.training.train import Recipe, Sampler, Texts, train, vocabulary_of
from index.training.tune import chance_of, tune
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.model import TypicalQuestion
from ingest.records import PassageRecord
from tests.index_parts import TODAY, Studio, document

TINY = Recipe(dimension=16, vocabulary=2_000, least_texts=1, steps=30, batch=16, threads=1)
RULES = ("学生因病请假应当提交书面说明。", "手机由班主任统一保管。", "家长会每学期召开两次。")


def records_of(catalog: Catalog) -> list[PassageRecord]:
    editions = catalog.editions(TODAY)
    return [r for e in editions for r in catalog.passages_of(e.document, e.version)]


@pytest.fixture
def rules(home: Path) -> list[PassageRecord]:
    studio = Studio.at(home)
    studio.publish(document("中华人民共和国教育法", *RULES))
    studio.publish(document("班级手机公约", *RULES[1:], questions=(TypicalQuestion("手机放哪儿", "第一条"),)))
    records = records_of(studio.catalog)
    studio.catalog.close()
    return records


def test_what_ships_to_learn_from():
    questions, groups = pairs.lay_questions(), pairs.wording_groups()
    assert len(questions) >= 2_000 and len({q.law for q in questions}) >= 17
    assert all(q.article.startswith("第") and q.question for q in questions)
    assert len(groups) >= 6_000 and all(len(group.lay) == 4 and all(group.lay) for group in groups)
    assert pairs.draw(groups, 10, 3) == pairs.draw(groups, 10, 3) != pairs.draw(groups, 10, 4)
    assert pairs.draw(groups, None, 3) == groups


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("第二条", "第2条"),
        ("第一千零四十二条 家庭", "第1042条"),
        ("第七条之一", "第7条之1"),
        ("第7条", "第7条"),
        ("第一章", ""),
    ],
)
def test_articles_agree_in_any_spelling(label, key):
    assert pairs.article_key(label) == key


def test_a_law_is_not_taken_for_another_whose_name_ends_alike(rules):
    asked = [LayQuestion("教育法", "第2条", "手机谁管"), LayQuestion("法", "第2条", "谁管")]
    source = pairs.asked(asked, rules, 1.0)
    assert [(pair.query, RULES[1] in pair.passage) for pair in source.pairs] == [("手机谁管", True)]


def test_typical_questions_and_structure_become_pairs(rules):
    attached = pairs.attached(rules, 1.0).pairs
    assert [pair.query for pair in attached] == ["手机放哪儿"] and RULES[1] in attached[0].passage
    structure = pairs.own_structure(rules, 1.0).pairs
    assert any(pair.query.startswith("班级手机公约") for pair in structure)
    assert any(RULES[0] in pair.query and RULES[1] in pair.passage for pair in structure)


def test_groups_pair_lay_with_official_and_with_each_other():
    official, lay = pairs.reworded([WordingGroup("t", "官", ("甲", "乙", "丙", "丁"))], 1.0, 0.5)
    assert len(official.pairs) == 4 and {pair.passage for pair in official.pairs} == {"官"}
    assert len(lay.pairs) == 6 and all(pair.key == "官" for pair in lay.pairs)


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=30))
def test_a_batch_never_holds_two_pairs_of_a_key(keys):
    source = Source("s", "own", 1.0, tuple(Pair(f"q{i}", f"p{i}", key) for i, key in enumerate(keys)))
    sampler = Sampler([source], 8, np.random.default_rng(0))
    for _ in range(3):
        batch = sampler.batch()
        assert 1 <= len(batch) <= len(set(keys))


def test_the_vocabulary_prefers_what_batches_hold():
    rare = Source("much", "own", 0.01, tuple(Pair("飞机场", "飞机场", str(i)) for i in range(50)))
    common = Source("little", "own", 1.0, tuple(Pair("班主任", "班主任", str(i)) for i in range(5)))
    texts = Texts()
    chosen, idf = vocabulary_of([rare, common], texts, replace(TINY, vocabulary=3))
    assert {texts.names[number] for number in chosen} <= {*"班主任", "班主任", "_班主", "_主任"}
    assert len(idf) == 3 and idf.max() == 1


def sources(rules: list[PassageRecord]) -> list[Source]:
    return [pairs.own_structure(rules, 1.0), *pairs.reworded(pairs.wording_groups()[:40], 1.0, 0.2)]


def test_the_same_seed_gives_the_same_weights_and_learns(rules):
    losses: list[float] = []
    one = train(sources(rules), TINY, progress=lambda _step, _steps, loss: losses.append(loss))
    again = train(sources(rules), TINY)
    assert one.features == again.features
    np.testing.assert_array_equal(one.rows, again.rows)
    assert not one.rows[-1].any()
    assert losses[-1] < losses[0] / 2


def test_members_become_one_of_fewer_dimensions(rules):
    recipe = replace(TINY, members=3, reduced=20, steps=10)
    steps: list[tuple[int, int]] = []
    one = train_together(sources(rules), recipe, progress=lambda step, of, _loss: steps.append((step, of)))
    assert one.rows.shape == (len(one.features) + 1, 20) and not one.rows[-1].any()
    assert steps[0] == (1, 30) and steps[-1] == (30, 30)
    np.testing.assert_array_equal(one.rows, train_together(sources(rules), recipe).rows)


@given(arrays(np.float32, (9, 6), elements=st.floats(-3, 3, width=32)))
def test_turning_alone_keeps_every_angle(rows):
    turned = reduce(rows, rows, 6)
    np.testing.assert_allclose(turned @ turned.T, rows @ rows.T, atol=1e-3)


def test_fewer_dimensions_keep_what_varies():
    generator = np.random.default_rng(3)
    rows = np.zeros((50, 6), dtype=np.float32)
    rows[:, [1, 4]] = generator.standard_normal((50, 2))
    np.testing.assert_allclose(reduce(rows, rows, 2) @ reduce(rows, rows, 2).T, rows @ rows.T, atol=1e-3)


def test_going_on_keeps_the_old_vocabulary_first(rules):
    old = train(sources(rules)[:1], TINY)
    new = train(sources(rules), replace(TINY, steps=2), start=old)
    assert new.features[: len(old.features)] == old.features
    assert len(new.features) > len(old.features)


def test_an_exported_folder_is_equal_on_pretokenised_text(rules, tmp_path):
    trained = train(sources(rules), TINY)
    static_encoder.save(tmp_path / "own", trained.features, trained.rows[:-1])
    export(tmp_path / "own", tmp_path / "st")
    ours = static_encoder.load(tmp_path / "own")
    texts = [*RULES, "手机放哪儿？Wi-Fi 密码"]
    theirs = HubEncoder(str(tmp_path / "st")).encode_passages([pretokenised(text) for text in texts])
    np.testing.assert_allclose(theirs, ours.encode_passages(texts), atol=1e-3)


def test_the_shipped_encoder_exports_equal(tmp_path):
    assert main(["--export", str(tmp_path / "st")]) == 0
    texts = [question.question for question in pairs.lay_questions()[::50]]
    theirs = HubEncoder(str(tmp_path / "st")).encode_passages([pretokenised(text) for text in texts])
    np.testing.assert_allclose(theirs, static_encoder.load().encode_passages(texts), atol=1e-3)


@pytest.mark.slow
def test_training_runs_on_what_ships_alone(tmp_path, capsys):
    missing = tmp_path / "nothing"
    assert (
        main(["--shared", str(missing), "--out", str(tmp_path / "out"), "--steps", "5", "--members", "2"])
        == 0
    )
    assert "只用随程序发布的" in capsys.readouterr().out
    assert static_encoder.load(tmp_path / "out").encode_queries(["班主任"]).any()


def test_a_wrong_folder_is_told_without_a_trace(tmp_path, capsys):
    assert main(["--out", str(tmp_path), "--export", str(tmp_path / "st")]) == 1
    assert "读不出来" in capsys.readouterr().err


def test_outside_pairs_are_made_of_neighbours_and_answers(tmp_path):
    rows = [
        {
            "law": "甲法",
            "chapter": "第一章",
            "article": f"第{i}条",
            "path": "p",
            "text": f"学校第{i}项规定。" * 6,
        }
        for i in range(30)
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode()))
    source = outside.statutes(path, 1.0, most=20, seed=1)
    assert len(source.pairs) == 20 and source == outside.statutes(path, 1.0, most=20, seed=1)
    answer = gzip.compress(json.dumps({"q": "问", "p": "答" * 900}).encode())
    for name, _, _ in outside.PERMISSIVE:
        (tmp_path / f"{name}.jsonl.gz").write_bytes(answer)
    permissive = outside.permissive(tmp_path, 0.5)
    assert sum(one.share for one in permissive) == pytest.approx(0.5)
    assert all(len(pair.passage) == 300 for one in permissive for pair in one.pairs)


def test_leaving_a_law_out_leaves_its_questions_out(rules):
    material = gather.Material(tuple(rules), tuple(rules))
    law = "教育法"
    kept = gather.sources(material, gather.Mixture(), leave={law})
    whole = gather.sources(material, gather.Mixture())
    asked = {q.question for q in material.questions if q.law == law}
    assert asked & {pair.query for source in whole for pair in source.pairs}
    assert not asked & {pair.query for source in kept for pair in source.pairs}
    assert any("written for this project" in line for line in summary(whole))


def test_hits_count_gold_among_the_first(rules, tmp_path):
    bench = Bench(rules, tmp_path / "lexical")
    gold = frozenset(record.id for record in rules if RULES[0] in record.text)
    cases = [Case("因病请假", gold, "a"), Case("因病请假", frozenset({"none"}), "a")]
    found = bench.find(cases, static_encoder.load())
    assert hits(found, {"lexical": 0.5, "vector": 0.5}, 1, 5) == [0.5, 0.5]


def test_tuning_needs_questions(rules, tmp_path):
    with pytest.raises(StudioError, match=f"至少要 {LEAST_QUESTIONS} 条"):
        tune(rules, tmp_path / "out")


@pytest.mark.parametrize(
    ("gains", "chance"),
    [([], 1.0), ([0, 0], 1.0), ([1, 0], 0.5), ([2, 1, 1, 1, 1, 0], 1 / 32), ([1, -1], 0.75), ([-1], 1.0)],
)
def test_chance_of_so_many_gains(gains, chance):
    assert chance_of(gains) == pytest.approx(chance)


def test_a_gain_that_may_be_luck_is_not_better():
    lucky = TuneReport((0.3, 0.5), (0.32, 0.52), 40, 0.2, False, None)
    assert not lucky.better and replace(lucky, chance=0.01).better
    assert not replace(lucky, after=(0.2, 0.5), chance=0.01).better


@pytest.fixture
def asked(home: Path) -> list[PassageRecord]:
    """Documents whose typical questions share a word with no passage, but with each other's documents."""
    studio = Studio.at(home)
    for number in range(12):
        questions = tuple(TypicalQuestion(f"咋整那个玩意{where}", f"第{where}条") for where in "一二三")
        studio.publish(document(f"公约{number}", *RULES, questions=questions))
    records = records_of(studio.catalog)
    studio.catalog.close()
    return records


@pytest.mark.slow
def test_tuning_keeps_only_what_is_better(asked, tmp_path):
    recipe = Recipe(steps=3, batch=32, rate=0.003, weight_rate=0.003, threads=1)
    told: list[str] = []
    report = tune(asked, tmp_path / "out", recipe=recipe, progress=lambda what, _d, _t: told.append(what))
    assert report.questions == 36 and "交叉验证" in told
    assert report.kept == report.better == (tmp_path / "out").is_dir()
    if report.folder:
        assert static_encoder.load(report.folder).id != static_encoder.load().id
