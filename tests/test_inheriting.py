"""A new version keeps what a host has said of the document: for whom it is, and who may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.catalog import Catalog
from ingest.inheriting import inherited
from ingest.model import Kind, Level, Metadata, Stage, Visibility
from ingest.pipeline import ingest
from tests.catalog_parts import TODAY

SEEN, HIDDEN = Visibility.EVERYONE, Visibility.CURATORS
BEFORE = Metadata(
    title="手机管理规定",
    kind=Kind.CASE,
    level=Level.SCHOOL,
    scope="本校",
    issuer="第一中学",
    number="一中〔2021〕1号",
    effective=date(2021, 3, 1),
    stages=(Stage.JUNIOR,),
    case_type="手机",
    extra={"region": "某市", "rule": "旧"},
)


def test_what_the_new_file_does_not_say_is_taken_over_but_not_days_and_numbers():
    new = inherited(Metadata(title="手机管理规定（修订）", effective=date(2024, 9, 1)), BEFORE)
    assert new == replace(
        BEFORE, title="手机管理规定（修订）", number="", effective=date(2024, 9, 1), extra={"region": "某市"}
    )


def test_what_the_new_file_says_counts():
    said = Metadata(
        title="新", level=Level.STUDIO, scope="全市", stages=(Stage.SENIOR,), extra={"region": "另一市"}
    )
    new = inherited(said, BEFORE, kind=Kind.POLICY)
    assert (new.kind, new.level, new.scope) == (Kind.POLICY, Level.STUDIO, "全市")
    assert (new.stages, new.extra) == ((Stage.SENIOR,), {"region": "另一市"})


@pytest.mark.parametrize(("new", "before"), [(SEEN, HIDDEN), (HIDDEN, SEEN), (HIDDEN, HIDDEN)])
def test_a_new_version_is_never_shown_to_more_people(new: Visibility, before: Visibility):
    both = (replace(BEFORE, visibility=new), replace(BEFORE, visibility=before))
    assert inherited(*both).visibility is HIDDEN


def test_a_changed_file_of_a_hidden_document_is_a_hidden_version(tmp_path: Path):
    rule = "手机管理规定\n\n第一条 手机由班主任保管。\n\n第二条 放学时归还。\n\n第三条 登记表每月存档。\n"
    changed = rule.replace("放学时", "周五放学时")
    home = tmp_path / "home"
    with Catalog.open(home / "catalog.db") as catalog:

        def take(text: str, name: str) -> str:
            (tmp_path / name).write_text(text, "utf-8")
            [row] = ingest([tmp_path / name], catalog=catalog, home=home, actor="host", today=TODAY)
            assert row.ok, row.error
            return row.documents[0].id

        document = take(rule, "手机管理规定.txt")
        told = replace(catalog.version(document, 1).metadata, visibility=HIDDEN, stages=(Stage.JUNIOR,))
        with catalog.writing() as writer:
            writer.set_metadata(document, 1, told, actor="host")
        assert take(changed, "手机管理规定.txt") == document
        new = catalog.version(document, 2).metadata
    assert (new.visibility, new.stages) == (HIDDEN, (Stage.JUNIOR,))
