"""Typical questions that ship for national laws: attached to the right articles, or not at all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from index.training import pairs
from ingest import law_questions
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.pipeline import FileResult, ingest
from ingest.records import QuestionRecord
from tests.catalog_parts import TODAY
from tests.pipeline_parts import law, write

LINES = [
    ("校园手机法", "二", "能带手机来吗"),
    ("校园手机法", "三", "手机上交给谁"),
    ("手机编", "四", "急着找家里人怎么办"),
    ("别的法", "二", "别的"),
]


@pytest.fixture
def catalog(home):
    with Catalog.open(home / "catalog.db") as opened:
        yield opened


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    lines = "\n".join("\t".join(line) for line in LINES).encode()
    return write(tmp_path / "questions", {"laws.tsv.gz": gzip.compress(lines)}) / "laws.tsv.gz"


def take(catalog: Catalog, home: Path, path: Path, shipped: Path | None) -> FileResult:
    [row] = ingest(
        [path],
        catalog=catalog,
        home=home,
        publish=True,
        actor="host",
        today=TODAY,
        law_questions_file=shipped,
    )
    assert row.ok, row.error
    return row


def asked(catalog: Catalog, row: FileResult) -> dict[str, tuple[str, ...]]:
    """Article -> its typical questions, of the newest version."""
    id_ = row.documents[0].id
    newest = catalog.states(id_)[-1].number
    return {r.path[-1]: r.questions for r in catalog.passages_of(id_, newest) if r.questions}


@pytest.mark.parametrize("title", ["中华人民共和国校园手机法", "《校园手机法》（2025年修正）"])
def test_a_law_gets_its_questions_by_article(catalog, home, tmp_path, shipped, title):
    files = write(tmp_path / "in", {"a.txt": law(title, "2025年1月1日")})
    row = take(catalog, home, files / "a.txt", shipped)
    assert asked(catalog, row) == {"第二条": ("能带手机来吗",), "第三条": ("手机上交给谁",)}
    records = catalog.questions(row.documents[0].id)
    assert {record.source for record in records} == {"随软件附带"}
    assert [e.actor for e in catalog.audit_trail(row.documents[0].id) if e.action == "questions"] == [
        "随软件附带"
    ]


def test_a_part_of_the_civil_code_goes_by_its_own_name(catalog, home, tmp_path, shipped):
    files = write(tmp_path / "in", {"a.txt": law("中华人民共和国民法典 手机编", "2025年1月1日")})
    assert asked(catalog, take(catalog, home, files / "a.txt", shipped)) == {
        "第四条": ("急着找家里人怎么办",)
    }


def test_a_local_rule_of_a_longer_name_gets_none(catalog, home, tmp_path, shipped):
    files = write(tmp_path / "in", {"a.txt": law("某市校园手机法实施办法", "2025年1月1日")})
    assert asked(catalog, take(catalog, home, files / "a.txt", shipped)) == {}


def test_another_edition_gets_none_the_right_one_does(catalog, home, tmp_path, shipped):
    shipped.with_name("articles.tsv").write_text("校园手机法\t6\n", "utf-8")
    old, new = (
        law("校园手机法", "2020年1月1日"),
        law("校园手机法", "2025年1月1日", "班主任应当登记手机的交还。"),
    )
    files = write(tmp_path / "in", {"old.txt": old, "new.txt": new})
    assert asked(catalog, take(catalog, home, files / "old.txt", shipped)) == {}
    assert set(asked(catalog, take(catalog, home, files / "new.txt", shipped))) == {"第二条", "第三条"}


def test_what_hosts_wrote_stays_alone(catalog, home, tmp_path, shipped):
    files = write(
        tmp_path / "in",
        {
            "a.txt": law("校园手机法", "2020年1月1日"),
            "b.txt": law("校园手机法", "2025年1月1日"),
        },
    )
    row = take(catalog, home, files / "a.txt", None)
    own = QuestionRecord(law_questions.load(shipped).by_law["别的法"][0], "host")
    catalog.set_questions(row.documents[0].id, [own], actor="host")
    take(catalog, home, files / "b.txt", shipped)
    assert asked(catalog, row) == {"第二条": ("别的",)}


def test_a_damaged_file_is_told_in_chinese(tmp_path):
    path = tmp_path / "laws.tsv.gz"
    path.write_bytes(b"not gzip")
    with pytest.raises(StudioError, match="读不出来"):
        law_questions.load(path)
    assert law_questions.load(None).by_law == law_questions.load(tmp_path / "none").by_law == {}


def test_what_ships_names_a_count_for_every_law():
    found = law_questions.load(pairs.LAY_QUESTIONS)
    assert set(found.articles) == set(found.by_law) and len(found.by_law) >= 17


@pytest.mark.slow
def test_a_real_law_gets_them_all(catalog, home, shared):
    [path] = (shared / "data" / "policy" / "national").glob("反家庭暴力法*.md")
    found = asked(catalog, take(catalog, home, path, pairs.LAY_QUESTIONS))
    shipped = law_questions.load(pairs.LAY_QUESTIONS).by_law["反家庭暴力法"]
    assert sum(map(len, found.values())) >= len({q.text for q in shipped}) > 90
