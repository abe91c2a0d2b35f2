"""The lexical index: weighted terms over fields, deletes by edition, commits that a crash cannot halve."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.lexical import Entry, LexicalIndex, Scope, passage_vectors, query_terms


def entry(passage: str, text: str, **other: object) -> Entry:
    values: dict[str, object] = {"edition": "d@1", "kind": "policy", **other}
    return Entry(passage=passage, text=text, **values)  # type: ignore[arg-type]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    with index.writing() as writer:
        writer.add(
            [
                entry("a", "学生不得将手机带入课堂", title="手机管理规定"),
                entry("b", "家长应当配合学校", edition="d@2", kind="case", questions=("娃不听话咋整",)),
                entry("c", "欺凌应当制止", context="第四章 学校保护", path="第四章 学校保护 第39条"),
            ]
        )
    return index


def found(index: LexicalIndex, question: str, **options: object) -> list[str]:
    return [hit.passage for hit in index.search(query_terms(question), 10, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "passage"),
    [("手机", "a"), ("手机管理规定", "a"), ("娃不听话", "b"), ("第四章", "c"), ("第三十九条", "c")],
)
def test_every_field_is_searched(index, question, passage):
    assert found(index, question)[0] == passage


def test_bm25_of_one_term_as_computed_by_hand(tmp_path):
    """idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean)), k1 = 1.2, b = 0.75, two passages."""
    index = LexicalIndex(tmp_path / "bm25")
    with index.writing() as writer:
        writer.add([entry("a", "手机 手机 课堂"), entry("b", "家长")])
    import math

    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2))
    assert index.search([("手机", 1.0)], 5)[0].score == pytest.approx(expected, rel=1e-4)
    assert index.search([("手机", 0.7)], 5)[0].score == pytest.approx(0.7 * expected, rel=1e-4)


def test_expansions_count_less(index):
    assert dict(query_terms("玩手机", [("手机", 0.7), ("智能终端", 0.7)]))["手机"] == 1.0
    own = index.search(query_terms("手机"), 1)[0].score
    expanded = index.search(query_terms("电话", [("手机", 0.7)]), 1)[0].score
    assert expanded == pytest.approx(0.7 * own, rel=1e-4)


def test_scope_limits_without_changing_scores(index):
    everywhere = {hit.passage: hit.score for hit in index.search(query_terms("应当"), 10)}
    scoped = index.search(query_terms("应当"), 10, Scope(kinds=("case",)))
    assert [(hit.passage, hit.score) for hit in scoped] == [("b", pytest.approx(everywhere["b"]))]
    assert found(index, "应当", scope=Scope(editions=("d@1",))) == ["c"]
    assert found(index, "应当", scope=Scope(editions=())) == []


def test_delete_takes_one_edition_only(index):
    with index.writing() as writer:
        writer.delete("d@1")
    assert index.size == 1 and found(index, "手机") == [] and found(index, "家长") == ["b"]


def test_what_raises_is_not_committed(index):
    with pytest.raises(RuntimeError), index.writing() as writer:
        writer.delete("d@1")
        writer.add([entry("x", "新内容")])
        raise RuntimeError
    assert index.size == 3 and found(index, "新内容") == []
    with index.writing() as writer:
        writer.add([entry("y", "后来内容")])
    assert found(index, "后来内容") == ["y"]


def test_another_reader_sees_a_commit_after_reload(index, tmp_path):
    reader = LexicalIndex(tmp_path / "lexical")
    with index.writing() as writer:
        writer.add([entry("z", "食堂陪餐")])
    reader.reload()
    assert found(reader, "陪餐") == ["z"]


def test_vector_ids_name_passages_and_questions(index):
    assert index.vector_ids("d@2") == ["b", "b#q1"] == passage_vectors("b", 1)
    assert sorted(index.vector_ids("d@1")) == ["a", "c"]
    assert index.vector_ids("none@1") == []


def test_holding_wants_every_word_in_the_text_itself(index):
    assert index.holding(["手机", "课堂"], 10) == ["a"]
    assert index.holding(["手机", "欺凌"], 10) == []
    assert index.holding(["学校", "家长"], 10, Scope(kinds=("case",))) == ["b"]
    assert index.holding(["学校"], 10, Scope(kinds=("policy",))) == []  # c has it in its path only
    assert index.holding([], 10) == []


def test_no_terms_no_hits(index):
    assert index.search([], 10) == [] and index.search(query_terms("手机"), 0) == []
    assert found(index, "怎么办呢") == []
